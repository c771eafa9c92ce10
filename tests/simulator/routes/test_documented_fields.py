"""Every field and value in the tables of the Accounts API (2021, 2022) is taken and returned."""

import json
from typing import Any

import pytest

from tests.simulator.conftest import SAMPLES, Api, Json, application

CONTACT: Json = {
    "email_address": "cool_alpaca@example.com",
    "phone_number": "+15555555555",
    "street_address": ["20 N San Mateo Dr"],
    "unit": "Apt 1A",
    "city": "San Mateo",
    "state": "CA",
    "postal_code": "94401",
}
INCOME = {
    "annual_income_min": "1000",
    "annual_income_max": 2000,
    "liquid_net_worth_min": "3000.5",
    "liquid_net_worth_max": 4000.5,
    "total_net_worth_min": "5000",
    "total_net_worth_max": 6000,
}
IDENTITY: Json = {
    "given_name": "John",
    "middle_name": "Smith",
    "family_name": "Doe",
    "date_of_birth": "1990-01-01",
    "tax_id": "666-55-4321",
    "tax_id_type": "USA_SSN",
    "country_of_citizenship": "GBR",
    "country_of_birth": "GBR",
    "country_of_tax_residence": "USA",
    "visa_type": "B1",
    "visa_expiration_date": "2030-01-01",
    "date_of_departure_from_usa": "2029-01-01",
    "permanent_resident": False,
    "funding_source": ["employment_income", "savings"],
    "extra": {"source": "app", "scores": [1, 2]},
    **INCOME,
}
DISCLOSURES: Json = {
    "is_control_person": True,
    "is_affiliated_exchange_or_finra": True,
    "is_politically_exposed": False,
    "immediate_family_exposed": True,
    "employment_status": "employed",
    "employer_name": "Pond & Partners",
    "employer_address": "1 Pond Lane",
    "employment_position": "Frog",
}
COMPANY: Json = {
    "company_name": "Finra",
    "company_street_address": "1735 K Street, NW",
    "company_city": "Washington",
    "company_state": "DC",
    "company_country": "USA",
    "company_compliance_email": "compliance@finra.org",
}
CONTEXTS: list[Json] = [
    {"context_type": "CONTROLLED_FIRM", **COMPANY},
    {"context_type": "AFFILIATE_FIRM", **COMPANY},
    {"context_type": "IMMEDIATE_FAMILY_EXPOSED", "given_name": "Jane", "family_name": "Doe"},
]
NAME = {"given_name": "Jane", "family_name": "Doe"}
ADDRESS = {
    "street_address": ["1 Pond St"],
    "city": "Reno",
    "state": "NV",
    "postal_code": "89501",
    "country": "USA",
}
PASSPORT: Json = {
    "document_type": "identity_verification",
    "document_sub_type": "passport",
    "content": "/9j/Cg==",
    "mime_type": "image/jpeg",
}


VALUES: dict[str, list[str]] = json.loads((SAMPLES / "documented-values.json").read_text("utf-8"))
CIP: Json = json.loads((SAMPLES / "cip-all-fields.json").read_text("utf-8"))


def returned(sent: Json) -> Json:
    """Return a part as an account has it: without the tax id, amounts as numbers."""
    return {
        name: float(value) if name in INCOME else value
        for name, value in sent.items()
        if name != "tax_id"
    }


async def test_every_field_of_an_application_is_returned(api: Api) -> None:
    body: Json = {
        "contact": CONTACT,
        "identity": IDENTITY,
        "disclosures": DISCLOSURES | {"context": CONTEXTS},
        "agreements": [
            {
                "agreement": name,
                "signed_at": "2020-09-11T18:13:44.000000Z",
                "ip_address": "185.13.21.99",
                "revision": "19.2022.02",
            }
            for name in VALUES["agreement"]
        ],
        "trusted_contact": NAME | ADDRESS | {"email_address": "a@b.c", "phone_number": "+1555"},
        "enabled_assets": ["us_equity", "crypto"],
        "documents": [PASSPORT],
    }
    account = await api.post("/v1/accounts", body)
    for part in ("contact", "identity", "disclosures", "trusted_contact"):
        assert account[part].items() >= returned(body[part]).items(), part
    assert account["agreements"] == body["agreements"]
    assert account["enabled_assets"] == body["enabled_assets"]
    [document] = account["documents"]
    assert document["document_sub_type"] == "passport"


@pytest.mark.parametrize(
    "reach",
    [{"email_address": "jane@example.com"}, {"phone_number": "555-666-7788"}, ADDRESS],
    ids=["email", "phone", "address"],
)
async def test_one_way_to_reach_the_trusted_contact_is_enough(api: Api, reach: Json) -> None:
    account = await api.post("/v1/accounts", application(trusted_contact=NAME | reach))
    assert account["trusted_contact"] == NAME | reach
    path = f"/v1/accounts/{account['id']}"
    answer = await api.client.patch(path, json={"trusted_contact": NAME | reach})
    assert answer.json()["trusted_contact"] == NAME | reach


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("identity.tax_id_type", VALUES["tax_id_type"]),
        ("identity.funding_source", VALUES["funding_source"]),
        ("identity.visa_type", VALUES["visa_type"]),
        ("disclosures.employment_status", VALUES["employment_status"]),
        ("account_type", VALUES["account_type"]),
    ],
)
async def test_every_value_is_taken(api: Api, path: str, values: list[str]) -> None:
    travel = {
        "visa_expiration_date": "2030-01-01",
        "date_of_departure_from_usa": "2029-01-01",
    }
    for number, value in enumerate(values):
        body = application(f"{number}@example.com")
        body["identity"] |= travel if path.endswith("visa_type") else {}
        part, _, name = path.rpartition(".")
        (body[part] if part else body)[name] = value
        account = await api.post("/v1/accounts", body)
        kept: Any = (account[part] if part else account)[name]
        assert kept == ([value] if name == "funding_source" else value)


@pytest.mark.parametrize("kind", VALUES["document_type"])
async def test_every_type_of_document_is_taken(api: Api, kind: str) -> None:
    document = PASSPORT | {"document_type": kind}
    account = await api.post("/v1/accounts", application(documents=[document]))
    [kept] = account["documents"]
    assert (kept["document_type"], kept["document_sub_type"]) == (kind, "passport")


async def test_accounts_are_searched_by_every_status(api: Api) -> None:
    for status in VALUES["account_status"]:
        assert await api.get("/v1/accounts", status=status) == []


async def test_every_field_that_may_be_changed_is(api: Api) -> None:
    account_id = await api.open_account()
    changeable = ("given_name", "middle_name", "family_name", "funding_source", *INCOME)
    travel = ("visa_type", "visa_expiration_date", "date_of_departure_from_usa")
    change = {
        "contact": CONTACT,
        "identity": {name: IDENTITY[name] for name in (*changeable, *travel, "permanent_resident")},
        "disclosures": DISCLOSURES,
        "trusted_contact": NAME | ADDRESS,
    }
    answer = await api.client.patch(f"/v1/accounts/{account_id}", json=change)
    assert answer.status_code == 200, answer.text
    account = answer.json()
    for part, sent in change.items():
        assert account[part].items() >= returned(sent).items(), part


async def test_every_field_of_identity_checks_is_returned(api: Api) -> None:
    path = f"/v1/accounts/{await api.open_account()}/cip"
    assert (await api.post(path, CIP)).items() >= CIP.items()
    assert (await api.get(path)).items() >= CIP.items()
