"""The record of what happened, by account, kind, time and page."""

from typing import Any

import pytest

from tests.simulator.conftest import Api

PATH = "/v1/accounts/activities"


async def test_activities_by_account_kind_and_time(api: Api) -> None:
    one = await api.funded_account("100", "one@example.com")
    await api.funded_account("200", "two@example.com")
    await api.order(one, notional="10")
    await api.advance(24 * 3600)

    async def amounts(path: str = PATH, **parameters: Any) -> list[str]:
        found = await api.get(path, **parameters)
        return [activity.get("net_amount", "fill") for activity in found]

    assert await amounts() == ["fill", "200", "100"]
    assert await amounts(direction="asc") == ["100", "200", "fill"]
    assert await amounts(account_id=one) == ["fill", "100"]
    assert await amounts(activity_types="CSD,JNLC") == ["200", "100"]
    assert await amounts(activity_types="TRANS") == ["200", "100"]
    assert await amounts(category="trade_activity") == ["fill"]
    assert await amounts(category="non_trade_activity") == ["200", "100"]
    assert await amounts(f"{PATH}/DIVNRA") == []
    assert await amounts(f"{PATH}/FILL") == ["fill"]
    assert await amounts(date="2026-01-15") == ["fill", "200", "100"]
    assert await amounts(date="2026-01-15", page_size=2) == ["fill", "200"]
    assert await amounts(date="2026-01-15T22:00:00Z") == ["fill", "200", "100"]
    assert await amounts(date="2026-01-14") == []
    assert await amounts(after="2026-01-15T15:00:20Z") == ["fill", "200"]
    assert await amounts(until="2026-01-15T15:00:20Z") == ["100"]


async def test_s9_activities_of_an_order_are_its_fills(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    large, small = await api.order(account_id, qty="1500"), await api.order(account_id, qty="1")
    await api.advance(10)
    for path in (PATH, f"{PATH}/FILL"):
        fills = await api.get(path, order_id=large["id"].upper())
        assert len(fills) > 1 and {fill["order_id"] for fill in fills} == {large["id"]}
        assert fills[0]["cum_qty"] == "1500"
        (fill,) = await api.get(path, order_id=small["id"])
        assert (fill["order_id"], fill["qty"]) == (small["id"], "1")
        assert await api.get(path, order_id=small["id"], until="2026-01-15") == []
        assert await api.get(path, order_id=account_id) == []
    assert await api.get(f"{PATH}/CSD", order_id=small["id"]) == []


async def test_pages_follow_each_other_without_gap_or_overlap(api: Api) -> None:
    account_id = await api.open_account()
    for cents in range(1, 8):
        await api.journal(account_id, f"0.0{cents}")
    await api.advance(1)
    everything = await api.get(PATH, account_id=account_id)
    assert len({activity["id"] for activity in everything}) == 7
    for direction, expected in (("desc", everything), ("asc", everything[::-1])):
        pages: list[Any] = []
        query = {"account_id": account_id, "page_size": 3, "direction": direction}
        while page := await api.get(PATH, **query):
            assert len(page) <= 3
            pages += page
            query["page_token"] = page[-1]["id"]
        assert pages == expected


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"activity_types": "CSD,POEM"}, "activity_types"),
        ({"activity_types": "FILL", "category": "trade_activity"}, "category"),
        ({"category": "poetry"}, "category"),
        ({"date": "2026-01-15", "after": "2026-01-15"}, "date"),
        ({"date": "2026-01-15", "until": "2026-01-15"}, "date"),
        ({"date": "someday"}, "date"),
        ({"page_size": "101"}, "page_size"),
        ({"page_size": "0"}, "page_size"),
        ({"page_token": "no activity"}, "page_token"),
        ({"direction": "up"}, "direction"),
    ],
)
async def test_bad_queries_are_refused(api: Api, parameters: dict[str, str], field: str) -> None:
    assert (await api.refused(422, "GET", PATH, params=parameters))["field"] == field


async def test_bad_type_in_the_path_is_refused(api: Api) -> None:
    assert (await api.refused(422, "GET", f"{PATH}/POEM"))["field"] == "activity_type"
    await api.refused(422, "GET", f"{PATH}/FILL", params={"category": "trade_activity"})
