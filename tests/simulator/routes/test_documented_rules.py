"""Sentences of the five sources that state a rule, each tried on the default version.

S0 to S4 are the sources as in `test_sample_requests`.
"""

import json
from typing import Any

import pytest

from tests.simulator.conftest import BANK, SAMPLES, WITH_CRYPTO, Api, Json, OpenApi, application

NAME = {"given_name": "Jane", "family_name": "Doe"}
ADDRESS = {
    "street_address": "1 Pond St",
    "city": "Reno",
    "state": "NV",
    "postal_code": "89501",
    "country": "USA",
}
COMPANY = {
    "context_type": "AFFILIATE_FIRM",
    "company_name": "Finra",
    "company_street_address": "1735 K Street, NW",
    "company_city": "Washington",
    "company_state": "DC",
    "company_country": "USA",
    "company_compliance_email": "compliance@finra.org",
}
PASSPORT = {
    "document_type": "identity_verification",
    "content": "/9j/Cg==",
    "mime_type": "image/jpeg",
}
FORM: Json = json.loads((SAMPLES / "w8ben-2022.json").read_text("utf-8"))


def without(body: Json, path: str) -> Json:
    """Return a copy of a body without one field."""
    copied: Json = json.loads(json.dumps(body))
    target: Any = copied
    *parents, last = path.split(".")
    for parent in parents:
        target = target[int(parent) if parent.isdigit() else parent]
    del target[last]
    return copied


REQUIRED = [
    *("contact", "identity", "disclosures", "agreements"),
    *(f"contact.{name}" for name in ("email_address", "phone_number", "street_address", "city")),
    *(f"identity.{name}" for name in ("given_name", "family_name", "date_of_birth")),
    *(f"identity.{name}" for name in ("country_of_tax_residence", "funding_source")),
    *(f"disclosures.{name}" for name in ("is_control_person", "is_affiliated_exchange_or_finra")),
    *(f"disclosures.{name}" for name in ("is_politically_exposed", "immediate_family_exposed")),
    *(f"agreements.0.{name}" for name in ("agreement", "signed_at", "ip_address")),
    *(f"documents.0.{name}" for name in ("document_type", "content", "mime_type")),
    *(f"trusted_contact.{name}" for name in ("given_name", "family_name")),
    # "Required if tax_id is set", and the other way round.
    *("identity.tax_id", "identity.tax_id_type"),
    # "required if country_of_tax_residence is 'USA'"
    "contact.state",
    # "If street_address is chosen"
    *(f"trusted_contact.{name}" for name in ("city", "state", "postal_code", "country")),
    # Required with a visa, the departure with one of type B1 or B2.
    *("identity.visa_expiration_date", "identity.date_of_departure_from_usa"),
    # Required of a firm, the state in the USA.
    *(f"disclosures.context.0.{name}" for name in COMPANY),
    *(f"disclosures.context.1.{name}" for name in NAME),
]


@pytest.mark.parametrize("path", REQUIRED)
async def test_S3_S4_what_is_required_is_asked_for_by_name(api: Api, path: str) -> None:
    body = application(
        disclosures__context=[COMPANY, NAME | {"context_type": "IMMEDIATE_FAMILY_EXPOSED"}],
        documents=[PASSPORT],
        trusted_contact=NAME | ADDRESS,
    )
    body["identity"] |= {
        "visa_type": "B1",
        "visa_expiration_date": "2030-01-01",
        "date_of_departure_from_usa": "2029-01-01",
    }
    refusal = await api.refused(422, "POST", "/v1/accounts", json=without(body, path))
    assert refusal["field"] == path
    assert "required" in refusal["message"]
    await api.post("/v1/accounts", body)


async def test_S3_S4_one_way_to_reach_the_trusted_contact_is_required(api: Api) -> None:
    body = application(trusted_contact=NAME)
    refusal = await api.refused(422, "POST", "/v1/accounts", json=body)
    assert refusal["message"] == (
        "trusted_contact needs email_address, phone_number or street_address"
    )


@pytest.mark.parametrize(
    "name",
    [
        "country_citizen",
        "date",
        "date_of_birth",
        "full_name",
        "ip_address",
        "permanent_address_city_state",
        "permanent_address_country",
        "permanent_address_street",
        "revision",
        "signer_full_name",
        "timestamp",
    ],
)
async def test_S3_S4_what_a_w8ben_requires(api: Api, name: str) -> None:
    body = application(documents=[without(FORM, f"content_data.{name}")])
    refusal = await api.refused(422, "POST", "/v1/accounts", json=body)
    assert refusal["field"] == f"documents.0.content_data.{name}"


