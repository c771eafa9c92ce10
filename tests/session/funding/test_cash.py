"""The parts of the cash, and what is about to change it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from ribbit_tui.session.funding.cash import (
    cash_after,
    cash_parts,
    interest_tier,
    last_interest,
    transfer_totals,
    unsettled_until,
)
from ribbit_tui.session.state import State
from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.activities import Activity
from ribbit_tui.wire.funding import Transfer, TransferDirection
from ribbit_tui.wire.market import Clock
from ribbit_tui.wire.trading_accounts import TradingAccount
from tests.wire import samples


def state_with(**amounts: str | None) -> State:
    money = TradingAccount.model_validate(samples.trading_account() | amounts)
    return State(trading_account=money)


@pytest.mark.parametrize(
    ("amounts", "parts"),
    [
        (
            {"cash": "2114.24", "buying_power": "904.24", "cash_withdrawable": "539.24"},
            ("539.24", "365.00", "1210.00"),
        ),
        ({"cash": "100", "buying_power": "100", "cash_withdrawable": None}, ("100", "0", "0")),
        (
            {"cash": "100", "buying_power": "400", "multiplier": "4", "cash_withdrawable": "100"},
            ("100", "0", "0"),
        ),
        (
            {
                "cash": "100",
                "buying_power": "400",
                "multiplier": "4",
                "cash_withdrawable": "10",
                "non_marginable_buying_power": "60",
            },
            ("10", "50", "40"),
        ),
        ({"cash": "0", "buying_power": "0", "cash_withdrawable": "0"}, ("0", "0", "0")),
        ({"cash": "-250", "buying_power": "0", "cash_withdrawable": "0"}, ("-250", "0", "0")),
        (
            {
                "cash": "999999999999.99",
                "buying_power": "999999999999.98",
                "cash_withdrawable": "0.01",
            },
            ("0.01", "999999999999.97", "0.01"),
        ),
    ],
)
def test_the_parts_add_up_to_the_cash(
    amounts: dict[str, str | None], parts: tuple[str, ...]
) -> None:
    found = cash_parts(state_with(**amounts))
    assert found is not None
    assert (found.withdrawable, found.unsettled, found.held) == tuple(map(Decimal, parts))
    assert found.withdrawable + found.unsettled + found.held == found.cash
    assert found.available == found.cash - found.held


def test_the_parts_are_not_known_before_the_amounts() -> None:
    assert cash_parts(State()) is None
    assert cash_parts(state_with(cash=None)) is None


def at(day: int, hour: int) -> datetime:
    """Return a time in January 2026 in UTC; New York is five hours behind."""
    return datetime(2026, 1, day, hour, tzinfo=UTC)


def sale(when: datetime, **more: Any) -> Activity:
    body = {"id": "a", "activity_type": "FILL", "side": "sell", "symbol": "AAPL"}
    return Activity.model_validate(body | {"transaction_time": when} | more)


@pytest.mark.parametrize(
    ("sales", "opens", "day"),
    [
        ([sale(at(15, 16))], at(16, 14), date(2026, 1, 16)),
        ([sale(at(16, 16))], at(20, 14), date(2026, 1, 20)),  # over a weekend and a holiday
        ([sale(at(15, 16)), sale(at(14, 16))], at(16, 14), date(2026, 1, 16)),
        ([sale(at(15, 11))], at(15, 14), None),  # before the open: it settles a day later
        ([sale(at(16, 2))], at(16, 14), None),  # at 21:00 in New York, which is the next day's
        ([sale(at(15, 16), symbol="BTC/USD")], at(16, 14), None),
        ([sale(at(15, 16), side="buy")], at(16, 14), None),
        ([], at(16, 14), None),
        ([sale(datetime.max.replace(tzinfo=UTC))], at(16, 14), None),
    ],
)
def test_a_sale_settles_on_the_next_trading_day(
    sales: list[Activity], opens: datetime, day: date | None
) -> None:
    clock = Clock(timestamp=at(15, 15), is_open=True, next_open=opens, next_close=opens)
    assert unsettled_until(State(clock=clock, activities=sales)) == day


def test_the_transfers_are_added_up_by_direction() -> None:
    made = [
        ("COMPLETE", "INCOMING", "100"),
        ("COMPLETE", "INCOMING", "0.10"),
        ("COMPLETE", "OUTGOING", "30"),
        ("QUEUED", "INCOMING", "5"),
        ("SENT_TO_CLEARING", "INCOMING", "6"),
        ("APPROVED", "OUTGOING", "7"),
        ("RETURNED", "INCOMING", "1000"),
        ("CANCELED", "OUTGOING", "1000"),
        ("SOMETHING_NEW", "INCOMING", "1000"),
    ]
    transfers = [
        Transfer.model_validate(
            samples.transfer(f"t-{number}", status=status, direction=direction, amount=amount)
        )
        for number, (status, direction, amount) in enumerate(made)
    ]
    totals = transfer_totals(State(transfers={one.id: one for one in transfers}))
    assert totals.deposited == Decimal("100.10")
    assert totals.withdrawn == 30
    assert totals.coming == 11
    assert totals.going == 7


def test_the_cash_after_a_transfer() -> None:
    state = state_with(cash="100")
    assert cash_after(state, Decimal("0.01"), TransferDirection.INCOMING) == Decimal("100.01")
    assert cash_after(state, Decimal("99.99"), TransferDirection.OUTGOING) == Decimal("0.01")
    assert cash_after(State(), Decimal(1), TransferDirection.INCOMING) is None


def test_interest_is_told_only_where_the_server_tells_it() -> None:
    state = State()
    assert (interest_tier(state), last_interest(state)) == ("", None)
    for status, tier in (("INACTIVE", ""), ("PENDING", ""), ("ACTIVE", "Standard")):
        program = {"USD": {"apr_tier_name": "Standard", "status": status}}
        state.account = Account.model_validate(samples.account(cash_interest=program))
        assert interest_tier(state) == tier
    paid = [
        Activity.model_validate({"id": str(n), "activity_type": kind, "net_amount": amount})
        for n, (kind, amount) in enumerate((("DIV", "9"), ("INT", "0"), ("INT", "3"), ("INT", "2")))
    ]
    state.activities = paid
    assert last_interest(state) is paid[2]
