"""Orders that are refused, each naming the field at fault."""

from decimal import Decimal
from typing import Any

import pytest

from tests.simulator.conftest import Api
from tests.simulator.engine.orders.support import CENT, holder, now_of, price_of, refused_order

DMA = {"algorithm": "DMA", "destination": "IEX"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "qty"),
        ({"qty": "1", "notional": "1"}, "qty"),
        ({"qty": "0"}, "qty"),
        ({"qty": "-1"}, "qty"),
        ({"qty": "1.0000000001"}, "qty"),
        ({"qty": "1e99999999"}, "qty"),
        ({"qty": "Infinity"}, "qty"),
        ({"qty": []}, "qty"),
        ({"qty": "0.000000001"}, "qty"),
        ({"notional": "0.99"}, "notional"),
        ({"notional": "1.001"}, "notional"),
        ({"qty": "1", "symbol": "NOPE"}, "symbol"),
        ({"qty": "1", "symbol": "ATVI"}, "symbol"),
        ({"notional": "9", "symbol": "AMCR"}, "notional"),
        ({"qty": "1.5", "symbol": "AMCR"}, "qty"),
        ({"qty": "1", "symbol": None}, "symbol"),
        ({"qty": "1", "side": "hold"}, "side"),
        ({"qty": "1", "type": "wish"}, "type"),
        ({"qty": "1", "limit_price": "1"}, "limit_price"),
        ({"qty": "1", "time_in_force": "never"}, "time_in_force"),
        ({"qty": "1.5", "time_in_force": "gtc"}, "time_in_force"),
        ({"notional": "10", "time_in_force": "gtc"}, "time_in_force"),
        ({"qty": "1.5", "type": "trailing_stop", "trail_price": "1"}, "type"),
        ({"notional": "10", "type": "trailing_stop", "trail_price": "1"}, "type"),
        ({"qty": "1.5", "type": "limit", "limit_price": "0.5"}, "qty"),
        ({"qty": "1", "type": "limit"}, "limit_price"),
        ({"qty": "1", "type": "limit", "limit_price": "0"}, "limit_price"),
        ({"qty": "1", "type": "limit", "limit_price": "1.001"}, "limit_price"),
        ({"qty": "1", "type": "limit", "limit_price": "0.00001"}, "limit_price"),
        ({"qty": "1", "type": "limit", "limit_price": "1e99999999"}, "limit_price"),
        ({"qty": "1", "type": "limit", "limit_price": "1", "stop_price": "1"}, "stop_price"),
        ({"qty": "1", "type": "stop", "limit_price": "1", "stop_price": "1"}, "limit_price"),
        ({"qty": "1", "type": "stop"}, "stop_price"),
        ({"qty": "1", "type": "stop", "stop_price": "1.001"}, "stop_price"),
        ({"qty": "1", "type": "stop", "stop_price": "0"}, "stop_price"),
        ({"qty": "1", "source": "s" * 129}, "source"),
        ({"qty": "1", "type": "stop_limit", "limit_price": "1"}, "stop_price"),
        ({"qty": "1", "type": "stop_limit", "stop_price": "1"}, "limit_price"),
        ({"qty": "1", "type": "stop", "stop_price": "1", "time_in_force": "ioc"}, "time_in_force"),
        ({"qty": "1", "type": "trailing_stop"}, "trail_price"),
        (
            {"qty": "1", "type": "trailing_stop", "trail_price": "1", "trail_percent": "1"},
            "trail_price",
        ),
        ({"qty": "1", "type": "trailing_stop", "trail_price": "1000"}, "trail_price"),
        ({"qty": "1", "type": "trailing_stop", "trail_price": "1.001"}, "trail_price"),
        ({"qty": "1", "type": "trailing_stop", "trail_price": "0"}, "trail_price"),
        ({"qty": "1", "type": "trailing_stop", "trail_percent": "0"}, "trail_percent"),
        ({"qty": "1", "type": "trailing_stop", "trail_percent": "1e-9"}, "trail_percent"),
        ({"qty": "1", "type": "trailing_stop", "trail_percent": "100"}, "trail_percent"),
        (
            {"qty": "1", "type": "trailing_stop", "trail_percent": "1", "time_in_force": "opg"},
            "time_in_force",
        ),
        (
            {
                "qty": "1",
                "type": "limit",
                "limit_price": "1",
                "time_in_force": "ioc",
                "extended_hours": True,
            },
            "extended_hours",
        ),
        ({"qty": "1", "order_class": "chain"}, "order_class"),
        ({"qty": "1", "take_profit": {"limit_price": "900"}}, "take_profit"),
        ({"qty": "1", "commission": "-1"}, "commission"),
        ({"qty": "1", "commission": "1.001"}, "commission"),
        ({"qty": "1", "commission": "1", "commission_type": "percent"}, "commission_type"),
        ({"qty": "1", "commission": "10001", "commission_type": "bps"}, "commission"),
        ({"qty": "1", "commission": "0.001", "commission_type": "bps"}, "commission"),
        ({"qty": "1", "commission": "0.0000001", "commission_type": "qty"}, "commission"),
        ({"qty": "1", "commission": "1", "commission_bps": "1"}, "commission_bps"),
        ({"qty": "1", "commission_type": "qty", "commission_bps": "1"}, "commission_bps"),
        ({"qty": "1", "commission_bps": "-1"}, "commission_bps"),
        ({"qty": "1", "swap_fee_bps": "-1"}, "swap_fee_bps"),
        ({"qty": "1", "swap_fee_bps": "0.001"}, "swap_fee_bps"),
        ({"qty": "1", "instructions": "x" * 1025}, "instructions"),
        ({"qty": "1", "order_class": "mleg"}, "order_class"),
        ({"qty": "1", "legs": [{"symbol": "AAPL", "ratio_qty": "1"}]}, "legs"),
        (
            {"qty": "1", "advanced_instructions": {"algorithm": "TWAP", "destination": "IEX"}},
            "advanced_instructions.algorithm",
        ),
        (
            {"qty": "1", "advanced_instructions": {"algorithm": "DMA"}},
            "advanced_instructions.destination",
        ),
        (
            {"qty": "1", "advanced_instructions": {"destination": "IEX"}},
            "advanced_instructions.algorithm",
        ),
        (
            {"qty": "1", "advanced_instructions": DMA | {"display_qty": "150"}},
            "advanced_instructions.display_qty",
        ),
        ({"qty": "1", "advanced_instructions": DMA | {"pov": "1"}}, "advanced_instructions.pov"),
        ({"qty": "1", "extended_hours": True}, "extended_hours"),
        ({"qty": "1", "client_order_id": "c" * 129}, "client_order_id"),
    ],
)
async def test_bad_orders_are_refused(api: Api, fields: dict[str, Any], field: str) -> None:
    account_id = await api.funded_account()
    assert (await refused_order(api, 422, account_id, **fields))["field"] == field


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"qty": "1", "side": "hold"}, "side must be one of buy, sell"),
        ({"qty": "1", "position_intent": "x"}, "position_intent of a buy must be buy_to_open"),
        ({"qty": "1", "symbol": "NOPE"}, "symbol is not an asset"),
        ({"qty": "1", "symbol": "ATVI"}, "ATVI is not tradable"),
        ({"notional": "9", "symbol": "AMCR"}, "AMCR is not fractionable"),
        ({"qty": "1.5", "symbol": "AMCR"}, "AMCR is not fractionable, qty must be whole"),
        ({}, "exactly one of qty and notional is required"),
        ({"notional": "0.99"}, "notional must be at least 1 USD"),
        ({"qty": "0.000000001"}, "cost basis must be at least 1 USD"),
        ({"qty": "1", "limit_price": "1"}, "market orders have no limit_price"),
        ({"qty": "1", "type": "stop"}, "stop orders require stop_price"),
        (
            {"qty": "1", "type": "trailing_stop"},
            "exactly one of trail_price and trail_percent is required",
        ),
        (
            {"qty": "1", "type": "stop", "stop_price": "900", "time_in_force": "ioc"},
            "stop orders must be day or gtc",
        ),
        (
            {"qty": "1", "extended_hours": True},
            "only limit orders, for the day or gtc, can have extended_hours",
        ),
        (
            {"qty": "1.5", "type": "trailing_stop", "trail_price": "1"},
            "fractional and notional orders must be market, limit, stop, stop_limit orders",
        ),
        (
            {"notional": "10", "time_in_force": "gtc"},
            "fractional and notional orders must be for the day",
        ),
        ({"qty": "1", "subtag": "x" * 129}, "subtag must be at most 128 characters"),
        (
            {"qty": "1", "type": "trailing_stop", "trail_price": "1000"},
            "trail_price must be less than the market price",
        ),
        (
            {"qty": "1", "type": "trailing_stop", "trail_percent": "100"},
            "trail_percent must be less than 100",
        ),
        (
            {"qty": "1", "commission": "1", "commission_type": "percent"},
            "commission_type must be one of notional, qty, bps",
        ),
    ],
)
async def test_a_refusal_says_what_is_wrong(api: Api, fields: dict[str, Any], message: str) -> None:
    account_id = await api.funded_account()
    assert (await refused_order(api, 422, account_id, **fields))["message"] == message


