"""The review of applications: what it asks for, what answers it, and the way of each status."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ribbit_tui.simulator.engine.accounts import status_changes
from ribbit_tui.simulator.engine.review.paths import FIXTURES
from ribbit_tui.simulator.engine.review.rules import RULES
from ribbit_tui.wire.accounts import ACCOUNT_TRANSITIONS, AccountStatus
from ribbit_tui.wire.kyc import KycResultCode
from tests.simulator.conftest import WITH_CRYPTO, Api, Json, OpenApi, application
from tests.simulator.engine.documents.test_documents import w8ben

FIRM = {
    "company_name": "Pond & Partners",
    "company_street_address": ["2 Pond Lane"],
    "company_city": "San Mateo",
    "company_state": "CA",
    "company_country": "USA",
    "company_compliance_email": "compliance@example.com",
}
JOB = {"employment_position": "Senator", "employer_address": "1 Capitol Square"}
RELATIVE = {
    "context_type": "IMMEDIATE_FAMILY_EXPOSED",
    "given_name": "Tad",
    "family_name": "Frog",
}


def document(kind: str, sub_type: str | None = None, **fields: Any) -> Json:
    return {
        "document_type": kind,
        "document_sub_type": sub_type,
        "content": "/9j/Cg==",
        "mime_type": "image/jpeg",
    } | fields


ID_CARD = document("identity_verification", "passport")
W8BEN = document("w8ben")
FITTING = {"full_name": "Fern Frog", "date_of_birth": "1990-01-01"}
FOREIGN = {"identity__country_of_tax_residence": "GBR"}
OTHER_VISA = {"identity__visa_type": "OTHER", "identity__visa_expiration_date": "2030-01-01"}


async def apply(api: Api, **changes: Any) -> str:
    account_id: str = (await api.post("/v1/accounts", application(**changes)))["id"]
    return account_id


async def status_of(api: Api, account_id: str) -> str:
    status: str = (await api.get(f"/v1/accounts/{account_id}"))["status"]
    return status


async def results_of(api: Api, account_id: str) -> Json:
    results: Json = (await api.get(f"/v1/accounts/{account_id}")).get("kyc_results")
    return results


async def upload(api: Api, account_id: str, *documents: Json) -> None:
    path = f"/v1/accounts/{account_id}/documents/upload"
    answer = await api.client.post(path, json=list(documents))
    assert answer.status_code == 204, answer.text


async def change(api: Api, account_id: str, part: str, **fields: Any) -> None:
    answer = await api.client.patch(f"/v1/accounts/{account_id}", json={part: fields})
    assert answer.status_code == 200, answer.text


def events(api: Api, account_id: str) -> list[Json]:
    """Return the bodies of the account status events."""
    logged = api.simulation.events.read((status_changes.TOPIC,), 0, account_id, 100)
    return [json.loads(event.body) for event in logged]


def way(api: Api, account_id: str) -> list[str]:
    """Return the statuses of the account's events, which must form a chain."""
    told = events(api, account_id)
    assert [event["status_from"] for event in told] == [
        "",
        *(event["status_to"] for event in told[:-1]),
    ]
    return [event["status_to"] for event in told]


OPENED = ["APPROVED", "ACTIVE"]
REJOINED = ["APPROVAL_PENDING", *OPENED]

# What an application discloses, the code it is asked for, what answers it in the application
# itself, and afterwards in its place of the account.
ASKED = [
    (
        {"disclosures__is_politically_exposed": True},
        "PEP",
        {f"disclosures__{name}": value for name, value in JOB.items()},
        ("disclosures", JOB),
    ),
    (
        {"disclosures__immediate_family_exposed": True},
        "FAMILY_MEMBER_PEP",
        {"disclosures__context": [RELATIVE]},
        ("disclosures", {"context": [RELATIVE]}),
    ),
    (
        {"disclosures__is_control_person": True},
        "CONTROL_PERSON",
        {"disclosures__context": [FIRM | {"context_type": "CONTROLLED_FIRM"}]},
        ("disclosures", {"context": [FIRM | {"context_type": "CONTROLLED_FIRM"}]}),
    ),
    (
        {"disclosures__is_affiliated_exchange_or_finra": True},
        "AFFILIATED",
        {"disclosures__context": [FIRM | {"context_type": "AFFILIATE_FIRM"}]},
        ("disclosures", {"context": [FIRM | {"context_type": "AFFILIATE_FIRM"}]}),
    ),
    (
        OTHER_VISA,
        "VISA_TYPE_OTHER",
        {"documents": [document("identity_verification", "visa")]},
        ("identity", {"visa_type": "H1B"}),
    ),
]


