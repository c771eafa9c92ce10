"""Orders that are refused, each naming the field at fault."""

from typing import Any

import pytest

from tests.simulator.conftest import Api
from tests.simulator.engine.orders.support import refused_order


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
        ({"qty": "1", "symbol": None}, "symbol"),
        ({"qty": "1", "side": "hold"}, "side"),
        ({"qty": "1", "type": "wish"}, "type"),
        ({"qty": "1", "limit_price": "1"}, "limit_price"),
        ({"qty": "1", "time_in_force": "never"}, "time_in_force"),
        ({"qty": "1.5", "time_in_force": "gtc"}, "time_in_force"),
        ({"notional": "10", "time_in_force": "gtc"}, "time_in_force"),
        ({"qty": "1.5", "type": "limit", "limit_price": "1"}, "type"),
        ({"notional": "10", "type": "limit", "limit_price": "1"}, "type"),
        ({"qty": "1", "type": "limit"}, "limit_price"),
        ({"qty": "1", "type": "limit", "limit_price": "0"}, "limit_price"),
        ({"qty": "1", "type": "limit", "limit_price": "1.001"}, "limit_price"),
        ({"qty": "1", "type": "limit", "limit_price": "0.00001"}, "limit_price"),
        ({"qty": "1", "type": "limit", "limit_price": "1e99999999"}, "limit_price"),
        ({"qty": "1", "type": "limit", "limit_price": "1", "stop_price": "1"}, "stop_price"),
        ({"qty": "1", "type": "stop", "limit_price": "1", "stop_price": "1"}, "limit_price"),
        ({"qty": "1", "type": "stop"}, "stop_price"),
        ({"qty": "1", "type": "stop_limit", "limit_price": "1"}, "stop_price"),
        ({"qty": "1", "type": "stop_limit", "stop_price": "1"}, "limit_price"),
        ({"qty": "1", "type": "stop", "stop_price": "1", "time_in_force": "ioc"}, "time_in_force"),
        ({"qty": "1", "type": "trailing_stop"}, "trail_price"),
        (
            {"qty": "1", "type": "trailing_stop", "trail_price": "1", "trail_percent": "1"},
            "trail_price",
        ),
        ({"qty": "1", "type": "trailing_stop", "trail_price": "1000"}, "trail_price"),
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
                "time_in_force": "gtc",
                "extended_hours": True,
            },
            "extended_hours",
        ),
        ({"qty": "1", "order_class": "chain"}, "order_class"),
        ({"qty": "1", "take_profit": {"limit_price": "900"}}, "take_profit"),
        ({"qty": "1", "commission": "-1"}, "commission"),
        ({"qty": "1", "commission": "1.001"}, "commission"),
        ({"qty": "1", "commission": "1", "commission_type": "bps"}, "commission_type"),
        ({"qty": "1", "extended_hours": True}, "extended_hours"),
        ({"qty": "1", "client_order_id": "c" * 129}, "client_order_id"),
    ],
)
async def test_bad_orders_are_refused(api: Api, fields: dict[str, Any], field: str) -> None:
    account_id = await api.funded_account()
    assert (await refused_order(api, 422, account_id, **fields))["field"] == field
