"""CIP uploads and Onfido's flow."""

from decimal import Decimal
from typing import Any

import pytest

from ribbit_tui.wire.model import loads
from tests.simulator.conftest import SAMPLES, Api, Json, OpenApi
from tests.simulator.engine.review.test_review import (
    REJOINED,
    apply,
    document,
    results_of,
    status_of,
    upload,
    way,
)


def check(**results: str) -> Json:
    return {"id": "28E1CCE8", "status": "complete", "result": "consider"} | results


async def test_documented_sample_is_taken_and_answered(api: Api) -> None:
    account_id = await apply(api)
    path = f"/v1/accounts/{account_id}/cip"
    await api.refused(404, "GET", path)
    sent = (SAMPLES / "cip.json").read_bytes()
    answer = await api.client.post(path, content=sent)
    assert answer.status_code == 200, answer.text
    cip = await api.get(path)
    assert answer.json() == cip
    assert cip["account_id"] == account_id
    # Q9: answered as it was uploaded, the number too.
    assert {name: cip[name] for name in loads(sent)} == loads(sent)
    assert cip["kyc"]["id_number"] == "jd0000123456789"
    await api.advance(4)
    assert way(api, account_id) == ["SUBMITTED", "APPROVED", "ACTIVE"]


async def test_later_results_replace_the_earlier(api: Api) -> None:
    account_id = await apply(api)
    path = f"/v1/accounts/{account_id}/cip"
    kyc = {"approval_reason": "All is well", "approved_by": "Jane", "tax_id_2": "666-55-4321"}
    first = await api.post(path, {"provider": "alloy", "kyc": kyc})
    assert first["provider_name"] == ["alloy"]
    assert first["kyc"] == {"approval_reason": "All is well", "approved_by": "Jane"}
    assert "666-55-4321" not in str(first)
    await api.advance(1)
    second = await api.post(path, {"document": {"document_numbers": ["P1234567"]}})
    assert (second["id"], second["created_at"]) == (first["id"], first["created_at"])
    assert second["updated_at"] > first["updated_at"]
    assert "kyc" not in second
    assert second["document"] == {"document_numbers": ["P1234567"]}


async def test_Q9_fields_are_answered_in_the_form_they_were_sent_in(api: Api) -> None:
    path = f"/v1/accounts/{await apply(api)}/cip"
    identity = {
        "created_at": "2021-06-10T15:37:03+02:00",
        "address_breakdown": {"credit_agencies": {"score": 0.5, "matches": "1"}},
        "matched_addresses": [{"id": "19099121", "match_types": ["voting_register"]}],
        "sources_breakdown": '{"total": "3"}',
    }
    answer = await api.post(path, {"identity": identity, "kyc": {"risk_score": 5}, "photo": {}})
    assert answer["identity"] == {
        **identity,
        "address_breakdown": {"credit_agencies": {"score": Decimal("0.5"), "matches": "1"}},
    }
    assert answer["kyc"] == {"risk_score": 5}
    assert "photo" not in answer


@pytest.mark.parametrize(
    "empty", [{}, {"provider_name": ["onfido"]}, {"kyc": {}, "photo": None}, {"kyc": {"id": ""}}]
)
async def test_Q9_an_empty_upload_is_refused_and_leaves_the_earlier_one(
    api: Api, empty: Json
) -> None:
    path = f"/v1/accounts/{await apply(api)}/cip"
    before = await api.post(path, {"kyc": {"approved_by": "Jane"}})
    refusal = await api.refused(422, "POST", path, json=empty)
    assert "kyc" in refusal["message"]
    assert await api.get(path) == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"provider_name": ["oracle"]}, "provider_name"),
        ({"provider": "oracle"}, "provider"),
        ({"document": {"result": "fine"}}, "document.result"),
        ({"document": {"police_record": "clear"}}, "document.police_record"),
        ({"photo": {"status": "done"}}, "photo.status"),
        ({"kyc": {"approval_status": "maybe"}}, "kyc.approval_status"),
        ({"kyc": {"kyc_completed_at": "yesterday"}}, "kyc.kyc_completed_at"),
        ({"identity": {"sources_breakdown": ["x" * 20_000]}}, "identity"),
    ],
)
async def test_refused_results(api: Api, body: Json, field: str) -> None:
    path = f"/v1/accounts/{await apply(api)}/cip"
    refusal = await api.refused(422, "POST", path, json=body)
    assert refusal["field"] == field
    await api.refused(404, "GET", path)


