"""A grid of names and values."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Grid
from textual.widgets import Static

from ribbit_tui.tui.words.formats import plain


class FactGrid(Grid):
    """Pairs of name and value, one pair a row."""

    """Pairs of name and value, one pair a row."""

    """Pairs of name and value, one pair a row."""

    DEFAULT_CSS = """
    FactGrid {
        grid-size: 2;
        grid-columns: 20 1fr;
        grid-rows: auto;
        height: auto;
        .name { color: $quiet; }
        Static { height: auto; }
    }
    """

    def __init__(self, facts: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._facts = facts

    def compose(self) -> ComposeResult:
        for name, value in self._facts:
            yield Static(name, classes="name", markup=False)
            yield Static(plain(value, 200), markup=False)
