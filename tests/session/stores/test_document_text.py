"""The text of a PDF: read, cut at the bounds, and each reason why there is none."""

from io import BytesIO

from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from ribbit_tui.session.stores import document_text
from ribbit_tui.session.stores.document_text import read_text


def _pdf(*pages: str) -> bytes:
    made = FPDF()
    made.set_font("helvetica")
    for words in pages:
        made.add_page()
        if words:
            made.cell(text=words)
    return bytes(made.output())


def test_all_pages_are_read() -> None:
    content = _pdf("Account statement", "Total 12.00")
    read = read_text(content)
    assert (read.size, read.page_count, read.note) == (len(content), 2, "")
    assert read.text.split("\n\n") == ["Account statement", "Total 12.00"]


def test_a_document_that_cannot_be_read_says_why() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(_pdf("secret"))))
    writer.encrypt("word", algorithm="RC4-128")
    protected = BytesIO()
    writer.write(protected)
    too_large = b"%PDF-1.7" + bytes(document_text.MAX_BYTES)
    for content, words in (
        (b"\x89PNG", "Only a PDF"),
        (b"", "Only a PDF"),
        (b"%PDF-1.7 and then nothing", "damaged"),
        (_pdf("cut")[:300], "damaged"),
        (protected.getvalue(), "password"),
        (too_large, "too large"),
        (_pdf(""), "no text"),
    ):
        read = read_text(content)
        assert words in read.note
        assert read.text == ""


def test_reading_stops_at_the_bounds() -> None:
    many = read_text(_pdf(*["page"] * (document_text.MAX_PAGES + 1)))
    assert many.text.count("page") == document_text.MAX_PAGES
    assert many.note == "Only the beginning is shown here."
    times = iter([0.0, 1.0, 3.0])
    slow = read_text(_pdf("first", "second"), lambda: next(times))
    assert (slow.text, slow.page_count) == ("first", 2)
    assert slow.note == "Only the beginning is shown here."
