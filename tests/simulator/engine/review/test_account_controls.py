"""The director's decisions on accounts, the test personas, and the firm's setups."""

from typing import Any

import pytest

from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from ribbit_tui.simulator.settings import Setup
from ribbit_tui.wire.accounts import AccountStatus
from tests.simulator.conftest import Api, Json, OpenApi, application
from tests.simulator.engine.review.test_review import (
    ID_CARD,
    JOB,
    REJOINED,
    apply,
    change,
    events,
    status_of,
    upload,
    way,
)


async def decide(api: Api, account_id: str, status: str, **body: Any) -> Json:
    path = f"/simulator/accounts/{account_id}/status"
    account: Json = await api.post(path, {"status": status} | body)
    assert account["status"] == status
    return account


FOLLOWING = {
    "APPROVED": ["ACTIVE"],
    "SUBMISSION_FAILED": ["APPROVED", "ACTIVE"],
    "EDITED": REJOINED,
    "SUBMITTED": ["APPROVED", "ACTIVE"],
}


@pytest.mark.parametrize("status", AccountStatus)
@pytest.mark.parametrize("seconds", [0, 3, 10])
async def test_decision_is_not_undone_by_what_was_planned(
    api: Api, status: str, seconds: int
) -> None:
    account_id = await apply(api)
    await api.advance(seconds)
    before = way(api, account_id)
    await decide(api, account_id, status, reason="Because")
    told = events(api, account_id)[-1]
    assert (told["status_to"], told["reason"]) == (status, "Because")
    await api.advance(60)
    assert way(api, account_id) == [*before, status, *FOLLOWING.get(status, [])]


async def test_director_asks_for_documents(api: Api) -> None:
    account_id = await apply(api, documents=[ID_CARD])
    await api.advance(4)
    wanted = {
        "indeterminate": ["ADDRESS_VERIFICATION", "PEP"],
        "reject": ["TAX_IDENTIFICATION"],
        "additional_information": "Please hurry.",
    }
    account = await decide(api, account_id, "ACTION_REQUIRED", kyc_results=wanted)
    assert account["kyc_results"] == {
        "accept": {},
        "reject": {"TAX_IDENTIFICATION": {}},
        "indeterminate": {"ADDRESS_VERIFICATION": {}, "PEP": {}},
        "additional_information": "Please hurry.",
        "summary": "fail",
    }
    assert events(api, account_id)[-1]["kyc_results"] == account["kyc_results"]
    await upload(api, account_id, ID_CARD, ID_CARD | {"document_type": "tax_id_verification"})
    assert await status_of(api, account_id) == "ACTION_REQUIRED"
    await change(api, account_id, "contact", city="Oakland")
    assert await status_of(api, account_id) == "ACTION_REQUIRED"
    await change(api, account_id, "disclosures", **JOB)
    await api.advance(4)
    assert way(api, account_id)[-4:] == ["ACTION_REQUIRED", *REJOINED]


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ({}, {"IDENTITY_VERIFICATION": {}}),
        ({"reason": "Who are you?"}, {"OTHER": {}}),
        ({"kyc_results": {"additional_information": "Who are you?"}}, {"OTHER": {}}),
    ],
)
async def test_director_who_names_no_code_asks_for_something(
    api: Api, body: Json, codes: Json
) -> None:
    account_id = await apply(api)
    account = await decide(api, account_id, "ACTION_REQUIRED", **body)
    assert account["kyc_results"]["indeterminate"] == codes
    await upload(api, account_id, ID_CARD)
    assert await status_of(api, account_id) == "APPROVAL_PENDING"


async def test_rejection_says_what_was_not_good_enough(api: Api) -> None:
    account_id = await apply(api, identity__family_name="Identity")
    await api.advance(2)
    account = await decide(api, account_id, "REJECTED")
    assert account["kyc_results"]["reject"] == {"IDENTITY_VERIFICATION": {}}
    await upload(api, account_id, ID_CARD)
    assert await status_of(api, account_id) == "REJECTED"


@pytest.mark.parametrize("status", ["APPROVED", "ACTIVE"])
@pytest.mark.parametrize("seconds", [0, 2])
async def test_approval_waives_what_was_asked(api: Api, status: str, seconds: int) -> None:
    account_id = await apply(api, disclosures__is_control_person=True)
    await api.advance(seconds)
    account = await decide(api, account_id, status)
    assert account["kyc_results"]["summary"] == "pass"
    await api.advance(2)
    await decide(api, account_id, "ACTION_REQUIRED")
    await upload(api, account_id, ID_CARD)
    await api.advance(4)
    assert await status_of(api, account_id) == "ACTIVE"