@pytest.mark.parametrize(("disclosed", "code", "_brought", "answer"), ASKED)
async def test_disclosure_is_asked_about_and_its_answer_rejoins(
    api: Api, disclosed: Json, code: str, _brought: Json, answer: tuple[str, Json]
) -> None:
    account_id = await apply(api, **disclosed)
    assert await results_of(api, account_id) is None
    await api.advance(10)
    asked: Json = {
        "accept": {},
        "reject": {},
        "indeterminate": {code: {}},
        "summary": "fail",
    }
    assert await status_of(api, account_id) == "ACTION_REQUIRED"
    assert await results_of(api, account_id) == asked
    assert events(api, account_id)[-1]["kyc_results"] == asked

    room, fields = answer
    await change(api, account_id, room, **fields)
    assert await status_of(api, account_id) == "APPROVAL_PENDING"
    await api.advance(4)
    assert way(api, account_id) == ["SUBMITTED", "ACTION_REQUIRED", *REJOINED]
    passed = asked | {"accept": {code: {}}, "indeterminate": {}, "summary": "pass"}
    assert await results_of(api, account_id) == passed


@pytest.mark.parametrize(("disclosed", "code", "brought", "_answer"), ASKED)
async def test_what_the_application_explains_itself_is_only_looked_at(
    api: Api, disclosed: Json, code: str, brought: Json, _answer: Any
) -> None:
    account_id = await apply(api, **disclosed, **brought)
    await api.advance(2)
    told = events(api, account_id)[-1]
    assert told["status_to"] == "APPROVAL_PENDING"
    assert told["kyc_results"]["accept"] == {code: {}}
    await api.advance(4)
    assert way(api, account_id) == ["SUBMITTED", *REJOINED]


@pytest.mark.parametrize(
    ("family_name", "answer", "useless"),
    [
        ("Identity", ID_CARD, document("address_verification")),
        ("identity", ID_CARD, document("identity_verification", "selfie")),
        ("Taxid", document("tax_id_verification"), ID_CARD),
        ("Address", document("address_verification", "utility bill"), W8BEN),
        ("Address", ID_CARD, W8BEN),
        ("Birthday", document("date_of_birth_verification"), W8BEN),
        ("Selfie", document("identity_verification", "Selfie"), ID_CARD),
    ],
)
async def test_document_of_the_right_kind_answers_a_doubt(
    api: Api, family_name: str, answer: Json, useless: Json
) -> None:
    account_id = await apply(api, identity__family_name=family_name)
    await api.advance(2)
    await upload(api, account_id, useless)
    assert way(api, account_id) == ["SUBMITTED", "ACTION_REQUIRED"]
    await upload(api, account_id, answer)
    await api.advance(4)
    assert way(api, account_id) == ["SUBMITTED", "ACTION_REQUIRED", *REJOINED]


async def test_document_that_the_application_brings_answers_a_doubt(api: Api) -> None:
    account_id = await apply(api, identity__family_name="Identity", documents=[ID_CARD])
    await api.advance(6)
    assert way(api, account_id) == ["SUBMITTED", *REJOINED]


async def test_passport_that_was_found_invalid_must_be_sent_anew(api: Api) -> None:
    account_id = await apply(api, identity__family_name="Passport", documents=[ID_CARD])
    await api.advance(2)
    results = await results_of(api, account_id)
    assert set(results["indeterminate"]) == {"INVALID_IDENTITY_PASSPORT", "OTHER"}
    assert "passport" in results["additional_information"]
    await upload(api, account_id, ID_CARD)
    await api.advance(4)
    assert await status_of(api, account_id) == "ACTIVE"


