"""Answers come back from the account they led to, but for what is secret."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ribbit_tui.session.account.review_requests import ANSWER_OPTIONS, AnswerMethod
from ribbit_tui.session.application.drafts.details import (
    detail_answers,
    detail_change,
    detail_fields,
)
from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.drafts.prefill import prefilled_answers, prefilled_draft
from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.application.steps.agreements import AGREEMENTS
from ribbit_tui.session.application.values.answer import Answer
from ribbit_tui.wire.accounts import Account

NOW = datetime(2026, 1, 15, 15, tzinfo=UTC)
TODAY = date(2026, 1, 15)
FIRM: dict[str, Answer] = {
    "disclosures.is_control_person": True,
    "context.CONTROLLED_FIRM.company_name": "Pond Works",
    "context.CONTROLLED_FIRM.company_country": "DEU",
    "context.CONTROLLED_FIRM.company_street_address": "Teichweg 1",
    "context.CONTROLLED_FIRM.company_city": "Ulm",
    "context.CONTROLLED_FIRM.company_region": "Bayern",
    "context.CONTROLLED_FIRM.company_compliance_email": "c@pond.example",
}
ABROAD: dict[str, Answer] = {
    "contact.country": "DEU",
    "contact.region": "Berlin",
    "contact.street_address_2": "Hinterhof",
    "contact.phone_number": "+4930123456",
    "contact.postal_code": "10115",
}
CRYPTO: dict[str, Answer] = {"investing.crypto": True}
EXPOSED: dict[str, Answer] = {
    "disclosures.employment_status": "retired",
    "disclosures.is_politically_exposed": True,
    "disclosures.exposed_position": "Former minister",
    "disclosures.exposed_address": "1 Capitol Mall, Sacramento",
}
VISITOR: dict[str, Answer] = {
    "identity.country_of_citizenship": "GBR",
    "identity.permanent_resident": False,
    "identity.visa_type": "B1",
    "identity.visa_expiration_date": "2027-01-01",
    "identity.date_of_departure_from_usa": "2026-12-01",
}


def applied(**answers: Answer) -> tuple[Draft, Account]:
    """Return an application and the account that a server makes of it, without the tax id."""
    draft = Draft.start(NOW, "first")
    for name, answer in (HAPPY_PATH | answers).items():
        draft.answer(name, answer)
    for text in AGREEMENTS:
        draft.open(text.agreement)
        draft.accept(text.agreement, NOW, "203.0.113.7")
    body: dict[str, Any] = draft.to_creation(TODAY).to_wire()
    for name in ("tax_id", "tax_id_type"):
        body["identity"].pop(name)
    return draft, Account.model_validate(
        body | {"id": "1", "status": "REJECTED", "created_at": NOW}
    )


@pytest.mark.parametrize(
    "answers",
    [{}, FIRM, ABROAD, VISITOR, CRYPTO, EXPOSED],
    ids=["usual", "firm", "de", "visa", "crypto", "exposed"],
)
def test_a_second_application_differs_by_the_secret_alone(answers: dict[str, Answer]) -> None:
    first, account = applied(**answers)
    again = prefilled_draft(account, NOW, "second")
    missing = {name for step in ("identity",) for name in again.errors(step, TODAY)}
    assert missing == {"identity.tax_id"}
    assert again.accepted == {}
    again.answer("identity.tax_id", HAPPY_PATH["identity.tax_id"])
    again.accepted = first.accepted
    assert again.to_creation(TODAY) == first.to_creation(TODAY)


def test_every_code_that_a_form_answers_has_its_questions() -> None:
    for code, options in ANSWER_OPTIONS.items():
        assert (AnswerMethod.DETAILS in options.methods) == bool(detail_fields(code)), code


def test_a_context_is_sent_beside_those_that_are_there() -> None:
    family: dict[str, Answer] = {
        "disclosures.immediate_family_exposed": True,
        "context.IMMEDIATE_FAMILY_EXPOSED.given_name": "Ada",
        "context.IMMEDIATE_FAMILY_EXPOSED.family_name": "Okafor",
    }
    _, account = applied(**FIRM | family)
    answers = detail_answers("FAMILY_MEMBER_PEP", account)
    answers["context.IMMEDIATE_FAMILY_EXPOSED.given_name"] = "Ida"
    change = detail_change("FAMILY_MEMBER_PEP", answers, account).to_wire()
    contexts = change["disclosures"]["context"]
    assert [form["context_type"] for form in contexts] == [
        "CONTROLLED_FIRM",
        "IMMEDIATE_FAMILY_EXPOSED",
    ]
    assert contexts[0]["company_name"] == "Pond Works"
    assert contexts[1]["given_name"] == "Ida"
    assert set(change) == {"disclosures"}


def test_a_yes_that_was_wrong_is_taken_back_with_its_context() -> None:
    _, account = applied(**FIRM)
    answers = detail_answers("CONTROL_PERSON", account) | {"disclosures.is_control_person": False}
    change = detail_change("CONTROL_PERSON", answers, account).to_wire()
    assert change == {"disclosures": {"is_control_person": False, "context": []}}


def test_an_office_is_explained_by_position_and_address() -> None:
    office: dict[str, Answer] = {
        "disclosures.is_politically_exposed": True,
        "disclosures.exposed_address": "elsewhere",
    }
    _, account = applied(**office)
    assert account.disclosures is not None
    account.disclosures.employer_address = None  # as one opened by other means may lack it
    answers = detail_answers("PEP", account)
    wrong = [f.name for f in detail_fields("PEP") if f.error(answers.get(f.name), answers, TODAY)]
    assert wrong == ["disclosures.employer_address"]
    answers["disclosures.employer_address"] = "1 Capitol Sq"
    assert detail_change("PEP", answers, account).to_wire() == {
        "disclosures": {
            "is_politically_exposed": True,
            "employment_position": "Product designer",
            "employer_address": "1 Capitol Sq",
        }
    }


def test_a_visa_is_named_and_not_once_more_as_another_one() -> None:
    _, account = applied(**VISITOR | {"identity.visa_type": "OTHER"})
    answers = detail_answers("VISA_TYPE_OTHER", account)
    visa, expires, departure = detail_fields("VISA_TYPE_OTHER")
    assert answers[visa.name] is None
    assert "OTHER" not in [choice.value for choice in visa.options()]
    assert not departure.applies(answers)
    answers |= {visa.name: "B2", expires.name: "2027-02-01", departure.name: "2026-11-01"}
    assert detail_change("VISA_TYPE_OTHER", answers, account).to_wire() == {
        "identity": {
            "visa_type": "B2",
            "visa_expiration_date": "2027-02-01",
            "date_of_departure_from_usa": "2026-11-01",
        }
    }


def test_what_our_form_does_not_offer_is_asked_anew() -> None:
    _, account = applied(**VISITOR)
    assert account.identity is not None
    account.identity.visa_type = "H9X"
    account.identity.funding_source = ["savings", "lottery"]
    answers = prefilled_answers(account)
    assert answers.get("identity.visa_type") is None
    assert answers.get("identity.funding_source") is None


def test_what_the_account_does_not_say_stays_open() -> None:
    account = Account.model_validate({"id": "1", "status": "REJECTED", "created_at": NOW})
    answers = prefilled_answers(account)
    assert answers.get("contact.email_address") is None
    assert answers["trusted_contact.named"] is False
