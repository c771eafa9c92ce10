"""The review step: every answer in words before the application is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ribbit_tui.session.application.documents.attachments import Attachment
from ribbit_tui.session.application.fields.field import Step
from ribbit_tui.session.application.values.answer import Answers

from .agreements import AcceptedAgreement, applying_agreements
from .registry import AGREEMENTS_STEP, DOCUMENTS_STEP, REVIEW_STEP, applying_fields, applying_steps
from .w8ben import SIGNER, W8BEN
from .w8ben_document import W8benSignature, as_on_form


@dataclass(frozen=True)
class ReviewRow:
    """One answer and its error."""

    label: str
    shown: str
    name: str
    """The field to return to."""
    error: str | None = None


@dataclass(frozen=True)
class ReviewSection:
    """The answers of one step."""

    step: str
    title: str
    rows: tuple[ReviewRow, ...]


def review(
    answers: Answers,
    accepted: Mapping[str, AcceptedAgreement],
    errors: Mapping[str, str],
    w8ben: W8benSignature | None,
    documents: Sequence[Attachment] = (),
) -> tuple[ReviewSection, ...]:
    """Return a section for each step, and for the demo outcome if one is set."""
    parts = []
    for step in applying_steps(answers):
        if step is AGREEMENTS_STEP:
            rows = _agreement_rows(answers, accepted, errors)
        elif step is DOCUMENTS_STEP:
            rows = _document_rows(documents, errors)
        else:
            rows = _answer_rows(step, answers, errors)
        if step is W8BEN:
            rows += _signature_rows(w8ben, errors)
        if rows or step is not REVIEW_STEP:
            title = "Demo" if step is REVIEW_STEP else step.title
            parts.append(ReviewSection(step.id, title, rows))
    return tuple(parts)


def _answer_rows(step: Step, answers: Answers, errors: Mapping[str, str]) -> tuple[ReviewRow, ...]:
    """Return the answers that apply, without empty optional ones."""
    rows = (
        ReviewRow(
            field.label,
            field.display_text(answers.get(field.name)),
            field.name,
            errors.get(field.name),
        )
        for field in applying_fields(step, answers)
    )
    return tuple(row for row in rows if row.shown or row.error)


def _document_rows(
    documents: Sequence[Attachment], errors: Mapping[str, str]
) -> tuple[ReviewRow, ...]:
    rows = []
    for number, one in enumerate(documents):
        name = f"{DOCUMENTS_STEP.id}.{number}"
        rows.append(ReviewRow(one.label, one.words, name, errors.get(name)))
    if (all_of_them := errors.get(DOCUMENTS_STEP.id)) is not None:
        rows.append(ReviewRow("All of them", "", DOCUMENTS_STEP.id, all_of_them))
    return tuple(rows)


def _signature_rows(
    signature: W8benSignature | None, errors: Mapping[str, str]
) -> tuple[ReviewRow, ...]:
    if signature is None or SIGNER in errors:
        return ()
    signed, until = as_on_form(signature.signed_on), as_on_form(signature.valid_until)
    return (ReviewRow("Signed", f"{signed}, valid until {until}", SIGNER),)


def _agreement_rows(
    answers: Answers, accepted: Mapping[str, AcceptedAgreement], errors: Mapping[str, str]
) -> tuple[ReviewRow, ...]:
    rows = []
    for text in applying_agreements(answers):
        name = f"{AGREEMENTS_STEP.id}.{text.agreement}"
        one = accepted.get(text.agreement)
        shown = f"Accepted {one.signed_at:%Y-%m-%d %H:%M} UTC" if one else ""
        rows.append(ReviewRow(text.title, shown, name, errors.get(name)))
    return tuple(rows)