async def test_account_waits_for_what_is_left_and_says_so(api: Api) -> None:
    account_id = await apply(
        api, identity__family_name="Everything", disclosures__is_control_person=True
    )
    await api.advance(2)
    await upload(api, account_id, document("tax_id_verification"))
    left = events(api, account_id)[-1]
    assert (left["status_from"], left["status_to"]) == ("ACTION_REQUIRED", "ACTION_REQUIRED")
    assert left["kyc_results"]["accept"] == {"TAX_IDENTIFICATION": {}}
    assert set(left["kyc_results"]["indeterminate"]) == {
        "IDENTITY_VERIFICATION",
        "ADDRESS_VERIFICATION",
        "CONTROL_PERSON",
    }
    await upload(api, account_id, ID_CARD)
    assert (await results_of(api, account_id))["indeterminate"] == {"CONTROL_PERSON": {}}
    told = len(events(api, account_id))
    await upload(api, account_id, ID_CARD)
    assert len(events(api, account_id)) == told
    await change(api, account_id, "disclosures", is_control_person=False)
    await api.advance(4)
    assert await status_of(api, account_id) == "ACTIVE"


async def test_foreigner_without_w8ben_is_asked_for_it(api: Api) -> None:
    account_id = await apply(api, **FOREIGN)
    await api.advance(2)
    assert (await results_of(api, account_id))["indeterminate"] == {"W8BEN_CORRECTION": {}}
    await upload(api, account_id, W8BEN)
    await api.advance(4)
    assert await status_of(api, account_id) == "ACTIVE"


@pytest.mark.parametrize(
    ("form", "statuses"),
    [
        (FITTING, ["SUBMITTED", *OPENED]),
        (FITTING | {"full_name": "Tad Pole"}, ["SUBMITTED", "ACTION_REQUIRED"]),
        (FITTING | {"date_of_birth": "1990-01-02"}, ["SUBMITTED", "ACTION_REQUIRED"]),
    ],
)
async def test_w8ben_must_agree_with_the_application(
    api: Api, form: Json, statuses: list[str]
) -> None:
    account_id = await apply(api, **FOREIGN, documents=[w8ben(**form)])
    await api.advance(10)
    assert way(api, account_id) == statuses


async def test_corrected_w8ben_must_be_right(api: Api) -> None:
    account_id = await apply(api, **FOREIGN, documents=[w8ben()])
    await api.advance(2)
    await upload(api, account_id, w8ben(full_name="Fern Frog"))
    assert await status_of(api, account_id) == "ACTION_REQUIRED"
    await upload(api, account_id, w8ben(**FITTING))
    assert await status_of(api, account_id) == "APPROVAL_PENDING"


async def test_unsupported_country_is_reviewed_by_hand(api: Api) -> None:
    account_id = await apply(api, identity__country_of_tax_residence="ATA", documents=[W8BEN])
    await api.advance(2)
    assert (await results_of(api, account_id))["indeterminate"] == {"COUNTRY_NOT_SUPPORTED": {}}
    await api.advance(4)
    assert way(api, account_id) == ["SUBMITTED", *REJOINED]


@pytest.mark.parametrize("end", FIXTURES)
@pytest.mark.parametrize("setup", ["trading_app", "fully_disclosed"])
async def test_fixture_ends_where_it_says(open_api: OpenApi, setup: str, end: str) -> None:
    api = await open_api(setup=setup)
    text = f"please: /fixtures/status={end}/fixtures/"
    account_id = await apply(api, additional_information=text, identity__family_name="Watchlist")
    await api.advance(60)
    expected: list[str] = list(FIXTURES[AccountStatus(end)])
    if setup == "fully_disclosed" and "APPROVED" in expected:
        expected.remove("SUBMITTED")
    assert way(api, account_id) == expected
    assert expected[-1] == end
    for before, after in pairwise(expected):
        assert after in ACCOUNT_TRANSITIONS[AccountStatus(before)]


