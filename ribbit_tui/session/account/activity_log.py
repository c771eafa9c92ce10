"""Activities of the account by kind and by day, with what each did to the cash."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from enum import StrEnum

from ribbit_tui.wire.activities import Activity, ActivityType
from ribbit_tui.wire.money import to_cents
from ribbit_tui.wire.orders import OrderSide

_NOTHING = Decimal(0)


class ActivityKind(StrEnum):
    """The kinds of activities that a list can be limited to."""

    ALL = "all"
    TRADES = "trades"
    MONEY = "money"
    INCOME = "income"
    OTHER = "other"


_KINDS: dict[str, ActivityKind] = {
    ActivityType.FILL: ActivityKind.TRADES,
    ActivityType.CSD: ActivityKind.MONEY,
    ActivityType.CSW: ActivityKind.MONEY,
    ActivityType.JNLC: ActivityKind.MONEY,
    ActivityType.JNLS: ActivityKind.MONEY,
    ActivityType.DIV: ActivityKind.INCOME,
    ActivityType.DIVNRA: ActivityKind.INCOME,
    ActivityType.INT: ActivityKind.INCOME,
}


def kind_of(activity: Activity) -> ActivityKind:
    """Return the kind of an activity; it is never `ALL`."""
    return _KINDS.get(str(activity.activity_type), ActivityKind.OTHER)


def of_kind(activities: Iterable[Activity], kind: ActivityKind) -> list[Activity]:
    """Return the activities of a kind, in the same order."""
    return [one for one in activities if kind is ActivityKind.ALL or kind_of(one) is kind]


def cash_effect(activity: Activity) -> Decimal | None:
    """Return the change of the cash (USD), negative for what was paid; None if it is not known."""
    if activity.activity_type != ActivityType.FILL:
        return activity.net_amount
    if activity.price is None or activity.qty is None:
        return None
    value = to_cents(activity.price * activity.qty)
    return -value if activity.side == OrderSide.BUY else value


def occurred_at(activity: Activity) -> datetime | None:
    """Return the time of an activity; None for one of which only the day is known."""
    return activity.transaction_time or activity.created_at


@dataclass(frozen=True)
class ActivityDay:
    """The activities of one day, in their order, and their effect on the cash (USD)."""

    day: date | None
    """None for activities without a time and a day."""
    activities: Sequence[Activity]
    net: Decimal


def activity_days(activities: Iterable[Activity], zone: tzinfo | None) -> list[ActivityDay]:
    """Group activities by their day in the `zone`. Their order, newest first, stays."""
    grouped: dict[date | None, list[Activity]] = {}
    for activity in activities:
        grouped.setdefault(_day_of(activity, zone), []).append(activity)
    return [ActivityDay(day, tuple(found), _net(found)) for day, found in grouped.items()]


def _net(activities: Iterable[Activity]) -> Decimal:
    return sum((cash_effect(one) or _NOTHING for one in activities), _NOTHING)


def _day_of(activity: Activity, zone: tzinfo | None) -> date | None:
    at = occurred_at(activity)
    return activity.date if at is None else at.astimezone(zone).date()


def cash_sums(activities: Iterable[Activity]) -> tuple[Decimal, Decimal]:
    """Return the cash that came in and that went out (USD); the latter is not positive."""
    effects = [cash_effect(one) or _NOTHING for one in activities]
    return (
        sum((one for one in effects if one > 0), _NOTHING),
        sum((one for one in effects if one < 0), _NOTHING),
    )
