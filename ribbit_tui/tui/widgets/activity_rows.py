"""Activities as rows of a table."""

from collections.abc import Iterable
from datetime import date, tzinfo

from ribbit_tui.session.account.activity_log import cash_effect, occurred_at
from ribbit_tui.tui.words.formats import day_and_time, plain, shares, signed_usd, usd
from ribbit_tui.wire.activities import Activity, ActivityType
from ribbit_tui.wire.orders import OrderSide

from .table_rows import Cell, Column, Row

COLUMNS = (
    Column("When", 12),
    Column("What", 20, grows=True),
    Column("Amount", 11, right=True),
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
            Cell(activity_title(activity)),
            activity_amount(activity),
        ),
    )


def _when(activity: Activity, zone: tzinfo | None) -> str:
    at = occurred_at(activity)
    if at is not None:
        return day_and_time(at, zone)
    day: date | None = activity.date
    return f"{day.day:>2} {day:%b}" if day else ""


def activity_title(activity: Activity) -> str:
    """Return what happened, such as `Bought 0.42 AAPL at $238.15`."""
    if activity.activity_type == ActivityType.FILL:
        symbol = plain(activity.symbol or "", 12)
        verb = "Bought" if activity.side == OrderSide.BUY else "Sold"
        return f"{verb} {shares(activity.qty)} {symbol} at {usd(activity.price)}"
    kind = plain(str(activity.activity_type), 20)
    title = _TITLES.get(kind, kind)  # type: ignore[call-overload]
    if kind == ActivityType.CSD and (activity.net_amount or 0) < 0:
        title = "Deposit returned"
    description = plain(activity.description or "", 60)
    if description and kind in (ActivityType.JNLC, ActivityType.JNLS):
        return description  # such as "Welcome gift"
    return f"{title}: {description}" if description else title


def activity_amount(activity: Activity) -> Cell:
    """Return the effect on the cash; of what has none, the number of shares."""
    effect = cash_effect(activity)
    if effect is None:
        is_known = activity.activity_type != ActivityType.FILL and activity.qty is not None
        return Cell(shares(activity.qty) if is_known else "")
    is_income = activity.activity_type != ActivityType.FILL and effect > 0
    return Cell(signed_usd(effect), "gain" if is_income else "")
