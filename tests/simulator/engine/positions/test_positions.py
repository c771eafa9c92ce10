"""Closing positions, and everybody's positions at once."""

from decimal import Decimal
from typing import Any

import pytest

from tests.simulator.conftest import Api, Json
from tests.simulator.engine.orders.test_crypto import trader

CENT = Decimal("0.01")


def positions_path(account_id: str) -> str:
    return f"/v1/trading/accounts/{account_id}/positions"


async def holder(api: Api, email: str = "frog@example.com", **shares: str) -> str:
    account_id = await api.funded_account("10000", email)
    for symbol, qty in shares.items():
        await api.order(account_id, symbol=symbol, qty=qty)
    await api.advance(2)
    return account_id


async def closed(api: Api, account_id: str, symbol: str, **parameters: Any) -> Json:
    answer = await api.client.delete(f"{positions_path(account_id)}/{symbol}", params=parameters)
    assert answer.status_code == 200, answer.text
    order: Json = answer.json()
    return order


async def test_position_is_closed(api: Api) -> None:
    account_id = await holder(api, AAPL="2.123456789")
    order = await closed(api, account_id, "AAPL")
    assert (order["side"], order["qty"], order["type"]) == ("sell", "2.123456789", "market")
    await api.refused(403, "DELETE", f"{positions_path(account_id)}/AAPL")
    await api.advance(2)
    await api.refused(404, "DELETE", f"{positions_path(account_id)}/AAPL")
    await api.check_books()


async def test_part_of_a_position_is_closed(api: Api) -> None:
    account_id = await holder(api, AAPL="3")
    assert (await closed(api, account_id, "AAPL", qty="0.5"))["qty"] == "0.5"
    assert (await closed(api, account_id, "AAPL", percentage="33.3"))["qty"] == "0.999"
    asset = await api.get("/v1/assets/AAPL")
    assert (await closed(api, account_id, asset["id"], percentage="50"))["qty"] == "1.5"


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"qty": "1", "percentage": "1"}, "percentage"),
        ({"percentage": "0"}, "percentage"),
        ({"percentage": "-1"}, "percentage"),
        ({"percentage": "100.1"}, "percentage"),
        ({"percentage": "1e-9999999"}, "percentage"),
        ({"percentage": "0.0000000001"}, "percentage"),
        ({"percentage": "0.00000001"}, "percentage"),
        ({"percentage": "1.0000000001"}, "percentage"),
        ({"percentage": "NaN"}, "percentage"),
        ({"qty": "0"}, "qty"),
        ({"qty": "-1"}, "qty"),
        ({"qty": "1e99999999"}, "qty"),
        ({"qty": "some"}, "qty"),
    ],
)
async def test_sizes_that_cannot_be(api: Api, parameters: Json, field: str) -> None:
    account_id = await holder(api, AAPL="0.01")
    path = f"{positions_path(account_id)}/AAPL"
    assert (await api.refused(422, "DELETE", path, params=parameters))["field"] == field


async def test_whole_shares_are_closed_where_there_are_no_fractions(api: Api) -> None:
    assets = api.simulation.assets.by_symbol.values()
    whole = next(asset.symbol for asset in assets if asset.tradable and not asset.fractionable)
    account_id = await holder(api, **{whole: "3"})
    assert (await closed(api, account_id, whole, percentage="50"))["qty"] == "1"


async def test_all_positions_are_closed(api: Api) -> None:
    account_id = await holder(api, AAPL="2", MSFT="1")
    order = await api.order(
        account_id, symbol="MSFT", qty="1", side="sell", type="limit", limit_price="2000"
    )
    answer = await api.client.delete(positions_path(account_id))
    assert answer.status_code == 207
    apple, microsoft = answer.json()
    assert (apple["symbol"], apple["status"], apple["body"]["qty"]) == ("AAPL", 200, "2")
    assert apple["order_id"] == apple["body"]["id"]
    assert (microsoft["symbol"], microsoft["status"]) == ("MSFT", 403)
    assert microsoft["body"]["held_for_orders"] == "1"
    assert (microsoft["body"]["available"], microsoft["body"]["code"]) == ("0", 40310000)
    await api.advance(2)
    answer = await api.client.delete(positions_path(account_id), params={"cancel_orders": "true"})
    assert [item["status"] for item in answer.json()] == [200]
    path = f"/v1/trading/accounts/{account_id}/orders/{order['id']}"
    assert (await api.get(path))["status"] == "canceled"
    await api.advance(2)
    assert await api.get(positions_path(account_id)) == []
    await api.check_books()


