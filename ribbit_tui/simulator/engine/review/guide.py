"""Guide to the outcomes of a review: what to apply with, and the statuses that follow."""

from datetime import date

from ribbit_tui.wire.account_controls import Persona
from ribbit_tui.wire.accounts import AccountStatus as Status
from ribbit_tui.wire.kyc import KycResultCode as Code

from .checks import ADULT_AGE
from .paths import FIXTURES, REJOINING
from .personas import PERSONAS, UNDER_AGE
from .personas import Persona as Checked
from .rules import RULES, UNSUPPORTED_COUNTRIES

_ASKED = (Status.SUBMITTED, Status.ACTION_REQUIRED)
_DISCLOSED: dict[Code, dict[str, object]] = {
    Code.PEP: {"disclosures.is_politically_exposed": True},
    Code.FAMILY_MEMBER_PEP: {"disclosures.immediate_family_exposed": True},
    Code.CONTROL_PERSON: {"disclosures.is_control_person": True},
    Code.AFFILIATED: {"disclosures.is_affiliated_exchange_or_finra": True},
    Code.VISA_TYPE_OTHER: {
        "identity.visa_type": "OTHER",
        "identity.visa_expiration_date": "2099-12-31",
    },
    Code.W8BEN_CORRECTION: {"identity.country_of_tax_residence": "GBR"},
}
_ANSWERS = {
    Code.PEP: "employment_position and employer_address, in the application or patched later,",
    Code.FAMILY_MEMBER_PEP: "a context of the type IMMEDIATE_FAMILY_EXPOSED",
    Code.CONTROL_PERSON: "a context of the type CONTROLLED_FIRM",
    Code.AFFILIATED: "a context of the type AFFILIATE_FIRM or an account_approval_letter",
    Code.VISA_TYPE_OTHER: "another visa_type or a document of the sub type visa",
    Code.W8BEN_CORRECTION: "a W-8BEN that fits the application",
}


def personas(today: date) -> list[Persona]:
    """List named personas, applications with special details, and Alpaca's fixtures."""
    return [*_named(), _under_age(today), *_without_tax_id(), *_disclosing(), *_fixtures()]


def _named() -> list[Persona]:
    return [
        _described(persona, {"identity.family_name": persona.family_name}) for persona in PERSONAS
    ]


def _under_age(today: date) -> Persona:
    born = date(today.year - ADULT_AGE + 1, 1, 1)
    return _described(UNDER_AGE, {"identity.date_of_birth": born.isoformat()})


def _described(persona: Checked, apply_with: dict[str, object]) -> Persona:
    return Persona(
        name=persona.name,
        description=persona.description,
        apply_with=apply_with,
        statuses=_statuses(persona.start, persona.path, persona.codes),
        result_codes=list(persona.codes),
    )


def _without_tax_id() -> list[Persona]:
    described: list[tuple[str, str, dict[str, object]]] = [
        (
            "missing-tax-id",
            "A citizen of the USA must have a taxpayer number",
            {
                "identity.tax_id": None,
                "identity.tax_id_type": None,
                "identity.country_of_citizenship": "USA",
            },
        ),
        (
            "impossible-tax-id",
            "An SSN whose area, group or serial number is all zeros was never given out",
            {"identity.tax_id": "000-00-0000", "identity.tax_id_type": "USA_SSN"},
        ),
    ]
    return [
        Persona(
            name=name,
            description=f"{description}: a tax_id_verification document answers.",
            apply_with=apply_with,
            statuses=list(_ASKED),
            result_codes=[Code.TAX_IDENTIFICATION],
        )
        for name, description, apply_with in described
    ]


def _statuses(start: Status, path: tuple[Status, ...], codes: tuple[Code, ...]) -> list[Status]:
    if start == Status.ONBOARDING or path:
        return [start, *path]
    if any(RULES[code].asks for code in codes):
        return list(_ASKED)
    return [start, *REJOINING]


def _disclosing() -> list[Persona]:
    asked = [
        Persona(
            name=code.value.lower().replace("_", "-"),
            description=f"Asked until it is answered: {_ANSWERS[code]} answers.",
            apply_with=fields,
            statuses=list(_ASKED),
            result_codes=[code],
        )
        for code, fields in _DISCLOSED.items()
    ]
    by_hand = Persona(
        name="country-not-supported",
        description="The review is done by hand; a W-8BEN is required, as of every foreigner.",
        apply_with={
            "identity.country_of_tax_residence": min(UNSUPPORTED_COUNTRIES),
            "documents": [
                {"document_type": "w8ben", "content": "JVBERg==", "mime_type": "application/pdf"}
            ],
        },
        statuses=[Status.SUBMITTED, *REJOINING],
        result_codes=[Code.COUNTRY_NOT_SUPPORTED],
    )
    return [*asked, by_hand]


def _fixtures() -> list[Persona]:
    asking = {Status.ACTION_REQUIRED, Status.REJECTED}
    return [
        Persona(
            name=f"fixture-{end.value.lower().replace('_', '-')}",
            description="Alpaca's fixture: the account ends with this status, for any applicant.",
            apply_with={"additional_information": f"/fixtures/status={end}/fixtures/"},
            statuses=list(path),
            result_codes=[Code.IDENTITY_VERIFICATION] if end in asking else [],
        )
        for end, path in FIXTURES.items()
    ]
