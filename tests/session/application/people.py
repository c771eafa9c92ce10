"""Drafts of made-up people, as the tests need them."""

from contextlib import suppress
from datetime import UTC, date, datetime

from ribbit_tui.session.application.drafts.draft import Draft, IncompleteApplicationError
from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.application.steps.agreements import applying_agreements
from ribbit_tui.session.application.values.answer import Answer

NOW = datetime(2026, 3, 5, 14, 2, tzinfo=UTC)
TODAY = date(2026, 3, 5)


def draft_of(answers: dict[str, Answer]) -> Draft:
    draft = Draft.start(NOW, "draft-1")
    for name, value in answers.items():
        draft.answer(name, value)
    return draft


def accept_all(draft: Draft) -> None:
    for text in applying_agreements(draft.answers):
        draft.open(text.agreement)
        draft.accept(text.agreement, NOW, "203.0.113.7")


def lena(changes: dict[str, Answer] | None = None) -> Draft:
    """Return a complete draft of an applicant abroad, with `changes`; signed if possible."""
    draft = draft_of({**LENA, **(changes or {})})
    accept_all(draft)
    with suppress(IncompleteApplicationError):
        draft.sign_w8ben(NOW, "203.0.113.7", TODAY)
    return draft


def maya(changes: dict[str, Answer] | None = None) -> Draft:
    """Return a complete draft of the sample person, with `changes`."""
    draft = draft_of({**HAPPY_PATH, **(changes or {})})
    accept_all(draft)
    return draft


LENA: dict[str, Answer] = {
    **HAPPY_PATH,
    "contact.email_address": " lena.fischer@example.com ",
    "contact.phone_number": "+49 30 901820",
    "contact.country": "DEU",
    "contact.street_address_1": "Torstrasse  1",
    "contact.city": "Berlin",
    "contact.postal_code": "10119",
    "identity.given_name": "Lena",
    "identity.family_name": "Fischer",
    "identity.country_of_citizenship": "DEU",
    "identity.country_of_birth": "AUT",
    "identity.country_of_tax_residence": "DEU",
    "identity.tax_id_type": "DEU_TAX_ID",
    "identity.foreign_tax_id": "86 095 742 719",
    "w8ben.claims_treaty": False,
    "w8ben.certified": True,
    "w8ben.signer_full_name": "lena  FISCHER",
    "trusted_contact.named": False,
}
"""Someone who lives and pays tax in Germany; answers of Maya's stay where they do not apply."""

COMPANY: dict[str, Answer] = {
    "company_name": "Lily Pad Labs",
    "company_country": "USA",
    "company_street_address": "1 Pond St",
    "company_city": "Austin",
    "company_state": "TX",
    "company_compliance_email": "compliance@example.com",
}


def company(context_type: str, changes: dict[str, Answer] | None = None) -> dict[str, Answer]:
    form = {**COMPANY, **(changes or {})}
    return {f"context.{context_type}.{name}": value for name, value in form.items()}
