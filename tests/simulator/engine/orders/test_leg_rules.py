"""Orders with legs that are accepted, and those that are refused, naming the field at fault."""

import json
from typing import Any

import pytest

from tests.simulator.conftest import Api, Json
from tests.simulator.engine.orders.support import CENT, holder, orders_path, price_of, refused_order

PROFIT = "take_profit.limit_price"
STOP = "stop_loss.stop_price"
BRACKET: Json = {
    "qty": "1",
    "order_class": "bracket",
    "take_profit": {"limit_price": "900"},
    "stop_loss": {"stop_price": "100"},
}
LIMIT = {"type": "limit", "limit_price": "200"}
OTO = {"qty": "1", "order_class": "oto"}
OCO: Json = BRACKET | {"order_class": "oco", "side": "sell", "type": "limit"}


ACCEPTED: list[tuple[Json, list[str]]] = [
    (BRACKET, ["limit", "stop"]),
    (BRACKET | {"time_in_force": "gtc", "extended_hours": False}, ["limit", "stop"]),
    (
        BRACKET | {"stop_loss": {"stop_price": "100", "limit_price": "99"}},
        ["limit", "stop_limit"],
    ),
    (BRACKET | LIMIT | {"stop_loss": {"stop_price": "199.99"}}, ["limit", "stop"]),
    (BRACKET | LIMIT | {"take_profit": {"limit_price": "200.01"}}, ["limit", "stop"]),
    (OTO | {"take_profit": {"limit_price": "900"}}, ["limit"]),
    (OTO | {"stop_loss": {"stop_price": "100"}}, ["stop"]),
    (OCO, ["stop"]),
    (OCO | {"limit_price": "900"}, ["stop"]),
    (OCO | {"stop_loss": {"stop_price": "100", "limit_price": "99"}}, ["stop_limit"]),
    # The take profit of an OCO order may be met at once, but not by its own stop loss.
    (OCO | {"take_profit": {"limit_price": "100.01"}}, ["stop"]),
]


async def test_legs_are_accepted(api: Api) -> None:
    account_id = await holder(api)
    for fields, legs in ACCEPTED:
        await check_legs(api, account_id, fields, legs)
        await api.client.delete(orders_path(account_id))


async def check_legs(api: Api, account_id: str, fields: Json, legs: list[str]) -> None:
    order = await api.order(account_id, **fields)
    assert [leg["type"] for leg in order["legs"]] == legs
    kept = ("symbol", "qty", "time_in_force", "order_class", "asset_class")
    for leg in order["legs"]:
        assert (leg["side"], leg["status"], leg["legs"]) == ("sell", "held", None)
        assert {field: leg[field] for field in kept} == {field: order[field] for field in kept}
    ids = {one["client_order_id"] for one in (order, *order["legs"])}
    assert len(ids) == len(legs) + 1
    await api.check_books()


