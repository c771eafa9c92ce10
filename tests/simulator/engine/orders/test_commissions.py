"""Commissions by order, by share and by value, and fields that are answered as sent."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from tests.simulator.conftest import Api, Json
from tests.simulator.engine.orders.support import holder, now_of, orders_path, refused_order

CENT = Decimal("0.01")
LIMIT = {"qty": "1", "type": "limit", "limit_price": "100"}
SENT: Json = {
    "advanced_instructions": {"algorithm": "DMA", "destination": "MEMX", "display_qty": "100"},
    "instructions": "all or none of it, please",
    "swap_fee_bps": "12.5",
}


async def fees(api: Api, account_id: str) -> list[Decimal]:
    found = await api.get("/v1/accounts/activities/FEE", account_id=account_id)
    return [-Decimal(fee["net_amount"]) for fee in found]


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ({"commission": "1.5"}, {"commission": "1.5", "commission_type": "notional"}),
        (
            {"commission": "0.25", "commission_type": "qty"},
            {"commission": "0.25", "commission_type": "qty"},
        ),
        (
            {"commission": "12.5", "commission_type": "bps"},
            {"commission": "12.5", "commission_type": "bps"},
        ),
        (
            {"commission_bps": "40"},
            {"commission": "40", "commission_type": "bps", "commission_bps": "40"},
        ),
    ],
    ids=["notional", "qty", "bps", "commission_bps"],
)
@pytest.mark.parametrize("size", [{"qty": "2.5"}, {"notional": "333.33"}], ids=["qty", "notional"])
@pytest.mark.parametrize("side", ["buy", "sell"])
async def test_s5_a_commission_is_charged_in_its_units(
    api: Api, asked: Json, answered: Json, size: Json, side: str
) -> None:
    account_id = await holder(api, "4")
    before = Decimal((await api.account(account_id))["cash"])
    order = await api.order(account_id, **size, **asked, side=side)
    assert {name: order.get(name) for name in answered} == answered
    assert ("commission_bps" in order) == ("commission_bps" in asked)
    await api.advance(2)
    filled = await now_of(api, order)
    qty, price = Decimal(filled["filled_qty"]), Decimal(filled["filled_avg_price"])
    value = Decimal(size["notional"]) if "notional" in size else cents(qty * price)
    expected = {
        "notional": Decimal("1.5"),
        "qty": cents(qty * Decimal("0.25")),
        "bps": cents(value * Decimal(answered["commission"]) / 10_000),
    }[answered["commission_type"]]
    assert await fees(api, account_id) == [expected]
    after = Decimal((await api.account(account_id))["cash"])
    assert after - before == (value if side == "sell" else -value) - expected
    await api.check_books()


async def test_s5_a_commission_by_share_is_charged_with_each_part(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    order = await api.order(account_id, qty="1500", commission="0.01", commission_type="qty")
    await api.advance(10)
    parts = await api.get("/v1/accounts/activities/FILL", order_id=order["id"])
    charged = await fees(api, account_id)
    assert len(parts) > 1
    assert charged == [Decimal(part["qty"]) / 100 for part in parts]
    assert sum(charged) == 15
    assert (await api.account(account_id))["buying_power"] == (await api.account(account_id))[
        "cash"
    ]
    await api.check_books()


async def test_s5_a_purchase_holds_its_commission(api: Api) -> None:
    account_id = await api.funded_account("1000")
    for asked, held in (
        ({"commission": "5"}, "105"),
        ({"commission": "3", "commission_type": "qty"}, "103"),
        ({"commission": "50", "commission_type": "bps"}, "100.5"),
        ({"commission_bps": "100"}, "101"),
    ):
        order = await api.order(account_id, **LIMIT, **asked)
        account = await api.account(account_id)
        assert Decimal(1000) - Decimal(account["buying_power"]) == Decimal(held)
        path = f"{orders_path(account_id)}/{order['id']}"
        new = (await api.client.patch(path, json={"limit_price": "200"})).json()
        kept = ("commission", "commission_type", "commission_bps")
        assert [new.get(name) for name in kept] == [order.get(name) for name in kept]
        assert (await api.client.delete(f"{orders_path(account_id)}/{new['id']}")).status_code
    everything = {"qty": "4", "type": "limit", "limit_price": "249"}
    per_share = {"commission": "1.01", "commission_type": "qty"}
    assert (await refused_order(api, 403, account_id, **everything, **per_share))["field"] == "qty"


async def test_s5_fields_without_effect_are_answered_as_sent(api: Api) -> None:
    account_id = await api.funded_account("1000")
    order = await api.order(account_id, **LIMIT, **SENT, legs=[])
    for answer in (order, await now_of(api, order), *(await api.get(orders_path(account_id)))):
        assert {name: answer[name] for name in SENT} == SENT
    path = f"{orders_path(account_id)}/{order['id']}"
    elsewhere = {"advanced_instructions": {"algorithm": "DMA", "destination": "IEX"}}
    new = (await api.client.patch(path, json=elsewhere)).json()
    assert {name: new[name] for name in SENT} == SENT | elsewhere
    plain = await api.order(account_id, **LIMIT)
    assert not SENT.keys() & plain.keys()
    refusal = await api.refused(
        422,
        "PATCH",
        f"{orders_path(account_id)}/{new['id']}",
        json=SENT
        | {"legs": None}
        | {"advanced_instructions": {"algorithm": "DMA", "destination": "NYSE"}},
    )
    assert refusal["field"] == "advanced_instructions.destination"


async def test_s5_an_estimate_answers_the_swap_fee(api: Api) -> None:
    account_id = await api.funded_account("1000")
    body = {"symbol": "AAPL", "side": "buy", "type": "market", "time_in_force": "day"}
    path = f"{orders_path(account_id)}/estimation"
    estimate = await api.post(path, body | {"notional": "40", "swap_fee_bps": 45})
    assert (estimate["swap_fee_bps"], estimate["swap_rate"]) == ("45", "1")
    assert (await api.post(path, body | {"notional": "40"}))["swap_fee_bps"] == "0"
    refusal = await api.refused(422, "POST", path, json=body | {"notional": "40", "legs": [{}]})
    assert refusal["field"] == "legs"


async def test_the_firm_has_an_activity_for_a_commission_that_it_receives(api: Api) -> None:
    account_id = await holder(api, "4")
    before = await fees(api, SWEEP_ACCOUNT)
    order = await api.order(account_id, qty="1", side="buy", commission="1.5")
    await api.advance(2)
    assert await fees(api, account_id) == [Decimal("1.5")]
    assert await fees(api, SWEEP_ACCOUNT) == [Decimal("-1.5"), *before], "received, not paid"
    [received] = await api.get("/v1/accounts/activities/FEE", account_id=SWEEP_ACCOUNT)
    assert received["activity_sub_type"] == "COM"
    assert (await now_of(api, order))["status"] == "filled"
