"""Tests of buying power: what an order holds, to the smallest unit, and when it is refused."""

from decimal import Decimal

import pytest

from tests.simulator.conftest import Api, Json
from tests.simulator.engine.orders.support import holder, price_of, refused_order

CENT = Decimal("0.01")


async def held(api: Api, account_id: str) -> Decimal:
    account = await api.account(account_id)
    return Decimal(account["cash"]) - Decimal(account["buying_power"])


@pytest.mark.parametrize(
    ("order", "cost"),
    [
        ({"notional": "250", "commission": "0.5"}, "250.5"),
        ({"qty": "2", "type": "limit", "limit_price": "90.5"}, "181"),
        ({"qty": "2", "type": "limit", "limit_price": "90.5", "commission": "1.25"}, "182.25"),
        ({"qty": "2", "type": "stop", "stop_price": "400"}, "808"),
        ({"qty": "2", "type": "stop_limit", "stop_price": "400", "limit_price": "410"}, "820"),
    ],
)
async def test_a_purchase_holds_its_largest_cost(api: Api, order: Json, cost: str) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, **order)
    assert await held(api, account_id) == Decimal(cost)


async def test_a_purchase_at_the_market_holds_the_price_and_one_percent(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="2")
    assert await held(api, account_id) == 2 * price_of(api) * Decimal("1.01")


async def test_a_purchase_may_take_the_last_cent_and_no_more(api: Api) -> None:
    account_id = await api.funded_account("1000")
    limit = {"qty": "10", "type": "limit", "commission": "1"}
    refusal = await refused_order(api, 403, account_id, **limit, limit_price="99.91")
    assert (refusal["message"], refusal["field"]) == ("insufficient buying power", "qty")
    refusal = await refused_order(api, 403, account_id, notional="1000.01")
    assert (refusal["message"], refusal["field"]) == ("insufficient buying power", "notional")
    await api.order(account_id, **limit, limit_price="99.9")
    assert (await api.account(account_id))["buying_power"] == "0"


async def test_a_sale_holds_all_shares_and_no_more(api: Api) -> None:
    account_id = await holder(api, qty="5")
    message = "insufficient qty available for order"
    refusal = await refused_order(api, 403, account_id, side="sell", qty="5.000000001")
    assert (refusal["message"], refusal["field"]) == (message, "qty")
    value = 5 * price_of(api)
    refusal = await refused_order(api, 403, account_id, side="sell", notional=str(value + CENT))
    assert (refusal["message"], refusal["field"]) == (message, "notional")
    await api.order(account_id, side="sell", qty="5", type="limit", limit_price="900")
    position = await api.get(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    assert (position["qty"], position["qty_available"]) == ("5", "0")
    assert await held(api, account_id) == 0


async def test_a_sale_by_notional_holds_the_shares_that_it_takes_now(api: Api) -> None:
    account_id = await holder(api, qty="5")
    await api.order(account_id, side="sell", notional=str(price_of(api) * 2))
    position = await api.get(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    assert position["qty_available"] == "3"


async def test_the_commission_of_a_sale_comes_out_of_its_proceeds_and_the_cash(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, notional="900")
    await api.advance(2)
    value = price_of(api).quantize(CENT)
    sale = {"side": "sell", "qty": "1", "type": "limit", "limit_price": "900"}
    refusal = await refused_order(api, 403, account_id, **sale, commission=str(100 + value + CENT))
    assert refusal["message"] == "commission is more than the order brings in"
    assert refusal["field"] == "commission"
    await api.order(account_id, **sale, commission=str(100 + value))