@pytest.mark.parametrize(
    ("part", "results", "code"),
    [
        ("document", {}, "IDENTITY_VERIFICATION"),
        ("document", {"image_integrity": "consider"}, "IDENTITY_VERIFICATION"),
        ("photo", {"face_comparison": "consider"}, "SELFIE_VERIFICATION"),
        ("identity", {"sources": "consider"}, "IDENTITY_VERIFICATION"),
        ("identity", {"address": "consider"}, "ADDRESS_VERIFICATION"),
        ("identity", {"matched_address": "consider"}, "ADDRESS_VERIFICATION"),
        ("identity", {"date_of_birth": "consider"}, "DATE_OF_BIRTH"),
        ("identity", {"tax_id": "consider", "result": "clear"}, "TAX_IDENTIFICATION"),
        ("watchlist", {"sanction": "consider"}, "WATCHLIST_HIT"),
        ("watchlist", {"politically_exposed_person": "consider"}, "PEP"),
    ],
)
async def test_something_to_consider_stops_the_review_until_it_is_clear(
    api: Api, part: str, results: Json, code: str
) -> None:
    account_id = await apply(api)
    path = f"/v1/accounts/{account_id}/cip"
    await api.post(path, {part: check(**results)})
    await api.advance(10)
    assert way(api, account_id) == ["SUBMITTED", "ACTION_REQUIRED"]
    assert (await results_of(api, account_id))["indeterminate"] == {code: {}}
    await api.post(path, {part: {"result": "clear", "status": "complete"}})
    await api.advance(4)
    assert way(api, account_id) == ["SUBMITTED", "ACTION_REQUIRED", *REJOINED]


async def test_document_answers_the_provider_too(api: Api) -> None:
    account_id = await apply(api, documents=[document("identity_verification")])
    await api.post(f"/v1/accounts/{account_id}/cip", {"document": check()})
    assert await status_of(api, account_id) == "ACTION_REQUIRED"
    await upload(api, account_id, document("identity_verification"))
    assert await status_of(api, account_id) == "APPROVAL_PENDING"


async def test_rejected_results_are_told_as_rejected(api: Api) -> None:
    account_id = await apply(api)
    body = {"kyc": {"approval_status": "rejected"}}
    await api.post(f"/v1/accounts/{account_id}/cip", body)
    assert (await results_of(api, account_id))["reject"] == {"IDENTITY_VERIFICATION": {}}


async def test_withdrawn_check_and_opened_account_are_left_alone(api: Api) -> None:
    account_id = await apply(api)
    path = f"/v1/accounts/{account_id}/cip"
    await api.post(path, {"document": check(status="withdrawn")})
    await api.advance(4)
    await api.post(path, {"document": check()})
    assert way(api, account_id) == ["SUBMITTED", "APPROVED", "ACTIVE"]


async def test_firm_that_approves_its_customers_itself_may_hand_in_doubts(
    open_api: OpenApi,
) -> None:
    api = await open_api(setup="fully_disclosed")
    account_id = await apply(api)
    await api.post(f"/v1/accounts/{account_id}/cip", {"document": check()})
    await api.advance(4)
    assert way(api, account_id) == ["APPROVED", "ACTIVE"]


def onfido(account_id: str, rest: str = "") -> str:
    return f"/v1/accounts/{account_id}/onfido/sdk/{rest}"


async def token_of(api: Api, account_id: str) -> str:
    token: str = (await api.get(onfido(account_id, "tokens/")))["token"]
    return token


async def finish(api: Api, account_id: str, **body: Any) -> None:
    answer = await api.client.patch(onfido(account_id), json=body)
    assert answer.status_code == 200, answer.text


