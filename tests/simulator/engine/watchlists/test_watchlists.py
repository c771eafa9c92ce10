"""Watchlists."""

import pytest

from tests.simulator.conftest import Api, Json


def symbols(watchlist: Json) -> list[str]:
    return [asset["symbol"] for asset in watchlist["assets"]]


async def test_life_of_a_watchlist(api: Api) -> None:
    account_id = await api.open_account()
    path = f"/v1/trading/accounts/{account_id}/watchlists"
    assert await api.get(path) == []
    pond = await api.post(path, {"name": "pond", "symbols": ["MSFT", "AAPL", "MSFT"]})
    assert (pond["name"], pond["account_id"]) == ("pond", account_id)
    assert symbols(pond) == ["MSFT", "AAPL"]
    assert pond["assets"][1] == await api.get("/v1/assets/AAPL")
    one = f"{path}/{pond['id']}"
    assert await api.get(one) == pond
    assert await api.get(path) == [{name: pond[name] for name in pond if name != "assets"}]

    await api.advance(10)
    assert symbols(await api.post(one, {"symbol": "NVDA"})) == ["MSFT", "AAPL", "NVDA"]
    changed = (await api.client.put(one, json={"name": "lake"})).json()
    assert (changed["name"], len(changed["assets"])) == ("lake", 3)
    assert changed["updated_at"] > changed["created_at"] == pond["created_at"]
    left = (await api.client.delete(f"{one}/NVDA")).json()
    assert symbols(left) == ["MSFT", "AAPL"]
    await api.refused(404, "DELETE", f"{one}/NVDA")
    assert symbols((await api.client.put(one, json={"symbols": ["TSLA"]})).json()) == ["TSLA"]
    assert (await api.client.delete(one)).status_code == 200
    for method in ("GET", "DELETE"):
        await api.refused(404, method, one)


async def test_older_lists_have_the_assets_too(older: Api) -> None:
    account_id = await older.open_account()
    path = f"/v1/trading/accounts/{account_id}/watchlists"
    pond = await older.post(path, {"name": "pond", "symbols": ["MSFT"]})
    assert await older.get(path) == [pond]
    assert symbols(pond) == ["MSFT"]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"symbols": ["AAPL"]}, 422, "name"),
        ({"name": "n" * 65}, 422, "name"),
        ({"name": "taken"}, 422, "name"),
        ({"name": "n", "symbols": "AAPL"}, 422, "symbols"),
        ({"name": "n", "symbols": ["AAPL", "NOPE"]}, 404, "symbols"),
        ({"name": 5}, 422, "name"),
    ],
)
async def test_refused_watchlists(api: Api, body: Json, status: int, field: str) -> None:
    account_id = await api.open_account()
    path = f"/v1/trading/accounts/{account_id}/watchlists"
    await api.post(path, {"name": "taken"})
    assert (await api.refused(status, "POST", path, json=body))["field"] == field


async def test_watchlists_are_private_to_their_account(api: Api) -> None:
    mine, yours = await api.open_account(), await api.open_account("other@example.com")
    pond = await api.post(f"/v1/trading/accounts/{mine}/watchlists", {"name": "pond"})
    assert await api.get(f"/v1/trading/accounts/{yours}/watchlists") == []
    await api.refused(404, "GET", f"/v1/trading/accounts/{yours}/watchlists/{pond['id']}")
    await api.post(f"/v1/trading/accounts/{yours}/watchlists", {"name": "pond"})
