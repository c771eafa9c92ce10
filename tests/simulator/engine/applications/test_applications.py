"""Applying for an account, and following what becomes of it."""

import json
from typing import Any

import pytest

from tests.simulator import sql
from tests.simulator.conftest import APPLICATION, WITH_CRYPTO, Api, application


async def test_account_is_approved_after_two_seconds_and_active_after_four(api: Api) -> None:
    account = await api.post("/v1/accounts", application())
    path = f"/v1/accounts/{account['id']}"
    statuses = [account["status"]]
    for seconds in (1.999999, 0.000001, 1.999999, 0.000001):
        await api.advance(seconds)
        statuses.append((await api.get(path))["status"])
    assert statuses == ["SUBMITTED", "SUBMITTED", "APPROVED", "APPROVED", "ACTIVE"]


async def test_account_answers_what_was_applied_for_but_no_tax_id(api: Api) -> None:
    account = await api.post("/v1/accounts", application())
    shown = await api.get(f"/v1/accounts/{account['id']}")
    assert shown == account
    assert shown["contact"]["email_address"] == "frog@example.com"
    assert shown["identity"]["tax_id_type"] == "USA_SSN"
    assert "tax_id" not in shown["identity"]
    assert shown["last_equity"] == "0"


async def test_unknown_fields_are_kept_but_nothing_that_may_hide_a_tax_id(api: Api) -> None:
    """`extra` is documented: additional information, in whatever form."""
    extra = {"kyc": [{"level": 2, "tax_id": "1"}], "tax_id_2": "1", "done": True}
    body = application()
    body["identity"] |= {"tolerance": "none", "tax_id_2": "1", "extra": extra}
    identity = (await api.post("/v1/accounts", body))["identity"]
    assert identity["tolerance"] == "none"
    assert identity["extra"] == {"kyc": [{"level": 2}], "done": True}
    assert not {"tax_id", "tax_id_2"} & set(identity)
    large = application("other@example.com", identity__extra={"text": "x" * 5000})
    refusal = await api.refused(422, "POST", "/v1/accounts", json=large)
    assert refusal["field"] == "identity.extra"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("identity.given_name", "José"),
        ("identity.middle_name", "é"),
        ("identity.family_name", "山田"),
        ("identity.tax_id", "１"),
        ("contact.street_address", ["1 Pond St", "Büro 3"]),
        ("contact.unit", "№ 3"),
        ("contact.city", "Zürich"),
        ("contact.state", "Île"),
        ("contact.postal_code", "〒100"),
        ("contact.email_address", "josé@example.com"),
    ],
)
async def test_what_is_reported_is_in_latin_letters(api: Api, field: str, value: Any) -> None:
    body = application(**{field.replace(".", "__"): value})
    refusal = await api.refused(422, "POST", "/v1/accounts", json=body)
    assert refusal["field"].startswith(field) and "Latin" in refusal["message"]


async def test_names_and_addresses_in_their_own_script_are_kept_beside(api: Api) -> None:
    own: dict[str, dict[str, Any]] = {
        "identity": {"local_given_name": "太郎", "local_family_name": "山田"},
        "contact": {"local_street_address": ["千代田1-1"], "local_city": "東京"},
    }
    body = application()
    for part, fields in own.items():
        body[part] |= fields
    account = await api.post("/v1/accounts", body)
    shown = await api.get(f"/v1/accounts/{account['id']}")
    for part, fields in own.items():
        assert fields.items() <= shown[part].items()


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("USA_ITIN", "912-70-1234"),
        ("USA_EIN", "12-3456789"),
        ("USA_TIN", "12-3456789"),
        ("CAN_SIN", "046 454 286"),
        ("ARG_AG_CUIT", "20-05536168-2"),
        ("NATIONAL_ID", "AB 12"),
        ("PASSPORT", "K0000000E"),
        ("DRIVER_LICENSE", "D1"),
        ("PERMANENT_RESIDENT", "A1"),
        ("OTHER_GOV_ID", "1"),
        ("NOR_FNR", "01017012345"),
    ],
)
async def test_s10_tax_ids_of_every_type_are_taken(api: Api, kind: str, number: str) -> None:
    body = application(identity__tax_id=number, identity__tax_id_type=kind)
    account = await api.post("/v1/accounts", body)
    assert account["identity"]["tax_id_type"] == kind
    assert "tax_id" not in account["identity"]