async def test_decided_onboarding_has_a_flow_to_complete(api: Api) -> None:
    account_id = await apply(api)
    await decide(api, account_id, "ONBOARDING")
    assert (await api.get(f"/v1/accounts/{account_id}/onfido/sdk/tokens/"))["token"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "status"),
        ({"status": "HAPPY"}, "status"),
        ({"status": "ACTIVE", "reason": "x" * 2000}, "reason"),
        ({"status": "REJECTED", "kyc_results": {"reject": ["BAD"]}}, "kyc_results.reject.0"),
    ],
)
async def test_refused_decisions(api: Api, body: Json, field: str) -> None:
    path = f"/simulator/accounts/{await apply(api)}/status"
    assert (await api.refused(422, "POST", path, json=body))["field"] == field


async def test_firm_accounts_are_not_decided_on(api: Api) -> None:
    body = {"status": "DISABLED"}
    await api.refused(403, "POST", f"/simulator/accounts/{SWEEP_ACCOUNT}/status", json=body)
    await api.refused(404, "POST", "/simulator/accounts/nobody/status", json=body)


async def test_every_persona_does_what_the_guide_says(api: Api) -> None:
    personas = await api.get("/simulator/personas")
    assert len({persona["name"] for persona in personas}) == len(personas)
    accounts = []
    for number, persona in enumerate(personas):
        changes = {name.replace(".", "__"): value for name, value in persona["apply_with"].items()}
        accounts.append(await apply(api, email=f"{number}@example.com", **changes))
    await api.advance(60)
    for account_id, persona in zip(accounts, personas, strict=True):
        assert way(api, account_id) == persona["statuses"], persona["name"]
        results = (await api.get(f"/v1/accounts/{account_id}")).get("kyc_results", {})
        found = {
            code for part in ("accept", "reject", "indeterminate") for code in results.get(part, {})
        }
        assert found == set(persona["result_codes"]), persona["name"]


async def test_tax_id_makes_a_persona_too(api: Api) -> None:
    account_id = await apply(api, identity__tax_id="219-09-9999")
    await api.advance(2)
    assert await status_of(api, account_id) == "ACTION_REQUIRED"


@pytest.mark.parametrize("setup", ["trading_app", "fully_disclosed", "omnibus"])
async def test_simulator_says_its_setup(open_api: OpenApi, setup: Setup) -> None:
    api = await open_api(setup=setup)
    assert (await api.get("/simulator"))["setup"] == setup


async def test_fully_disclosed_account_is_approved_at_once(open_api: OpenApi) -> None:
    api = await open_api(setup="fully_disclosed")
    account = await api.post("/v1/accounts", application(disclosures__is_control_person=True))
    assert account["status"] == "APPROVED"
    assert "kyc_results" not in account
    await api.advance(4)
    assert way(api, account["id"]) == ["APPROVED", "ACTIVE"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", ""),
        ("GET", ""),
        ("GET", "/{id}"),
        ("PATCH", "/{id}"),
        ("DELETE", "/{id}"),
        ("POST", "/{id}/actions/close"),
        ("GET", "/{id}/documents"),
        ("POST", "/{id}/documents/upload"),
        ("GET", "/{id}/documents/1/download"),
        ("GET", "/{id}/cip"),
        ("POST", "/{id}/cip"),
        ("GET", "/{id}/onfido/sdk/tokens/"),
        ("PATCH", "/{id}/onfido/sdk/"),
    ],
)
async def test_omnibus_firm_has_no_accounts_api(open_api: OpenApi, method: str, path: str) -> None:
    api = await open_api(setup="omnibus")
    await api.refused(403, method, "/v1/accounts" + path.format(id=SWEEP_ACCOUNT), json={})


@pytest.mark.parametrize(
    "path",
    [
        "/v1/accounts/activities",
        "/v1/accounts/activities/FILL",
        "/v1/accounts/positions",
        f"/v1/accounts/{SWEEP_ACCOUNT}/transfers",
        f"/v1/accounts/{SWEEP_ACCOUNT}/ach_relationships",
        f"/v1/trading/accounts/{SWEEP_ACCOUNT}/account",
        "/v1/assets",
    ],
)
async def test_omnibus_firm_has_all_the_rest(open_api: OpenApi, path: str) -> None:
    api = await open_api(setup="omnibus")
    await api.get(path)
