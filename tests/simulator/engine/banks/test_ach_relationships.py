"""ACH relationships: links, refusals, Plaid's tokens, and the director's decisions."""

import pytest

from tests.simulator.conftest import BANK, Api
from tests.simulator.engine.support import decide, statuses


async def test_bank_link_is_approved_after_three_seconds(api: Api) -> None:
    account_id = await api.open_account()
    answer = await api.post(f"/v1/accounts/{account_id}/ach_relationships", BANK)
    assert answer["status"] == "QUEUED"
    await api.advance(2.9)
    assert await statuses(api, account_id, "ach_relationships") == ["QUEUED"]
    await api.advance(0.1)
    assert await statuses(api, account_id, "ach_relationships") == ["APPROVED"]


async def test_second_active_link_conflicts_until_the_first_is_removed(api: Api) -> None:
    account_id = await api.open_account()
    first = await api.link_bank(account_id)
    path = f"/v1/accounts/{account_id}/ach_relationships"
    await api.refused(409, "POST", path, json=BANK)
    assert (await api.client.delete(f"{path}/{first}")).status_code == 204
    await api.post(path, BANK)
    assert await statuses(api, account_id, "ach_relationships") == ["QUEUED"]
    listed = await api.get(path, statuses="QUEUED,CANCELED")
    assert [relationship["status"] for relationship in listed] == ["CANCELED", "QUEUED"]
    assert await api.get(path, statuses="PENDING") == []
    await api.refused(404, "DELETE", f"{path}/{first}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("account_owner_name", ""),
        ("bank_account_type", "PIGGY"),
        ("bank_account_number", "12-34"),
        ("bank_routing_number", "12345678"),
        ("nickname", "n" * 257),
    ],
)
async def test_bad_bank_details_are_refused(api: Api, field: str, value: str) -> None:
    account_id = await api.open_account()
    path = f"/v1/accounts/{account_id}/ach_relationships"
    refusal = await api.refused(422, "POST", path, json=BANK | {field: value})
    assert refusal["field"] == field


TOKEN = "processor-sandbox-161c86dd-d470-47e9-a741-d381c2b2cb6f"


async def test_processor_token_replaces_every_other_field(older: Api) -> None:
    """The bank behind it is made up, always the same, and usable like any other."""
    links = []
    for email in ("frog@example.com", "toad@example.com"):
        account_id = await older.open_account(email)
        path = f"/v1/accounts/{account_id}/ach_relationships"
        body = {"processor_token": TOKEN, "bank_account_type": "PIGGY", "instant": True}
        links.append(await older.post(path, body))
    link = links[0]
    assert link["account_owner_name"] == "Fern Frog"
    assert (link["bank_account_type"], link["bank_routing_number"]) == ("CHECKING", "121000358")
    assert len(link["bank_account_number"]) == 12
    assert link["account_mask"] == link["bank_account_number"][-4:]
    assert (link["approval_method"], link["processor_token"]) == ("PLAID", TOKEN)
    assert links[1]["bank_account_number"] == link["bank_account_number"]
    await older.client.delete(f"{path}/{links[1]['id']}")
    other = await older.post(path, {"processor_token": TOKEN[:-1] + "0"})
    assert other["bank_account_number"] != link["bank_account_number"]
    await older.advance(3)
    await older.transfer(account_id, other["id"], "10")
    await older.advance(8)
    assert (await older.account(account_id))["cash"] == "10"


@pytest.mark.parametrize(
    "token",
    [
        "public-sandbox-161c86dd",
        "processor-sandbox-",
        "processor-sandbox-a b!",
        "x" * 300,
        TOKEN * 9,
    ],
)
async def test_malformed_processor_token_is_refused(api: Api, token: str) -> None:
    path = f"/v1/accounts/{await api.open_account()}/ach_relationships"
    refusal = await api.refused(422, "POST", path, json=BANK | {"processor_token": token})
    assert refusal["field"] == "processor_token"
    for field in BANK:
        refusal = await api.refused(422, "POST", path, json=BANK | {field: None})
        assert refusal["field"] == field


async def test_refused_processor_token_is_told_its_form(api: Api) -> None:
    account_id = await api.open_account()
    path = f"/v1/accounts/{account_id}/ach_relationships"
    refusal = await api.refused(422, "POST", path, json={"processor_token": "frog-token"})
    assert refusal["field"] == "processor_token"
    assert "frog" not in refusal["message"]
    example = refusal["message"].split()[-1]
    await api.post(path, {"processor_token": example})


RELATIONSHIP_DECISIONS = {
    "QUEUED": {"PENDING", "APPROVED", "REJECTED", "CANCELED"},
    "PENDING": {"APPROVED", "REJECTED", "CANCELED"},
    "APPROVED": {"CANCELED"},
    "REJECTED": set[str](),
    "CANCELED": set[str](),
}


@pytest.mark.parametrize("before", RELATIONSHIP_DECISIONS)
@pytest.mark.parametrize("after", [*RELATIONSHIP_DECISIONS, "SENT_TO_CLEARING"])
async def test_director_moves_a_bank_link_where_its_status_leads(
    api: Api, before: str, after: str
) -> None:
    account_id = await api.open_account()
    path = f"/v1/accounts/{account_id}/ach_relationships"
    link = (await api.post(path, BANK))["id"]
    if before != "QUEUED":
        await decide(api, "ach_relationships", link, before)
    if after in RELATIONSHIP_DECISIONS[before]:
        assert (await decide(api, "ach_relationships", link, after))["status"] == after
    else:
        control = f"/simulator/ach_relationships/{link}/status"
        assert (await api.refused(422, "POST", control, json={"status": after}))["field"]
        after = "APPROVED" if before == "QUEUED" else before
    await api.advance(3)
    [listed] = await api.get(path, statuses=",".join(RELATIONSHIP_DECISIONS))
    assert listed["status"] == after


async def test_bank_link_in_use_cannot_be_canceled_by_anyone(api: Api) -> None:
    account_id = await api.open_account()
    link = await api.link_bank(account_id)
    transfer_id = (await api.transfer(account_id, link, "5"))["id"]
    await decide(api, "transfers", transfer_id, "APPROVED")
    control = f"/simulator/ach_relationships/{link}/status"
    await api.refused(409, "POST", control, json={"status": "CANCELED"})
    await api.refused(409, "DELETE", f"/v1/accounts/{account_id}/ach_relationships/{link}")
    await decide(api, "transfers", transfer_id, "COMPLETE")
    await decide(api, "ach_relationships", link, "CANCELED")