def check_figures(position: Json) -> None:
    """Assert that value, cost and profit of a position add up, to the cent and exactly."""
    value, cost, profit = (
        Decimal(position[name]) for name in ("market_value", "cost_basis", "unrealized_pl")
    )
    assert value - cost == profit
    for amount in (value, cost, profit, Decimal(position["unrealized_intraday_pl"])):
        assert amount == amount.quantize(Decimal("0.01"))
    assert abs(value - Decimal(position["qty"]) * Decimal(position["current_price"])) <= CENT / 2
    average = Decimal(position["qty"]) * Decimal(position["avg_entry_price"])
    assert abs(cost - average) <= CENT / 2 + Decimal(position["qty"]) / 1_000_000
    assert Decimal(position["unrealized_plpc"]) == round(profit / cost, 10)


@pytest.mark.parametrize(("symbol", "tif"), [("AAPL", "day"), ("DOGE/USD", "gtc")])
async def test_s12_figures_of_a_position_add_up(api: Api, symbol: str, tif: str) -> None:
    account_id = await trader(api, "10000")
    path = f"{positions_path(account_id)}/{symbol.replace('/', '')}"
    averages = []
    for side, notional in (
        ("buy", "7.77"),
        ("buy", "3333.33"),
        ("sell", "1234.57"),
        ("buy", "1.01"),
        ("sell", "99.99"),
    ):
        size = {"notional": notional, "side": side}
        await api.order(account_id, symbol=symbol, time_in_force=tif, **size)
        await api.advance(3600)
        check_figures(await api.get(path))
        averages.append((side, (await api.get(path))["avg_entry_price"]))
    assert [averages[place][1] for place in (2, 4)] == [averages[place][1] for place in (1, 3)]
    account = await api.account(account_id)
    positions = await api.get(positions_path(account_id))
    assert sum(Decimal(one["market_value"]) for one in positions) == Decimal(
        account["long_market_value"]
    )


async def test_s12_a_sale_does_not_move_the_average_entry_price(api: Api) -> None:
    account_id = await api.funded_account("10000")
    bought = await api.order(account_id, qty="3.123456789")
    await api.advance(2)
    path = f"{positions_path(account_id)}/AAPL"
    average = (await api.get(path))["avg_entry_price"]
    for _ in range(4):
        await closed(api, account_id, "AAPL", percentage="97")
        await api.advance(2)
        position = await api.get(path)
        assert position["avg_entry_price"] == average
    left = Decimal(position["qty"])
    assert left < Decimal("0.00001")
    again = await api.order(account_id, qty="2")
    await api.advance(2)
    for order in (bought, again):
        filled = await api.get(f"/v1/trading/accounts/{account_id}/orders/{order['id']}")
        order["price"] = Decimal(filled["filled_avg_price"])
    position = await api.get(path)
    expected = (left * bought["price"] + 2 * again["price"]) / (left + 2)
    assert abs(Decimal(position["avg_entry_price"]) - expected) <= Decimal("0.000001")
    check_figures(position)


async def test_s12_a_split_keeps_the_cost_after_a_sale(api: Api) -> None:
    account_id = await holder(api, AMZN="7")
    await closed(api, account_id, "AMZN", qty="2.5")
    await api.advance(2)
    before = await api.get(f"{positions_path(account_id)}/AMZN")
    split = {"type": "forward_split", "symbol": "AMZN", "old_rate": "1", "new_rate": "3"}
    await api.post("/simulator/corporate_actions", split)
    await api.advance(2)
    after = await api.get(f"{positions_path(account_id)}/AMZN")
    check_figures(after)
    assert (after["qty"], after["cost_basis"]) == ("13.5", before["cost_basis"])
    third = Decimal(before["avg_entry_price"]) / 3
    assert abs(Decimal(after["avg_entry_price"]) - third) <= Decimal("0.000001")


async def test_positions_of_all_accounts(api: Api) -> None:
    first = await holder(api, AAPL="2")
    second = await holder(api, "other@example.com", MSFT="1")
    await api.advance(86_400)
    everything = await api.get("/v1/accounts/positions")
    assert everything["as_of"] == "2026-01-16T05:00:00.000000Z"
    assert {first, second} < everything["positions"].keys()
    [position] = everything["positions"][first]
    snapshot = await api.get("/v2/stocks/AAPL/snapshot")
    assert Decimal(position["current_price"]) == snapshot["prevDailyBar"]["c"]
    assert Decimal(position["market_value"]) == 2 * snapshot["prevDailyBar"]["c"]
    assert (position["qty"], position["change_today"]) == ("2", "0")
    assert (await api.get("/v1/accounts/positions", page=2))["positions"] == {}
    await api.refused(422, "GET", "/v1/accounts/positions?page=0")