async def test_S4_a_w8ben_without_tax_ids_says_that_none_is_required(api: Api) -> None:
    form = FORM
    for name in ("foreign_tax_id", "tax_id_ssn", "ftin_not_required"):
        form = without(form, f"content_data.{name}")
    refusal = await api.refused(422, "POST", "/v1/accounts", json=application(documents=[form]))
    assert refusal["field"] == "documents.0.content_data.ftin_not_required"


async def test_S3_S4_an_email_address_has_one_account(api: Api) -> None:
    await api.post("/v1/accounts", application())
    refusal = await api.refused(409, "POST", "/v1/accounts", json=application())
    assert refusal["message"].startswith(
        "There is already an existing account registered with the same email address"
    )


async def test_S3_S4_a_body_that_is_not_valid_is_refused(api: Api) -> None:
    account_id = await api.open_account()
    for method, path in (("POST", "/v1/accounts"), ("PATCH", f"/v1/accounts/{account_id}")):
        refusal = await api.refused(400, method, path, content=b"{")
        assert refusal["message"].startswith("The body in the request is not valid")


async def test_S4_names_change_once(api: Api) -> None:
    path = f"/v1/accounts/{await api.open_account()}"
    once = await api.client.patch(path, json={"identity": {"given_name": "Jane"}})
    assert once.status_code == 200
    again = {"identity": {"family_name": "Toad"}}
    refusal = await api.refused(422, "PATCH", path, json=again)
    assert refusal["message"].startswith("names can only be changed once")


async def test_S4_crypto_is_enabled_by_its_agreement_and_both_kinds_of_assets(api: Api) -> None:
    account = await api.post("/v1/accounts", application())
    assert account["enabled_assets"] == ["us_equity"]  # "Will default to us_equity"
    await api.advance(4)
    path = f"/v1/accounts/{account['id']}"
    both = {"enabled_assets": WITH_CRYPTO["enabled_assets"]}
    assert (await api.refused(422, "PATCH", path, json=both))["field"] == "agreements"
    only = {"enabled_assets": ["crypto"], "agreements": WITH_CRYPTO["agreements"][1:]}
    assert (await api.refused(422, "PATCH", path, json=only))["field"] == "enabled_assets"
    answer = await api.client.patch(path, json=only | both)
    assert answer.json()["crypto_status"] == "SUBMITTED"


async def test_S3_trading_and_funding_need_an_active_account(api: Api) -> None:
    account = await api.post("/v1/accounts", application())
    path = f"/v1/accounts/{account['id']}"
    await api.refused(403, "POST", f"{path}/ach_relationships", json=BANK)
    order = {"symbol": "AAPL", "qty": 1, "side": "buy", "type": "market", "time_in_force": "day"}
    orders = f"/v1/trading{path.removeprefix('/v1')}/orders"
    await api.refused(403, "POST", orders, json=order)
    await api.refused(403, "DELETE", path)


async def test_S3_S4_lists_are_searched_by_tokens_newest_first(api: Api) -> None:
    first = await api.post("/v1/accounts", application("first@example.com"))
    await api.advance(1)
    second = await api.post("/v1/accounts", application("second@example.com"))

    async def found(query: str, **more: str) -> list[str]:
        return [one["id"] for one in await api.get("/v1/accounts", query=query, **more)]

    assert await found("frog example") == [second["id"], first["id"]]
    assert await found("frog", sort="asc") == [first["id"], second["id"]]
    assert await found(f"{first['account_number']} +15555555555") == [first["id"]]
    assert await found("first second") == []


@pytest.mark.parametrize(("minutes", "status"), [(9, "SENT_TO_CLEARING"), (30, "COMPLETE")])
async def test_S1_money_takes_as_long_as_the_guide_says(
    open_api: OpenApi, minutes: int, status: str
) -> None:
    """A bank is approved after a minute; money arrives after 10 to 30 minutes."""
    api = await open_api(pace="real")
    account_id = await api.open_account()
    await api.advance(120)
    banks = f"/v1/accounts/{account_id}/ach_relationships"
    relationship = await api.post(banks, BANK)
    await api.advance(59)
    assert (await api.get(banks))[0]["status"] == "QUEUED"
    await api.advance(1)
    assert (await api.get(banks))[0]["status"] == "APPROVED"
    transfer = await api.transfer(account_id, relationship["id"], "100")
    await api.advance(minutes * 60)
    [now] = await api.get(f"/v1/accounts/{account_id}/transfers")
    assert (now["id"], now["status"]) == (transfer["id"], status)


async def test_S1_the_sweep_account_is_funded_and_every_answer_has_a_request_id(api: Api) -> None:
    sweep = await api.account("8f8c8cee-2591-4f83-be12-82c659b5e748")
    assert sweep["cash"] == "50000"
    for path in ("/v1/accounts", "/v1/nowhere"):
        assert len((await api.client.get(path)).headers["X-Request-ID"]) == 32
