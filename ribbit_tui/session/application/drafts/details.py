"""Fields of the application that the review asks for again, and the change to send."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from ribbit_tui.session.application.fields.conditions import said_yes
from ribbit_tui.session.application.fields.field import Field, always
from ribbit_tui.session.application.steps.disclosures import (
    AFFILIATED,
    CONTROL_PERSON,
    FAMILY_EXPOSED,
    POLITICALLY_EXPOSED,
)
from ribbit_tui.session.application.steps.identity import FOREIGN_TAX_ID, TAX_ID_TYPE
from ribbit_tui.session.application.steps.registry import FIELDS
from ribbit_tui.session.application.steps.w8ben import standalone_fields
from ribbit_tui.session.application.steps.w8ben_document import W8benSignature, document, form
from ribbit_tui.session.application.submission.creation import pop_contexts, section, wire_body
from ribbit_tui.session.application.values.answer import Answer, Answers
from ribbit_tui.wire.kyc import KycResultCode as Code

from .prefill import prefilled_answers

if TYPE_CHECKING:
    from ribbit_tui.wire.account_changes import AccountChange
    from ribbit_tui.wire.accounts import Account
    from ribbit_tui.wire.documents import DocumentUpload

_QUESTIONS: Mapping[str, str] = {
    Code.PEP: POLITICALLY_EXPOSED,
    Code.FAMILY_MEMBER_PEP: FAMILY_EXPOSED,
    Code.CONTROL_PERSON: CONTROL_PERSON,
    Code.AFFILIATED: AFFILIATED,
}
"""The disclosure that each code is about. The customer may also withdraw it."""

_CONTEXTS: Mapping[str, str] = {
    Code.FAMILY_MEMBER_PEP: "IMMEDIATE_FAMILY_EXPOSED",
    Code.CONTROL_PERSON: "CONTROLLED_FIRM",
    Code.AFFILIATED: "AFFILIATE_FIRM",
}
_OTHER_VISA = "OTHER"


def detail_fields(code: str) -> tuple[Field, ...]:
    """Return the fields that answer a code; empty if no form answers it."""
    if code == Code.VISA_TYPE_OTHER:
        return _visa_fields()
    question = _QUESTIONS.get(code)
    if question is None:
        return ()
    if code == Code.PEP:
        return (FIELDS[question], *_office_fields(question))
    at = f"context.{_CONTEXTS[code]}."
    return (FIELDS[question], *(field for name, field in FIELDS.items() if name.startswith(at)))


def _office_fields(question: str) -> tuple[Field, ...]:
    """Return the fields about a public office. They are those of the employment."""
    asked = said_yes(question)
    return (
        replace(
            FIELDS["disclosures.employment_position"],
            label="Position",
            help="The office you hold or held, or your job title.",
            when=asked,
            required=always,
        ),
        replace(
            FIELDS["disclosures.employer_address"],
            label="Office address",
            help="Where you do, or did, this work.",
            when=asked,
            required=always,
        ),
    )


def _visa_fields() -> tuple[Field, ...]:
    """Return the visa fields, without OTHER, which the review has not accepted."""
    visa = FIELDS["identity.visa_type"]
    named = tuple(choice for choice in visa.choices if choice.value != _OTHER_VISA)
    asked = (
        replace(visa, choices=named, when=always),
        replace(FIELDS["identity.visa_expiration_date"], when=always),
    )
    departure = FIELDS["identity.date_of_departure_from_usa"]

    def is_visitor(answers: Answers) -> bool:
        return answers.get(visa.name) in ("B1", "B2")

    return (*asked, replace(departure, when=is_visitor))


def w8ben_fields(account: "Account") -> tuple[Field, ...]:
    """Return the fields of a W-8BEN: the tax id, which an account never contains, comes first."""
    answers = prefilled_answers(account)
    names = (TAX_ID_TYPE, FOREIGN_TAX_ID)
    tax_id = (FIELDS[name] for name in names if FIELDS[name].applies(answers))
    return (*tax_id, *standalone_fields())


def w8ben_upload(
    answers: Answers, signed_at: datetime, signed_on: date, ip_address: str
) -> "DocumentUpload":
    """Sign the form and return it as a document to upload."""
    from ribbit_tui.wire.documents import DocumentUpload

    signature = W8benSignature(
        signed_at=signed_at, signed_on=signed_on, ip_address=ip_address, form=form(answers)
    )
    return DocumentUpload.model_validate(document(signature))


def detail_answers(code: str, account: "Account") -> dict[str, Answer]:
    """Return the initial answers: the account's data, and Yes for the disclosure."""
    answers = prefilled_answers(account)
    if (question := _QUESTIONS.get(code)) is not None:
        answers[question] = True
    visa = FIELDS["identity.visa_type"].name
    if code == Code.VISA_TYPE_OTHER and answers.get(visa) == _OTHER_VISA:
        answers[visa] = None
    return answers


def detail_change(code: str, answers: Answers, account: "Account") -> "AccountChange":
    """Return the change to send for valid answers."""
    from ribbit_tui.wire.account_changes import AccountChange

    fields = [field for field in detail_fields(code) if field.applies(answers)]
    body = wire_body(fields, answers)
    contexts = pop_contexts(body)
    if (context_type := _CONTEXTS.get(code)) is not None:
        # The server replaces the whole context: send the other disclosures again.
        disclosures = account.disclosures
        kept = [
            form.to_wire()
            for form in (disclosures.context if disclosures else None) or []
            if form.context_type != context_type
        ]
        section(body, "disclosures")["context"] = [*kept, *contexts]
    return AccountChange.model_validate(body)