@pytest.mark.parametrize("text", ["/fixtures/status=EDITED/fixtures/", "ACTIVE", ""])
async def test_other_texts_are_no_fixture(api: Api, text: str) -> None:
    account_id = await apply(api, additional_information=text)
    await api.advance(4)
    assert way(api, account_id) == ["SUBMITTED", *OPENED]


async def test_account_of_the_fixture_action_required_can_still_be_opened(api: Api) -> None:
    text = "/fixtures/status=ACTION_REQUIRED/fixtures/"
    account_id = await apply(api, additional_information=text, documents=[ID_CARD])
    await api.advance(10)
    assert (await results_of(api, account_id))["indeterminate"] == {"IDENTITY_VERIFICATION": {}}
    await upload(api, account_id, ID_CARD)
    await api.advance(10)
    assert await status_of(api, account_id) == "ACTIVE"


async def test_review_goes_on_after_a_restart(open_api: OpenApi, tmp_path: Path) -> None:
    api = await open_api(data_dir=tmp_path)
    account_id = await apply(api, identity__family_name="Everything")
    await api.advance(2)
    await upload(api, account_id, ID_CARD)
    api.simulation.database.close()

    api = await open_api(data_dir=tmp_path)
    assert (await results_of(api, account_id))["indeterminate"] == {"TAX_IDENTIFICATION": {}}
    await upload(api, account_id, document("tax_id_verification"))
    await api.advance(1)
    api.simulation.database.close()

    api = await open_api(data_dir=tmp_path)
    await api.advance(3)
    assert way(api, account_id)[-3:] == REJOINED


async def test_crypto_takes_the_same_way(api: Api) -> None:
    account_id = await apply(api, identity__family_name="Namesake", **WITH_CRYPTO)
    await api.advance(6)
    told = events(api, account_id)
    assert [event["crypto_status_to"] for event in told] == way(api, account_id)
    assert [event["crypto_status_from"] for event in told] == [
        event["status_from"] for event in told
    ]


async def test_rejected_customer_may_apply_again(api: Api) -> None:
    rejected = await apply(api, identity__family_name="Watchlist")
    await api.refused(409, "POST", "/v1/accounts", json=application())
    await api.advance(4)
    assert await status_of(api, rejected) == "REJECTED"
    again = await apply(api)
    assert again != rejected
    await api.refused(409, "POST", "/v1/accounts", json=application())
    assert (await api.get(f"/v1/accounts/{rejected}"))["contact"]["email_address"]


async def test_old_account_of_one_who_applied_again_can_still_be_changed(api: Api) -> None:
    rejected = await apply(api, identity__family_name="Watchlist")
    await api.advance(4)
    await apply(api)
    await change(api, rejected, "disclosures", employment_position="Clerk")
    body = {"contact": {"city": "Oakland"}}
    await api.refused(409, "PATCH", f"/v1/accounts/{rejected}", json=body)


async def test_nothing_saves_the_application_of_one_who_is_on_a_watchlist(api: Api) -> None:
    account_id = await apply(api, identity__family_name="Watchlist")
    await api.advance(2)
    await upload(api, account_id, ID_CARD)
    await api.advance(2)
    assert way(api, account_id) == ["SUBMITTED", "ACTION_REQUIRED", "REJECTED"]


async def test_account_that_was_closed_meanwhile_stays_closed(api: Api) -> None:
    account_id = await apply(api, additional_information="/fixtures/status=DISABLED/fixtures/")
    await api.advance(4)
    answer = await api.client.delete(f"/v1/accounts/{account_id}")
    assert answer.status_code == 204
    await api.advance(60)
    assert way(api, account_id) == ["SUBMITTED", *OPENED, "ACCOUNT_CLOSED"]


def test_every_status_has_its_transitions() -> None:
    assert set(ACCOUNT_TRANSITIONS) == set(AccountStatus)


def test_every_code_has_a_rule() -> None:
    assert set(RULES) == set(KycResultCode)


