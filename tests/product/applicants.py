"""Answers of every kind that the application takes, made up for Hypothesis."""

from collections.abc import Iterable

from hypothesis import strategies as st

from ribbit_tui.session.application.fields.field import Field
from ribbit_tui.session.application.steps.identity import FOREIGN_TAX_ID, TAX_ID_TYPE, full_name
from ribbit_tui.session.application.steps.registry import (
    FIELDS,
    STEPS_BY_ID,
    default_answers,
    step_of,
)
from ribbit_tui.session.application.values.answer import Answer, Answers, Choice, Kind

NAMES = ("Maya", "O’Brien", "Núñez Ruiz", "李", "Jean-Luc", "x" * 100, "Ng.")
LATIN_NAMES = ("Maya", "O’Brien", "Nunez Ruiz", "Li", "Jean-Luc", "x" * 100, "Ng.")
REPORTED_NAMES = {f"identity.{which}_name" for which in ("given", "middle", "family")}
TEXTS = ("1 Pond St", "[b]Büro[/b] 3", "漢" * 100, "x" * 100, "🐸 & co. <a>", "nine's")
COUNTRIES = ("USA", "DEU", "GBR", "ARE")
POSTAL_CODES = {"USA": "94401-1234", "DEU": "10119", "GBR": "sw1a 1aa", "ARE": "00000"}
TAX_IDS = {"GBR_NINO": "AB 12 34 56 C", "DEU_TAX_ID": "86 095 742 719", "NOT_SPECIFIED": "1-23/45"}
TEXT_FIELDS: dict[str, tuple[str, ...]] = {
    "identity.date_of_birth": ("1990-04-12", "1906-03-06", "03/05/2008"),
    "identity.visa_expiration_date": ("2026-03-05", "12/31/2040"),
    "identity.date_of_departure_from_usa": ("2026-03-05", "2027-01-01"),
    "identity.tax_id": ("078-05-1120", "899 99 9999"),
    "w8ben.tax_id_ssn": ("912-70-1234", "078051120"),
    "w8ben.percent_rate_withholding": ("0", "7.25", "30"),
}


@st.composite
def applicants(draw: st.DrawFn) -> dict[str, Answer]:
    """Answers to every question that is asked of somebody, all of them right."""
    return answered(draw, FIELDS.values(), default_answers())


def answered(draw: st.DrawFn, fields: Iterable[Field], others: Answers) -> dict[str, Answer]:
    """Return `others` with valid answers to `fields`, as far as these are asked."""
    answers = dict(others)
    open_fields: list[Field] = []
    for field in fields:
        step = STEPS_BY_ID[step_of(field.name)]
        if step.applies(answers) and field.applies(answers):
            answers[field.name] = draw(_right(field, answers))
            open_fields += [field] if answers[field.name] is None else []
            # Later answers may require an earlier one: a trusted contact can be reached somehow.
            for earlier in open_fields:
                if answers[earlier.name] is None and earlier.is_required(answers):
                    answers[earlier.name] = draw(_right(earlier, answers))
    return answers


def _right(field: Field, answers: Answers) -> st.SearchStrategy[Answer]:
    if field.kind is Kind.YES_NO:
        return _yes_or_no(field, answers)
    if field.kind is Kind.CHOICES:
        values = [choice.value for choice in field.choices]
        return st.sets(st.sampled_from(values), min_size=1).map(lambda some: tuple(sorted(some)))
    found: st.SearchStrategy[Answer] = st.sampled_from(_texts(field, answers))
    # Whether one is required may follow from questions that come later.
    never_needed = not field.is_required(answers) and field.name != FOREIGN_TAX_ID
    return found | st.none() if never_needed else found


def _yes_or_no(field: Field, answers: Answers) -> st.SearchStrategy[Answer]:
    if field.name in ("w8ben.certified", "w8ben.ftin_not_required"):
        return st.just(True)
    pays_tax_abroad = answers.get("identity.country_of_tax_residence") != "USA"
    if field.name == "identity.permanent_resident" and pays_tax_abroad:
        return st.just(False)  # a green card makes a US person, who signs no W-8BEN
    return st.booleans()


def _texts(field: Field, answers: Answers) -> tuple[str, ...]:
    name, kind = field.name, field.kind
    if name in TEXT_FIELDS:
        return TEXT_FIELDS[name]
    if name == "w8ben.signer_full_name":
        return (full_name(answers), full_name(answers, middle=False).upper())
    if name == "identity.country_of_tax_residence":
        # Citizens of the USA are US persons wherever they live.
        return COUNTRIES[:1] if answers["identity.country_of_citizenship"] == "USA" else COUNTRIES
    if name == TAX_ID_TYPE:
        return tuple(TAX_IDS)
    if name == FOREIGN_TAX_ID:
        return (TAX_IDS[str(answers[TAX_ID_TYPE])],) if answers.get(TAX_ID_TYPE) else ("",)
    if kind is Kind.COUNTRY:
        return COUNTRIES
    if kind is Kind.POSTAL_CODE:
        country = answers[f"{name.partition('.')[0]}.country"]
        return (POSTAL_CODES[str(country)],)
    if kind is Kind.EMAIL:
        return ("a@b.co", f"{'x' * 64}@{'y' * 60}.example.com")
    if kind is Kind.PHONE:
        return ("(415) 555-2671", "+44 20 7946 0958")
    if kind in (Kind.CHOICE, Kind.STATE):
        return _values(field.options())
    if name in REPORTED_NAMES:
        return LATIN_NAMES
    if name.endswith("_name"):
        return NAMES
    is_reported = name.startswith("contact.") or name == "identity.region"
    texts = [one for one in TEXTS if one.isascii() or not is_reported]
    return tuple(one[: field.max_length] for one in texts)


def _values(choices: Iterable[Choice]) -> tuple[str, ...]:
    return tuple(choice.value for choice in choices)