@pytest.mark.parametrize(
    "fields",
    [
        {"notional": "1"},
        {"qty": "1", "symbol": "AMCR"},
        {"qty": "1", "symbol": "BYND"},  # below a dollar, but whole
        {"qty": "1", "type": "limit", "limit_price": "1.01"},
        {"qty": "1", "type": "limit", "limit_price": "0.9999"},
        {"qty": "1", "type": "limit", "limit_price": "1", "extended_hours": True},
        {"qty": "1", "type": "limit", "limit_price": "1", "time_in_force": "ioc"},
        {"qty": "1", "type": "stop", "stop_price": "900", "time_in_force": "gtc"},
        {"qty": "1", "type": "trailing_stop", "trail_percent": "99.99"},
        {"qty": "1", "subtag": "x" * 128, "source": "y" * 128},
        {"qty": "1", "commission": "1", "commission_type": "notional"},
        {"qty": "1", "commission": "0"},
        {"qty": "1", "position_intent": "buy_to_open"},
    ],
)
async def test_what_the_rules_just_allow_is_accepted(api: Api, fields: dict[str, Any]) -> None:
    account_id = await api.funded_account()
    order = await api.order(account_id, **fields)
    assert (order["status"], order["order_class"]) == ("accepted", "")
    answered = fields.keys() & order.keys() - {"commission"}
    assert {field: order[field] for field in answered} == {f: fields[f] for f in answered}


