"""Refusals of an application, and the fields that they name."""

import pytest

from ribbit_tui.session.application.steps.registry import FIELDS, default_answers
from ribbit_tui.session.application.submission.server_refusal import field_for, refused_field
from ribbit_tui.session.application.values.answer import Answer

ABROAD: dict[str, Answer] = {
    "contact.country": "DEU",
    "identity.country_of_tax_residence": "DEU",
}
LINES: dict[str, Answer] = {
    "contact.street_address_1": "1 Pond St",
    "contact.street_address_3": "Wing 3",
}
TWO_FORMS: dict[str, Answer] = {
    "disclosures.is_affiliated_exchange_or_finra": True,
    "disclosures.immediate_family_exposed": True,
}


@pytest.mark.parametrize(
    ("server_field", "answers", "ours"),
    [
        ("contact.email_address", {}, "contact.email_address"),
        ("body.contact.email_address", {}, "contact.email_address"),
        ("email_address", {}, "contact.email_address"),
        ("given_name", {}, "identity.given_name"),
        ("trusted_contact.given_name", {}, "trusted_contact.given_name"),
        ("identity.tax_id", {}, "identity.tax_id"),
        ("identity.tax_id", ABROAD, "identity.foreign_tax_id"),
        ("identity.tax_id_type", ABROAD, "identity.tax_id_type"),
        ("contact.street_address[1]", LINES, "contact.street_address_3"),
        ("contact.street_address.1", {}, "contact.street_address_1"),
        ("enabled_assets.1", {}, "investing.crypto"),
        ("additional_information", {}, "demo.outcome"),
        ("agreements[3]", {"investing.crypto": True}, "agreements.crypto_agreement"),
        ("documents.0.content_data.full_name", ABROAD, "identity.given_name"),
        ("documents.0.content_data.foreign_tax_id", ABROAD, "identity.foreign_tax_id"),
        ("documents[0].content_data.income_type", ABROAD, "w8ben.income_type"),
        ("documents.0.content_data.ip_address", ABROAD, "w8ben.signer_full_name"),
        ("documents.0", ABROAD, "w8ben.signer_full_name"),
        ("documents.1.content", ABROAD, "documents.0"),
        ("tax_id_type", {}, "identity.tax_id"),
        ("contact.state", {}, "contact.state"),
        ("contact.state", ABROAD, "contact.region"),
        ("contact.street_address", {}, "contact.street_address_1"),
        ("contact.street_address[0]", {}, "contact.street_address_1"),
        ("contact.street_address.0", {}, "contact.street_address_1"),
        ("identity.annual_income_max", {}, "identity.annual_income"),
        ("identity.funding_source", {}, "identity.funding_source"),
        ("employer_name", {}, "disclosures.employer_name"),
        (
            "disclosures.context[0].company_name",
            TWO_FORMS,
            "context.AFFILIATE_FIRM.company_name",
        ),
        (
            "disclosures.context.1.given_name",
            TWO_FORMS,
            "context.IMMEDIATE_FAMILY_EXPOSED.given_name",
        ),
        ("disclosures.context[9].given_name", TWO_FORMS, None),
        ("disclosures.context[0].company_name", {}, None),
        ("company_name", TWO_FORMS, "context.AFFILIATE_FIRM.company_name"),
        ("agreements", {}, "agreements.customer_agreement"),
        ("agreements[2].ip_address", {}, "agreements.margin_agreement"),
        ("agreements[99]", {}, "agreements.margin_agreement"),
        ("documents[2].content", {}, "documents.2"),
        ("shoe_size", {}, None),
        ("", {}, None),
        ("..", {}, None),
    ],
)
def test_a_field_of_the_server_is_found_among_ours(
    server_field: str, answers: dict[str, Answer], ours: str | None
) -> None:
    assert field_for(server_field, {**default_answers(), **answers}) == ours


@pytest.mark.parametrize("name", FIELDS)
def test_every_place_on_the_wire_leads_back_to_a_field(name: str) -> None:
    for path in FIELDS[name].paths():
        found = field_for(path, default_answers())
        assert found is not None
        assert path in FIELDS[found].paths()


@pytest.mark.parametrize(
    ("status", "server_field", "message", "ours"),
    [
        (409, None, "email address already exists", "contact.email_address"),
        (422, "identity.date_of_birth", "invalid", "identity.date_of_birth"),
        (422, None, "contact.phone_number is invalid", "contact.phone_number"),
        (422, None, "invalid postal_code: must have 5 digits.", "contact.postal_code"),
        (422, None, "request body is broken.", None),
        (422, "account_type", "contact.city is fine", None),
    ],
)
def test_a_refusal_is_led_back_to_a_field(
    status: int, server_field: str | None, message: str, ours: str | None
) -> None:
    assert refused_field(status, server_field, message, default_answers()) == ours
