"""Changes to an account's data, with the fields of the application form.

The wire models (`ContactChange` and its like) define the fields that may change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ribbit_tui.session.application.drafts.prefill import prefilled_answers
from ribbit_tui.session.application.fields.conditions import WANTS_CRYPTO, pays_tax_in_usa
from ribbit_tui.session.application.fields.field import Field, Step
from ribbit_tui.session.application.steps.contact import CONTACT
from ribbit_tui.session.application.steps.disclosures import DISCLOSURES
from ribbit_tui.session.application.steps.employment import EMPLOYMENT
from ribbit_tui.session.application.steps.identity import IDENTITY
from ribbit_tui.session.application.steps.trusted_contact import TRUSTED_CONTACT
from ribbit_tui.session.application.submission.creation import (
    Body,
    pop_contexts,
    section,
    wire_body,
)
from ribbit_tui.session.application.submission.server_refusal import refused_field
from ribbit_tui.session.application.values.answer import Answer, Answers
from ribbit_tui.session.errors import ErrorReport
from ribbit_tui.wire.account_changes import (
    AccountChange,
    ContactChange,
    DisclosuresChange,
    IdentityChange,
)
from ribbit_tui.wire.accounts import Account, TrustedContact
from ribbit_tui.wire.model import WireModel

_PARTS: Mapping[str, type[WireModel]] = {
    "contact": ContactChange,
    "identity": IdentityChange,
    "disclosures": DisclosuresChange,
    "trusted_contact": TrustedContact,
}
_NAMED = "trusted_contact.named"

EDITED_STEPS = (CONTACT, IDENTITY, EMPLOYMENT, DISCLOSURES, TRUSTED_CONTACT)

NOTES: Mapping[str, str] = {
    CONTACT.id: "Each e-mail address can have one account only.",
    IDENTITY.id: "Names can be changed once, for example after a marriage.",
    DISCLOSURES.id: "The review may look at a changed answer again.",
    TRUSTED_CONTACT.id: "Name one or change them. Only the firm can remove one.",
}


def may_change(path: str) -> bool:
    """Whether the value at this path of the account may be changed."""
    part, _, rest = path.partition(".")
    if part == "context":  # forms of `disclosures.context`
        return "context" in DisclosuresChange.model_fields
    model = _PARTS.get(part)
    return model is not None and rest.partition(".")[0] in model.model_fields


def is_editable(field: Field) -> bool:
    """Whether every value that the field sets may be changed."""
    return bool(field.paths()) and all(map(may_change, field.paths()))


def _is_in_account(field: Field) -> bool:
    """Whether the answer is part of the account's data. Crypto is shown elsewhere."""
    return bool(field.paths()) and field.name != WANTS_CRYPTO


def _as_edited(field: Field) -> Field:
    """Require the region of US taxpayers, whose tax residence is known here."""
    return replace(field, required=pays_tax_in_usa) if field.name == "contact.region" else field


@dataclass(frozen=True)
class AccountEdit:
    """A step of the application form, filled in from an account."""

    step: Step
    answers: Answers
    """The answers that the account's data stands for."""
    fields: tuple[Field, ...]
    """The fields that may be changed."""
    fixed: tuple[Field, ...]
    """The fields that apply and may not be changed."""

    @classmethod
    def of(cls, step: Step, account: Account) -> "AccountEdit":
        """Fill in a step from an account."""
        answers = dict(prefilled_answers(account))
        if step is TRUSTED_CONTACT:
            answers[_NAMED] = True  # opening the step means naming one
        applying = [field for field in step.fields if field.applies(answers)]
        return cls(
            step,
            answers,
            tuple(_as_edited(field) for field in step.fields if is_editable(field)),
            tuple(field for field in applying if _is_in_account(field) and not is_editable(field)),
        )

    def errors(self, answers: Answers, today: date) -> dict[str, str]:
        """Return the error messages by field. An unchanged answer is not validated again."""
        found = {}
        for field in self.fields:
            if not field.applies(answers) or self._is_unchanged(field, answers):
                continue
            error = field.error(answers.get(field.name), answers, today)
            if error is not None:
                found[field.name] = error
        return found

    def _is_unchanged(self, field: Field, answers: Answers) -> bool:
        before = self.answers.get(field.name)
        return bool(before) and answers.get(field.name) == before

    def change(self, answers: Answers) -> AccountChange | None:
        """Return the request for valid answers; None if nothing has changed."""
        before = self._body(self.answers)
        after = self._body(answers)
        body = {}
        for part in _PARTS:
            changed = _difference(section(before, part), section(after, part))
            if part == "trusted_contact" and changed:
                changed = section(after, part) | changed  # the API requires the names too
            if changed:
                body[part] = changed
        return AccountChange.model_validate(body) if body else None

    def _body(self, answers: Answers) -> Body:
        body = wire_body((one for one in self.fields if one.applies(answers)), answers)
        contexts = pop_contexts(body)
        if self.step is DISCLOSURES:
            section(body, "disclosures")["context"] = contexts
        return body

    def refused(self, report: ErrorReport, answers: Answers) -> str | None:
        """Return the name of the field that the server refused, if it is in this step."""
        if report.status is None:
            return None
        name = refused_field(report.status, report.field, report.detail, answers)
        asked = {field.name for field in self.fields if field.applies(answers)}
        return name if name in asked else None


def _difference(before: Mapping[str, object], after: Mapping[str, object]) -> Body:
    """Return the new and changed values, and None for each removed one."""
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    return changed | {name: None for name in before if name not in after}


def shown_answers(step: Step, account: Account) -> list[tuple[Field, Answer]]:
    """Return the answered fields of a step that apply to an account."""
    answers = prefilled_answers(account)
    return [
        (field, answers[field.name])
        for field in step.fields
        if field.applies(answers) and _is_in_account(field) and answers.get(field.name) is not None
    ]