async def test_tax_id_is_not_even_stored(api: Api) -> None:
    await api.post("/v1/accounts", application())
    assert not [row for row in sql.rows(api.simulation.database, "SELECT * FROM accounts") if
                "666-55-4321" in str(tuple(row))]  # fmt: skip


async def test_crypto_status_follows_for_those_who_asked_for_crypto(api: Api) -> None:
    body = application(**WITH_CRYPTO)
    account = await api.post("/v1/accounts", body)
    assert account["crypto_status"] == "SUBMITTED"
    await api.advance(4)
    assert (await api.get(f"/v1/accounts/{account['id']}"))["crypto_status"] == "ACTIVE"


async def test_same_email_in_other_letters_conflicts(api: Api) -> None:
    await api.post("/v1/accounts", application("frog@example.com"))
    body = application("FROG@Example.COM")
    refusal = await api.refused(409, "POST", "/v1/accounts", json=body)
    assert refusal["field"] == "contact.email_address"
    assert refusal["message"] == (  # Q8: the words of the Accounts API
        "There is already an existing account registered with the same email address:"
        " contact.email_address"
    )


async def test_Q2_a_text_is_taken_where_a_list_is_and_answered_as_documented(api: Api) -> None:
    context = {
        "context_type": "AFFILIATE_FIRM",
        "company_name": "Finra",
        "company_street_address": "1735 K Street, NW",
        "company_city": "Washington",
        "company_state": "DC",
        "company_country": "USA",
        "company_compliance_email": "compliance@finra.org",
    }
    trusted = {
        "given_name": "Jane",
        "family_name": "Doe",
        "street_address": "1 Pond St",
        "city": "Reno",
        "state": "NV",
        "postal_code": "89501",
        "country": "USA",
    }
    body = application(
        contact__street_address="20 N San Mateo Dr",
        identity__funding_source="savings",
        disclosures__is_affiliated_exchange_or_finra=True,
        disclosures__context=context,
        trusted_contact=trusted,
    )
    account = await api.post("/v1/accounts", body)
    path = f"/v1/accounts/{account['id']}"
    assert account["contact"]["street_address"] == ["20 N San Mateo Dr"]
    assert account["identity"]["funding_source"] == ["savings"]
    assert account["disclosures"]["context"] == [context]
    assert account["trusted_contact"]["street_address"] == ["1 Pond St"]

    context["company_street_address"] = ["1735 K Street, NW", "Room 3"]  # type: ignore[assignment]
    change = {
        "contact": {"street_address": "2 Pond St"},
        "identity": {"funding_source": "family"},
        "disclosures": {"context": [context]},
        "trusted_contact": {**trusted, "street_address": ["2 Pond St", "Floor 3"]},
    }
    changed = (await api.client.patch(path, json=change)).json()
    assert changed["contact"]["street_address"] == ["2 Pond St"]
    assert changed["identity"]["funding_source"] == ["family"]
    [answered] = changed["disclosures"]["context"]
    assert answered["company_street_address"] == "1735 K Street, NW, Room 3"
    assert changed["trusted_contact"]["street_address"] == ["2 Pond St", "Floor 3"]


async def test_Q2_the_tax_residence_has_two_documented_names(api: Api) -> None:
    body = application()
    del body["identity"]["country_of_tax_residence"]
    body["identity"]["country_of_tax_residency"] = "USA"
    account = await api.post("/v1/accounts", body)
    assert account["identity"]["country_of_tax_residence"] == "USA"


SIGNED = APPLICATION["agreements"][0]
CRYPTO = {"enabled_assets": ["us_equity", "crypto"]}


@pytest.mark.parametrize(
    ("signed", "more", "missing"),
    [
        (["margin_agreement"], {}, "customer_agreement"),
        (["margin_agreement", "account_agreement"], {}, "customer_agreement"),
        (["crypto_agreement"], CRYPTO, "customer_agreement"),
        (["customer_agreement"], CRYPTO, "crypto_agreement"),
        (["custodial_customer_agreement"], {}, "customer_agreement"),
        (["custodial_customer_agreement"], {"account_type": "custodial"}, None),
        (["customer_agreement", "crypto_agreement"], CRYPTO, None),
        (["customer_agreement"], {}, None),
    ],
)
async def test_Q4_agreements_that_the_account_needs_are_asked_for(
    api: Api, signed: list[str], more: dict[str, Any], missing: str | None
) -> None:
    agreements = [SIGNED | {"agreement": name} for name in signed]
    body = application(agreements=agreements, **more)
    if missing is None:
        await api.post("/v1/accounts", body)
        return
    refusal = await api.refused(422, "POST", "/v1/accounts", json=body)
    assert refusal["field"] == "agreements"
    assert f"{missing} is required" in refusal["message"]


