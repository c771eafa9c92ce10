"""The request that creates an account."""

from typing import Any

import pytest

from ribbit_tui.session.application.drafts.draft import IncompleteApplicationError
from ribbit_tui.session.application.values.answer import Answer
from ribbit_tui.wire.accounts import AccountCreation
from tests.session.application.people import TODAY, company, lena, maya

AGREEMENTS = [
    {
        "agreement": agreement,
        "signed_at": "2026-03-05T14:02:00.000000Z",
        "ip_address": "203.0.113.7",
        "revision": "stand-in.1",
    }
    for agreement in ("customer_agreement", "account_agreement", "margin_agreement")
]

NOT_EXPOSED = {
    "is_control_person": False,
    "is_affiliated_exchange_or_finra": False,
    "is_politically_exposed": False,
    "immediate_family_exposed": False,
}

EMPLOYMENT = {
    "employment_status": "employed",
    "employer_name": "Lily Pad Labs",
    "employment_position": "Product designer",
}

FINANCES = {
    "funding_source": ["employment_income", "savings"],
    "annual_income_min": "100000",
    "annual_income_max": "199999",
    "liquid_net_worth_min": "25000",
    "liquid_net_worth_max": "99999",
    "total_net_worth_min": "100000",
    "total_net_worth_max": "249999",
    "investment_experience_with_stocks": "1_to_5_years",
    "risk_tolerance": "moderate",
    "investment_objective": "growth",
    "investment_time_horizon": "6_to_10_years",
    "liquidity_needs": "somewhat_important",
}

MAYA_ON_THE_WIRE = {
    "contact": {
        "email_address": "maya.okafor@example.com",
        "phone_number": "+14155552671",
        "country": "USA",
        "street_address": ["20 N San Mateo Dr"],
        "unit": "Apt 1A",
        "city": "San Mateo",
        "state": "CA",
        "postal_code": "94401",
    },
    "identity": {
        "given_name": "Maya",
        "family_name": "Okafor",
        "date_of_birth": "1990-04-12",
        "country_of_citizenship": "USA",
        "country_of_birth": "USA",
        "country_of_tax_residence": "USA",
        "tax_id": "078051120",
        "tax_id_type": "USA_SSN",
        **FINANCES,
    },
    "disclosures": {**NOT_EXPOSED, **EMPLOYMENT},
    "trusted_contact": {
        "given_name": "Ada",
        "family_name": "Okafor",
        "email_address": "ada.okafor@example.com",
    },
    "agreements": AGREEMENTS,
}


def wire(changes: dict[str, Answer]) -> dict[str, Any]:
    return maya(changes).to_creation(TODAY).to_wire()


def test_the_sample_person_is_sent_in_canonical_form() -> None:
    assert maya().to_creation(TODAY).to_wire() == MAYA_ON_THE_WIRE


def test_a_name_in_its_own_script_is_sent_beside_the_latin_one() -> None:
    own = {
        "identity.given_name": "Taro",
        "identity.family_name": "O’Yamada",
        "identity.local_given_name": "太郎",
        "identity.local_family_name": "山田",
    }
    sent = maya({**own, "identity.own_spelling": True}).to_creation(TODAY).to_wire()["identity"]
    assert (sent["given_name"], sent["family_name"]) == ("Taro", "O'Yamada")
    assert (sent["local_given_name"], sent["local_family_name"]) == ("太郎", "山田")
    sent = maya({**own, "identity.own_spelling": False}).to_creation(TODAY).to_wire()["identity"]
    assert not [name for name in sent if name.startswith("local_")]


