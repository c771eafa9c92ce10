"""The panel of the price since an order: where it is now, and what the fills are worth."""

from datetime import datetime
from decimal import Decimal

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.history.since_order import series_since
from ribbit_tui.session.state import State
from ribbit_tui.session.trading.lookup import find_snapshot
from ribbit_tui.session.trading.order_progress import (
    FilledWorth,
    distance,
    filled_worth,
    price_now,
)
from ribbit_tui.session.trading.valuation import day_change
from ribbit_tui.tui.charts.chart import Chart
from ribbit_tui.tui.charts.series_content import series_content
from ribbit_tui.tui.drawing.bars import meter
from ribbit_tui.tui.drawing.large_text import can_be_large, large_usd, large_width
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.widgets.fact_lines import fact, fact_line
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.words.formats import (
    BASIS_POINT,
    arrow,
    percent,
    plain,
    price,
    shares,
    signed_usd,
    tone,
    usd,
)
from ribbit_tui.wire.orders import Order, OrderSide

_METER_SPAN = Decimal("0.10")
"""The distance at which the meter of an open order is empty."""


class WorthPanel(Panel):
    """The latest price of the order's asset, and what follows from it for the order."""

    DEFAULT_CSS = """
    WorthPanel > Static { padding: 0 1; height: auto; }
    WorthPanel > Chart { margin: 1 1 0 1; }
    """

    def __init__(self) -> None:
        super().__init__("Now", id="order-worth")
        self._shown: tuple[State, Order, datetime] | None = None

    def compose(self) -> ComposeResult:
        yield Static("", id="worth", markup=False)
        yield Chart(id="order-chart")

    def show_series(self, glyphs: str, try_again: str) -> None:
        """Show the prices since the order. `try_again` says how to load them again."""
        chart = self.query_one(Chart)
        chart.display = self._shown is not None
        if self._shown is None:
            return
        series, is_whole = series_since(*self._shown)
        words = "since the order" if is_whole else ""
        chart.show(series_content(series, glyphs=glyphs, try_again=try_again, words=words))

    def show(self, state: State, order: Order | None, now: datetime) -> None:
        """Show the price and the worth of an order, if there is one."""
        self._shown = None if order is None else (state, order, now)
        self.show_title(*([plain(order.symbol, 12)] if order is not None else []))
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        figures = self.query_one("#worth", Static)
        width = self.content_size.width - 2
        if width <= 0:
            return
        if self._shown is None:
            figures.update("")
            return
        state, order, _ = self._shown
        lines = [_price(state, order, width)]
        worth = filled_worth(state, order)
        if worth is not None:
            lines += [Content(), *_worth(worth, order, width)]
        away = distance(state, order)
        if away is not None:
            lines += [Content(), *_distance(state, order, away, width)]
        position = state.positions.get(order.symbol.replace("/", ""))
        if position is not None:
            lines += [Content(), fact("You own", f"{shares(position.qty)}", width)]
        show_text(figures, Content("\n").join(lines))


def _price(state: State, order: Order, width: int) -> Content:
    """Draw the price in large digits where there is room, and the day's change below it."""
    now = price_now(state, order)
    if now is None:
        return Content.styled("No price is known yet.", "$quiet")
    text = price(now)
    is_large = can_be_large(text) and large_width(text) < width
    digits = large_usd(text, "", "$label") if is_large else Content.styled(text, "bold")
    change = day_change(find_snapshot(state, order.symbol))
    today = Content.styled(
        f"{arrow(change, BASIS_POINT)} {percent(change)} today", f"${tone(change, BASIS_POINT)}"
    )
    return Content("\n").join([digits, today])


def _worth(worth: FilledWorth, order: Order, width: int) -> list[Content]:
    is_buy = order.side == OrderSide.BUY
    change = f"{arrow(worth.change)} {signed_usd(worth.change)} {percent(worth.fraction)}"
    lines = [
        fact("Paid" if is_buy else "Sold for", usd(worth.paid), width),
        fact("Worth now" if is_buy else "It would be worth now", usd(worth.now), width, "bold"),
    ]
    if is_buy:
        right = Content.styled(change, f"${tone(worth.change)}")
        lines.append(fact_line(Content.styled("Since the order", "$label"), right, width))
    return lines


def _distance(state: State, order: Order, away: Decimal, width: int) -> list[Content]:
    goal = order.stop_price if order.stop_price is not None else order.limit_price
    name = "Stop" if order.stop_price is not None else "Limit"
    near = max(Decimal(0), 1 - away / _METER_SPAN)
    return [
        fact(f"{name} at", price(goal), width),
        fact("Away", f"{away * 100:,.2f}%", width, "bold"),
        meter(near, width, "$info"),
    ]
