"""Activities as rows of a table."""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from ribbit_tui.tui.words.formats import day_and_time, plain, shares, signed_usd, usd
from ribbit_tui.wire.activities import Activity, ActivityType
from ribbit_tui.wire.orders import OrderSide

from .table_rows import Cell, Column, Row

COLUMNS = (
    Column("When", 12),
    Column("What", 26, grows=True),
    Column("Amount", 14, right=True),
)

_TITLES = {
    ActivityType.CSD: "Deposit",
    ActivityType.CSW: "Withdrawal",
    ActivityType.JNLC: "Cash from the firm",
    ActivityType.JNLS: "Shares from the firm",
    ActivityType.DIV: "Dividend",
    ActivityType.FEE: "Fee",
    ActivityType.INT: "Interest",
}


def activity_rows(activities: Iterable[Activity], zone: tzinfo | None) -> list[Row]:
    """Return one row for each activity, in the same order."""
    return [_row(activity, zone) for activity in activities]


def _row(activity: Activity, zone: tzinfo | None) -> Row:
    return Row(
        activity.id,
        (
            Cell(_when(activity, zone), "quiet"),
            Cell(_what(activity)),
            _amount(activity),
        ),
    )


def _when(activity: Activity, zone: tzinfo | None) -> str:
    at: datetime | None = activity.transaction_time or activity.created_at
    if at is not None:
        return day_and_time(at, zone)
    day: date | None = activity.date
    return f"{day.day:>2} {day:%b}" if day else ""


def _what(activity: Activity) -> str:
    if activity.activity_type == ActivityType.FILL:
        symbol = plain(activity.symbol or "", 12)
        verb = "Bought" if activity.side == OrderSide.BUY else "Sold"
        return f"{verb} {shares(activity.qty)} {symbol} at {usd(activity.price)}"
    kind = plain(str(activity.activity_type), 20)
    title = _TITLES.get(kind, kind)  # type: ignore[call-overload]
    description = plain(activity.description or "", 60)
    if description and kind in (ActivityType.JNLC, ActivityType.JNLS):
        return description  # such as "Welcome gift"
    return f"{title}: {description}" if description else title


def _amount(activity: Activity) -> Cell:
    if activity.activity_type == ActivityType.FILL:
        if activity.price is None or activity.qty is None:
            return Cell("")
        cost = activity.price * activity.qty
        signed = -cost if activity.side == OrderSide.BUY else cost
        return Cell(signed_usd(signed))
    if activity.net_amount is None:
        return Cell(shares(activity.qty) if activity.qty is not None else "")
    return Cell(signed_usd(activity.net_amount), "gain" if activity.net_amount > 0 else "")
