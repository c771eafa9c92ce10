"""The review: every answer in words, before anything is sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from .agreements import AGREEMENTS, AcceptedAgreement
from .answer import Answers
from .field import Step
from .steps import AGREEMENTS_STEP, applying_fields, applying_steps


@dataclass(frozen=True)
class ReviewRow:
    label: str
    shown: str
    name: str
    """The field to go back to."""
    error: str | None = None


@dataclass(frozen=True)
class ReviewSection:
    step: str
    title: str
    rows: tuple[ReviewRow, ...]


def review(
    answers: Answers, accepted: Mapping[str, AcceptedAgreement], errors: Mapping[str, str]
) -> tuple[ReviewSection, ...]:
    sections = [
        ReviewSection(step.id, step.title, _answer_rows(step, answers, errors))
        for step in applying_steps(answers)
        if step.fields
    ]
    agreements = ReviewSection(
        AGREEMENTS_STEP.id, AGREEMENTS_STEP.title, _agreement_rows(accepted, errors)
    )
    return (*sections, agreements)


def _answer_rows(step: Step, answers: Answers, errors: Mapping[str, str]) -> tuple[ReviewRow, ...]:
    """What applies, without optional questions left empty."""
    rows = (
        ReviewRow(
            field.label, field.shown(answers.get(field.name)), field.name, errors.get(field.name)
        )
        for field in applying_fields(step, answers)
    )
    return tuple(row for row in rows if row.shown or row.error)


def _agreement_rows(
    accepted: Mapping[str, AcceptedAgreement], errors: Mapping[str, str]
) -> tuple[ReviewRow, ...]:
    rows = []
    for text in AGREEMENTS:
        name = f"{AGREEMENTS_STEP.id}.{text.agreement}"
        one = accepted.get(text.agreement)
        shown = f"Accepted {one.signed_at:%Y-%m-%d %H:%M} UTC" if one else ""
        rows.append(ReviewRow(text.title, shown, name, errors.get(name)))
    return tuple(rows)
