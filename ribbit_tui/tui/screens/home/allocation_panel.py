"""The panel of what the equity consists of."""

from collections.abc import Sequence
from decimal import Decimal

from rich.cells import set_cell_size
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.state import State
from ribbit_tui.session.trading.portfolio import Part, allocation, weight
from ribbit_tui.session.trading.valuation import holdings
from ribbit_tui.tui.drawing.bars import meter, share_bar
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.words.formats import plain, usd

_STYLES = ("$primary", "$info", "$violet", "$foreground")
_REST, _CASH = "$label", "$quiet"
_NAME, _WORTH, _SHARE = 9, 16, 6
"""Cells of the columns."""
_WIDE = 44
"""Columns of the content in which a part has its value."""
_NOTHING = Decimal(0)


class AllocationPanel(Panel):
    """The largest holdings, the others together, and cash, each with its share of the equity."""

    DEFAULT_CSS = "AllocationPanel > Static { padding: 0 1; height: auto; }"

    def __init__(self) -> None:
        super().__init__("Allocation", id="allocation-panel")
        self._state: State | None = None
        self._error = ""

    def compose(self) -> ComposeResult:
        yield Static("", id="allocation", markup=False)

    def show(self, state: State, load_error: str) -> None:
        """Show the parts of the state's equity; `load_error` if they are not loaded."""
        self._state, self._error = state, load_error
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        width = self.content_size.width - 2
        if self._state is None or width <= 0:
            return
        drawn = self.query_one("#allocation", Static)
        parts = _largest(self._state, len(_STYLES))
        if not parts:
            drawn.update(Content.styled(self._error or "Loading…", "$quiet"))
            return
        bar = share_bar([(max(part.value, _NOTHING), style) for _, part, style in parts], width)
        lines = [bar, Content(), *(_line(*one, width) for one in parts)]
        show_text(drawn, Content("\n").join(lines))


def _largest(state: State, count: int) -> Sequence[tuple[str, Part, str]]:
    """Return name, part and style of the largest holdings, of the others together, and of cash."""
    parts = allocation(state, holdings(state))
    held = [part for part in parts if part.symbol]
    named = [
        (plain(part.symbol), part, style)
        for part, style in zip(held[:count], _STYLES, strict=False)
    ]
    if rest := held[count:]:
        value = sum((part.value for part in rest), _NOTHING)
        named.append((f"{len(rest)} more", Part("", value, weight(value, state)), _REST))
    return [*named, *(("Cash", part, _CASH) for part in parts if not part.symbol)]


def _line(name: str, part: Part, style: str, width: int) -> Content:
    value = f"{usd(part.value):>{_WORTH}}" if width >= _WIDE else ""
    share = "–" if part.weight is None else f"{part.weight * 100:.1f}%".replace("-", "−")
    room = max(0, width - 2 - _NAME - len(value) - _SHARE - 3)
    return Content.assemble(
        ("● ", style),
        f"{set_cell_size(name, _NAME)} ",
        meter(part.weight or _NOTHING, room, style),
        f" {value}",
        (f"{share:>{_SHARE + 1}}", "$label"),
    )
