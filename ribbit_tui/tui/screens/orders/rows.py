"""Orders and their legs as rows of a table."""

from datetime import date, timedelta, tzinfo
from decimal import Decimal

from ribbit_tui.session.state import State
from ribbit_tui.session.trading.order_progress import distance, time_to_fill, waits_for_opening
from ribbit_tui.tui.widgets.status_cell import status_cell
from ribbit_tui.tui.widgets.table_rows import Cell, Column, Row
from ribbit_tui.tui.words.formats import age, plain, price, recent_time, shares, usd
from ribbit_tui.tui.words.orders import order_state, order_terms
from ribbit_tui.wire.orders import Order, OrderStatus

COLUMNS = (
    Column("Placed", 12, from_width=100),
    Column("Side", 4),
    Column("Symbol", 6),
    Column("Type", 18, grows=True),
    Column("Ordered", 7, right=True),
    Column("Filled", 6, right=True),
    Column("At average", 10, right=True, from_width=100),
    Column("State", 15),
    Column("Next", 12, from_width=100),
)


def order_rows(state: State, orders: list[Order], zone: tzinfo | None, today: date) -> list[Row]:
    """Return a row for each order, and one for each of its legs below it."""
    rows = []
    for order in orders:
        at = Cell(recent_time(order.created_at, zone, today), "quiet")
        symbol = Cell(plain(order.symbol, 12), "strong")
        rows.append(_row(state, order, at, symbol, order_terms(order), zone))
        legs = state.legs_of(order)
        for number, leg in enumerate(legs, 1):
            joint = "╰" if number == len(legs) else "├"
            rows.append(_row(state, leg, Cell(""), Cell(""), f"{joint} {order_terms(leg)}", zone))
    return rows


def _row(state: State, order: Order, at: Cell, symbol: Cell, kind: str, zone: tzinfo | None) -> Row:
    ordered = usd(order.notional) if order.notional is not None else f"{shares(order.qty)} sh"
    return Row(
        order.id,
        (
            at,
            Cell(plain(str(order.side), 10), "label"),
            symbol,
            Cell(kind),
            Cell(ordered),
            Cell(shares(order.filled_qty) if order.filled_qty else "–"),
            Cell(price(order.filled_avg_price)),
            status_cell(order_state(state, order)),
            Cell(what_is_next(state, order, zone), "quiet"),
        ),
    )


def what_is_next(state: State, order: Order, zone: tzinfo | None) -> str:
    """Return what an open order waits for, or how a closed one came to its end."""
    if (took := time_to_fill(order)) is not None:
        return f"in {duration(took)}"
    if order.is_closed:
        return ""
    if order.status == OrderStatus.HELD:
        return "waits"
    if state.clock is not None and waits_for_opening(state, order):
        opens = state.clock.next_open.astimezone(zone)
        return f"opens {opens:%a %H:%M}"
    away = distance(state, order)
    if away is not None:
        return "at its price" if not away else f"{_percent(away)} away"
    if order.filled_qty and order.qty is not None:
        return f"{shares(order.qty - order.filled_qty)} left"
    return ""


def _percent(fraction: Decimal) -> str:
    return f"{fraction * 100:,.2f}%"


def duration(time: timedelta) -> str:
    """Format a duration as `0.8 s`, or longer ones as `3 min`."""
    seconds = time.total_seconds()
    return f"{seconds:.1f} s" if seconds < 10 else age(seconds)
