"""The identity step: names, tax ids and visas."""

from datetime import date

from ribbit_tui.session.application.fields.conditions import (
    is_foreigner_in_usa,
    lives_abroad,
    needs_visa,
    pays_tax_abroad,
    pays_tax_in_usa,
    said_yes,
)
from ribbit_tui.session.application.fields.field import Field, Step, WirePath, never
from ribbit_tui.session.application.reference import tax_ids
from ribbit_tui.session.application.reference.countries import USA
from ribbit_tui.session.application.values import rules
from ribbit_tui.session.application.values.answer import Answers, Choice, Kind, WireValue
from ribbit_tui.session.application.values.latin import straight
from ribbit_tui.session.application.values.text import masked_ssn, tidy

TAX_ID_TYPE = "identity.tax_id_type"
FOREIGN_TAX_ID = "identity.foreign_tax_id"
OWN_SPELLING = "identity.own_spelling"


def name(text: str, answers: Answers, today: date) -> str | None:
    return rules.name(text)


def _latin_name(text: str, answers: Answers, today: date) -> str | None:
    return rules.latin_name(text)


def latin_text(text: str, answers: Answers, today: date) -> str | None:
    return rules.latin_text(text)


def straightened(text: str, answers: Answers) -> str:
    return straight(text)


def _date_of_birth(text: str, answers: Answers, today: date) -> str | None:
    return rules.date_of_birth(text, today)


def _coming_day(text: str, answers: Answers, today: date) -> str | None:
    return rules.coming_day(text, today)


def _ssn(text: str, answers: Answers, today: date) -> str | None:
    return rules.ssn(text)


def _foreign_tax_id(text: str, answers: Answers, today: date) -> str | None:
    return tax_ids.error(answers.get(TAX_ID_TYPE), text)


def sent_foreign_tax_id(text: str, answers: Answers) -> str:
    return tax_ids.canonical(answers.get(TAX_ID_TYPE), text)


def has_foreign_tax_id(answers: Answers) -> bool:
    given = str(answers.get(FOREIGN_TAX_ID) or "").strip()
    return pays_tax_abroad(answers) and bool(given)


def full_name(answers: Answers, middle: bool = True) -> str:
    names = (
        ("given_name", "middle_name", "family_name") if middle else ("given_name", "family_name")
    )
    given = " ".join(str(answers.get(f"identity.{name}") or "") for name in names)
    return straight(tidy(given))


LONGEST_FULL_NAME = 3 * 100 + 2
"""The length of three names of maximum length, with spaces between them."""


def _has_tax_id_type(answers: Answers) -> bool:
    return bool(answers.get(TAX_ID_TYPE))


def is_digit(character: str) -> bool:
    return character.isascii() and character.isdigit()


def _digits(text: WireValue) -> str:
    return "".join(filter(is_digit, str(text)))


def _has_us_tax_but_no_state(answers: Answers) -> bool:
    """Whether a US taxpayer abroad has not named a state, which the API requires of them."""
    no_region = not str(answers.get("contact.region") or "").strip()
    return lives_abroad(answers) and pays_tax_in_usa(answers) and no_region


def _has_visa(answers: Answers) -> bool:
    return needs_visa(answers) and bool(answers.get("identity.visa_type"))


def _is_visitor(answers: Answers) -> bool:
    return needs_visa(answers) and answers.get("identity.visa_type") in ("B1", "B2")


VISAS = (
    Choice("B1", "B-1, business visitor"),
    Choice("B2", "B-2, tourist"),
    Choice("DACA", "DACA"),
    Choice("E1", "E-1, treaty trader"),
    Choice("E2", "E-2, treaty investor"),
    Choice("E3", "E-3, Australian professional"),
    Choice("F1", "F-1, student"),
    Choice("G4", "G-4, international organization"),
    Choice("H1B", "H-1B, specialty worker"),
    Choice("J1", "J-1, exchange visitor"),
    Choice("L1", "L-1, transferred within a company"),
    Choice("O1", "O-1, extraordinary ability"),
    Choice("TN1", "TN, professional from Canada or Mexico"),
    Choice("OTHER", "Another visa or status"),
)

