"""Executions of orders: in parts, with commission, and never against an own order."""

import json
from decimal import ROUND_DOWN, Decimal

import pytest

from tests.simulator.conftest import Api, Json
from tests.simulator.engine.orders.support import (
    events_of,
    holder,
    now_of,
    orders_path,
    refused_order,
)


async def trade_events(api: Api) -> list[Json]:
    """Return all events of trades so far, oldest first."""
    span = {"since": "2026-01-15", "until": api.simulation.now().isoformat()}
    lines = (await api.client.get("/v2/events/trades", params=span)).text.splitlines()
    return [json.loads(line[5:]) for line in lines if line.startswith("data:")]


async def test_large_orders_fill_in_parts(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    order = await api.order(account_id, qty="1500")
    await api.advance(1.5)
    part = await now_of(api, order)
    assert (part["status"], part["filled_at"]) == ("partially_filled", None)
    assert 0 < Decimal(part["filled_qty"]) < 1500
    assert Decimal(part["filled_qty"]) % 1 == 0
    await api.check_books()
    await api.advance(3)
    whole = await now_of(api, order)
    assert (whole["status"], whole["filled_qty"]) == ("filled", "1500")
    fills = (await api.get("/v1/accounts/activities/FILL", account_id=account_id))[::-1]
    assert len(fills) in (2, 3)
    assert [fill["type"] for fill in fills] == ["partial_fill"] * (len(fills) - 1) + ["fill"]
    assert await events_of(api, order) == ["new", *(fill["type"] for fill in fills)]
    assert [Decimal(fill["cum_qty"]) + Decimal(fill["leaves_qty"]) for fill in fills] == [
        1500
    ] * len(fills)
    assert [fill["order_status"] for fill in fills] == [
        "partially_filled" if fill["type"] == "partial_fill" else "filled" for fill in fills
    ]
    assert fills[-1]["transaction_time"] == whole["filled_at"]
    told = [event for event in await trade_events(api) if event["event"] != "new"]
    assert [event["qty"] for event in told] == [fill["qty"] for fill in fills]
    assert [event["price"] for event in told] == [fill["price"] for fill in fills]
    assert [event["position_qty"] for event in told] == [fill["cum_qty"] for fill in fills]
    paid = sum((Decimal(fill["qty"]) * Decimal(fill["price"]) for fill in fills), Decimal(0))
    assert Decimal((await api.account(account_id))["cash"]) == 1_000_000 - paid
    assert abs(Decimal(whole["filled_avg_price"]) - paid / 1500) < Decimal("0.000001")
    await api.check_books()


async def test_an_order_by_notional_costs_just_that(api: Api) -> None:
    account_id = await api.funded_account("1000")
    # So dear that a billionth of a share costs more than a millionth of a dollar.
    await api.order(account_id, symbol="BKNG", notional="100.01")
    await api.advance(2)
    position = await api.get(f"/v1/trading/accounts/{account_id}/positions/BKNG")
    assert position["cost_basis"] == "100.01"
    assert (await api.account(account_id))["cash"] == "899.99"


async def test_parts_are_two_or_three_and_about_equal(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    orders = [await api.order(account_id, symbol="F", qty="1001") for _ in range(16)]
    await api.advance(10)
    fills = await api.get(
        "/v1/accounts/activities/FILL", account_id=account_id, direction="asc", page_size=100
    )
    cuts = {
        order["id"]: [Decimal(one["cum_qty"]) for one in fills if one["order_id"] == order["id"]]
        for order in orders
    }
    assert {len(parts) for parts in cuts.values()} == {2, 3}
    for *parts, whole in cuts.values():
        assert whole == 1001
        count = len(parts) + 1
        for number, cut in enumerate(parts, 1):
            assert cut % 1 == 0
            assert abs(cut / whole * count - number) <= Decimal("0.26")


async def test_a_thousand_shares_are_filled_at_once(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    order = await api.order(account_id, symbol="F", qty="1000")
    await api.advance(1.5)
    assert (await now_of(api, order))["status"] == "filled"


async def test_an_order_by_notional_is_filled_at_once_however_many_shares_it_buys(api: Api) -> None:
    account_id = await api.funded_account("100000")
    order = await api.order(account_id, symbol="F", notional="90000")
    await api.advance(1.5)
    filled = await now_of(api, order)
    assert (filled["status"], Decimal(filled["filled_qty"]) > 1000) == ("filled", True)
    assert (await api.account(account_id))["cash"] == "10000"
    await api.check_books()


async def test_part_of_a_large_order_is_canceled(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    order = await api.order(account_id, qty="1500")
    at_once = await api.order(account_id, qty="1100", time_in_force="ioc")
    killed = await api.order(account_id, qty="1001", time_in_force="fok", symbol="F")
    await api.advance(1.5)
    assert (await api.client.delete(f"{orders_path(account_id)}/{order['id']}")).status_code == 204
    await api.advance(10)
    for part in (await now_of(api, order), await now_of(api, at_once)):
        assert part["status"] == "canceled"
        assert 0 < Decimal(part["filled_qty"]) < Decimal(part["qty"])
    assert (await now_of(api, killed))["filled_qty"] == "1001"
    account = await api.account(account_id)
    assert account["cash"] == account["buying_power"]
    await api.check_books()


async def test_rest_that_became_too_expensive_is_canceled(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_id = await api.funded_account("420000")
    order = await api.order(account_id, qty="1500", commission="5")
    await api.advance(1.5)
    ticks = api.simulation.prices.ticks
    monkeypatch.setattr(
        api.simulation.prices, "ticks", lambda symbol, at, *_: ticks(symbol, at) * 4
    )
    await api.advance(10)
    rest = await now_of(api, order)
    assert (rest["status"], rest["failed_at"]) == ("canceled", None)
    account = await api.account(account_id)
    assert account["cash"] == account["buying_power"]
    await api.check_books()


async def held_cash(api: Api, account_id: str) -> Decimal:
    account = await api.account(account_id)
    return Decimal(account["cash"]) - Decimal(account["buying_power"])


async def test_the_unfilled_part_of_a_purchase_keeps_its_share_of_the_hold(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    parts = []
    for _ in range(6):
        order = await api.order(account_id, symbol="F", qty="1001", commission="3")
        held = await held_cash(api, account_id) - 3
        unfilled = [Decimal(1001)]
        while unfilled[-1]:
            await api.advance(0.5)
            filled = Decimal((await now_of(api, order))["filled_qty"])
            if 1001 - filled < unfilled[-1]:
                unfilled.append(1001 - filled)
                assert await held_cash(api, account_id) == held * unfilled[-1] / 1001
                await api.check_books()
        parts.append(len(unfilled) - 1)
    assert set(parts) == {2, 3}


async def test_what_the_unfilled_part_holds_is_whole_millionths_of_a_dollar(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    order = await api.order(account_id, symbol="F", qty="1001.000000001")
    held = await held_cash(api, account_id)
    await api.advance(1.5)
    unfilled = Decimal("1001.000000001") - Decimal((await now_of(api, order))["filled_qty"])
    share = held * unfilled / Decimal("1001.000000001")
    assert await held_cash(api, account_id) == share.quantize(Decimal("0.000001"), ROUND_DOWN)
    assert share % Decimal("0.000001"), "which matters for this order"
    await api.check_books()


async def test_the_unfilled_part_of_a_sale_keeps_its_shares(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    await api.order(account_id, qty="1600")
    await api.advance(10)
    order = await api.order(account_id, qty="1500", side="sell")
    await api.advance(1.5)
    filled = Decimal((await now_of(api, order))["filled_qty"])
    assert 0 < filled < 1500
    position = await api.get(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    assert Decimal(position["qty"]) == 1600 - filled
    assert position["qty_available"] == "100"
    await api.check_books()


async def test_the_unfilled_part_holds_what_is_left_when_the_price_has_risen(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_id = await api.funded_account("1000000")
    order = await api.order(account_id, qty="1500")
    spare = Decimal((await api.account(account_id))["buying_power"])
    await api.order(account_id, symbol="F", qty=str(int(spare)), type="limit", limit_price="1")
    ticks = api.simulation.prices.ticks
    monkeypatch.setattr(
        api.simulation.prices, "ticks", lambda symbol, at, *_: ticks(symbol, at) * 11 // 10
    )
    await api.advance(1.5)
    assert (await now_of(api, order))["status"] == "partially_filled"
    assert (await api.account(account_id))["buying_power"] == "0"
    await api.check_books()


@pytest.mark.parametrize("time_in_force", ["day", "ioc"])
async def test_an_order_is_rejected_if_only_its_commission_cannot_be_paid_any_more(
    api: Api, monkeypatch: pytest.MonkeyPatch, time_in_force: str
) -> None:
    account_id = await api.funded_account("2000")
    order = await api.order(account_id, qty="3", commission="5", time_in_force=time_in_force)
    spare = int(Decimal((await api.account(account_id))["buying_power"]))
    await api.order(account_id, symbol="F", qty=str(spare), type="limit", limit_price="1")
    ticks = api.simulation.prices.ticks
    # A rise of 1.25 percent costs two dollars more than the one percent that is held.
    monkeypatch.setattr(
        api.simulation.prices, "ticks", lambda symbol, at, *_: ticks(symbol, at) * 10_125 // 10_000
    )
    await api.advance(2)
    assert (await now_of(api, order))["status"] == "rejected"
    assert (await api.account(account_id))["cash"] == "2000"
    await api.check_books()


@pytest.mark.parametrize(("fall", "status"), [(0, "filled"), (1, "rejected")])
async def test_a_sale_has_to_bring_in_its_commission(
    api: Api, monkeypatch: pytest.MonkeyPatch, fall: int, status: str
) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, notional="1000")
    await api.advance(2)
    ticks = api.simulation.prices.ticks("AAPL", api.simulation.now())
    monkeypatch.setattr(api.simulation.prices, "ticks", lambda symbol, at, *_: ticks)
    commission = str(Decimal(ticks) / 100)
    order = await api.order(account_id, qty="1", side="sell", commission=commission)
    monkeypatch.setattr(api.simulation.prices, "ticks", lambda symbol, at, *_: ticks - fall)
    await api.advance(2)
    assert (await now_of(api, order))["status"] == status
    assert (await api.account(account_id))["cash"] == "0"
    await api.check_books()


async def test_commission_is_the_firms(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    sweep = "8f8c8cee-2591-4f83-be12-82c659b5e748"
    before = Decimal((await api.account(sweep))["cash"])
    buy = await api.order(account_id, qty="1500", commission="1.25")
    assert buy["commission"] == "1.25"
    await api.advance(5)
    await api.order(account_id, qty="1", side="sell", commission="2")
    await api.advance(2)
    assert Decimal((await api.account(sweep))["cash"]) == before + Decimal("3.25")
    fees = await api.get("/v1/accounts/activities/FEE", account_id=account_id)
    assert [fee["net_amount"] for fee in fees] == ["-2", "-1.25"]
    assert {fee["description"] for fee in fees} == {"commission"}
    await api.check_books()


async def test_commission_must_be_affordable(api: Api) -> None:
    account_id = await api.funded_account("100")
    await refused_order(api, 403, account_id, notional="100", commission="0.01")
    await api.order(account_id, notional="99", commission="1")
    await api.advance(2)
    assert (await api.account(account_id))["cash"] == "0"
    refusal = await refused_order(api, 403, account_id, notional="1", side="sell", commission="1.5")
    assert refusal["field"] == "commission"
    await api.check_books()


@pytest.mark.parametrize(
    ("mine", "theirs", "refused"),
    [
        ({"type": "limit", "limit_price": "100"}, {"type": "limit", "limit_price": "100"}, True),
        ({"type": "limit", "limit_price": "100"}, {"type": "limit", "limit_price": "900"}, False),
        ({"type": "limit", "limit_price": "100"}, {}, True),
        ({"type": "limit", "limit_price": "100"}, {"type": "stop", "stop_price": "90"}, False),
        ({"type": "stop", "stop_price": "900"}, {}, False),
    ],
)
async def test_nobody_trades_with_himself(
    api: Api, mine: Json, theirs: Json, refused: bool
) -> None:
    account_id = await holder(api)
    await api.order(account_id, qty="1", **mine)
    if refused:
        refusal = await refused_order(api, 403, account_id, qty="1", side="sell", **theirs)
        assert refusal["field"] == "side"
        return
    await api.order(account_id, qty="1", side="sell", **theirs)
    await api.order(
        account_id, qty="1", side="sell", symbol="AAPL", type="limit", limit_price="901"
    )
