"""The panel of the equity: what it is, what it has gained, and what can be bought with it."""

from datetime import datetime, timedelta, tzinfo

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.state import State
from ribbit_tui.session.trading.portfolio import Profit, day_profit, oldest_price, total_change
from ribbit_tui.session.trading.valuation import Holding, equity, holdings
from ribbit_tui.tui.drawing.large_text import can_be_large, large_usd, large_width
from ribbit_tui.tui.widgets.fact_lines import fact, fact_line
from ribbit_tui.tui.widgets.panel import Panel
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
_LARGE_ROWS = 8
"""Rows of the content from which the equity is in large digits."""


class PortfolioPanel(Panel):
    """The equity in large digits where there is room, or else in the title."""

    DEFAULT_CSS = "PortfolioPanel > #portfolio { padding: 0 1; height: auto; }"

    def __init__(self) -> None:
        super().__init__("Portfolio", id="portfolio-panel")
        self._state: State | None = None
        self._error = ""
        self._now: datetime | None = None
        self._zone: tzinfo | None = None

    def compose(self) -> ComposeResult:
        yield Static("", id="portfolio", markup=False)

    def show(
        self, state: State, load_error: str, now: datetime | None, zone: tzinfo | None
    ) -> None:
        """Show the figures of the state; `load_error` if they are not loaded."""
        self._state, self._error, self._now, self._zone = state, load_error, now, zone
        self._draw()

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
            figures.update(Content.styled(self._error or "Loading…", "$quiet"))
            return
        text = usd(worth)
        is_tall = self.size.height >= _LARGE_ROWS
        self.show_title(*([] if is_tall else [Content.styled(text, "$foreground bold")]))
        lines = [*self._gains(held, width), *self._means(width), *self._doubts(held)]
        if is_tall:
            lines = [_digits(text, width), Content(), *lines]
        figures.update(Content("\n").join(lines))

    def _gains(self, held: list[Holding], width: int) -> list[Content]:
        """Return the changes of all holdings together, as far as they are known."""
        named = (("Today", day_profit(held)), ("Profit or loss", total_change(held)))
        return [
            fact_line(Content.styled(name, "$label"), _profit(profit), width)
            for name, profit in named
            if profit is not None
        ]

    def _means(self, width: int) -> list[Content]:
        assert self._state is not None
        money = self._state.trading_account
        if money is None:
            return []
        power, cash = money.buying_power, money.cash
        name = "Buying power"
        if power is not None and cash is not None and money.multiplier != "1" and power > cash:
            name = f"Buying power with margin of {plain(money.multiplier, 6)} times"
        return [fact(name, usd(power), width, "bold")]

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


def _profit(profit: Profit) -> Content:
    style = f"${tone(profit.amount)}"
    fraction = "" if profit.fraction is None else f"  {percent(profit.fraction)}"
    words = f"{arrow(profit.amount)} {signed_usd(profit.amount)}{fraction}"
    return Content.styled(words, style)
