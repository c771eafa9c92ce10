"""Trading configurations: kept, validated, returned and in effect."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.simulator.conftest import Api, Json, OpenApi
from tests.simulator.engine.orders.support import holder, orders_path, refused_order

DEFAULTS: Json = {
    "trade_confirm_email": "all",
    "suspend_trade": False,
    "no_shorting": False,
    "fractional_trading": True,
    "max_margin_multiplier": "1",
    "max_options_trading_level": 3,
    "ptp_no_exception_entry": "false",
    "disable_overnight_trading": False,
}
OLDER_DEFAULTS: Json = DEFAULTS | {
    "dtbp_check": "entry",
    "pdt_check": "entry",
    "max_options_trading_level": None,
    "ptp_no_exception_entry": False,
}


def path(account_id: str) -> str:
    return f"/v1/trading/accounts/{account_id}/account/configurations"


async def configure(api: Api, account_id: str, **changes: Any) -> Json:
    answer = await api.client.patch(path(account_id), json=changes)
    assert answer.status_code == 200, answer.text
    configured: Json = answer.json()
    return configured


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("trade_confirm_email", "none", "none"),
        ("suspend_trade", True, True),
        ("no_shorting", True, True),
        ("fractional_trading", False, False),
        ("max_margin_multiplier", "2", "2"),
        ("max_margin_multiplier", "4", "4"),
        ("max_margin_multiplier", 1.0, "1"),
        ("max_options_trading_level", 0, 0),
        ("max_options_trading_level", 3, 3),
        ("ptp_no_exception_entry", True, "true"),
        ("ptp_no_exception_entry", "true", "true"),
        ("disable_overnight_trading", True, True),
    ],
)
async def test_each_is_kept_alone_and_answered_everywhere(
    api: Api, field: str, value: Any, kept: Any
) -> None:
    await check_setting(api, DEFAULTS, field, value, kept)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("dtbp_check", "both", "both"),
        ("dtbp_check", "exit", "exit"),
        ("pdt_check", "both", "both"),
        ("max_options_trading_level", 0, 0),
        ("ptp_no_exception_entry", True, True),
    ],
)
async def test_older_ones_are_kept_and_answered_as_they_were(
    older: Api, field: str, value: Any, kept: Any
) -> None:
    await check_setting(older, OLDER_DEFAULTS, field, value, kept)


async def check_setting(api: Api, defaults: Json, field: str, value: Any, kept: Any) -> None:
    account_id = await api.open_account()
    assert await api.get(path(account_id)) == defaults
    changed = defaults | {field: kept}
    assert await configure(api, account_id, **{field: value}) == changed
    assert await api.get(path(account_id)) == changed
    assert (await api.get(f"/v1/accounts/{account_id}"))["trading_configurations"] == changed
    account = await api.account(account_id)
    assert account["user_configurations"] == changed
    assert (account["multiplier"], account["shorting_enabled"]) == ("1", False)
    assert await configure(api, account_id, **{field: defaults[field]}) == defaults


async def test_the_checks_of_day_trades_are_accepted_and_not_answered_any_more(api: Api) -> None:
    account_id = await api.open_account()
    assert await configure(api, account_id, dtbp_check="both", pdt_check="exit") == DEFAULTS


async def test_none_are_answered_until_one_is_set(api: Api) -> None:
    account_id = await api.open_account()
    await configure(api, account_id)
    assert "trading_configurations" not in await api.get(f"/v1/accounts/{account_id}")
    assert (await api.account(account_id))["user_configurations"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("dtbp_check", "never"),
        ("pdt_check", "never"),
        ("trade_confirm_email", "some"),
        ("suspend_trade", "perhaps"),
        ("suspend_trade", None),
        ("fractional_trading", 2),
        ("max_margin_multiplier", "3"),
        ("max_margin_multiplier", "1.5"),
        ("max_margin_multiplier", "1e999999999"),
        ("max_margin_multiplier", None),
        ("max_options_trading_level", 4),
        ("max_options_trading_level", -1),
        ("max_options_trading_level", 10**30),
        ("crypto", True),
    ],
)
async def test_refusal_names_the_field_and_changes_nothing(
    api: Api, field: str, value: Any
) -> None:
    account_id = await api.open_account()
    body = {"no_shorting": True, field: value}
    refusal = await api.refused(422, "PATCH", path(account_id), json=body)
    assert refusal["field"] == field
    assert await api.get(path(account_id)) == DEFAULTS


async def test_suspended_account_takes_no_order_but_lets_them_be_canceled(api: Api) -> None:
    account_id = await holder(api)
    waiting = await api.order(account_id, qty="1", type="limit", limit_price="1")
    await configure(api, account_id, suspend_trade=True)
    assert (await api.account(account_id))["trade_suspended_by_user"] is True
    await refused_order(api, 403, account_id, qty="1")
    await refused_order(api, 403, account_id, qty="1", side="sell")
    trading = f"/v1/trading/accounts/{account_id}"
    await api.refused(403, "DELETE", f"{trading}/positions/AAPL")
    body = {"symbol": "AAPL", "side": "buy", "type": "market", "time_in_force": "day"}
    estimation = f"{orders_path(account_id)}/estimation"
    await api.refused(403, "POST", estimation, json=body | {"notional": "10"})
    order = f"{orders_path(account_id)}/{waiting['id']}"
    await api.refused(403, "PATCH", order, json={"limit_price": "2"})
    assert (await api.client.delete(order)).status_code == 204
    await configure(api, account_id, suspend_trade=False)
    assert (await api.account(account_id))["trade_suspended_by_user"] is False
    await api.order(account_id, qty="1")


async def test_order_from_before_the_suspension_still_fills(api: Api) -> None:
    account_id = await api.funded_account("1000")
    order = await api.order(account_id, qty="1")
    await configure(api, account_id, suspend_trade=True)
    await api.advance(2)
    filled = await api.get(f"{orders_path(account_id)}/{order['id']}")
    assert filled["status"] == "filled"


@pytest.mark.parametrize("size", [{"qty": "0.5"}, {"qty": "1.000000001"}, {"notional": "10"}])
async def test_without_fractional_trading_orders_are_of_whole_shares(
    api: Api, size: dict[str, str]
) -> None:
    account_id = await holder(api)
    await configure(api, account_id, fractional_trading=False)
    for side in ("buy", "sell"):
        refusal = await refused_order(api, 403, account_id, side=side, **size)
        assert refusal["field"] == next(iter(size))
    await api.order(account_id, qty="1")
    await configure(api, account_id, fractional_trading=True)
    await api.order(account_id, **size)


async def test_configurations_are_an_accounts_own_and_survive_a_restart(
    open_api: OpenApi, tmp_path: Path
) -> None:
    first = await open_api(data_dir=tmp_path)
    mine, other = await first.open_account("1@example.com"), await first.open_account("2@x.y")
    configured = await configure(first, mine, suspend_trade=True, max_margin_multiplier=2)
    second = await open_api(data_dir=tmp_path)
    assert await second.get(path(mine)) == configured
    assert await second.get(path(other)) == DEFAULTS
    assert Decimal((await second.account(mine))["multiplier"]) == 1


async def test_unknown_account_has_none(api: Api) -> None:
    unknown = path("00000000-0000-4000-8000-000000000000")
    await api.refused(404, "GET", unknown)
    await api.refused(404, "PATCH", unknown, json={"suspend_trade": True})
