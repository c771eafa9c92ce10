"""A draft of an application: its answers, their errors, and the request to send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ribbit_tui.session.application.documents.attachments import Attachment, document_errors
from ribbit_tui.session.application.fields.field import has_valid_type
from ribbit_tui.session.application.steps.agreements import (
    AGREEMENT_TEXTS,
    AcceptedAgreement,
    applying_agreements,
)
from ribbit_tui.session.application.steps.registry import (
    AGREEMENTS_STEP,
    DOCUMENTS_STEP,
    FIELDS,
    REVIEW_STEP,
    STEPS,
    STEPS_BY_ID,
    applying_fields,
    applying_steps,
    default_answers,
)
from ribbit_tui.session.application.steps.review import ReviewSection, review
from ribbit_tui.session.application.steps.w8ben import SIGNER, W8BEN
from ribbit_tui.session.application.steps.w8ben_document import W8benSignature, form
from ribbit_tui.session.application.submission.creation import account_creation
from ribbit_tui.session.application.values.answer import Answer
from ribbit_tui.session.application.values.text import tidy, visible

if TYPE_CHECKING:
    from ribbit_tui.wire.accounts import AccountCreation
    from ribbit_tui.wire.documents import DocumentUpload

_TITLE_LENGTH = 60


class DraftError(Exception):
    """An operation that is not possible on a draft."""


class UnknownFieldError(DraftError):
    """No step has a field of this name."""


class WrongAnswerError(DraftError):
    """The answer has a type that this kind of field does not accept."""


class UnknownAgreementError(DraftError):
    """No agreement has this name."""


class AgreementNotOpenedError(DraftError):
    """An agreement must be opened before it is accepted."""


class InvalidSignatureError(DraftError):
    """A signature needs an aware datetime and an IP address."""


class IncompleteApplicationError(DraftError):
    """The application cannot be sent. `errors` has the messages by field name."""

    def __init__(self, step: str, errors: dict[str, str]) -> None:
        super().__init__(f"the step {step} is not complete: {', '.join(errors)}")
        self.step = step
        self.errors = errors


@dataclass
class Draft:
    """An application that has not been sent."""

    id: str
    created_at: datetime
    updated_at: datetime
    step: str = STEPS[0].id
    """The current step, or the last one before the draft was left."""
    reached: str = STEPS[0].id
    """The furthest step that was visited."""
    answers: dict[str, Answer] = field(default_factory=default_answers, repr=False)
    """Answers as typed, also to fields that do not apply at present."""
    accepted: dict[str, AcceptedAgreement] = field(default_factory=dict, repr=False)
    opened: set[str] = field(default_factory=set)
    documents: list[Attachment] = field(default_factory=list)
    w8ben: W8benSignature | None = field(default=None, repr=False)
    """Kept in memory only, since it contains a tax id."""

    @classmethod
    def start(cls, now: datetime, id: str) -> "Draft":
        """Return a new draft with the default answers."""
        now = now.astimezone(UTC)
        return cls(id=id, created_at=now, updated_at=now)

    def go_to(self, step: str) -> None:
        """Make this the current step."""
        self.step = step
        self.reached = max(self.reached, step, key=list(STEPS_BY_ID).index)

    def answer(self, name: str, value: Answer) -> None:
        """Store an answer as typed, valid or not. Raises DraftError."""
        if name not in FIELDS:
            raise UnknownFieldError(name)
        if not has_valid_type(value, FIELDS[name]):
            raise WrongAnswerError(name)
        self.answers[name] = value

    def fill(self, answers: Mapping[str, Answer]) -> None:
        """Replace all answers, and remove signatures and documents."""
        self.step = self.reached = STEPS[0].id
        self.answers = default_answers()
        for name, value in answers.items():
            self.answer(name, value)
        self.accepted.clear()
        self.opened.clear()
        self.documents.clear()
        self.w8ben = None

    def recheck_documents(self) -> None:
        """Check the attached files again. Blocks on the disk."""
        self.documents = [one.recheck() for one in self.documents]

    def note_document_errors(self, errors: Mapping[int, str]) -> None:
        """Store the errors of documents that could not be sent, by index."""
        for number, error in errors.items():
            self.documents[number] = replace(self.documents[number], error=error)

    def open(self, agreement: str) -> None:
        """Record that the text of an agreement was shown."""
        if agreement not in AGREEMENT_TEXTS:
            raise UnknownAgreementError(agreement)
        self.opened.add(agreement)

    def accept(self, agreement: str, signed_at: datetime, ip_address: str) -> None:
        """Record the acceptance of an agreement that was opened. Raises DraftError."""
        if agreement not in AGREEMENT_TEXTS:
            raise UnknownAgreementError(agreement)
        if agreement not in self.opened:
            raise AgreementNotOpenedError(agreement)
        if signed_at.tzinfo is None or not _is_ip_address(ip_address):
            raise InvalidSignatureError(agreement)
        self.accepted[agreement] = AcceptedAgreement(
            agreement=agreement,
            signed_at=signed_at.astimezone(UTC),
            ip_address=ip_address,
            revision=AGREEMENT_TEXTS[agreement].revision,
        )

    def withdraw(self, agreement: str) -> None:
        """Withdraw the acceptance of an agreement, if there is one."""
        self.accepted.pop(agreement, None)

    def sign_w8ben(self, signed_at: datetime, ip_address: str, today: date) -> None:
        """Sign the form with its current answers. Raises IncompleteApplicationError."""
        if errors := self._field_errors(W8BEN.id, today):
            raise IncompleteApplicationError(W8BEN.id, errors)
        if signed_at.tzinfo is None or not _is_ip_address(ip_address):
            raise InvalidSignatureError(W8BEN.id)
        self.w8ben = W8benSignature(
            signed_at.astimezone(UTC), today, ip_address, form(self.answers)
        )

    def errors(self, step: str, today: date) -> dict[str, str]:
        """Return the error messages of a step by field name; for the review, those of all steps.

        A step that does not apply has none.
        """
        if step == REVIEW_STEP.id:
            return {
                name: message
                for one in applying_steps(self.answers)
                if one is not REVIEW_STEP
                for name, message in self.errors(one.id, today).items()
            }
        if step == AGREEMENTS_STEP.id:
            return self._agreement_errors()
        if step == DOCUMENTS_STEP.id:
            return dict(document_errors(self.documents))
        found = self._field_errors(step, today)
        if step == W8BEN.id and W8BEN.applies(self.answers) and not found:
            found = self._signature_errors()
        return found

    def _field_errors(self, step: str, today: date) -> dict[str, str]:
        found = {
            asked.name: asked.error(self.answers.get(asked.name), self.answers, today)
            for asked in applying_fields(STEPS_BY_ID[step], self.answers)
        }
        return {name: message for name, message in found.items() if message is not None}

    def _signature_errors(self) -> dict[str, str]:
        if self.w8ben is None:
            return {SIGNER: "Continue signs the form."}
        if self.w8ben.form != form(self.answers):
            return {
                SIGNER: "An answer has changed since you signed. Continue signs the form again."
            }
        return {}

    def _agreement_errors(self) -> dict[str, str]:
        return {
            f"{AGREEMENTS_STEP.id}.{text.agreement}": f"Read and accept the {text.title.lower()}."
            for text in applying_agreements(self.answers)
            if text.agreement not in self.accepted
        }

    def is_complete(self, step: str, today: date) -> bool:
        """Whether a step has no errors."""
        return not self.errors(step, today)

    def first_open_step(self, today: date) -> str:
        """Return the first incomplete step, or the review."""
        steps = applying_steps(self.answers)
        open_steps = (step.id for step in steps if not self.is_complete(step.id, today))
        return next(open_steps, REVIEW_STEP.id)

    @property
    def title(self) -> str:
        """The title in a list: the person's name, else the e-mail address."""
        given, family, email = (
            visible(tidy(str(self.answers.get(name) or "")))
            for name in ("identity.given_name", "identity.family_name", "contact.email_address")
        )
        title = f"{given} {family}".strip() or email or "New application"
        return title if len(title) <= _TITLE_LENGTH else title[: _TITLE_LENGTH - 1] + "…"

    def review(self, today: date) -> tuple[ReviewSection, ...]:
        """Return every answer that will be sent, in words and masked, with its error."""
        errors = self.errors(REVIEW_STEP.id, today)
        return review(self.answers, self.accepted, errors, self.w8ben, self.documents)

    def to_creation(
        self, today: date, uploads: "Sequence[DocumentUpload]" = ()
    ) -> "AccountCreation":
        """Return the request to send, with the uploads.

        Raises IncompleteApplicationError if a step is incomplete.
        """
        step = self.first_open_step(today)
        if errors := self.errors(step, today):
            raise IncompleteApplicationError(step, errors)
        return account_creation(self.answers, self.accepted, self.w8ben, uploads)


def _is_ip_address(text: str) -> bool:
    import ipaddress

    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
