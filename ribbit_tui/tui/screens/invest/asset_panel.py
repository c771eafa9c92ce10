"""The panel of the asset under the cursor: its prices, its flags, and what is owned of it."""

from datetime import datetime, tzinfo

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.history.latest import series_up_to_now, slots_of_session
from ribbit_tui.session.series import ASSET_SPANS, SeriesKey, Span
from ribbit_tui.session.state import State
from ribbit_tui.session.trading.asset_facts import AssetFacts, asset_facts
from ribbit_tui.tui.charts.chart import Chart
from ribbit_tui.tui.charts.series_content import series_content
from ribbit_tui.tui.keys.key_map import KeyMap
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.widgets.panel import Panel, choices, key_hints
from ribbit_tui.tui.words.formats import plain

from .asset_drawing import flag_lines, open_order_lines, owned_lines, price_lines, quote_lines

_LARGE_ROWS = 24
"""Rows of the content from which the price is large and each part has a heading."""


_SIDES = ("buy", "sell")
_WIDTH_OF_HINTS = 46
"""Columns from which the bottom border has room for the keys beside the spans."""


class AssetPanel(Panel):
    """The price of one asset, its chart, and its facts in as many lines as there is room for."""

    DEFAULT_CSS = """
    AssetPanel {
        #asset-price { height: auto; padding: 0 1; }
        Chart { height: 1fr; min-height: 5; margin: 0 1; }
        VerticalScroll {
            height: auto;
            max-height: 60%;
            padding: 0 0 0 1;
            scrollbar-size-vertical: 1;
            scrollbar-gutter: stable;
        }
        #asset-facts { height: auto; }
    }
    """

    def __init__(self, keys: KeyMap, glyphs: str) -> None:
        super().__init__("Asset", id="asset-panel")
        self._keys = keys
        self._glyphs = glyphs
        self._span = Span.MONTH
        self._is_candles = False
        self._shown: tuple[State, AssetFacts, datetime, tzinfo | None] | None = None
        self._empty = ""

    def compose(self) -> ComposeResult:
        yield Static("", id="asset-price", markup=False)
        yield Chart(id="asset-chart")
        with VerticalScroll(can_focus=False):
            yield Static("", id="asset-facts", markup=False)

    def series_key(self, symbol: str) -> SeriesKey:
        """Return the key of the series that the chart of an asset shows."""
        return SeriesKey(self._span, symbol)

    def show_next_span(self) -> None:
        """Show the chart over the next span, and after the longest over the shortest."""
        self.show_span(ASSET_SPANS[(ASSET_SPANS.index(self._span) + 1) % len(ASSET_SPANS)])

    def show_span(self, span: Span) -> None:
        """Show the chart over a span."""
        self._span = span
        self._draw()

    def switch_candles(self) -> None:
        """Show the prices as candles, or as a line again."""
        self._is_candles = not self._is_candles
        self._draw()

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
        head = self.query_one("#asset-price", Static)
        words = self.query_one("#asset-facts", Static)
        width = self.content_size.width - 2
        if width <= 0:
            return
        self.query_one(Chart).display = self._shown is not None
        if self._shown is None:
            self.show_border_title(Content("Asset"))
            head.update(Content.styled(self._empty, "$quiet"))
            words.update("")
            return
        state, facts, now, zone = self._shown
        self.show_border_title(_title(facts, width))
        is_roomy = self.content_size.height >= _LARGE_ROWS
        price = price_lines(facts, now, zone, width, is_large=is_roomy)
        show_text(head, Content("\n").join(price))
        show_text(words, Content("\n").join(_fact_lines(state, facts, now, zone, width, is_roomy)))
        self._draw_chart(state, facts.symbol, now, is_roomy=is_roomy)

    def _draw_chart(self, state: State, symbol: str, now: datetime, *, is_roomy: bool) -> None:
        series = series_up_to_now(state, self.series_key(symbol), now)
        content = series_content(
            series,
            glyphs=self._glyphs,
            try_again=f"Press {self._keys.written('always.read-again')} to try again.",
            is_candles=self._is_candles,
            filled=is_roomy,
            slots=slots_of_session(series, state),
        )
        self.query_one(Chart).show(content)
        spans = choices(ASSET_SPANS, self._span, "screen.show_period")
        hints = [(self._keys.written(f"invest.{name}"), name.capitalize()) for name in _SIDES]
        if self.content_size.width < _WIDTH_OF_HINTS:
            self.show_border_subtitle(spans)  # the footer has the keys
        else:
            self.show_border_subtitle(Content("   ").join([key_hints(hints), spans]))


def _title(facts: AssetFacts, width: int) -> Content:
    name = plain(facts.asset.name, 60) if facts.asset is not None else ""
    title = Content.assemble(plain(facts.symbol, 12), (f"  {name}", "$label not bold"))
    return title.truncate(width, ellipsis=True)


def _fact_lines(
    state: State,
    facts: AssetFacts,
    now: datetime,
    zone: tzinfo | None,
    width: int,
    is_roomy: bool,
) -> list[Content]:
    """Draw what is known of the asset, each part under a heading where there is room."""
    parts = {
        "Quote": quote_lines(facts, now, zone, width, is_roomy=is_roomy),
        "What you own": owned_lines(state, facts, width, is_roomy=is_roomy),
        "Open orders": open_order_lines(state, facts, width, is_roomy=is_roomy),
        "How it trades": flag_lines(facts, width, is_roomy=is_roomy),
    }
    lines: list[Content] = []
    for heading, part in parts.items():
        if part and is_roomy:
            lines.append(Content.styled(heading, "$primary bold"))
        lines += part
    return lines