async def test_account_is_reviewed_once_the_flow_is_completed(api: Api) -> None:
    account_id = await apply(api, identity__family_name="Onfido")
    await api.advance(60)
    assert way(api, account_id) == ["ONBOARDING"]
    token = await token_of(api, account_id)
    assert len(token.split(".")) == 3
    assert token != await token_of(api, account_id)
    for outcome in ("NOT_STARTED", "SDK_ERROR", "USER_EXITED"):
        await finish(api, account_id, outcome=outcome, token=token, reason="User denied consent")
    assert way(api, account_id) == ["ONBOARDING"]
    for _again in range(2):
        await finish(api, account_id, outcome="USER_COMPLETED", token=token)
    await api.advance(4)
    assert way(api, account_id) == ["ONBOARDING", "SUBMITTED", "APPROVED", "ACTIVE"]
    body = {"outcome": "USER_EXITED", "token": token}
    refusal = await api.refused(422, "PATCH", onfido(account_id), json=body)
    assert refusal["field"] == "outcome"


async def test_flow_answers_the_wish_for_a_selfie(api: Api) -> None:
    account_id = await apply(api, identity__family_name="Selfie")
    await api.refused(422, "GET", onfido(account_id, "tokens/"))
    await api.advance(2)
    token = (await api.get(onfido(account_id, "tokens")))["token"]
    await finish(api, account_id, outcome="USER_COMPLETED", token=token)
    await api.advance(4)
    assert way(api, account_id) == ["SUBMITTED", "ACTION_REQUIRED", *REJOINED]


async def test_token_is_not_stored(api: Api) -> None:
    account_id = await apply(api, identity__family_name="Onfido")
    token = await token_of(api, account_id)
    assert token not in "\n".join(api.simulation.database._connection.iterdump())


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"referrer": "https://example.com"}, "platform"),
        ({"platform": "fax"}, "platform"),
        ({"referrer": "x" * 2000, "platform": "web"}, "referrer"),
    ],
)
async def test_refused_tokens(api: Api, query: Json, field: str) -> None:
    account_id = await apply(api, identity__family_name="Onfido")
    path = onfido(account_id, "tokens/")
    assert (await api.refused(422, "GET", path, params=query))["field"] == field
    await api.get(path, referrer="https://example.com/*", platform="web")


async def test_who_needs_no_flow_gets_no_token(api: Api) -> None:
    account_id = await apply(api)
    refusal = await api.refused(422, "GET", onfido(account_id, "tokens/"))
    assert refusal["message"] == (
        "Onfido applicant not yet created for account. If you haven't already contacted Alapca to"
        " enable Onfido, please do so."
    )
    await api.refused(404, "GET", onfido("8f8c8cee", "tokens/"))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"outcome": "BORED"}, "outcome"),
        ({"outcome": "USER_COMPLETED", "token": None}, "token"),
        ({"outcome": "USER_COMPLETED", "token": "a.b.c"}, "token"),
    ],
)
async def test_refused_outcomes(api: Api, body: Json, field: str) -> None:
    account_id = await apply(api, identity__family_name="Onfido")
    sent = {"token": await token_of(api, account_id)} | body
    refusal = await api.refused(422, "PATCH", onfido(account_id), json=sent)
    assert refusal["field"] == field
    if body["outcome"] == "BORED":
        assert refusal["message"].startswith("Invalid input value for outcome: ")


async def test_token_is_of_one_account_and_expires(api: Api) -> None:
    first = await apply(api, identity__family_name="Onfido")
    second = await apply(
        api, contact__email_address="toad@example.com", identity__family_name="Onfido"
    )
    body = {"outcome": "USER_COMPLETED", "token": await token_of(api, first)}
    assert (await api.refused(422, "PATCH", onfido(second), json=body))["field"] == "token"
    await api.advance(90 * 60 + 1)
    assert (await api.refused(422, "PATCH", onfido(first), json=body))["field"] == "token"
    await api.refused(404, "PATCH", onfido("8f8c8cee"), json=body)