@pytest.mark.parametrize(
    ("identity", "status"),
    [
        ({"country_of_citizenship": "USA", "country_of_tax_residence": "GBR"}, "ACTION_REQUIRED"),
        ({"country_of_citizenship": "GBR", "country_of_tax_residence": "USA"}, "ACTION_REQUIRED"),
        ({"country_of_citizenship": "GBR", "country_of_tax_residence": "GBR"}, "APPROVED"),
    ],
)
async def test_Q4_an_american_without_a_taxpayer_number_is_asked_for_it(
    api: Api, identity: dict[str, Any], status: str
) -> None:
    pdf = {"content": "JVBERg==", "mime_type": "application/pdf"}
    form = {"document_type": "w8ben", **pdf}
    body = application(documents=[form])
    body["identity"] |= {"tax_id": None, "tax_id_type": None, **identity}
    account = await api.post("/v1/accounts", body)
    await api.advance(2)
    path = f"/v1/accounts/{account['id']}"
    found = await api.get(path)
    assert found["status"] == status
    if status == "ACTION_REQUIRED":
        assert found["kyc_results"]["indeterminate"] == {"TAX_IDENTIFICATION": {}}
        card = {"document_type": "tax_id_verification", **pdf}
        await api.client.post(f"{path}/documents/upload", json=[card])
    await api.advance(10)
    assert (await api.get(path))["status"] == "ACTIVE"


@pytest.mark.parametrize("kind", ["trading", "custodial", "donor_advised", "ira", "hsa"])
async def test_Q7_known_types_of_accounts_are_answered(api: Api, kind: str) -> None:
    account = await api.post("/v1/accounts", application(account_type=kind))
    assert account["account_type"] == kind


async def test_Q7_the_type_is_trading_unless_told(api: Api) -> None:
    untold: list[dict[str, Any]] = [{}, {"account_type": ""}, {"account_type": None}]
    for place, none in enumerate(untold):
        account = await api.post("/v1/accounts", application(f"{place}@example.com", **none))
        assert account["account_type"] == "trading"


