"""Orders, how they fill, and what they leave in the account."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from tests.simulator.conftest import Api, OpenApi, application
from tests.simulator.engine.orders.support import refused_order

CENT = Decimal("0.01")


async def order_now(api: Api, account_id: str, order: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = await api.get(f"/v1/trading/accounts/{account_id}/orders/{order['id']}")
    return found


async def test_order_is_accepted_then_new_then_filled(api: Api) -> None:
    account_id = await api.funded_account()
    order = await api.order(account_id, qty="0.42")
    assert (order["status"], order["filled_qty"]) == ("accepted", "0")
    await api.advance(0.5)
    assert (await order_now(api, account_id, order))["status"] == "new"
    await api.advance(1)
    filled = await order_now(api, account_id, order)
    assert (filled["status"], filled["filled_qty"]) == ("filled", "0.42")
    assert filled["filled_at"] == "2026-01-15T15:00:16.500000Z"


async def test_fill_costs_the_market_price_to_the_cent(api: Api) -> None:
    account_id = await api.funded_account("1000")
    order = await api.order(account_id, qty="0.123456789")
    await api.advance(2)
    filled = await order_now(api, account_id, order)
    snapshot = await api.get("/v2/stocks/AAPL/snapshot")
    assert (
        snapshot["dailyBar"]["l"]
        <= Decimal(filled["filled_avg_price"])
        <= (snapshot["dailyBar"]["h"])
    )
    cost = (Decimal("0.123456789") * Decimal(filled["filled_avg_price"])).quantize(
        CENT, ROUND_HALF_UP
    )
    assert Decimal((await api.account(account_id))["cash"]) == 1000 - cost
    [activity] = await api.get("/v1/accounts/activities/FILL", account_id=account_id)
    assert (activity["qty"], activity["order_id"]) == ("0.123456789", order["id"])
    assert activity["price"] == filled["filled_avg_price"]
    await api.check_books()


async def test_notional_buy_costs_exactly_what_was_asked(api: Api) -> None:
    account_id = await api.funded_account("100")
    order = await api.order(account_id, notional="33.33")
    await api.advance(2)
    filled = await order_now(api, account_id, order)
    assert (await api.account(account_id))["cash"] == "66.67"
    qty, price = Decimal(filled["filled_qty"]), Decimal(filled["filled_avg_price"])
    assert qty * price <= Decimal("33.33") < (qty + Decimal("0.000000001")) * price
    position = await api.get(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    assert (position["qty"], position["cost_basis"]) == (filled["filled_qty"], "33.33")
    await api.check_books()


async def test_all_of_the_cash_can_be_spent_but_no_cent_more(api: Api) -> None:
    account_id = await api.funded_account("100")
    refusal = await refused_order(api, 403, account_id, notional="100.01")
    assert refusal["field"] == "notional"
    await api.order(account_id, notional="100")
    assert (await api.account(account_id))["buying_power"] == "0"
    await refused_order(api, 403, account_id, notional="1")
    await api.advance(2)
    assert (await api.account(account_id))["cash"] == "0"


async def test_qty_buy_holds_its_cost_and_one_percent(api: Api) -> None:
    account_id = await api.funded_account("1000")
    trade = (await api.get("/v2/stocks/AAPL/snapshot"))["latestTrade"]
    order = await api.order(account_id, qty="1")
    held = 1000 - Decimal((await api.account(account_id))["buying_power"])
    assert held == trade["p"] * Decimal("1.01")
    path = f"/v1/trading/accounts/{account_id}/orders/{order['id']}"
    assert (await api.client.delete(path)).status_code == 204
    assert (await api.account(account_id))["buying_power"] == "1000"


async def test_canceled_order_never_fills(api: Api) -> None:
    account_id = await api.funded_account()
    order = await api.order(account_id, qty="1")
    path = f"/v1/trading/accounts/{account_id}/orders/{order['id']}"
    assert (await api.client.delete(path)).status_code == 204
    await api.advance(60)
    canceled = await order_now(api, account_id, order)
    assert (canceled["status"], canceled["filled_qty"]) == ("canceled", "0")
    assert canceled["canceled_at"] is not None
    await api.refused(422, "DELETE", path)
    await api.refused(404, "DELETE", f"/v1/trading/accounts/{account_id}/orders/none")


async def test_buy_that_became_too_expensive_is_rejected_and_its_hold_released(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_id = await api.funded_account("1000")
    order = await api.order(account_id, qty="3")
    ticks = api.simulation.prices.ticks
    monkeypatch.setattr(
        api.simulation.prices, "ticks", lambda symbol, at, *_: ticks(symbol, at) * 2
    )
    await api.advance(2)
    rejected = await order_now(api, account_id, order)
    assert (rejected["status"], rejected["filled_qty"]) == ("rejected", "0")
    assert rejected["failed_at"] is not None
    account = await api.account(account_id)
    assert (account["cash"], account["buying_power"]) == ("1000", "1000")
    await api.check_books()


async def test_shares_are_sold_and_the_position_closed(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="2")
    await api.advance(2)
    await api.order(account_id, qty="0.5", side="sell")
    position = await api.get(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    assert (position["qty"], position["qty_available"]) == ("2", "1.5")
    assert (await refused_order(api, 403, account_id, qty="1.6", side="sell"))["field"] == "qty"
    await api.advance(2)
    rest = await api.get(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    kept = Decimal(position["cost_basis"]) * 3 / 4
    assert Decimal(rest["cost_basis"]) == kept.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert rest["avg_entry_price"] == position["avg_entry_price"]
    await api.order(account_id, qty="1.5", side="sell")
    await api.advance(2)
    assert await api.get(f"/v1/trading/accounts/{account_id}/positions") == []
    await api.refused(404, "GET", f"/v1/trading/accounts/{account_id}/positions/AAPL")
    account = await api.account(account_id)
    assert account["cash"] == account["equity"]
    await api.check_books()


async def test_position_is_valued_at_the_market(api: Api) -> None:
    account_id = await api.funded_account("1000")
    order = await api.order(account_id, qty="2")
    await api.advance(3600)
    filled = await order_now(api, account_id, order)
    position = await api.get(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    trade = (await api.get("/v2/stocks/AAPL/snapshot"))["latestTrade"]
    assert Decimal(position["current_price"]) == trade["p"]
    assert position["avg_entry_price"] == filled["filled_avg_price"]
    gain = Decimal(position["market_value"]) - Decimal(position["cost_basis"])
    assert gain == 2 * (trade["p"] - Decimal(filled["filled_avg_price"])) != 0
    assert Decimal(position["unrealized_pl"]) == gain
    # Bought today, so what it gained since it was bought is what it gained today.
    assert Decimal(position["unrealized_intraday_pl"]) == gain
    account = await api.account(account_id)
    assert Decimal(account["equity"]) == Decimal(account["cash"]) + 2 * trade["p"]


async def test_the_average_entry_price_of_a_fraction_is_that_of_its_fill(api: Api) -> None:
    """Cash moves in whole cents; what a share cost is not worked out from those."""
    account_id = await api.funded_account("1000")
    order = await api.order(account_id, qty="0.007")
    await api.advance(2)
    filled = await order_now(api, account_id, order)
    position = await api.get(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    assert position["avg_entry_price"] == filled["filled_avg_price"]
    assert Decimal(position["unrealized_pl"]) == 0


async def test_last_equity_is_that_of_the_last_close(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="2")
    await api.advance(2)
    assert (await api.account(account_id))["last_equity"] == "0"
    await api.advance(24 * 3600)
    account = await api.account(account_id)
    snapshot = await api.get("/v2/stocks/AAPL/snapshot")
    assert account["previous_close"] == "2026-01-16T05:00:00.000000Z"
    last = Decimal(account["cash"]) + 2 * snapshot["prevDailyBar"]["c"]
    assert Decimal(account["last_equity"]) == last != Decimal(account["equity"])


async def test_order_waits_for_the_market_to_open(open_api: OpenApi) -> None:
    api = await open_api(market_hours="nyse")
    account_id = await api.funded_account()
    await api.advance(7 * 3600)
    assert (await api.get("/v1/clock"))["is_open"] is False
    order = await api.order(account_id, qty="1")
    await api.advance(60)
    assert (await order_now(api, account_id, order))["status"] == "new"
    clock = await api.get("/v1/clock")
    assert clock["next_open"] == "2026-01-16T14:30:00.000000Z"
    await api.advance(24 * 3600)
    filled = await order_now(api, account_id, order)
    assert (filled["status"], filled["filled_at"]) == ("filled", "2026-01-16T14:30:00.000000Z")


async def test_assets_set_limits(api: Api) -> None:
    account_id = await api.funded_account("5000")
    assets = api.simulation.assets.by_symbol.values()
    whole = next(asset.symbol for asset in assets if asset.tradable and not asset.fractionable)
    for size in ({"qty": "1.5"}, {"notional": "10"}):
        refusal = await refused_order(api, 422, account_id, symbol=whole, **size)
        assert refusal["field"] == next(iter(size))
    await api.order(account_id, symbol=whole, qty="1")
    shut = next(asset.symbol for asset in assets if not asset.tradable)
    assert (await refused_order(api, 422, account_id, symbol=shut, qty="1"))["field"] == "symbol"


async def test_client_order_id_is_unique_and_finds_the_order(api: Api) -> None:
    account_id = await api.funded_account()
    order = await api.order(account_id, qty="1", client_order_id="mine/1")
    path = f"/v1/trading/accounts/{account_id}/orders:by_client_order_id"
    assert await api.get(path, client_order_id="mine/1") == order
    await api.refused(404, "GET", path, params={"client_order_id": "yours"})
    refusal = await refused_order(api, 422, account_id, qty="1", client_order_id="mine/1")
    assert refusal["field"] == "client_order_id"
    other = await api.funded_account(email="other@example.com")
    await api.order(other, qty="1", client_order_id="mine/1")


async def test_orders_are_listed_by_filter(api: Api) -> None:
    account_id = await api.funded_account("5000")
    filled = (await api.order(account_id, qty="1"))["id"]
    await api.advance(10)
    waiting = (await api.order(account_id, qty="1", symbol="MSFT"))["id"]
    path = f"/v1/trading/accounts/{account_id}/orders"

    async def found(**parameters: Any) -> list[str]:
        return [order["id"] for order in await api.get(path, **parameters)]

    assert await found() == [waiting]
    assert await found(status="closed") == [filled]
    assert await found(status="all") == [waiting, filled]
    assert await found(status="all", direction="asc") == [filled, waiting]
    assert await found(status="all", limit=1) == [waiting]
    assert await found(status="all", symbols="AAPL,TSLA") == [filled]
    assert await found(status="all", after="2026-01-15T15:00:20Z") == [waiting]
    assert await found(status="all", until="2026-01-15T15:00:20Z") == [filled]
    assert (await api.refused(422, "GET", f"{path}?limit=501"))["field"] == "limit"
    assert (await api.refused(422, "GET", f"{path}?status=odd"))["field"] == "status"


async def test_account_that_is_not_active_cannot_trade(api: Api) -> None:
    account = await api.post("/v1/accounts", application())
    await refused_order(api, 403, account["id"], qty="1")
    assert (await api.account(account["id"]))["trading_blocked"] is True