def test_someone_abroad_is_sent_without_what_only_americans_answer() -> None:
    assert lena().to_creation(TODAY).to_wire() == {
        "contact": {
            "email_address": "lena.fischer@example.com",
            "phone_number": "+4930901820",
            "country": "DEU",
            "street_address": ["Torstrasse 1"],
            "unit": "Apt 1A",
            "city": "Berlin",
            "postal_code": "10119",
        },
        "identity": {
            "given_name": "Lena",
            "family_name": "Fischer",
            "date_of_birth": "1990-04-12",
            "country_of_citizenship": "DEU",
            "country_of_birth": "AUT",
            "country_of_tax_residence": "DEU",
            "tax_id": "86095742719",
            "tax_id_type": "DEU_TAX_ID",
            **FINANCES,
        },
        "disclosures": {**NOT_EXPOSED, **EMPLOYMENT},
        "agreements": AGREEMENTS,
        "documents": [
            {
                "document_type": "w8ben",
                "mime_type": "application/json",
                "content_data": {
                    "revision": "10-2021",
                    "full_name": "Lena Fischer",
                    "country_citizen": "Germany",
                    "date_of_birth": "1990-04-12",
                    "permanent_address_street": "Torstrasse 1, Apt 1A",
                    "permanent_address_city_state": "Berlin, 10119",
                    "permanent_address_country": "Germany",
                    "foreign_tax_id": "86095742719",
                    "signer_full_name": "lena FISCHER",
                    "date": "2026-03-05",
                    "timestamp": "2026-03-05T14:02:00.000000Z",
                    "ip_address": "203.0.113.7",
                },
            }
        ],
    }


def test_every_yes_adds_its_own_context_and_only_that() -> None:
    sent = wire(
        {
            "disclosures.is_control_person": True,
            **company("CONTROLLED_FIRM"),
            **company("AFFILIATE_FIRM"),  # filled in, then the answer changed to No
            "disclosures.is_politically_exposed": True,
            "disclosures.immediate_family_exposed": True,
            "context.IMMEDIATE_FAMILY_EXPOSED.given_name": "Ada",
            "context.IMMEDIATE_FAMILY_EXPOSED.family_name": "Okafor",
            "disclosures.exposed_address": "1 Capitol Mall, Sacramento",
        }
    )
    assert sent["disclosures"] == {
        "is_control_person": True,
        "is_affiliated_exchange_or_finra": False,
        "is_politically_exposed": True,
        "immediate_family_exposed": True,
        **EMPLOYMENT,
        "employer_address": "1 Capitol Mall, Sacramento",
        "context": [
            {
                "context_type": "CONTROLLED_FIRM",
                "company_name": "Lily Pad Labs",
                "company_country": "USA",
                "company_street_address": ["1 Pond St"],
                "company_city": "Austin",
                "company_state": "TX",
                "company_compliance_email": "compliance@example.com",
            },
            {
                "context_type": "IMMEDIATE_FAMILY_EXPOSED",
                "given_name": "Ada",
                "family_name": "Okafor",
            },
        ],
    }
    assert set(sent) == set(MAYA_ON_THE_WIRE)


def test_two_companies_are_two_contexts_and_abroad_the_state_is_a_province() -> None:
    sent = wire(
        {
            "disclosures.is_control_person": True,
            **company("CONTROLLED_FIRM"),
            "disclosures.is_affiliated_exchange_or_finra": True,
            **company("AFFILIATE_FIRM", {"company_country": "CAN", "company_region": "Ontario"}),
        }
    )
    contexts = sent["disclosures"]["context"]
    assert [(one["context_type"], one["company_state"]) for one in contexts] == [
        ("CONTROLLED_FIRM", "TX"),
        ("AFFILIATE_FIRM", "Ontario"),
    ]


def test_a_visitor_sends_visa_and_departure() -> None:
    sent = wire(
        {
            "identity.country_of_citizenship": "FRA",
            "identity.permanent_resident": False,
            "identity.visa_type": "B2",
            "identity.visa_expiration_date": "12/31/2026",
            "identity.date_of_departure_from_usa": "2026-11-01",
        }
    )["identity"]
    assert sent["permanent_resident"] is False
    assert sent["visa_type"] == "B2"
    assert sent["visa_expiration_date"] == "2026-12-31"
    assert sent["date_of_departure_from_usa"] == "2026-11-01"


def test_a_green_card_leaves_the_visa_off_the_wire_but_in_memory() -> None:
    draft = maya(
        {
            "identity.country_of_citizenship": "FRA",
            "identity.permanent_resident": True,
            "identity.visa_type": "B2",
            "identity.visa_expiration_date": "2026-12-31",
        }
    )
    sent = draft.to_creation(TODAY).to_wire()["identity"]
    assert sent["permanent_resident"] is True
    assert not {"visa_type", "visa_expiration_date"} & set(sent)
    assert draft.answers["identity.visa_type"] == "B2"