W8BEN_WITHOUT_CONTENT = [{"document_type": "w8ben", "mime_type": "application/pdf"}]
VISITOR = {
    "identity__visa_type": "B1",
    "identity__visa_expiration_date": "2030-01-01",
}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"contact__email_address": None}, "contact.email_address"),
        ({"contact__email_address": ""}, "contact.email_address"),
        ({"contact__email_address": "frog"}, "contact.email_address"),
        ({"contact__phone_number": ""}, "contact.phone_number"),
        ({"contact__street_address": []}, "contact.street_address"),
        ({"contact__street_address": ["a", "b", "c", "d"]}, "contact.street_address"),
        ({"contact__city": "\u0000"}, "contact.city"),
        ({"contact__state": ""}, "contact.state"),
        ({"contact__country": "US"}, "contact.country"),
        ({"identity__given_name": 5}, "identity.given_name"),
        ({"identity__given_name": "\ud800"}, "identity.given_name"),
        ({"identity__family_name": " "}, "identity.family_name"),
        ({"identity__date_of_birth": "2026-02-30"}, "identity.date_of_birth"),
        ({"identity__date_of_birth": "2040-01-01"}, "identity.date_of_birth"),
        ({"contact__phone_number": "call me"}, "contact.phone_number"),
        ({"contact__phone_number": "+"}, "contact.phone_number"),
        ({"identity__tax_id": ""}, "identity.tax_id"),
        ({"identity__tax_id_type": None}, "identity.tax_id_type"),
        ({"identity__tax_id_type": "SSN"}, "identity.tax_id_type"),
        ({"identity__tax_id_type": "usa_ssn"}, "identity.tax_id_type"),
        ({"identity__tax_id_type": "DIARY"}, "identity.tax_id_type"),
        ({"identity__tax_id": "912-70-1234"}, "identity.tax_id_type"),
        ({"identity__tax_id": "999880000"}, "identity.tax_id_type"),
        ({"identity__country_of_tax_residence": "us"}, "identity.country_of_tax_residence"),
        ({"identity__funding_source": []}, "identity.funding_source"),
        ({"identity__funding_source": ["lottery"]}, "identity.funding_source.0"),
        ({"identity__visa_type": "B1"}, "identity.visa_expiration_date"),
        (VISITOR, "identity.date_of_departure_from_usa"),
        (VISITOR | {"identity__permanent_resident": True}, "identity.visa_type"),
        ({"identity__annual_income_min": "1e999999999"}, "identity.annual_income_min"),
        ({"identity__annual_income_min": "1e-99999999"}, "identity.annual_income_min"),
        ({"identity__annual_income_min": "-1"}, "identity.annual_income_min"),
        ({"disclosures__is_control_person": None}, "disclosures.is_control_person"),
        ({"disclosures__employment_status": "bored"}, "disclosures.employment_status"),
        (
            {"disclosures__context": [{"context_type": "AFFILIATE_FIRM"}]},
            "disclosures.context.0.company_name",
        ),
        (
            {"disclosures__context": [{"context_type": "IMMEDIATE_FAMILY_EXPOSED"}]},
            "disclosures.context.0.given_name",
        ),
        ({"disclosures__context": [{}]}, "disclosures.context.0.context_type"),
        ({"agreements": []}, "agreements"),
        ({"agreements": [{"agreement": "customer_agreement"}]}, "agreements.0.signed_at"),
        ({"documents": W8BEN_WITHOUT_CONTENT}, "documents.0.content"),
        ({"documents": [{"document_type": "poem"}]}, "documents.0.document_type"),
        (
            {"trusted_contact": {"given_name": "Tad", "family_name": "Pole"}},
            "trusted_contact.email_address",
        ),
        (
            {"trusted_contact": {"given_name": "T", "family_name": "P", "street_address": ["1"]}},
            "trusted_contact.city",
        ),
        ({"enabled_assets": ["gold"]}, "enabled_assets.0"),
        ({"account_type": "zzz"}, "account_type"),
        ({"account_type": 5}, "account_type"),
        ({"contact__street_address": 5}, "contact.street_address"),
        ({"identity__funding_source": "lottery"}, "identity.funding_source.0"),
    ],
)
async def test_refusal_names_the_field(api: Api, changes: dict[str, Any], field: str) -> None:
    content = json.dumps(application(**changes))
    refusal = await api.refused(422, "POST", "/v1/accounts", content=content)
    assert refusal["field"] == field
    assert (
        sql.value(api.simulation.database, "SELECT count(*) FROM accounts WHERE NOT is_firm") == 0
    )


async def test_agreement_signed_at_the_edge_of_time_is_refused(api: Api) -> None:
    body = application()
    body["agreements"][0]["signed_at"] = "0001-01-01T00:00:00+14:00"
    refusal = await api.refused(422, "POST", "/v1/accounts", json=body)
    assert refusal["field"] == "agreements.0.signed_at"


async def test_refusal_does_not_repeat_the_input(api: Api) -> None:
    body = application(identity__tax_id={"number": "123-45-6789"})
    refusal = await api.refused(422, "POST", "/v1/accounts", json=body)
    assert refusal["field"] == "identity.tax_id"
    assert "6789" not in refusal["message"]


async def test_list_finds_by_words_status_and_time(api: Api) -> None:
    first = await api.open_account("first@example.com")
    second = (await api.post("/v1/accounts", application("second@example.com")))["id"]

    async def found(**parameters: Any) -> list[str]:
        return [account["id"] for account in await api.get("/v1/accounts", **parameters)]

    assert await found() == [second, first]
    assert await found(sort="asc") == [first, second]
    assert await found(query="FROG second") == [second]
    assert await found(query="frog nobody") == []
    assert await found(status="ACTIVE") == [first]
    assert await found(created_after="2026-01-15T15:00:03Z") == [second]
    assert await found(created_before="2026-01-15T15:00:03+00:00") == [first]


async def test_firm_accounts_are_there_but_not_among_the_customers(api: Api) -> None:
    sweep = await api.account("8f8c8cee-2591-4f83-be12-82c659b5e748")
    assert sweep["cash"] == "50000"
    assert await api.get("/v1/accounts") == []