async def test_a_trail_may_be_a_cent_less_than_the_price_and_no_longer(api: Api) -> None:
    account_id = await api.funded_account("2000")
    trailing = {"qty": "1", "type": "trailing_stop"}
    at_price = {**trailing, "trail_price": str(price_of(api))}
    assert (await refused_order(api, 422, account_id, **at_price))["field"] == "trail_price"
    less = {**trailing, "trail_price": str(price_of(api) - CENT)}
    assert (await api.order(account_id, **less))["stop_price"] == str(2 * price_of(api) - CENT)


async def test_a_fraction_must_cost_a_dollar_to_the_cent(api: Api) -> None:
    account_id = await api.funded_account()
    for cost, is_accepted in (("0.994", False), ("0.996", True)):
        qty = (Decimal(cost) / price_of(api)).quantize(Decimal("1e-9"))
        if is_accepted:
            await api.order(account_id, qty=str(qty))
        else:
            assert (await refused_order(api, 422, account_id, qty=str(qty)))["field"] == "qty"


@pytest.mark.parametrize(("side", "sign"), [("sell", -1), ("buy", 1)])
async def test_a_trailing_stop_begins_at_the_price_of_its_entry(
    api: Api, side: str, sign: int
) -> None:
    account_id = await holder(api)
    order = await api.order(account_id, side=side, qty="1", type="trailing_stop", trail_price="2.5")
    assert Decimal(order["hwm"]) == price_of(api)
    assert Decimal(order["stop_price"]) == price_of(api) + sign * Decimal("2.5")


async def test_a_sale_may_be_worth_less_than_a_dollar(api: Api) -> None:
    account_id = await holder(api)
    order = await api.order(account_id, side="sell", qty="0.000000001")
    await api.advance(2)
    assert (await now_of(api, order))["status"] == "filled"
