"""The books: double entry, exact, never overdrawn."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribbit_tui.simulator.errors import ForbiddenError
from ribbit_tui.simulator.exact import (
    Micros,
    Nanos,
    TooFineError,
    ratio,
    scaled,
    shares_for,
    usd,
    value_of,
)
from ribbit_tui.simulator.ledger.double_entry import (
    USD,
    WORLD_BANK,
    WORLD_MARKET,
    Entry,
    Holdings,
    Ledger,
    share_moves,
)
from ribbit_tui.simulator.ledger.invariants import broken_invariants
from ribbit_tui.simulator.storage.database import Database
from tests.simulator.conftest import Api

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.fixture
def database() -> Iterator[Database]:
    opened = Database(None)
    yield opened
    opened.close()


def deposit(ledger: Ledger, book: str, amount: int, at: datetime = NOON) -> None:
    ledger.post([Entry(WORLD_BANK, USD, -amount), Entry(book, USD, amount)], "deposit", at)


def test_entries_must_sum_to_zero_per_unit(database: Database) -> None:
    ledger = Ledger(database)
    with pytest.raises(ValueError, match="zero"):
        ledger.post([Entry("a", USD, 5), Entry("b", "AAPL", -5)], "x", NOON)
    assert ledger.cash("a") == 0


def test_each_transaction_has_the_next_number(database: Database) -> None:
    ledger = Ledger(database)
    for amount in (5, 7, 9):
        deposit(ledger, "a", amount)
    numbers = database.scalars(int, "SELECT transaction_id FROM ledger_entries ORDER BY id")
    assert numbers == [1, 1, 2, 2, 3, 3]


def test_accounts_cannot_be_overdrawn_but_the_world_can(database: Database) -> None:
    ledger = Ledger(database)
    deposit(ledger, "a", 100)
    assert (ledger.cash("a"), ledger.cash(WORLD_BANK)) == (100, -100)
    refusal = pytest.raises(ForbiddenError, match=r"^insufficient balance$")
    with refusal, database.transaction():
        ledger.post([Entry("a", USD, -101), Entry("b", USD, 101)], "x", NOON)
    assert (ledger.cash("a"), ledger.cash("b")) == (100, 0)
    assert (ledger.available_cash("a"), ledger.available_cash("b")) == (100, 0)
    ledger.post([Entry("a", USD, -100), Entry("b", USD, 100)], "x", NOON)
    assert (ledger.cash("a"), ledger.cash("b")) == (0, 100)


def test_what_is_held_cannot_be_held_again(database: Database) -> None:
    ledger = Ledger(database)
    deposit(ledger, "a", 100)
    ledger.hold("a", USD, 60, "first")
    assert ledger.available("a", USD) == 40
    with pytest.raises(ForbiddenError):
        ledger.hold("a", USD, 41, "second")
    ledger.release("first")
    ledger.hold("a", USD, 100, "third")
    assert ledger.cash("a") == 100


def test_shares_are_held_by_book_symbol_and_reference(database: Database) -> None:
    ledger = Ledger(database)
    for book, symbol, qty in (("a", "AAPL", 10), ("a", "MSFT", 20), ("b", "AAPL", 30)):
        ledger.post(share_moves(WORLD_MARKET, book, symbol, Nanos(qty)), "buy", NOON)
    ledger.hold_shares("a", "AAPL", Nanos(4), "first")
    ledger.hold_shares("a", "AAPL", Nanos(3), "second")
    assert (ledger.shares("a", "AAPL"), ledger.shares("a", "TSLA")) == (10, 0)
    assert (ledger.held_for("first"), ledger.held_for("nothing")) == (4, 0)
    assert (ledger.held_shares("a", "AAPL"), ledger.held_shares("a", "MSFT")) == (7, 0)
    assert ledger.held_shares("a", "TSLA") == 0
    assert ledger.available_shares("a", "AAPL") == 3
    with pytest.raises(ForbiddenError, match=r"^insufficient balance$"):
        ledger.hold_shares("a", "AAPL", Nanos(4), "third")
    ledger.release("first")
    ledger.release("first")
    assert (ledger.held_for("first"), ledger.held_shares("a", "AAPL")) == (0, 3)
    assert ledger.available_shares("b", "AAPL") == 30


def test_balances_of_the_past(database: Database) -> None:
    ledger = Ledger(database)
    deposit(ledger, "a", 100, NOON)
    deposit(ledger, "a", 11, NOON + timedelta(hours=1))
    assert ledger.holdings_at("a", NOON) == Holdings(Micros(0), {})
    assert ledger.holdings_at("a", NOON + timedelta(microseconds=1)) == Holdings(Micros(100), {})
    assert ledger.holdings_at("a", NOON + timedelta(hours=1)) == Holdings(Micros(100), {})
    assert ledger.holdings_at("a", NOON + timedelta(hours=2)) == Holdings(Micros(111), {})


def test_shares_of_the_past(database: Database) -> None:
    ledger = Ledger(database)
    for hours, qty in ((0, 100), (1, 11)):
        moves = share_moves(WORLD_MARKET, "a", "AAPL", Nanos(qty))
        ledger.post(moves, "buy", NOON + timedelta(hours=hours))
    ledger.post(share_moves(WORLD_MARKET, "a", "MSFT", Nanos(7)), "buy", NOON)
    deposit(ledger, "a", 5, NOON)
    moment = timedelta(microseconds=1)
    for at, qty in (
        (NOON, 0),
        (NOON + moment, 100),
        (NOON + timedelta(hours=1), 100),
        (NOON + timedelta(hours=1) + moment, 111),
    ):
        assert ledger.shares_at("a", "AAPL", at) == qty, at
        assert ledger.holdings_at("a", at).shares.get("AAPL", 0) == qty, at
    assert ledger.holdings_at("a", NOON + moment) == Holdings(
        Micros(5), {"AAPL": Nanos(100), "MSFT": Nanos(7)}
    )


def test_balances_at_a_close_are_remembered_rightly(database: Database) -> None:
    ledger = Ledger(database)
    deposit(ledger, "a", 100, NOON - timedelta(hours=1))
    assert ledger.holdings_at_close(["a", "b"], NOON)["a"].cash == 100
    deposit(ledger, "a", 11, NOON)
    deposit(ledger, "b", 5, NOON)
    past = ledger.holdings_at_close(["b", "a"], NOON)
    assert (past["a"].cash, past["b"].cash) == (100, 0)
    deposit(ledger, "a", 7, NOON - timedelta(minutes=1))
    assert ledger.holdings_at_close(["a"], NOON)["a"].cash == 107
    later = ledger.holdings_at_close(["a", "b"], NOON + timedelta(hours=1))
    assert (later["a"].cash, later["b"].cash) == (118, 5)


@pytest.mark.parametrize(
    ("tampering", "rule"),
    [
        ("UPDATE balances SET amount = amount + 1 WHERE book = 'a'", "every balance"),
        ("UPDATE ledger_entries SET amount = 7 WHERE book = 'a'", "every ledger transaction"),
        ("UPDATE balances SET amount = -1 WHERE book = 'a'", "no account is below zero"),
        ("INSERT INTO holds VALUES ('x', 'a', 'USD', 101)", "nothing is held"),
        ("INSERT INTO holds VALUES ('x', 'a', 'USD', 1)", "every hold is for something"),
        ("UPDATE balances SET held = 1 WHERE book = 'a'", "what is held of every balance"),
        ("INSERT INTO balances (book, unit, amount) VALUES ('a', 'AAPL', 5)", "every position"),
    ],
)
def test_invariants_notice_tampering(database: Database, tampering: str, rule: str) -> None:
    deposit(Ledger(database), "a", 100)
    assert broken_invariants(database) == []
    database.execute(tampering)
    assert any(line.startswith(rule) for line in broken_invariants(database))


@pytest.mark.parametrize(
    ("tampering", "rule"),
    [
        ("UPDATE orders SET filled_price = 1 WHERE status = 'filled'", "every order's average"),
        ("UPDATE orders SET status = 'new' WHERE status = 'filled'", "every order's status"),
        ("UPDATE orders SET status = 'partially_filled' WHERE is_open", "every order's status"),
        ("UPDATE orders SET is_open = 1", "open orders hold something"),
        ("DELETE FROM holds", "open orders hold something"),
        ("UPDATE holds SET unit = 'USD'", "every order holds cash"),
        ("UPDATE holds SET amount = amount - 1", "every sale holds"),
        ("UPDATE orders SET commission = commission + 1", "every commission"),
        ("UPDATE fills SET fee = 0", "every commission"),
        ("UPDATE orders SET replaces = id WHERE is_open", "every replacement"),
        ("UPDATE orders SET replaced_by = id WHERE is_open", "every replacement"),
    ],
)
async def test_invariants_notice_tampering_with_orders(api: Api, tampering: str, rule: str) -> None:
    account_id = await api.funded_account()
    await api.order(account_id, qty="2", commission="1.25")
    await api.advance(2)
    await api.order(account_id, qty="1", side="sell", type="limit", limit_price="900")
    await api.check_books()
    api.simulation.database.execute(tampering)
    assert any(line.startswith(rule) for line in broken_invariants(api.simulation.database))


@pytest.mark.parametrize(
    ("tampering", "rule"),
    [
        ("UPDATE orders SET parent_id = id WHERE parent_id IS NOT NULL", "every leg is of"),
        ("UPDATE orders SET symbol = 'F' WHERE parent_id IS NULL", "every leg is of"),
        ("UPDATE orders SET status = 'new' WHERE status = 'held'", "exits wait"),
        ("UPDATE orders SET status = 'canceled' WHERE status = 'filled'", "exits wait"),
        (
            "UPDATE orders SET is_open = 0 WHERE order_class = 'oco' AND status = 'held'",
            "the orders of",
        ),
        ("UPDATE orders SET parent_id = NULL", "every order with legs"),
        ("UPDATE orders SET qty = qty + 1 WHERE status = 'held'", "both exits"),
        ("UPDATE orders SET status = 'held' WHERE status = 'new'", "of the open orders"),
        ("UPDATE holds SET amount = amount - 1", "every sale holds"),
        ("UPDATE orders SET is_open = 0 WHERE status = 'new'", "open orders hold something"),
    ],
)
async def test_invariants_notice_tampering_with_legs(api: Api, tampering: str, rule: str) -> None:
    account_id = await api.funded_account("5000")
    exits = {"take_profit": {"limit_price": "900"}, "stop_loss": {"stop_price": "100"}}
    entry = {"type": "limit", "limit_price": "200", "order_class": "bracket"}
    await api.order(account_id, qty="2", order_class="bracket", **exits)
    await api.order(account_id, qty="1")
    await api.advance(2)
    await api.order(
        account_id,
        qty="1",
        side="sell",
        **(entry | exits | {"order_class": "oco", "limit_price": "900"}),
    )
    await api.order(account_id, qty="1", **(entry | exits))
    await api.advance(2)
    await api.check_books()
    api.simulation.database.execute(tampering)
    assert any(line.startswith(rule) for line in broken_invariants(api.simulation.database))


async def test_invariants_hold_after_everything_at_once(api: Api) -> None:
    rich = await api.funded_account("1000", "rich@example.com")
    poor = await api.funded_account("50", "poor@example.com")
    await api.journal(poor, "25.123456")
    await api.order(rich, notional="333.33")
    await api.order(rich, qty="0.777777777", symbol="MSFT")
    await api.order(poor, notional="10", symbol="TSLA")
    await api.check_books()
    await api.advance(2)
    await api.order(rich, qty="0.5", symbol="MSFT", side="sell")
    await api.order(rich, notional="100", side="sell")
    await api.journal(rich, "60")
    await api.check_books()
    await api.advance(24 * 3600)
    await api.check_books()
    fills = await api.get("/v1/accounts/activities/FILL")
    assert len(fills) == 5


def test_scaling_refuses_to_round() -> None:
    assert scaled(Decimal("1234.567"), 6) == 1_234_567_000
    assert scaled(Decimal("1e3"), 6) == 1_000_000_000
    with pytest.raises(TooFineError):
        scaled(Decimal("0.0000001"), 6)
    with pytest.raises(TooFineError):
        scaled(Decimal("9999999.99999999999999999999999999999999"), 6)


def test_values_are_rounded_half_up_to_the_cent() -> None:
    assert value_of(Nanos(500_000_000), Micros(10_030_000)) == 5_020_000  # half of 10.03 is 5.015
    assert value_of(Nanos(499_999_999), Micros(10_030_000)) == 5_010_000


@given(st.integers(1_000_000, 10**13), st.integers(10_000, 10**10))
def test_shares_for_money_are_as_many_as_it_buys(micros: int, price: int) -> None:
    nanos = shares_for(Micros(micros), Micros(price))
    assert nanos * price <= micros * 10**9 < (nanos + 1) * price


@given(st.integers(-(10**18), 10**18))
def test_money_survives_its_text(micros: int) -> None:
    assert scaled(usd(Micros(micros)), 6) == micros


def test_ratio() -> None:
    assert ratio(1, 3) == Decimal("0.3333333333")
    assert ratio(-2, 3, 2) == Decimal("-0.67")
    assert ratio(1, 0) == 0
