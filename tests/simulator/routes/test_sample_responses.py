"""Every answer has the fields that Alpaca's documents show for it, and of the same kinds.

`samples/answers.json` has the kind of every field of every answer shown there.
"""

import json
from typing import Any

import pytest

from tests.simulator.conftest import BANK, SAMPLES, Api, Json

SHOWN: dict[str, Json] = json.loads((SAMPLES / "answers.json").read_text("utf-8"))
DEMANDING = SAMPLES / "application-2022.json"


async def an_account(api: Api) -> Json:
    body = json.loads(DEMANDING.read_text("utf-8"))
    body["agreements"].append(body["agreements"][0] | {"agreement": "crypto_agreement"})
    body["enabled_assets"] = ["us_equity", "crypto"]
    body["documents"] = [
        {
            "document_type": "identity_verification",
            "document_sub_type": "passport",
            "content": "/9j/Cg==",
            "mime_type": "image/jpeg",
        }
    ]
    created: Json = await api.post("/v1/accounts", body)
    read: Json = await api.get(f"/v1/accounts/{created['id']}")
    assert set(created) == set(read)
    return read


async def an_answer(api: Api, name: str) -> Any:
    if name.startswith("account"):
        return await an_account(api)
    if name == "sweep account":
        return await api.get("/v1/accounts/8f8c8cee-2591-4f83-be12-82c659b5e748")
    if name == "asset":
        return await api.get("/v1/assets/A")
    account_id = await api.funded_account()
    if name.startswith("trading account"):
        return await api.account(account_id)
    if name == "ACH relationship":
        other = await api.open_account("toad@example.com")
        named = BANK | {"nickname": "Bank of America Checking"}
        return await api.post(f"/v1/accounts/{other}/ach_relationships", named)
    if name == "transfer":
        return (await api.get(f"/v1/accounts/{account_id}/transfers"))[0]
    if name == "order":
        return await api.order(account_id, qty="0.42")
    assert name == "journal event"
    await api.journal(account_id, "5")
    bounds = {"since_id": 0, "until_id": api.simulation.events.last_id()}
    answer = await api.client.get("/v1/events/journal/updates", params=bounds)
    data = next(line for line in answer.text.splitlines() if line.startswith("data: "))
    return json.loads(data.removeprefix("data: "))


def differences(shown: Any, ours: Any, path: str) -> list[str]:
    """Return the paths where `ours` lacks a value or has another type; either may have null."""
    if isinstance(shown, dict):
        if not isinstance(ours, dict):
            return [f"{path} is no object"]
        return [
            difference
            for name, kind in shown.items()
            for difference in (
                differences(kind, ours[name], f"{path}.{name}")
                if name in ours
                else [f"{path}.{name} is missing"]
            )
        ]
    if isinstance(shown, list):
        if not isinstance(ours, list) or not ours:
            return [f"{path} is no list, or empty"]
        return [gap for item in ours for gap in differences(shown[0], item, f"{path}[]")]
    if "null" in (shown, kind_of(ours)) or shown == kind_of(ours):
        return []
    return [f"{path} is a {kind_of(ours)}, not a {shown}"]


def kind_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    return "number" if isinstance(value, int | float) else type(value).__name__


@pytest.mark.parametrize("name", SHOWN)
async def test_answer_has_the_documented_fields(older: Api, name: str) -> None:
    assert differences(SHOWN[name], await an_answer(older, name), name) == []
