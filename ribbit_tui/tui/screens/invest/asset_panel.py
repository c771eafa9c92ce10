"""The panel of the asset under the cursor: its prices, its flags, and what is owned of it."""

from datetime import datetime, tzinfo

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.state import State
from ribbit_tui.session.trading.asset_facts import AssetFacts, asset_facts
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.words.formats import plain

from .asset_drawing import flag_lines, open_order_lines, owned_lines, price_lines, quote_lines

_LARGE_ROWS = 24
"""Rows of the content from which the price is large and each part has a heading."""


class AssetPanel(Panel):
    """The facts of one asset, in as many lines as there is room for."""

    DEFAULT_CSS = """
    AssetPanel {
        VerticalScroll { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
        #asset-facts { height: auto; }
    }
    """

    def __init__(self) -> None:
        super().__init__("Asset", id="asset-panel")
        self._shown: tuple[State, AssetFacts, datetime, tzinfo | None] | None = None
        self._empty = ""

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static("", id="asset-facts", markup=False)

    def show(
        self, state: State, symbol: str | None, now: datetime, zone: tzinfo | None, empty: str
    ) -> None:
        """Show the asset with a symbol; without one, the text `empty`."""
        self._empty = empty
        self._shown = None if symbol is None else (state, asset_facts(state, symbol), now, zone)
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        words = self.query_one("#asset-facts", Static)
        width = self.content_size.width - 3
        if width <= 0:
            return
        if self._shown is None:
            self.border_title = Content("Asset")
            words.update(Content.styled(self._empty, "$quiet"))
            return
        state, facts, now, zone = self._shown
        name = plain(facts.asset.name, 60) if facts.asset is not None else ""
        title = Content.assemble(plain(facts.symbol, 12), (f"  {name}", "$label not bold"))
        self.border_title = title.truncate(width, ellipsis=True)
        is_roomy = self.content_size.height >= _LARGE_ROWS
        parts = {
            "": price_lines(facts, now, zone, width, is_large=is_roomy),
            "Quote": quote_lines(facts, now, zone, width, is_roomy=is_roomy),
            "What you own": owned_lines(state, facts, width, is_roomy=is_roomy),
            "Open orders": open_order_lines(state, facts, width, is_roomy=is_roomy),
            "How it trades": flag_lines(facts, width, is_roomy=is_roomy),
        }
        lines: list[Content] = []
        for heading, part in parts.items():
            if not part:
                continue
            if heading and is_roomy:
                lines += [Content(), Content.styled(heading, "$primary bold")]
            lines += part
        words.update(Content("\n").join(lines))
