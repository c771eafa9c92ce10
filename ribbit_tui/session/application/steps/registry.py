"""All steps in their order, and their fields by name."""

from ribbit_tui.session.application.fields.field import Field, Step
from ribbit_tui.session.application.values.answer import Answer, Answers

from .contact import CONTACT
from .demo_outcome import DEMO_OUTCOME
from .disclosures import DISCLOSURES
from .employment import EMPLOYMENT
from .identity import IDENTITY
from .trusted_contact import TRUSTED_CONTACT
from .w8ben import W8BEN

DOCUMENTS_STEP = Step(
    id="documents",
    title="Documents",
    topics="optional",
    intro="Add documents now if you have them: we may ask for them later."
    " You can also continue without.",
)
AGREEMENTS_STEP = Step(
    id="agreements",
    title="Agreements",
    topics="to read and accept",
    intro="Open each agreement, read it, then accept it.",
)
REVIEW_STEP = Step(
    id="review",
    title="Review",
    topics="check and send",
    intro="Check your answers. Nothing has been sent yet.",
    fields=(DEMO_OUTCOME,),
)

STEPS: tuple[Step, ...] = (
    CONTACT,
    IDENTITY,
    EMPLOYMENT,
    DISCLOSURES,
    TRUSTED_CONTACT,
    DOCUMENTS_STEP,
    W8BEN,
    AGREEMENTS_STEP,
    REVIEW_STEP,
)

STEPS_BY_ID = {step.id: step for step in STEPS}
FIELDS = {field.name: field for step in STEPS for field in step.fields}
_STEP_OF = {field.name: step.id for step in STEPS for field in step.fields}
_WITHOUT_FIELDS = {DOCUMENTS_STEP.id, AGREEMENTS_STEP.id}


def step_of(field_name: str) -> str:
    """Return the id of the step with this field, also for `agreements.…` and `documents.…`."""
    first = field_name.split(".")[0]
    if first in _WITHOUT_FIELDS:
        return first
    return _STEP_OF[field_name]


def default_answers() -> dict[str, Answer]:
    """Return the answers of a new application."""
    return {name: field.default for name, field in FIELDS.items() if field.default is not None}


def applying_steps(answers: Answers) -> tuple[Step, ...]:
    """Return the steps that apply to these answers."""
    return tuple(step for step in STEPS if step.applies(answers))


def applying_fields(step: Step, answers: Answers) -> tuple[Field, ...]:
    """Return the fields of a step that apply to these answers."""
    if not step.applies(answers):
        return ()
    return tuple(field for field in step.fields if field.applies(answers))