REFUSED: list[tuple[Json, str]] = [
    (BRACKET | {"order_class": "mleg"}, "order_class"),
    (BRACKET | {"order_class": "simple"}, "take_profit"),
    ({"qty": "1", "stop_loss": {"stop_price": "100"}}, "stop_loss"),
    (BRACKET | {"take_profit": None}, PROFIT),
    (BRACKET | {"take_profit": {}}, PROFIT),
    (BRACKET | {"stop_loss": None}, STOP),
    (BRACKET | {"stop_loss": {"limit_price": "100"}}, STOP),
    (BRACKET | {"take_profit": {"limit_price": "900.001"}}, PROFIT),
    (BRACKET | {"take_profit": {"limit_price": "-1"}}, PROFIT),
    (BRACKET | {"stop_loss": {"stop_price": "0"}}, STOP),
    (
        BRACKET | {"stop_loss": {"stop_price": "9", "limit_price": "9.001"}},
        "stop_loss.limit_price",
    ),
    (BRACKET | {"take_profit": {"limit_price": "100"}}, PROFIT),
    (BRACKET | {"stop_loss": {"stop_price": "900"}}, STOP),
    (BRACKET | LIMIT | {"take_profit": {"limit_price": "200"}}, PROFIT),
    (BRACKET | LIMIT | {"stop_loss": {"stop_price": "200"}}, STOP),
    (BRACKET | {"time_in_force": "ioc"}, "time_in_force"),
    (BRACKET | {"time_in_force": "cls"}, "time_in_force"),
    (BRACKET | LIMIT | {"extended_hours": True}, "extended_hours"),
    (BRACKET | {"qty": "1.5"}, "qty"),
    (BRACKET | {"qty": None, "notional": "100"}, "notional"),
    (BRACKET | {"type": "stop", "stop_price": "900"}, "type"),
    (BRACKET | {"type": "trailing_stop", "trail_percent": "1"}, "type"),
    (BRACKET | {"side": "sell"}, "order_class"),
    (OTO, STOP),
    (OTO | {"take_profit": {"limit_price": "900"}, "stop_loss": {"stop_price": "100"}}, STOP),
    (OTO | {"take_profit": {"limit_price": "100"}}, PROFIT),
    (OTO | {"stop_loss": {"stop_price": "900"}}, STOP),
    (OCO | {"type": "market"}, "type"),
    (OCO | {"stop_loss": None}, STOP),
    (OCO | {"take_profit": None, "limit_price": "900"}, PROFIT),
    (OCO | {"limit_price": "901"}, "limit_price"),
    (OCO | {"take_profit": {"limit_price": "100"}}, STOP),
    (OCO | {"stop_loss": {"stop_price": "800"}}, STOP),
    (OCO | {"side": "buy", "take_profit": {"limit_price": "150"}}, "order_class"),
]


async def test_bad_legs_are_refused(api: Api) -> None:
    account_id = await holder(api)
    for fields, field in REFUSED:
        assert (await refused_order(api, 422, account_id, **fields))["field"] == field, fields


async def test_a_stop_is_a_cent_from_the_market(api: Api) -> None:
    account_id = await api.funded_account("10000")
    price = price_of(api)
    for stop, refused in ((price, True), (price - CENT, False)):
        fields = BRACKET | {"stop_loss": {"stop_price": str(stop)}}
        if refused:
            assert (await refused_order(api, 422, account_id, **fields))["field"] == STOP
        else:
            await api.order(account_id, **fields)


async def test_nothing_is_sold_that_is_not_there(api: Api) -> None:
    account_id = await api.funded_account("10000")
    for fields in (BRACKET | {"side": "sell"}, OCO):
        refusal = await refused_order(api, 403, account_id, **fields)
        assert (refusal["field"], refusal["message"]) == (
            "qty",
            "insufficient qty available for order",
        )
    refusal = await refused_order(api, 403, account_id, **(BRACKET | {"qty": "50"}))
    assert refusal["message"] == "insufficient buying power"


NASTY: list[Any] = ["", "-1", "1e999999999", "NaN", 5, 10**30, 0.1, True, [], {}, None, "\ud800"]


@pytest.mark.parametrize(
    "path", ["order_class", "take_profit", "stop_loss", PROFIT, STOP, "stop_loss.limit_price"]
)
async def test_no_value_is_a_500(api: Api, path: str) -> None:
    account_id = await holder(api)
    for body in (BRACKET, OCO):
        for value in NASTY:
            sent = json.loads(json.dumps(body)) | {"symbol": "AAPL", "time_in_force": "day"}
            sent.setdefault("side", "buy")
            sent.setdefault("type", "market")
            *parents, last = path.split(".")
            target = sent
            for parent in parents:
                target = target[parent]
            target[last] = value
            answer = await api.client.post(orders_path(account_id), content=json.dumps(sent))
            assert answer.status_code in (200, 403, 422), answer.text
            await api.client.delete(orders_path(account_id))
    await api.check_books()
