"""Test personas: applicants about whom checks of identity and watch-lists find something.

Apply with a persona's family name, in upper or lower case, or with its tax id if it has one (that
of `unverified-tax-id` has been withdrawn). Everybody else passes these checks. Disclosures, a visa
of type OTHER, a missing W-8BEN and an unsupported country need no persona (see `rules`), nor does
an impossible tax id (see `checks`). Applicants who are too young are the persona `under-age`.
"""

from dataclasses import dataclass
from datetime import date

from ribbit_tui.wire.accounts import AccountStatus as Status
from ribbit_tui.wire.accounts import Identity
from ribbit_tui.wire.kyc import KycResultCode as Code

from .checks import ADULT_AGE, is_minor
from .paths import REJOINING, Path


@dataclass(frozen=True, kw_only=True)
class Persona:
    """Test applicant, with the findings and the outcome of the review.

    `path` replaces the path that the codes would lead to; `rejoins` follows once everything is
    settled. With `asks_anew`, documents that came with the application do not count.
    """

    name: str
    family_name: str | None = None
    description: str
    tax_id: str | None = None
    codes: tuple[Code, ...] = ()
    message: str | None = None
    start: Status = Status.SUBMITTED
    path: Path = ()
    rejoins: Path = REJOINING
    asks_anew: bool = False

    @property
    def is_rejected(self) -> bool:
        """Whether the application is rejected whatever the customer answers."""
        return Status.REJECTED in self.path


PERSONAS = (
    Persona(
        name="unverified-identity",
        family_name="Identity",
        description="The identity cannot be verified: a government issued ID answers.",
        codes=(Code.IDENTITY_VERIFICATION,),
    ),
    Persona(
        name="unverified-tax-id",
        family_name="Taxid",
        tax_id="219099999",
        description="The tax id is unknown to its authority: a tax ID card answers.",
        codes=(Code.TAX_IDENTIFICATION,),
    ),
    Persona(
        name="unverified-address",
        family_name="Address",
        description="The customer is not known at the address: an ID or a utility bill answers.",
        codes=(Code.ADDRESS_VERIFICATION,),
    ),
    Persona(
        name="unverified-date-of-birth",
        family_name="Birthday",
        description="Another date of birth is on record: a government issued ID answers.",
        codes=(Code.DATE_OF_BIRTH,),
    ),
    Persona(
        name="invalid-passport",
        family_name="Passport",
        description="The passport is not valid: another government issued ID answers.",
        codes=(Code.INVALID_IDENTITY_PASSPORT, Code.OTHER),
        message="Send the page of a valid passport that shows your picture.",
        asks_anew=True,
    ),
    Persona(
        name="selfie-needed",
        family_name="Selfie",
        description="A live selfie is needed: completing the Onfido flow or a document of the"
        " sub type selfie answers.",
        codes=(Code.SELFIE_VERIFICATION,),
    ),
    Persona(
        name="several-doubts",
        family_name="Everything",
        description="Identity, address and tax id need proof, each with a document of its own"
        " type or, but for the tax id, one government issued ID.",
        codes=(Code.IDENTITY_VERIFICATION, Code.ADDRESS_VERIFICATION, Code.TAX_IDENTIFICATION),
    ),
    Persona(
        name="special-request",
        family_name="Other",
        description="A special request as text: any new document or a change of"
        " the application answers.",
        codes=(Code.OTHER,),
        message="Send a bank statement that is not older than three months.",
        asks_anew=True,
    ),
    Persona(
        name="edited-application",
        family_name="Edited",
        description="As unverified-address, and the application is edited to match the document.",
        codes=(Code.ADDRESS_VERIFICATION,),
        rejoins=(Status.EDITED, *REJOINING),
    ),
    Persona(
        name="onfido-onboarding",
        family_name="Onfido",
        description="The review starts once the Onfido flow is completed.",
        start=Status.ONBOARDING,
    ),
    Persona(
        name="watchlist-hit",
        family_name="Watchlist",
        description="The customer is on a watch-list and is rejected.",
        codes=(Code.WATCHLIST_HIT,),
        path=(Status.ACTION_REQUIRED, Status.REJECTED),
    ),
    Persona(
        name="watchlist-namesake",
        family_name="Namesake",
        description="A person of that name is on a watch-list; an investigation finds no match.",
        codes=(Code.WATCHLIST_HIT,),
    ),
    Persona(
        name="note-to-partner",
        family_name="Partner",
        description="A note for the firm; the customer has nothing to do.",
        codes=(Code.OTHER_PARTNER,),
        message="This customer has held an account with another partner.",
    ),
    Persona(
        name="resubmission",
        family_name="Resubmitted",
        description="Opening the approved account fails once and succeeds at the second try.",
        path=(Status.APPROVED, Status.SUBMISSION_FAILED, Status.APPROVED, Status.ACTIVE),
    ),
)

UNDER_AGE = Persona(
    name="under-age",
    description=f"The customer is not {ADULT_AGE} yet and is rejected.",
    codes=(Code.DATE_OF_BIRTH,),
    path=(Status.ACTION_REQUIRED, Status.REJECTED),
    asks_anew=True,
)

_BY_NAME = {persona.name: persona for persona in (*PERSONAS, UNDER_AGE)}


def find(name: str | None) -> Persona | None:
    """Return a persona by name; None for no name, or for a persona of an earlier version."""
    return None if name is None else _BY_NAME.get(name)


def recognise(identity: Identity, today: date) -> Persona | None:
    """Return the persona of an applicant by age, family name or tax id; None for all others."""
    if is_minor(identity.date_of_birth, today):
        return UNDER_AGE
    family_name = identity.family_name.strip().casefold()
    digits = "".join(filter(str.isdigit, identity.tax_id or ""))
    for persona in PERSONAS:
        if persona.family_name is not None and persona.family_name.casefold() == family_name:
            return persona
        if persona.tax_id is not None and persona.tax_id == digits:
            return persona
    return None
