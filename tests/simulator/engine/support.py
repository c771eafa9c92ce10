"""Calls that the tests of several engine packages share."""

from typing import Any

from tests.simulator.conftest import Api, Json

DAY = 24 * 3600
"""In seconds."""


async def statuses(api: Api, account_id: str, kind: str) -> list[str]:
    """Return the statuses of the account's transfers or bank links, as the API lists them."""
    return [item["status"] for item in await api.get(f"/v1/accounts/{account_id}/{kind}")]


async def decide(api: Api, kind: str, entity_id: str, status: str, **more: Any) -> Json:
    """Set a status as the director; `kind` is transfers, ach_relationships or journals."""
    path = f"/simulator/{kind}/{entity_id}/status"
    answer: Json = await api.post(path, {"status": status} | more)
    return answer


async def amounts(api: Api, account_id: str, kinds: str) -> list[str]:
    """Return the net amounts of the account's activities of those kinds, oldest first."""
    listed = await api.get(
        "/v1/accounts/activities", account_id=account_id, activity_types=kinds, direction="asc"
    )
    return [activity["net_amount"] for activity in listed]


async def cash(api: Api, account_id: str) -> str:
    """Return the account's cash (USD)."""
    amount: str = (await api.account(account_id))["cash"]
    return amount
