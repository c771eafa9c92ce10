"""Edits of an account, and the requests for them."""

from datetime import date
from typing import Any

import pytest

from ribbit_tui.session.account.edits import EDITED_STEPS, AccountEdit, is_editable
from ribbit_tui.session.application.fields.conditions import WANTS_CRYPTO
from ribbit_tui.session.application.steps.contact import CONTACT
from ribbit_tui.session.application.steps.disclosures import CONTROL_PERSON, DISCLOSURES
from ribbit_tui.session.application.steps.employment import EMPLOYMENT
from ribbit_tui.session.application.steps.identity import IDENTITY
from ribbit_tui.session.application.steps.trusted_contact import TRUSTED_CONTACT
from ribbit_tui.session.errors import ErrorReport
from ribbit_tui.wire.accounts import Account
from tests.wire.samples import account

TODAY = date(2026, 1, 15)
ADDRESS = {
    "email_address": "maya@example.com",
    "phone_number": "+14155552671",
    "street_address": ["20 N San Mateo Dr"],
    "unit": "Apt 1A",
    "city": "San Mateo",
    "state": "CA",
    "postal_code": "94401",
    "country": "USA",
}
NOES = dict.fromkeys(
    (
        "is_control_person",
        "is_affiliated_exchange_or_finra",
        "is_politically_exposed",
        "immediate_family_exposed",
    ),
    False,
)
FIXED = {
    "contact.country",
    "identity.date_of_birth",
    "identity.country_of_citizenship",
    "identity.country_of_birth",
    "identity.country_of_tax_residence",
    "identity.tax_id",
}


def maya(**more: Any) -> Account:
    parts = {"contact": ADDRESS, "disclosures": NOES} | more
    return Account.model_validate(account() | parts)


def test_exactly_what_the_api_lets_change_is_asked() -> None:
    asked = {
        path
        for step in EDITED_STEPS
        for field in step.fields
        if is_editable(field)
        for path in field.paths()
    }
    parts = {
        "contact": "email_address phone_number street_address unit city state postal_code",
        "identity": "given_name middle_name family_name visa_type visa_expiration_date"
        " date_of_departure_from_usa permanent_resident funding_source annual_income_min"
        " annual_income_max liquid_net_worth_min liquid_net_worth_max total_net_worth_min"
        " total_net_worth_max",
        "disclosures": " ".join(NOES)
        + " employment_status employer_name employer_address employment_position",
        "trusted_contact": "given_name family_name email_address phone_number street_address"
        " city state postal_code country",
    }
    wanted = {f"{part}.{name}" for part, names in parts.items() for name in names.split()}
    assert {path for path in asked if not path.startswith("context.")} == wanted


def test_the_rest_is_shown_and_not_asked() -> None:
    assert WANTS_CRYPTO not in {one.name for one in AccountEdit.of(EMPLOYMENT, maya()).fixed}
    for step in (CONTACT, IDENTITY):
        edit = AccountEdit.of(step, maya())
        assert {field.name for field in edit.fixed} <= FIXED
        assert not FIXED.intersection(field.name for field in edit.fields)


@pytest.mark.parametrize(
    ("changed", "sent"),
    [
        ({}, None),
        ({"contact.city": "Reno"}, {"contact": {"city": "Reno"}}),
        ({"contact.unit": ""}, {"contact": {"unit": None}}),
        (
            {"contact.street_address_2": "c/o Ada"},
            {"contact": {"street_address": ["20 N San Mateo Dr", "c/o Ada"]}},
        ),
    ],
)
def test_only_what_differs_is_sent(changed: dict[str, str], sent: object) -> None:
    edit = AccountEdit.of(CONTACT, maya())
    answers = {**edit.answers, **changed}
    assert edit.errors(answers, TODAY) == {}
    change = edit.change(answers)
    assert (change and change.to_wire()) == sent


def test_what_was_there_before_is_not_judged_again() -> None:
    before = maya(contact=ADDRESS | {"postal_code": "94-401"})
    edit = AccountEdit.of(CONTACT, before)
    assert edit.errors({**edit.answers, "contact.city": "Reno"}, TODAY) == {}
    assert "contact.city" in edit.errors({**edit.answers, "contact.city": ""}, TODAY)
    assert "contact.postal_code" in edit.errors({**edit.answers, "contact.postal_code": "9"}, TODAY)


def test_a_yes_brings_its_form_and_a_no_takes_it_away() -> None:
    edit = AccountEdit.of(DISCLOSURES, maya())
    at = "context.CONTROLLED_FIRM."
    answers = {
        **edit.answers,
        CONTROL_PERSON: True,
        f"{at}company_name": "Pond PLC",
        f"{at}company_country": "USA",
        f"{at}company_street_address": "1 Pond Rd",
        f"{at}company_city": "Reno",
        f"{at}company_state": "NV",
        f"{at}company_compliance_email": "c@example.com",
    }
    assert edit.errors(answers, TODAY) == {}
    change = edit.change(answers)
    assert change is not None
    sent = change.to_wire()["disclosures"]
    assert sent["is_control_person"] is True
    assert sent["context"][0]["company_name"] == "Pond PLC"

    with_firm = Account.model_validate(account(contact=ADDRESS, disclosures=NOES | sent))
    again = AccountEdit.of(DISCLOSURES, with_firm)
    taken_back = again.change({**again.answers, CONTROL_PERSON: False})
    assert taken_back is not None
    assert taken_back.to_wire()["disclosures"] == {"is_control_person": False, "context": []}


def test_a_trusted_contact_is_sent_with_its_names() -> None:
    ada = {"given_name": "Ada", "family_name": "Okafor", "email_address": "ada@example.com"}
    edit = AccountEdit.of(TRUSTED_CONTACT, maya(trusted_contact=ada))
    change = edit.change({**edit.answers, "trusted_contact.email_address": "a@example.com"})
    assert change is not None
    assert change.to_wire()["trusted_contact"] == ada | {"email_address": "a@example.com"}


def test_a_refusal_lands_at_its_question() -> None:
    edit = AccountEdit.of(IDENTITY, maya())
    report = ErrorReport("no", "once", field="identity.family_name", status=422)
    assert edit.refused(report, edit.answers) == "identity.family_name"
    assert edit.refused(ErrorReport("gone"), edit.answers) is None
