"""A card that can be opened and removed, and the cards in rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from ribbit_tui.tui.keys.key_map import KeyMap
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.widgets.fact_lines import fact_line
from ribbit_tui.tui.widgets.panel import KEY_STYLE

from .cards import Card, progress_line

ROW_HEIGHT = 1
"""Rows of a card on a narrow terminal."""
_REMOVE = "remove"
"""Marks the words that remove a card when they are clicked."""


class CardView(Static, can_focus=True):
    """A card. While it has the focus or the mouse, it names its keys."""

    DEFAULT_CSS = """
    CardView {
        border: round $idle-border;
        border-title-color: $label;
        background: $surface;
        padding: 0 1;
        height: 100%;
        &:focus {
            border: round $primary;
            border-title-color: $primary;
            border-title-style: bold;
        }
        &.-row { border: none; height: 1; padding: 0; }
        &.-row:focus { background: $cursor-row; }
        &:ansi { background: ansi_default; }
    }
    """

    @dataclass
    class Opened(Message):
        """Posted when the user opens this card."""

        id: str

    @dataclass
    class RemoveRequested(Message):
        """Posted when the user wants to remove this card."""

        id: str

    def __init__(self, card: Card, keys: KeyMap, glyphs: str) -> None:
        super().__init__(markup=False)
        self._keys, self._glyphs = keys, glyphs
        self.card = card

    def show(self, card: Card) -> None:
        """Show another card in this place."""
        self.card = card
        self._draw()

    def on_mount(self) -> None:
        self.watch(self, "has_focus", self._draw, init=False)
        self.watch(self, "mouse_hover", self._draw, init=False)
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        width, height = self.content_size
        if width <= 0 or height <= 0:
            return
        if self.has_class("-row"):
            show_text(self, self._row(width))
            return
        self.border_title = Content(self.card.title).truncate(max(1, width - 2), ellipsis=True)
        self.border_subtitle = self._hints if self._names_keys else Content("")
        show_text(self, Content("\n").join(self._lines(width, height)))

    @property
    def _names_keys(self) -> bool:
        return self.has_focus or self.mouse_hover

    @property
    def _hints(self) -> Content:
        open_, remove = map(self._keys.written, ("welcome.open", self.card.remove_key))
        removal = Content.assemble((remove, KEY_STYLE), (f" {self.card.remove_label}", "$label"))
        return Content.assemble(
            (open_, KEY_STYLE),
            (f" {self.card.open_label}   ", "$label"),
            removal.stylize(Style.from_meta({_REMOVE: True})),
        )

    def _row(self, width: int) -> Content:
        """Return the card in one row: name, amount, status, and the keys or the time."""
        card = self.card
        last = self._hints if self._names_keys else Content.styled(card.seen, "$quiet")
        heading = Content.styled(card.heading.rjust(14), "bold")
        state, room = card.state.truncate(18, ellipsis=True), width - 14 - 18 - 21 - 3
        name = Content.styled(card.title, "bold").truncate(room, ellipsis=True, pad=True)
        return Content.assemble(
            ("▌" if self.has_focus else " ", "$primary"),
            name,
            heading,
            "  ",
            state,
            " " * max(0, width - 1 - room - 14 - 2 - state.cell_length - last.cell_length),
            last,
        )

    def _lines(self, width: int, height: int) -> list[Content]:
        card = self.card
        heading = Content.styled(card.heading, "$foreground bold")
        lines = [
            fact_line(heading, card.state, width),
            Content.styled(card.remark, "$label").truncate(width, ellipsis=True),
        ]
        middle = self._middle(width, height - len(lines) - 1)
        foot, seen = (Content.styled(words, "$quiet") for words in (card.foot, card.seen))
        return [*lines, *middle, fact_line(foot, seen, width)][:height]

    def _middle(self, width: int, height: int) -> list[Content]:
        """Return the curve or the progress, with blank rows around it, in exactly `height` rows."""
        card, drawn = self.card, list[Content]()
        if card.progress is not None:
            drawn = [progress_line(card.progress, width), Content(), card.detail]
            drawn = [line.truncate(width, ellipsis=True) for line in drawn]
        elif card.curve and height >= 4:
            drawn = self._curve(width, min(height - 2, 6))
        if len(drawn) > height:
            drawn = drawn[:1] if height else []
        above = (height - len(drawn) + 1) // 2
        return [*[Content()] * above, *drawn, *[Content()] * (height - len(drawn) - above)]

    def _curve(self, width: int, height: int) -> list[Content]:
        from ribbit_tui.tui.charts.line import line_cells
        from ribbit_tui.tui.charts.value_scale import tight_scale

        values = [float(value) for value in self.card.curve]
        grid = line_cells(
            values,
            len(values),
            tight_scale(values),
            width,
            height,
            glyphs=self._glyphs,
            filled=False,
        )
        return [
            Content.styled("".join(cell.glyph or " " for cell in row), "$primary") for row in grid
        ]

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.focus()
        message = self.RemoveRequested if event.style.meta.get(_REMOVE) else self.Opened
        self.post_message(message(self.card.id))


class CardGrid(Vertical):
    """Cards in rows of `columns`, each `card_height` rows high; scrolls where they do not fit."""

    DEFAULT_CSS = """
    CardGrid { layout: grid; grid-gutter: 0; overflow-y: auto; scrollbar-size-vertical: 1; }
    """

    def __init__(self, keys: KeyMap, glyphs: str) -> None:
        super().__init__(id="cards")
        self._keys, self._glyphs = keys, glyphs
        self.columns = 1
        self.views: list[CardView] = []

    def show(self, cards: Sequence[Card], *, columns: int, height: int, rows: int) -> None:
        """Show these cards in place of those before.

        `height` is that of one card, `rows` the number of rows that are visible.
        """
        self.columns = columns
        before = self.views
        for view, card in zip(before, cards, strict=False):
            view.show(card)
        for view in before[len(cards) :]:
            view.remove()
        more = [CardView(card, self._keys, self._glyphs) for card in cards[len(before) :]]
        self.mount(*more)
        self.views = [*before[: len(cards)], *more]
        for view in self.views:
            view.set_class(height == ROW_HEIGHT, "-row")
        self.styles.grid_size_columns = columns
        self.styles.grid_rows = f"{height}"
        self.styles.height = height * rows + self.gutter.height
        self.display = bool(cards)