def born(days_until_eighteen: int) -> str:
    """Return the date of birth of someone who turns 18 that many days after 2026-01-15."""
    return (date(2008, 1, 15) + timedelta(days_until_eighteen)).isoformat()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"documents": [ID_CARD, document("date_of_birth_verification")]},
        {"identity__family_name": "Identity"},
        {"identity__family_name": "Onfido"},
        {"disclosures__is_control_person": True},
    ],
    ids=str,
)
async def test_minor_is_rejected(api: Api, changes: Json) -> None:
    account_id = await apply(api, identity__date_of_birth=born(1), **changes)
    await api.advance(2)
    await upload(api, account_id, ID_CARD, document("date_of_birth_verification"))
    await api.advance(200_000)
    assert way(api, account_id) == ["SUBMITTED", "ACTION_REQUIRED", "REJECTED"]
    results = await results_of(api, account_id)
    assert "DATE_OF_BIRTH" in results["reject"]
    assert results["summary"] == "fail"


async def test_one_who_is_eighteen_today_is_of_age(api: Api) -> None:
    account_id = await apply(api, identity__date_of_birth=born(0))
    await api.advance(4)
    assert way(api, account_id) == ["SUBMITTED", *OPENED]


@pytest.mark.parametrize(
    "changes", [{"identity__date_of_birth": born(1)}, {"identity__family_name": "Watchlist"}]
)
async def test_doubts_of_the_firm_save_nobody_from_rejection(api: Api, changes: Json) -> None:
    account_id = await apply(api, **changes)
    cip = {"provider_name": ["alloy"], "identity": {"result": "consider", "address": "consider"}}
    await api.post(f"/v1/accounts/{account_id}/cip", cip)
    await upload(api, account_id, ID_CARD, document("date_of_birth_verification"))
    await api.advance(60)
    assert way(api, account_id) == ["SUBMITTED", "ACTION_REQUIRED", "REJECTED"]


IMPOSSIBLE = ["000-00-0000", "000 55 4321", "000554321", "666-00-4321", "666-55-0000", "0"]


@pytest.mark.parametrize("tax_id", IMPOSSIBLE)
async def test_impossible_tax_id_is_asked_about(api: Api, tax_id: str) -> None:
    account_id = await apply(api, identity__tax_id=tax_id)
    await api.advance(10)
    assert way(api, account_id) == ["SUBMITTED", "ACTION_REQUIRED"]
    assert (await results_of(api, account_id))["indeterminate"] == {"TAX_IDENTIFICATION": {}}
    await upload(api, account_id, ID_CARD)
    assert await status_of(api, account_id) == "ACTION_REQUIRED"
    await upload(api, account_id, document("tax_id_verification"))
    await api.advance(4)
    assert way(api, account_id) == ["SUBMITTED", "ACTION_REQUIRED", *REJOINED]


@pytest.mark.parametrize("family_name", ["Other", "Resubmitted"])
async def test_impossible_tax_id_is_asked_about_whoever_applies(api: Api, family_name: str) -> None:
    account_id = await apply(api, identity__tax_id="000-00-0001", identity__family_name=family_name)
    await api.advance(10)
    assert await status_of(api, account_id) == "ACTION_REQUIRED"
    assert "TAX_IDENTIFICATION" in (await results_of(api, account_id))["indeterminate"]
    assert not any("000-00-0001" in line for line in api.simulation.database._connection.iterdump())


@pytest.mark.parametrize(
    ("tax_id", "kind"),
    [
        ("666-55-4321", "USA_SSN"),
        ("661-010-666", "USA_SSN"),
        ("100-10-1000", "USA_SSN"),
        ("000-00-0000", "NOT_SPECIFIED"),
    ],
)
async def test_other_tax_ids_are_taken(api: Api, tax_id: str, kind: str) -> None:
    account_id = await apply(api, identity__tax_id=tax_id, identity__tax_id_type=kind)
    await api.advance(4)
    assert await status_of(api, account_id) == "ACTIVE"
