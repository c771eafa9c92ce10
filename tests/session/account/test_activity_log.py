"""Activities by kind and by day, and what each did to the cash."""

from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ribbit_tui.session.account.activity_log import (
    ActivityKind,
    activity_days,
    cash_effect,
    cash_sums,
    of_kind,
)
from ribbit_tui.wire.activities import Activity

NEW_YORK = ZoneInfo("America/New_York")


def activity(kind: str = "CSD", **more: Any) -> Activity:
    return Activity.model_validate({"id": kind, "activity_type": kind} | more)


@pytest.mark.parametrize(
    ("made", "effect"),
    [
        (activity("FILL", side="buy", qty="0.4", price="272.65"), "-109.06"),
        (activity("FILL", side="sell", qty="0.335", price="1"), "0.34"),
        (activity("FILL", side="buy", qty="1"), None),
        (activity("CSD", net_amount="500"), "500"),
        (activity("CSW", net_amount="-20.5"), "-20.5"),
        (activity("JNLS", qty="0.04", net_amount="0"), "0"),
        (activity("SPLIT", qty="3"), None),
    ],
)
def test_the_effect_on_the_cash(made: Activity, effect: str | None) -> None:
    assert cash_effect(made) == (None if effect is None else Decimal(effect))


def test_days_are_those_of_the_zone_and_have_their_net() -> None:
    made = [
        activity("CSD", created_at="2026-01-16T04:59:00Z", net_amount="100"),  # 23:59 on the 15th
        activity("FEE", created_at="2026-01-15T15:00:00Z", net_amount="-0.01"),
        activity("DIV", date="2026-01-14", net_amount="7"),
        activity("SPLIT", qty="3"),
    ]
    days = activity_days(made, NEW_YORK)
    assert [day.day for day in days] == [date(2026, 1, 15), date(2026, 1, 14), None]
    assert [day.net for day in days] == [Decimal("99.99"), Decimal(7), Decimal(0)]
    assert [list(day.activities) for day in days] == [made[:2], made[2:3], made[3:]]


def test_every_kind_has_its_activities() -> None:
    kinds = {
        ActivityKind.TRADES: ["FILL"],
        ActivityKind.MONEY: ["CSD", "CSW", "JNLC", "JNLS"],
        ActivityKind.INCOME: ["DIV", "DIVNRA", "INT"],
        ActivityKind.OTHER: ["FEE", "SPLIT", "CIL", "SOMETHING_NEW"],
    }
    made = [activity(kind) for some in kinds.values() for kind in some]
    assert of_kind(made, ActivityKind.ALL) == made
    for kind, names in kinds.items():
        assert [one.id for one in of_kind(made, kind)] == names


def test_what_came_in_and_what_went_out() -> None:
    made = [activity(net_amount=amount) for amount in ("5", "-2", "0.50", "0", None)]
    assert cash_sums(made) == (Decimal("5.50"), Decimal(-2))
