"""The figures of the trading account, worked out by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest

from tests.simulator.conftest import Api, Json, OpenApi, application

DAY = 24 * 60 * 60
CENT = Decimal("0.01")


async def trade(api: Api, account_id: str, side: str, notional: str, symbol: str = "AAPL") -> None:
    await api.order(account_id, side=side, symbol=symbol, notional=notional)
    await api.advance(2)


def worth(qty: str, price: Decimal) -> Decimal:
    return (Decimal(qty) * price).quantize(CENT, ROUND_HALF_UP).normalize()


async def test_every_figure_of_a_scenario(api: Api) -> None:
    # The first day: 1000 USD come, 600 go into AAPL.
    account_id = await api.funded_account("1000")
    (bank,) = await api.get(f"/v1/accounts/{account_id}/ach_relationships")
    await trade(api, account_id, "buy", "600")
    (held_then,) = await api.get(f"/v1/trading/accounts/{account_id}/positions")
    await api.advance(DAY)
    # The second: 250 are sold of it, and half of what MSFT was bought for; 10 wait in an order;
    # 100 are on their way out and 50 on their way in.
    await trade(api, account_id, "sell", "250")
    await trade(api, account_id, "buy", "100", "MSFT")
    await trade(api, account_id, "sell", "50", "MSFT")
    await api.order(account_id, qty="1", type="limit", limit_price="10", time_in_force="gtc")
    await api.transfer(account_id, bank["id"], "100", "OUTGOING")
    await api.transfer(account_id, bank["id"], "50")
    account = await api.account(account_id)
    positions = await api.get(f"/v1/trading/accounts/{account_id}/positions")

    held = sum(worth(p["qty"], Decimal(p["current_price"])) for p in positions)
    close = Decimal(positions[0]["lastday_price"])
    held_at_close = worth(held_then["qty"], close)
    available = 400 + 250 - 100 + 50 - 10 - 100
    expected = {
        "id": account_id,
        "status": "ACTIVE",
        "crypto_status": "INACTIVE",
        "currency": "USD",
        "cash": 600,
        "buying_power": available,
        "regt_buying_power": available,
        "non_marginable_buying_power": available,
        "effective_buying_power": available,
        "options_buying_power": 0,
        "cash_withdrawable": available - 250 - 50,
        "cash_transferable": available - 250 - 50,
        "pending_transfer_in": 50,
        "pending_transfer_out": 100,
        "accrued_fees": 0,
        "pending_reg_taf_fees": 0,
        "intraday_adjustments": 0,
        "long_market_value": held,
        "position_market_value": held,
        "short_market_value": 0,
        "equity": 600 + held,
        "portfolio_value": 600 + held,
        "initial_margin": held,
        "maintenance_margin": 0,
        "sma": 0,
        "trading_blocked": False,
        "transfers_blocked": False,
        "account_blocked": False,
        "trade_suspended_by_user": False,
        "shorting_enabled": False,
        "multiplier": "1",
        "options_approved_level": 0,
        "options_trading_level": 0,
        "admin_configurations": {"max_margin_multiplier": "1"},
        "user_configurations": None,
        "previous_close": "2026-01-16T05:00:00.000000Z",
        "balance_asof": "2026-01-15",
        "last_cash": 400,
        "last_long_market_value": held_at_close,
        "last_equity": 400 + held_at_close,
        "last_short_market_value": 0,
        "last_buying_power": 400,
        "last_regt_buying_power": 400,
        "last_options_buying_power": 0,
        "last_initial_margin": held_at_close,
        "last_maintenance_margin": 0,
        "clearing_broker": "SELF",
    }
    others = {"account_number", "created_at"}
    assert set(account) == set(expected) | others
    assert {name: figure(account[name], value) for name, value in expected.items()} == expected
    await api.check_books()


def figure(shown: object, expected: object) -> object:
    """Money is a string on the wire, and a number here."""
    is_money = isinstance(expected, int | Decimal) and isinstance(shown, str)
    return Decimal(str(shown)) if is_money else shown


@pytest.mark.parametrize(
    ("trades", "count"),
    [
        ("buy sell", 1),
        ("buy", 0),
        ("sell buy", 0),
        ("sell buy sell", 1),
        ("buy buy sell sell", 1),
        ("buy sell buy sell", 2),
        ("buy sell sell buy", 1),
        ("buy night sell", 0),
        ("buy night buy sell", 1),
        ("buy sell night buy sell", 2),
        ("buy sell night night night night", 1),
        ("buy sell night night night night night", 0),
    ],
)
async def test_day_trades_are_bought_and_sold_within_a_day(
    older: Api, trades: str, count: int
) -> None:
    account_id = await with_shares(older)
    await follow(older, account_id, trades.split())
    assert (await older.account(account_id))["daytrade_count"] == count


async def with_shares(api: Api) -> str:
    """Open an account with cash, and AAPL shares from the day before; return its id."""
    account_id = await api.funded_account("1000")
    await trade(api, account_id, "buy", "100")
    await api.advance(DAY)
    return account_id


async def follow(api: Api, account_id: str, trades: Sequence[str]) -> None:
    for step in trades:
        if step == "night":
            await api.advance(DAY)
        else:
            await trade(api, account_id, step, "10")


async def test_day_trades_count_by_symbol_and_over_five_sessions(open_api: OpenApi) -> None:
    tuesday = datetime(2026, 1, 6, 17, 0, tzinfo=UTC)
    api = await open_api(api_version="2021", market_hours="nyse", start_time=tuesday)
    account_id = await api.funded_account("1000")
    await trade(api, account_id, "buy", "10")
    await trade(api, account_id, "buy", "10", "MSFT")
    await trade(api, account_id, "sell", "5")
    await trade(api, account_id, "sell", "5", "MSFT")
    assert (await counts(api, account_id)) == (2, 0)
    await api.advance(6 * DAY)  # the next Monday, the fifth session
    assert (await counts(api, account_id)) == (2, 2)
    await api.advance(DAY - 10 * 60 * 60)  # before Tuesday's session opens
    assert (await counts(api, account_id)) == (0, 2)


async def counts(api: Api, account_id: str) -> tuple[int, int]:
    account = await api.account(account_id)
    return account["daytrade_count"], account["last_daytrade_count"]


async def test_four_day_trades_make_a_pattern_day_trader_who_trades_on(older: Api) -> None:
    account_id = await with_shares(older)
    for number in range(1, 5):
        await follow(older, account_id, ["buy", "sell"])
        assert (await older.account(account_id))["pattern_day_trader"] is (number == 4)
    await follow(older, account_id, ["buy", "sell"])
    assert (await older.account(account_id))["daytrade_count"] == 5


async def test_an_account_that_is_not_active_is_blocked(api: Api) -> None:
    account_id = (await api.post("/v1/accounts", application()))["id"]

    def blocked(account: Json) -> list[bool]:
        return [account[f"{what}_blocked"] for what in ("trading", "transfers", "account")]

    assert blocked(await api.account(account_id)) == [True, True, False]
    await api.advance(4)
    assert blocked(await api.account(account_id)) == [False, False, False]
    assert (await api.client.delete(f"/v1/accounts/{account_id}")).status_code == 204
    assert blocked(await api.account(account_id)) == [True, True, True]
