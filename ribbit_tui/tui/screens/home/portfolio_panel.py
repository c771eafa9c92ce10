"""The panel of the equity: what it is, what it has gained, and what can be bought with it."""

from datetime import datetime, timedelta, tzinfo

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.series import EQUITY_SPANS, Series
from ribbit_tui.session.state import State
from ribbit_tui.session.trading.portfolio import Profit, day_profit, oldest_price, total_change
from ribbit_tui.session.trading.valuation import Holding, equity, holdings
from ribbit_tui.tui.charts.chart import Chart
from ribbit_tui.tui.charts.series_content import series_content
from ribbit_tui.tui.drawing.large_text import can_be_large, large_usd, large_width
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.widgets.panel import Panel, choices, key_hints
from ribbit_tui.tui.words.formats import (
    arrow,
    date_and_time,
    percent,
    plain,
    signed_usd,
    tone,
    usd,
)

_OLD = timedelta(hours=1)
_LARGE_ROWS = 14
"""Rows of the content from which the equity is in large digits."""
_GAINS_WIDTH = 36
"""Columns that the gains take beside the digits, at least."""


class PortfolioPanel(Panel):
    """The equity, in large digits where there is room, and its curve."""

    DEFAULT_CSS = """
    PortfolioPanel > #portfolio { padding: 0 1; height: auto; }
    PortfolioPanel > Chart { margin: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__("Portfolio", id="portfolio-panel")
        self._state: State | None = None
        self._error = ""
        self._now: datetime | None = None
        self._zone: tzinfo | None = None

    def compose(self) -> ComposeResult:
        yield Static("", id="portfolio", markup=False)
        yield Chart(id="equity-chart")

    def show(
        self, state: State, load_error: str, now: datetime | None, zone: tzinfo | None
    ) -> None:
        """Show the figures of the state; `load_error` if they are not loaded."""
        self._state, self._error, self._now, self._zone = state, load_error, now, zone
        self._draw()

    def show_series(self, series: Series, *, glyphs: str, key: str, try_again: str) -> None:
        """Show the curve of the equity. `key` shows the next period, `try_again` says how."""
        # What is above leaves fewer rows than a ground needs on a short terminal.
        filled = self.app.size.height >= 30
        content = series_content(series, glyphs=glyphs, try_again=try_again, filled=filled)
        self.query_one(Chart).show(content)
        spans = choices(EQUITY_SPANS, series.key.span, "screen.show_period")
        hints = key_hints([(key, "Period")])
        self.show_border_subtitle(Content("   ").join([hints, spans]))

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        width = self.content_size.width - 2
        if self._state is None or width <= 0:
            return
        worth, held = equity(self._state), holdings(self._state)
        figures = self.query_one("#portfolio", Static)
        if worth is None:
            self.show_title()
            show_text(figures, Content.styled(self._error or "Loading…", "$quiet"))
            return
        text = usd(worth)
        is_tall = self.size.height >= _LARGE_ROWS
        self.show_title(*([] if is_tall else [Content.styled(text, "$foreground bold")]))
        gains = [*self._gains(held), *self._doubts(held)]
        if is_tall:
            lines = _beside(_digits(text, width), gains, width)
        else:
            lines = [Content("   ").join(gains)] if gains else []
        show_text(figures, Content("\n").join(lines))
        figures.display = bool(lines)

    def _gains(self, held: list[Holding]) -> list[Content]:
        """Return the changes of all holdings together, as far as they are known."""
        named = ((day_profit(held), "today"), (total_change(held), "overall"))
        return [_profit(profit, words) for profit, words in named if profit is not None]

    def _doubts(self, held: list[Holding]) -> list[Content]:
        """Say which prices are missing or old."""
        assert self._state is not None
        unpriced = [plain(one.symbol, 12) for one in held if one.price is None]
        if unpriced:
            more = f" and {len(unpriced) - 1} more" if len(unpriced) > 1 else ""
            words = f"No price of {unpriced[0]}{more}: the broker's figure"
            return [Content.styled(words, "$warning")]
        oldest = oldest_price(self._state, held)
        if oldest is None or self._now is None or self._now - oldest.at <= _OLD:
            return []
        at = date_and_time(oldest.at, self._zone)
        return [Content.styled(f"Oldest price: {plain(oldest.symbol, 12)}, {at}", "$quiet")]


def _digits(text: str, width: int) -> Content:
    """Draw the equity large; its cents are small, and then all of it, where the room ends."""
    dollars, _, cents = text.partition(".")
    if can_be_large(text) and large_width(text) <= width:
        return large_usd(text, "$foreground bold", "$label")
    if can_be_large(dollars) and large_width(dollars) + len(cents) < width:
        large = large_usd(dollars, "$foreground bold", "$label")
        return Content.assemble(large, (f".{cents}", "$label"))
    return Content.styled(text, "bold")


def _beside(digits: Content, lines: list[Content], width: int) -> list[Content]:
    """Put lines at the right of the digits where there is room, and else below them."""
    rows = digits.split("\n")
    wide = max(row.cell_length for row in rows)
    beside = max([_GAINS_WIDTH, *(line.cell_length for line in lines)])
    if wide + 3 + beside > width or len(lines) > len(rows):
        return [*rows, *lines]
    return [
        Content.assemble(row, " " * (wide + 3 - row.cell_length), line)
        for row, line in zip(rows, [*lines, *[Content()] * len(rows)], strict=False)
    ]


def _profit(profit: Profit, words: str) -> Content:
    style = f"${tone(profit.amount)}"
    fraction = "" if profit.fraction is None else f"  {percent(profit.fraction)}"
    figures = f"{arrow(profit.amount)} {signed_usd(profit.amount)}{fraction}"
    return Content.assemble((figures, style), (f"  {words}", "$label"))
