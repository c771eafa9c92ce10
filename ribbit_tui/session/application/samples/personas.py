"""Sample applicants, one for each outcome of an application. All are fictitious.

In the simulator the family name decides the outcome. In Alpaca's sandbox a fixture does.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.steps.demo_outcome import DEMO_OUTCOME
from ribbit_tui.session.application.steps.registry import default_answers
from ribbit_tui.session.application.values.answer import Answer

from .happy_path import HAPPY_PATH

SIMULATED, SANDBOX = "simulated", "sandbox"
ENVIRONMENTS = frozenset({SIMULATED, SANDBOX})
"""The environments that offer sample applicants: never live."""

_EMAIL = "contact.email_address"


@dataclass(frozen=True)
class Persona:
    """A sample applicant."""

    id: str
    title: str
    leads_to: str
    answers: Mapping[str, Answer]
    """The answers that differ from the happy path."""
    sandbox_outcome: str | None = None
    """The fixture that leads to this outcome in the sandbox."""

    def answers_for(self, environment: str, tag: str) -> dict[str, Answer]:
        """Return all answers. `tag` makes the e-mail address unique."""
        answers = {**default_answers(), **HAPPY_PATH, **self.answers}
        local, _, domain = str(answers[_EMAIL]).partition("@")
        answers[_EMAIL] = f"{local}+{tag}@{domain}" if tag else answers[_EMAIL]
        if environment == SANDBOX:
            answers[DEMO_OUTCOME.name] = self.sandbox_outcome
        return answers


def _named(given: str, family: str) -> dict[str, Answer]:
    return {
        "identity.given_name": given,
        "identity.family_name": family,
        "contact.email_address": f"{given}.{family}@example.com".lower(),
        "trusted_contact.family_name": family,
        "trusted_contact.email_address": f"ada.{family}@example.com".lower(),
    }


_BRITON: dict[str, Answer] = {
    **_named("Oliver", "Hughes"),
    "contact.phone_number": "+44 20 7946 0958",
    "contact.country": "GBR",
    "contact.street_address_1": "221B Baker Street",
    "contact.unit": "",
    "contact.city": "London",
    "contact.region": "England",
    "contact.postal_code": "NW1 6XE",
    "identity.country_of_citizenship": "GBR",
    "identity.country_of_birth": "GBR",
    "identity.country_of_tax_residence": "GBR",
    "identity.tax_id_type": "GBR_NINO",
    # The authority's own example, and nobody's.
    "identity.foreign_tax_id": "AB 12 34 56 C",
    "w8ben.claims_treaty": True,
    "w8ben.paragraph_number": "10(2)(b)",
    "w8ben.percent_rate_withholding": "15",
    "w8ben.income_type": "dividends",
    "w8ben.certified": True,
    "w8ben.signer_full_name": "Oliver Hughes",
}

PERSONAS: tuple[Persona, ...] = (
    Persona(
        "happy-path",
        "Maya Okafor, product designer",
        "No questions: submitted, approved, active.",
        {},
    ),
    Persona(
        "documents-needed",
        "Avery Address, just moved",
        "Address not verified: action required until a bill is uploaded.",
        _named("Avery", "Address"),
        sandbox_outcome="ACTION_REQUIRED",
    ),
    Persona(
        "politically-exposed",
        "Petra Novak, member of parliament",
        "A public office, explained: approval pending, then active.",
        {
            **_named("Petra", "Novak"),
            "disclosures.employer_name": "State parliament",
            "disclosures.employment_position": "Member of parliament",
            "disclosures.employer_address": "1315 10th St, Sacramento, CA 95814, USA",
            "disclosures.is_politically_exposed": True,
        },
        sandbox_outcome="APPROVAL_PENDING",
    ),
    Persona(
        "rejected",
        "Wanda Watchlist, found on a list",
        "On a watch-list: action required, then rejected.",
        _named("Wanda", "Watchlist"),
        sandbox_outcome="REJECTED",
    ),
    Persona(
        "abroad",
        "Oliver Hughes, lives in London",
        "Pays tax in the UK: a W-8BEN to sign, then active.",
        _BRITON,
    ),
)

PERSONAS_BY_ID = {persona.id: persona for persona in PERSONAS}


@dataclass(frozen=True)
class ChosenSample:
    """A chosen persona, or only an outcome for the answers of the draft."""

    persona: Persona | None
    outcome: str | None

    def apply_to(self, draft: Draft, environment: str) -> None:
        """Replace the draft's answers, or only its demo outcome."""
        if self.persona is not None:
            tag = draft.id.partition("-")[0][:8]
            draft.fill(self.persona.answers_for(environment, tag))
        if self.persona is None or self.outcome is not None:
            draft.answer(DEMO_OUTCOME.name, self.outcome)
