"""PDF documents of headings, short paragraphs and tables.

The bytes depend only on the contents and the given time of creation. Text is not compressed, so
that it can be searched and tested.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

_LEFT, _RIGHT, _TOP, _BOTTOM = 18.0, 198.0, 30.0, 262.0
"""Margins in millimetres on a page of US Letter, 216 by 279."""
_LINE = 5.2
_RED, _GREY, _BLACK = (176, 0, 32), (110, 110, 110), (0, 0, 0)
_PNG, _MOST_PIXELS = b"\x89PNG\r\n\x1a\n", 40_000_000
_WARNING = "No real money, securities or broker stand behind this document."
# Letters that Unicode does not decompose into a Latin letter and an accent.
_SPELLED = str.maketrans(
    {
        "Ł": "L",
        "ł": "l",
        "Đ": "D",
        "đ": "d",
        "ı": "i",
        "Œ": "OE",
        "œ": "oe",
        "ẞ": "SS",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "…": "...",
    }
)


class Column(NamedTuple):
    """Column of a table; `width` is in millimetres. Numbers are aligned to the right."""

    title: str
    width: float
    is_number: bool = False


def latin(text: str) -> str:
    """Return `text` in Latin-1, the letters of the standard fonts.

    Accents that Latin-1 lacks are dropped; a letter of another script becomes a question mark.
    """
    kept = []
    for letter in text.translate(_SPELLED):
        if _is_printable(letter):
            kept.append(letter)
            continue
        parts = [part for part in unicodedata.normalize("NFKD", letter) if _is_printable(part)]
        kept.append("".join(parts) or ("" if unicodedata.combining(letter) else "?"))
    return "".join(kept)


def _is_printable(letter: str) -> bool:
    return ord(letter) < 256 and letter.isprintable()


class PdfWriter:
    """Writer of one document. Every page says that it is simulated, and names the account."""

    def __init__(self, title: str, subtitle: str, footer: str, made_at: datetime) -> None:
        from fpdf import FPDF

        self._title, self._subtitle, self._footer = latin(title), latin(subtitle), latin(footer)
        self._pdf = FPDF(unit="mm", format="letter")
        self._pdf.set_compression(False)
        self._pdf.set_auto_page_break(False)
        self._pdf.set_creation_date(made_at)
        self._pdf.set_title(self._title)
        self._pdf.set_producer("Ribbit simulator")
        self._y = _BOTTOM
        self._break_page()

    def finished(self) -> bytes:
        """Return the document."""
        return bytes(self._pdf.output())

    def lines(self, texts: Iterable[str]) -> None:
        """Add short lines, one below the other."""
        for text in texts:
            self._room_for(_LINE)
            self._text(_LEFT, text, 10)
            self._y += _LINE
        self._y += _LINE / 2

    def note(self, text: str) -> None:
        """Add a remark in small print."""
        self._room_for(_LINE)
        self._text(_LEFT, text, 8, colour=_GREY)
        self._y += _LINE

    def heading(self, text: str) -> None:
        """Add a heading."""
        self._room_for(6 * _LINE)
        self._y += _LINE / 2
        self._text(_LEFT, text, 12, bold=True)
        self._y += 1.6 * _LINE

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[str]], empty: str = "None."
    ) -> None:
        """Add a table. Titles are repeated on each page; `empty` is shown if there are no rows."""
        self._titles(columns)
        is_empty = True
        for row in rows:
            is_empty = False
            if self._room_for(_LINE):
                self._titles(columns)
            self._row(columns, row)
        if is_empty:
            self._text(_LEFT, empty, 9, colour=_GREY)
            self._y += _LINE
        self._y += _LINE / 2

    def picture(self, content: bytes) -> bool:
        """Add a PNG or JPEG as large as fits on a page; return whether it can be read."""
        if (
            content[:8] == _PNG
            and int.from_bytes(content[16:20]) * int.from_bytes(content[20:24]) > _MOST_PIXELS
        ):
            return False
        try:
            self._pdf.image(
                BytesIO(content),
                x=_LEFT,
                y=self._y,
                w=_RIGHT - _LEFT,
                h=_BOTTOM - self._y,
                keep_aspect_ratio=True,
            )
        except Exception:
            return False
        return True

    def _titles(self, columns: Sequence[Column]) -> None:
        self._row(columns, [column.title for column in columns], bold=True)
        self._rule(self._y - _LINE + 1.4)
        self._y += 1

    def _row(self, columns: Sequence[Column], cells: Sequence[str], bold: bool = False) -> None:
        x = _LEFT
        for column, cell in zip(columns, cells, strict=True):
            self._text(x, cell, 9, width=column.width, right=column.is_number, bold=bold)
            x += column.width
        self._y += _LINE

    def _room_for(self, height: float) -> bool:
        """Begin a new page if the current one has no room; return whether it did."""
        if self._y + height <= _BOTTOM:
            return False
        self._break_page()
        return True

    def _break_page(self) -> None:
        self._pdf.add_page()
        self._y = 14.0
        self._text(_LEFT, self._title, 15, bold=True)
        self._text(_LEFT, "SIMULATED", 15, bold=True, colour=_RED, width=_RIGHT - _LEFT, right=True)
        self._y = 20.5
        self._text(_LEFT, self._subtitle, 9, colour=_GREY)
        self._text(_LEFT, _WARNING, 8, colour=_RED, width=_RIGHT - _LEFT, right=True)
        self._rule(23.5)
        self._y = 271.0
        self._rule(266.5)
        self._text(_LEFT, self._footer, 8, colour=_GREY)
        page = f"Page {self._pdf.page_no()}"
        self._text(_LEFT, page, 8, colour=_GREY, width=_RIGHT - _LEFT, right=True)
        self._y = _TOP + 2

    def _rule(self, y: float) -> None:
        self._pdf.set_draw_color(*_GREY)
        self._pdf.set_line_width(0.2)
        self._pdf.line(_LEFT, y, _RIGHT, y)

    def _text(
        self,
        x: float,
        text: str,
        size: float,
        *,
        width: float | None = None,
        right: bool = False,
        bold: bool = False,
        colour: tuple[int, int, int] = _BLACK,
    ) -> None:
        """Write `text` on the current line from `x`, or ending at `x + width`."""
        self._pdf.set_font("Helvetica", "B" if bold else "", size)
        self._pdf.set_text_color(*colour)
        shown = self._fitting(latin(text), (width or _RIGHT - x) - 1)
        if right and width is not None:
            x += width - self._width(shown)
        self._pdf.text(x, self._y, shown)

    def _fitting(self, text: str, width: float) -> str:
        if self._width(text) <= width:
            return text
        while text and self._width(text + "...") > width:
            text = text[:-1]
        return text + "..."

    def _width(self, text: str) -> float:
        width: float = self._pdf.get_string_width(text)
        return width


def write_address(pdf: PdfWriter, addressee: list[str]) -> None:
    """Add the addressee's name and address, and a note if the fonts lack some letters."""
    pdf.lines(addressee)
    if "?" in latin("".join(addressee).replace("?", "")):
        pdf.note("A question mark stands for a letter that this document's fonts do not have.")