@pytest.mark.parametrize(
    ("changes", "part", "absent"),
    [
        ({"disclosures.employment_status": "student"}, "disclosures", "employer_name"),
        ({"disclosures.employment_status": "student"}, "disclosures", "employment_position"),
        ({"contact.unit": "  "}, "contact", "unit"),
        ({"identity.annual_income": None}, "identity", "annual_income_min"),
        ({"identity.annual_income": "500000-"}, "identity", "annual_income_max"),
    ],
)
def test_what_is_empty_or_does_not_apply_is_absent(
    changes: dict[str, Answer], part: str, absent: str
) -> None:
    assert absent in {**MAYA_ON_THE_WIRE[part], "annual_income_max": ""}  # type: ignore[dict-item]
    assert absent not in wire(changes)[part]


def test_no_trusted_contact_is_sent_after_a_no() -> None:
    assert "trusted_contact" not in wire({"trusted_contact.named": False})


def test_a_trusted_contact_can_be_an_address() -> None:
    sent = wire(
        {
            "trusted_contact.email_address": "",
            "trusted_contact.street_address": "1 Pond St",
            "trusted_contact.country": "GBR",
            "trusted_contact.city": "London",
            "trusted_contact.region": "England",
            "trusted_contact.postal_code": "SW1A 1AA",
        }
    )
    assert sent["trusted_contact"] == {
        "given_name": "Ada",
        "family_name": "Okafor",
        "street_address": ["1 Pond St"],
        "country": "GBR",
        "city": "London",
        "state": "England",
        "postal_code": "SW1A 1AA",
    }


def test_all_lines_of_a_street_go_into_one_list() -> None:
    lines: dict[str, Answer] = {
        "contact.street_address_2": "Building B",
        "contact.street_address_3": "Wing 3",
    }
    street = wire(lines)["contact"]["street_address"]
    assert street == ["20 N San Mateo Dr", "Building B", "Wing 3"]


def test_who_works_nowhere_and_is_exposed_names_the_office_and_its_address() -> None:
    sent = wire(
        {
            "disclosures.employment_status": "retired",
            "disclosures.is_politically_exposed": True,
            "disclosures.exposed_position": "Former minister",
            "disclosures.exposed_address": "1 Capitol Mall, Sacramento",
        }
    )["disclosures"]
    assert sent["employment_position"] == "Former minister"
    assert sent["employer_address"] == "1 Capitol Mall, Sacramento"
    assert "employer_name" not in sent


def test_crypto_is_enabled_by_a_yes_and_signed_for() -> None:
    sent = wire({"investing.crypto": True})
    assert sent["enabled_assets"] == ["us_equity", "crypto"]
    assert [one["agreement"] for one in sent["agreements"]][-1] == "crypto_agreement"
    assert "enabled_assets" not in wire({"investing.crypto": False})
    assert "enabled_assets" not in wire({"investing.crypto": None})


def test_a_demo_outcome_is_a_fixture() -> None:
    sent = wire({"demo.outcome": "REJECTED"})
    assert sent["additional_information"] == "/fixtures/status=REJECTED/fixtures/"
    assert "additional_information" not in wire({})


def test_a_us_taxpayer_abroad_sends_a_region_as_state() -> None:
    changes: dict[str, Answer] = {"contact.country": "DEU", "contact.postal_code": "10119"}
    with pytest.raises(IncompleteApplicationError) as refused:
        maya(changes).to_creation(TODAY)
    assert set(refused.value.errors) == {"identity.region"}
    assert wire({**changes, "identity.region": "Berlin"})["contact"]["state"] == "Berlin"
    assert wire({**changes, "contact.region": "Hessen"})["contact"]["state"] == "Hessen"


def test_what_is_sent_reads_back_as_the_same_request() -> None:
    sent = maya().to_creation(TODAY)
    assert AccountCreation.model_validate(sent.to_wire()) == sent
