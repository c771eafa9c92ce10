"""Changing an account that is there: what may be changed, what not, and what follows."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.simulator import sql
from tests.simulator.conftest import Api, Json, OpenApi, application

CONTEXT = {"context_type": "IMMEDIATE_FAMILY_EXPOSED", "given_name": "Tad", "family_name": "Pole"}
CRYPTO_AGREEMENT = {
    "agreement": "crypto_agreement",
    "signed_at": "2026-01-02T10:00:00Z",
    "ip_address": "127.0.0.1",
}
ENABLE_CRYPTO = {"enabled_assets": ["us_equity", "crypto"], "agreements": [CRYPTO_AGREEMENT]}
TRUSTED = {"given_name": "Tad", "family_name": "Pole", "email_address": "tad@example.com"}


def path(account_id: str) -> str:
    return f"/v1/accounts/{account_id}"


async def change(api: Api, account_id: str, body: Json) -> Json:
    answer = await api.client.patch(path(account_id), content=json.dumps(body))
    assert answer.status_code == 200, answer.text
    changed: Json = answer.json()
    assert changed == await api.get(path(account_id))
    return changed


async def refused(api: Api, status: int, account_id: str, body: Json) -> str | None:
    """Send a change that must be refused and leave the account as it was; return the field."""
    before = await api.get(path(account_id))
    refusal = await api.refused(status, "PATCH", path(account_id), content=json.dumps(body))
    assert await api.get(path(account_id)) == before
    field: str | None = refusal.get("field")
    return field


def nested(name: str, value: Any) -> Json:
    part, field = name.split(".")
    return {part: {field: value}}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("contact.email_address", "toad@example.com"),
        ("contact.phone_number", "+15556667788"),
        ("contact.street_address", ["2 Pond Lane", "Lily 3"]),
        ("contact.unit", "4"),
        ("contact.city", "Oakland"),
        ("contact.state", "NV"),
        ("contact.postal_code", "94402"),
        ("contact.postal_code", None),
        ("identity.given_name", "Fay"),
        ("identity.middle_name", "Lily"),
        ("identity.family_name", "Toad"),
        ("identity.permanent_resident", True),
        ("identity.funding_source", ["savings", "family"]),
        ("identity.annual_income_min", 10000),
        ("identity.annual_income_max", 20000.5),
        ("identity.liquid_net_worth_min", 1),
        ("identity.liquid_net_worth_max", 2),
        ("identity.total_net_worth_min", 3),
        ("identity.total_net_worth_max", 4),
        ("disclosures.is_control_person", True),
        ("disclosures.is_affiliated_exchange_or_finra", True),
        ("disclosures.is_politically_exposed", True),
        ("disclosures.immediate_family_exposed", True),
        ("disclosures.employment_status", "employed"),
        ("disclosures.employer_name", "Pond Inc."),
        ("disclosures.employer_address", "1 Pond Lane"),
        ("disclosures.employment_position", "Jumper"),
        ("disclosures.context", [CONTEXT]),
    ],
)
async def test_what_may_be_changed_is_changed_alone(api: Api, name: str, value: Any) -> None:
    account_id = await api.open_account()
    before = await api.get(path(account_id))
    changed = await change(api, account_id, nested(name, value))
    part, field = name.split(".")
    assert changed[part].get(field) == value
    expected = before | {part: before[part] | {field: value}}
    if value is None:
        del expected[part][field]
    assert changed == expected
    assert changed["status"] == "ACTIVE"


async def test_visa_is_changed_as_a_whole_and_taken_away_by_null(api: Api) -> None:
    account_id = await api.open_account()
    visa = {
        "visa_type": "B1",
        "visa_expiration_date": "2030-01-01",
        "date_of_departure_from_usa": "2027-01-01",
    }
    assert (await change(api, account_id, {"identity": visa}))["identity"].items() >= visa.items()
    resident = {"permanent_resident": True}
    assert await refused(api, 422, account_id, {"identity": resident}) == "identity.visa_type"
    gone = resident | dict.fromkeys(visa)
    identity = (await change(api, account_id, {"identity": gone}))["identity"]
    assert identity["permanent_resident"]
    assert not visa.keys() & identity


async def test_trusted_contact_comes_and_changes(api: Api) -> None:
    account_id = await api.open_account()
    assert (await change(api, account_id, {"trusted_contact": TRUSTED}))[
        "trusted_contact"
    ] == TRUSTED
    by_phone = {"given_name": "Tom", "family_name": "Pole", "phone_number": "+15550001111"}
    changed = await change(api, account_id, {"trusted_contact": by_phone})
    assert changed["trusted_contact"] == TRUSTED | by_phone


async def test_nothing_to_change_changes_nothing(api: Api) -> None:
    account_id = await api.open_account()
    before = await api.get(path(account_id))
    nothing: list[Json] = [{}, {"contact": None}, {"contact": {}}, {"trusted_contact": None}]
    for body in nothing:
        assert await change(api, account_id, body) == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"status": "ACTIVE"}, "status"),
        ({"account_number": "1"}, "account_number"),
        ({"documents": []}, "documents"),
        ({"account_type": "trading"}, "account_type"),
        ({"kyc_results": None}, "kyc_results"),
        ({"trading_configurations": {}}, "trading_configurations"),
        (nested("contact.country", "USA"), "contact.country"),
        (nested("contact.email", "a@b.c"), "contact.email"),
        (nested("contact.phone_number", "call me"), "contact.phone_number"),
        (nested("identity.tax_id", "666-55-4322"), "identity.tax_id"),
        (nested("identity.tax_id_type", "USA_SSN"), "identity.tax_id_type"),
        (nested("identity.date_of_birth", "1990-01-02"), "identity.date_of_birth"),
        (nested("identity.country_of_citizenship", "USA"), "identity.country_of_citizenship"),
        (nested("identity.country_of_birth", "USA"), "identity.country_of_birth"),
        (nested("identity.country_of_tax_residence", "USA"), "identity.country_of_tax_residence"),
        (nested("identity.extra", {}), "identity.extra"),
        (nested("disclosures.is_discretionary", True), "disclosures.is_discretionary"),
        ({"trusted_contact": TRUSTED | {"nickname": "T"}}, "trusted_contact.nickname"),
        (nested("contact.email_address", "toad"), "contact.email_address"),
        (nested("contact.email_address", None), "contact.email_address"),
        (nested("contact.email_address", ""), "contact.email_address"),
        (nested("contact.phone_number", ""), "contact.phone_number"),
        (nested("contact.street_address", []), "contact.street_address"),
        (nested("contact.street_address", None), "contact.street_address"),
        (nested("contact.street_address", ["1", "2", "3", "4"]), "contact.street_address"),
        (nested("contact.city", " "), "contact.city"),
        (nested("contact.city", "x" * 1025), "contact.city"),
        (nested("contact.state", None), "contact.state"),
        (nested("contact.unit", 5), "contact.unit"),
        (nested("identity.given_name", None), "identity.given_name"),
        (nested("identity.family_name", " "), "identity.family_name"),
        (nested("identity.visa_type", "Z9"), "identity.visa_type"),
        (nested("identity.visa_type", "H1B"), "identity.visa_expiration_date"),
        (nested("identity.visa_expiration_date", "soon"), "identity.visa_expiration_date"),
        (nested("identity.permanent_resident", "maybe"), "identity.permanent_resident"),
        (nested("identity.funding_source", []), "identity.funding_source"),
        (nested("identity.funding_source", ["lottery"]), "identity.funding_source.0"),
        (nested("identity.annual_income_min", "-1"), "identity.annual_income_min"),
        (nested("identity.total_net_worth_max", "1e999"), "identity.total_net_worth_max"),
        (nested("disclosures.is_control_person", None), "disclosures.is_control_person"),
        (nested("disclosures.is_control_person", "x"), "disclosures.is_control_person"),
        (nested("disclosures.employment_status", "bored"), "disclosures.employment_status"),
        (
            nested("disclosures.context", [{"context_type": "AFFILIATE_FIRM"}]),
            "disclosures.context.0.company_name",
        ),
        ({"trusted_contact": {"family_name": "Pole"}}, "trusted_contact.given_name"),
        (
            {"trusted_contact": {"given_name": "Tad", "family_name": "Pole"}},
            "trusted_contact.email_address",
        ),
        ({"trusted_contact": TRUSTED | {"email_address": "x"}}, "trusted_contact.email_address"),
        ({"trusted_contact": TRUSTED | {"street_address": ["1"]}}, "trusted_contact.city"),
        ({"contact": []}, "contact"),
        ({"enabled_assets": ["us_equity"]}, "enabled_assets"),
        ({"enabled_assets": ["crypto"]}, "enabled_assets"),
        ({"enabled_assets": ["us_equity", "gold"]}, "enabled_assets"),
        ({"enabled_assets": []}, "enabled_assets"),
        ({"enabled_assets": ["us_equity", "crypto"]}, "agreements"),
        ({"agreements": [CRYPTO_AGREEMENT]}, "agreements"),
        (ENABLE_CRYPTO | {"agreements": []}, "agreements"),
        (
            ENABLE_CRYPTO | {"agreements": [CRYPTO_AGREEMENT | {"agreement": "margin_agreement"}]},
            "agreements.0.agreement",
        ),
        (
            ENABLE_CRYPTO | {"agreements": [CRYPTO_AGREEMENT | {"signed_at": "now"}]},
            "agreements.0.signed_at",
        ),
    ],
)
async def test_everything_else_is_refused_by_name(api: Api, body: Json, field: str) -> None:
    account_id = await api.open_account()
    assert await refused(api, 422, account_id, body) == field


async def test_one_wrong_field_keeps_all_from_changing(api: Api) -> None:
    account_id = await api.open_account()
    body = {"contact": {"city": "Oakland"}, "identity": {"tax_id": "1"}}
    assert await refused(api, 422, account_id, body) == "identity.tax_id"


async def test_names_change_once(api: Api) -> None:
    account_id = await api.open_account()
    await change(api, account_id, {"identity": {"given_name": "Fern"}})  # as it was: no change
    await change(api, account_id, {"identity": {"given_name": "Fay", "middle_name": "Lily"}})
    await change(api, account_id, {"identity": {"given_name": "Fay"}})
    again = {"identity": {"given_name": "Fay", "family_name": "Toad"}}
    assert await refused(api, 422, account_id, again) == "identity.family_name"
    await change(api, account_id, {"identity": {"permanent_resident": False}})


async def test_new_particulars_are_found_and_old_ones_are_not(api: Api) -> None:
    account_id = await api.open_account("frog@example.com")
    body = {
        "contact": {"email_address": "Toad@Example.com", "phone_number": "+15556667788"},
        "identity": {"family_name": "Toad"},
    }
    await change(api, account_id, body)

    async def found(query: str) -> bool:
        return bool(await api.get("/v1/accounts", query=query))

    assert await found("toad@example.com FERN +15556667788")
    assert not await found("frog")
    assert not await found("+15555555555")


async def test_email_address_of_another_account_conflicts(api: Api) -> None:
    await api.open_account("frog@example.com")
    account_id = await api.open_account("toad@example.com")
    taken = nested("contact.email_address", "FROG@example.com")
    assert await refused(api, 409, account_id, taken) == "contact.email_address"
    await change(api, account_id, nested("contact.email_address", "TOAD@example.com"))
    refusal = await api.refused(409, "POST", "/v1/accounts", json=application("toad@example.com"))
    assert refusal["field"] == "contact.email_address"
    await change(api, account_id, nested("contact.email_address", "newt@example.com"))
    await api.post("/v1/accounts", application("toad@example.com"))


async def test_crypto_walks_to_active_beside_active_equities(api: Api) -> None:
    account_id = await api.open_account()
    changed = await change(api, account_id, ENABLE_CRYPTO)
    assert changed["enabled_assets"] == ["us_equity", "crypto"]
    assert [signed["agreement"] for signed in changed["agreements"]] == [
        "customer_agreement",
        "crypto_agreement",
    ]
    statuses = [changed["crypto_status"]]
    for seconds in (1.999999, 0.000001, 1.999999, 0.000001):
        await api.advance(seconds)
        account = await api.get(path(account_id))
        assert account["status"] == "ACTIVE"
        statuses.append(account["crypto_status"])
    assert statuses == ["SUBMITTED", "SUBMITTED", "APPROVED", "APPROVED", "ACTIVE"]
    assert await crypto_events(api) == [
        ("ACTIVE", "ACTIVE", "", "SUBMITTED"),
        ("ACTIVE", "ACTIVE", "SUBMITTED", "APPROVED"),
        ("ACTIVE", "ACTIVE", "APPROVED", "ACTIVE"),
    ]
    before = await api.get(path(account_id))
    again = await change(api, account_id, {"enabled_assets": ["crypto", "us_equity"]})
    assert again == before


async def crypto_events(api: Api) -> list[tuple[str, ...]]:
    names = ("status_from", "status_to", "crypto_status_from", "crypto_status_to")
    rows = sql.rows(
        api.simulation.database, "SELECT body FROM events WHERE topic = 'accounts' ORDER BY id"
    )
    events = [json.loads(row["body"]) for row in rows]
    return [tuple(event[name] for name in names) for event in events if event["crypto_status_to"]]


async def test_crypto_waits_for_an_active_account(api: Api) -> None:
    account_id = (await api.post("/v1/accounts", application()))["id"]
    assert await refused(api, 403, account_id, ENABLE_CRYPTO) == "enabled_assets"


async def test_changes_and_what_follows_survive_a_restart(
    open_api: OpenApi, tmp_path: Path
) -> None:
    first = await open_api(data_dir=tmp_path)
    account_id = await first.open_account()
    changed = await change(first, account_id, ENABLE_CRYPTO | nested("identity.given_name", "Fay"))
    second = await open_api(data_dir=tmp_path)
    assert await second.get(path(account_id)) == changed
    await second.advance(4)
    assert (await second.get(path(account_id)))["crypto_status"] == "ACTIVE"
    again = nested("identity.given_name", "Flo")
    assert await refused(second, 422, account_id, again) == "identity.given_name"


async def test_unknown_account_and_the_firms_own(api: Api) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    await api.refused(404, "PATCH", path(unknown), json={})
    sweep = path("8f8c8cee-2591-4f83-be12-82c659b5e748")
    await api.refused(403, "PATCH", sweep, json={"contact": {"city": "Oakland"}})


async def test_Q8_what_may_not_be_changed_is_refused_in_the_words_of_the_api(api: Api) -> None:
    path = f"/v1/accounts/{await api.open_account()}"
    for body, field in (
        ({"status": "ACTIVE"}, "status"),
        (nested("identity.date_of_birth", "1990-01-02"), "identity.date_of_birth"),
    ):
        refusal = await api.refused(422, "PATCH", path, json=body)
        assert refusal["message"] == (
            "The request body contains an attribute that is not permitted to be updated: " + field
        )
        assert refusal["field"] == field