IDENTITY = Step(
    id="identity",
    title="Identity",
    topics="name, birth, taxes",
    intro="The law asks every broker to know its customers. Answer as in your documents.",
    fields=(
        Field(
            "identity.given_name",
            "First name",
            Kind.TEXT,
            help="Your legal name, as on your passport or driver's license, in Latin letters.",
            placeholder="Maya",
            rule=_latin_name,
            wire_text=straightened,
        ),
        Field(
            "identity.middle_name",
            "Middle name",
            Kind.TEXT,
            required=never,
            rule=_latin_name,
            wire_text=straightened,
        ),
        Field(
            "identity.family_name",
            "Last name",
            Kind.TEXT,
            placeholder="Okafor",
            rule=_latin_name,
            wire_text=straightened,
        ),
        Field(
            OWN_SPELLING,
            "Is your name spelled in other letters in your language?",
            Kind.YES_NO,
            help="Such as José or Мария: your own spelling is kept beside the Latin one.",
            required=never,
            wire_paths=(),
        ),
        *(
            Field(
                f"identity.local_{which}_name",
                f"{label} name, own spelling",
                Kind.TEXT,
                when=said_yes(OWN_SPELLING),
                required=never,
                rule=name,
            )
            for which, label in (("given", "First"), ("middle", "Middle"), ("family", "Last"))
        ),
        Field(
            "identity.date_of_birth",
            "Date of birth",
            Kind.DATE,
            help="You must be 18 or older.",
            placeholder="YYYY-MM-DD",
            rule=_date_of_birth,
        ),
        Field(
            "identity.country_of_citizenship",
            "Citizenship",
            Kind.COUNTRY,
            help="With several, the one whose document you would show.",
            default=USA,
        ),
        Field(
            "identity.country_of_birth",
            "Country of birth",
            Kind.COUNTRY,
            default=USA,
        ),
        Field(
            "identity.country_of_tax_residence",
            "Tax residence",
            Kind.COUNTRY,
            help="The country where you pay income tax.",
            default=USA,
        ),
        Field(
            "identity.region",
            "State, province or region of your address",
            Kind.TEXT,
            help="US taxpayers name it wherever they live.",
            when=_has_us_tax_but_no_state,
            rule=latin_text,
            wire_text=straightened,
            wire_paths=(WirePath("contact.state"),),
        ),
        Field(
            "identity.tax_id",
            "Social Security number",
            Kind.TAX_ID,
            help="Used to check who you are; it has no effect on your credit and is never saved.",
            placeholder="078-05-1120",
            sensitive=True,
            mask=masked_ssn,
            groups=tax_ids.SSN_GROUPS,
            has_separators=True,
            when=pays_tax_in_usa,
            rule=_ssn,
            wire_paths=(
                WirePath("identity.tax_id", _digits),
                WirePath("identity.tax_id_type", lambda _: "USA_SSN"),
            ),
        ),
        Field(
            TAX_ID_TYPE,
            "Kind of tax ID",
            Kind.CHOICE,
            help="The number that your tax office has for you. Leave both empty if you have none.",
            choices=tax_ids.FOREIGN_TYPES,
            first=tax_ids.is_of_residence,
            when=pays_tax_abroad,
            required=has_foreign_tax_id,
        ),
        Field(
            FOREIGN_TAX_ID,
            "Tax ID",
            Kind.TAX_ID,
            help="As your tax office writes it, with or without separators; it is never saved.",
            sensitive=True,
            max_length=40,
            when=pays_tax_abroad,
            required=_has_tax_id_type,
            missing_message="Enter the number, or choose no kind if you have none.",
            rule=_foreign_tax_id,
            wire_text=sent_foreign_tax_id,
            wire_paths=(WirePath("identity.tax_id"),),
        ),
        Field(
            "identity.permanent_resident",
            "Do you hold a green card?",
            Kind.YES_NO,
            help="It makes you a permanent resident of the USA, who needs no visa.",
            when=is_foreigner_in_usa,
        ),
        Field(
            "identity.visa_type",
            "Visa",
            Kind.CHOICE,
            help="For a sub-category choose its parent: H-1B1 counts as H-1B.",
            choices=VISAS,
            when=needs_visa,
        ),
        Field(
            "identity.visa_expiration_date",
            "Visa valid until",
            Kind.DATE,
            help="The last day of your visa, or of your permitted stay.",
            placeholder="YYYY-MM-DD",
            when=_has_visa,
            rule=_coming_day,
        ),
        Field(
            "identity.date_of_departure_from_usa",
            "Leaving the USA on",
            Kind.DATE,
            help="Asked of visitors on a B-1 or B-2 visa.",
            placeholder="YYYY-MM-DD",
            when=_is_visitor,
            rule=_coming_day,
        ),
    ),
)
