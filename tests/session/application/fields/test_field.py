"""Fields: the answers that each kind accepts, and their display."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribbit_tui.session.application.fields.field import Field, WirePath
from ribbit_tui.session.application.reference.tax_ids import TAX_ID_TYPES
from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.application.steps.registry import FIELDS, default_answers
from ribbit_tui.session.application.values.answer import Answer, Answers, Choice, Kind
from tests.session.application.people import TODAY
from tests.sweeps import examples

FOREIGNER: dict[str, Answer] = {"identity.country_of_citizenship": "FRA"}
VISITOR: dict[str, Answer] = {**FOREIGNER, "identity.permanent_resident": False}
ABROAD: dict[str, Answer] = {"identity.country_of_tax_residence": "DEU"}
EXPOSED: dict[str, Answer] = {"disclosures.is_politically_exposed": True}
BRITON: dict[str, Answer] = {
    "identity.country_of_citizenship": "GBR",
    "identity.country_of_tax_residence": "GBR",
    "identity.middle_name": "Ada",
}
NAMED: dict[str, Answer] = {"trusted_contact.named": True}
STREET: dict[str, Answer] = {**NAMED, "trusted_contact.street_address": "1 Pond St"}


def with_defaults(answers: Answers) -> dict[str, Answer]:
    return {**default_answers(), **answers}


# the field, the answers, whether it applies and whether it is required
CONDITIONS: list[tuple[str, dict[str, Answer], bool, bool]] = [
    ("contact.state", {}, True, True),
    ("contact.state", {"contact.country": "DEU"}, False, False),
    ("contact.state", {"contact.country": None}, False, False),
    ("contact.region", {}, False, False),
    ("contact.region", {"contact.country": "DEU"}, True, False),
    ("contact.region", {"contact.country": ""}, False, False),
    ("contact.postal_code", {}, True, True),
    ("contact.postal_code", {"contact.country": "ARE"}, True, False),
    ("contact.unit", {}, True, False),
    ("contact.street_address_2", {}, True, False),
    ("identity.middle_name", {}, True, False),
    ("identity.region", {}, False, False),
    ("identity.region", {"contact.country": "DEU"}, True, True),
    ("identity.region", {"contact.country": "DEU", "contact.region": "Bayern"}, False, False),
    (
        "identity.region",
        {"contact.country": "DEU", "identity.country_of_tax_residence": "DEU"},
        False,
        False,
    ),
    ("identity.tax_id", {}, True, True),
    ("identity.tax_id", {"identity.country_of_tax_residence": "DEU"}, False, False),
    ("identity.foreign_tax_id", {}, False, False),
    ("identity.foreign_tax_id", ABROAD, True, False),
    ("identity.foreign_tax_id", {**ABROAD, "identity.tax_id_type": "DEU_TAX_ID"}, True, True),
    ("identity.tax_id_type", {}, False, False),
    ("identity.tax_id_type", ABROAD, True, False),
    ("identity.tax_id_type", {**ABROAD, "identity.foreign_tax_id": "1"}, True, True),
    ("contact.street_address_3", {}, False, False),
    ("contact.street_address_3", {"contact.street_address_2": "B"}, True, False),
    ("identity.risk_tolerance", {}, True, False),
    ("investing.crypto", {}, True, False),
    ("disclosures.exposed_position", {}, False, False),
    ("disclosures.exposed_position", EXPOSED, True, True),
    (
        "disclosures.exposed_position",
        {
            **EXPOSED,
            "disclosures.employment_status": "employed",
            "disclosures.employment_position": "Mayor",
        },
        False,
        False,
    ),
    ("disclosures.exposed_address", EXPOSED, True, True),
    (
        "disclosures.exposed_address",
        {**EXPOSED, "disclosures.employer_address": "left from a job"},
        True,
        True,
    ),
    ("w8ben.mailing_address_street", ABROAD, False, False),
    ("w8ben.mailing_address_street", {**ABROAD, "w8ben.mail_elsewhere": True}, True, True),
    ("w8ben.ftin_not_required", ABROAD, True, True),
    ("w8ben.ftin_not_required", {**ABROAD, "identity.foreign_tax_id": "1"}, False, False),
    ("w8ben.ftin_not_required", {**ABROAD, "w8ben.tax_id_ssn": "1"}, False, False),
    ("w8ben.income_type", ABROAD, False, False),
    ("w8ben.income_type", {**ABROAD, "w8ben.claims_treaty": True}, True, False),
    ("w8ben.certified", ABROAD, True, True),
    ("w8ben.signer_full_name", ABROAD, True, True),
    ("identity.permanent_resident", {}, False, False),
    ("identity.permanent_resident", FOREIGNER, True, True),
    ("identity.permanent_resident", {**FOREIGNER, "contact.country": "FRA"}, False, False),
    ("identity.visa_type", FOREIGNER, False, False),
    ("identity.visa_type", VISITOR, True, True),
    ("identity.visa_type", {**FOREIGNER, "identity.permanent_resident": True}, False, False),
    ("identity.visa_type", {"identity.permanent_resident": False}, False, False),
    ("identity.visa_expiration_date", VISITOR, False, False),
    ("identity.visa_expiration_date", {**VISITOR, "identity.visa_type": "H1B"}, True, True),
    (
        "identity.visa_expiration_date",
        {**VISITOR, "identity.visa_type": "H1B", "identity.permanent_resident": True},
        False,
        False,
    ),
    ("identity.date_of_departure_from_usa", {**VISITOR, "identity.visa_type": "H1B"}, False, False),
    ("identity.date_of_departure_from_usa", {**VISITOR, "identity.visa_type": "B1"}, True, True),
    ("identity.date_of_departure_from_usa", {**VISITOR, "identity.visa_type": "B2"}, True, True),
    ("disclosures.employer_name", {}, False, False),
    ("disclosures.employer_name", {"disclosures.employment_status": "retired"}, False, False),
    ("disclosures.employer_name", {"disclosures.employment_status": "employed"}, True, True),
    ("disclosures.employer_address", {"disclosures.employment_status": "employed"}, True, False),
    ("disclosures.employment_position", {"disclosures.employment_status": "employed"}, True, True),
    ("identity.funding_source", {}, True, True),
    ("identity.annual_income", {}, True, False),
    ("disclosures.is_politically_exposed", {}, True, True),
    ("context.CONTROLLED_FIRM.company_name", {}, False, False),
    (
        "context.CONTROLLED_FIRM.company_name",
        {"disclosures.is_control_person": False},
        False,
        False,
    ),
    ("context.CONTROLLED_FIRM.company_name", {"disclosures.is_control_person": True}, True, True),
    ("context.AFFILIATE_FIRM.company_name", {"disclosures.is_control_person": True}, False, False),
    ("context.CONTROLLED_FIRM.company_state", {"disclosures.is_control_person": True}, True, True),
    (
        "context.CONTROLLED_FIRM.company_state",
        {
            "disclosures.is_control_person": True,
            "context.CONTROLLED_FIRM.company_country": "CAN",
        },
        False,
        False,
    ),
    (
        "context.CONTROLLED_FIRM.company_region",
        {
            "disclosures.is_control_person": True,
            "context.CONTROLLED_FIRM.company_country": "CAN",
        },
        True,
        False,
    ),
    (
        "context.AFFILIATE_FIRM.company_compliance_email",
        {"disclosures.is_affiliated_exchange_or_finra": True},
        True,
        True,
    ),
    (
        "context.IMMEDIATE_FAMILY_EXPOSED.given_name",
        {"disclosures.is_politically_exposed": True},
        False,
        False,
    ),
    (
        "context.IMMEDIATE_FAMILY_EXPOSED.family_name",
        {"disclosures.immediate_family_exposed": True},
        True,
        True,
    ),
    ("trusted_contact.named", {}, True, True),
    ("trusted_contact.given_name", {}, False, False),
    ("trusted_contact.given_name", NAMED, True, True),
    ("trusted_contact.email_address", NAMED, True, True),
    ("trusted_contact.email_address", STREET, True, False),
    (
        "trusted_contact.email_address",
        {**NAMED, "trusted_contact.phone_number": "415-555-2671"},
        True,
        False,
    ),
    ("trusted_contact.phone_number", NAMED, True, False),
    ("trusted_contact.city", NAMED, False, False),
    ("trusted_contact.city", STREET, True, True),
    ("trusted_contact.state", STREET, True, True),
    ("trusted_contact.state", {**STREET, "trusted_contact.country": "GBR"}, False, False),
    ("trusted_contact.region", {**STREET, "trusted_contact.country": "GBR"}, True, True),
    ("trusted_contact.postal_code", STREET, True, True),
]


@pytest.mark.parametrize(("name", "answers", "applies", "required"), CONDITIONS)
def test_a_question_appears_and_is_required_when_it_should(
    name: str, answers: dict[str, Answer], applies: bool, required: bool
) -> None:
    field, answers = FIELDS[name], with_defaults(answers)
    assert (field.applies(answers), field.is_required(answers)) == (applies, required)


@pytest.mark.parametrize(
    ("name", "answers", "says"),
    [
        ("identity.given_name", {}, "First name is needed."),
        ("contact.state", {}, "State is needed: choose from the list."),
        ("disclosures.is_control_person", {}, "Answer Yes or No."),
        ("identity.funding_source", {}, "Choose at least one."),
        ("trusted_contact.email_address", NAMED, "Give an e-mail address, a phone number"),
    ],
)
def test_an_empty_required_answer_is_asked_for(
    name: str, answers: dict[str, Answer], says: str
) -> None:
    field, answers = FIELDS[name], with_defaults(answers)
    empty: tuple[Answer, ...] = (None, "", "  \t ", ())
    for answer in empty:
        assert str(field.error(answer, answers, TODAY)).startswith(says)


# answers that a field takes, then answers that it refuses; the others are Maya's
ANSWERS: list[tuple[str, dict[str, Answer], list[Answer], list[Answer]]] = [
    ("contact.email_address", {}, [" a@b.co "], ["a@b", "a@" + "b" * 250 + ".co", 1 == 1]),
    ("contact.phone_number", {}, ["(415) 555-2671"], ["12"]),
    ("contact.country", {}, ["DEU", "USA"], ["US", "usa", "Germany", "ZZZ"]),
    ("contact.state", {}, ["CA", "PR"], ["California", "ca", "ZZ"]),
    ("contact.postal_code", {}, ["94401"], ["SW1A 1AA"]),
    ("contact.postal_code", {"contact.country": "GBR"}, ["SW1A 1AA", "", None], ["SW1A_1AA"]),
    ("contact.city", {}, ["[b]San[/b] Mateo"], ["San\x1bMateo", "x" * 101]),
    ("identity.given_name", {}, ["Maya", "x" * 100], ["M4ya", "x" * 101]),
    ("identity.date_of_birth", {}, ["1990-04-12", "04/12/1990"], ["2020-01-01", "12.04.1990"]),
    ("identity.tax_id", {}, ["078-05-1120"], ["666-05-1120", "12345"]),
    ("identity.foreign_tax_id", {}, ["AB 1234", "", None], ["1", "x" * 41]),
    ("identity.visa_type", VISITOR, ["H1B"], ["H1B1", ""]),
    ("identity.visa_expiration_date", VISITOR, ["2030-01-01", ""], ["2020-01-01"]),
    ("identity.funding_source", {}, [("family",), ("family", "savings")], [("lottery",), "family"]),
    ("identity.annual_income", {}, ["500000-", None], ["1-2"]),
    ("disclosures.is_control_person", {}, [True, False], ["yes", None, ""]),
    ("trusted_contact.named", {}, [True, False], [None]),
    (
        "identity.foreign_tax_id",
        {"identity.tax_id_type": "GBR_NINO"},
        ["AB 12 34 56 C", "ab123456c"],
        ["AB 12 34 56", "BG123456A", "AB-123-456-E", "1234"],
    ),
    ("identity.foreign_tax_id", {"identity.tax_id_type": "BOL_NIT"}, ["1020703023"], ["1"]),
    ("identity.tax_id_type", {}, ["GBR_NINO", "NOT_SPECIFIED"], ["USA_SSN", "GBR"]),
    (
        "w8ben.tax_id_ssn",
        BRITON,
        ["912-70-1234", "078051120", "912 70 1234", ""],
        ["1234", "9127012345"],
    ),
    ("w8ben.ftin_not_required", BRITON, [True], [False, None]),
    (
        "w8ben.percent_rate_withholding",
        BRITON,
        ["0", "15", "7.5", "30"],
        ["31", "-1", "ten", "1e1"],
    ),
    ("w8ben.certified", BRITON, [True], [False, None]),
    ("w8ben.certified", {}, [], [True, False]),
    (
        "w8ben.certified",
        {**BRITON, "identity.permanent_resident": True},
        [],
        [True],
    ),
    (
        "w8ben.signer_full_name",
        BRITON,
        ["Maya Ada Okafor", "maya okafor", " Maya  Okafor "],
        ["Maya", "Ada Okafor", "Maya A. Okafor", ""],
    ),
    ("investing.crypto", {}, [True, False, None], ["yes"]),
    ("identity.investment_objective", {}, ["growth", None], ["win"]),
]


@pytest.mark.parametrize(("name", "answers", "legal", "illegal"), ANSWERS)
def test_a_field_takes_what_its_declaration_says(
    name: str, answers: dict[str, Answer], legal: list[Answer], illegal: list[Answer]
) -> None:
    field, answers = FIELDS[name], with_defaults({**HAPPY_PATH, **answers})
    assert [field.error(answer, answers, TODAY) for answer in legal] == [None] * len(legal)
    assert all(field.error(answer, answers, TODAY) for answer in illegal)


@pytest.mark.parametrize(
    ("name", "answer", "shown"),
    [
        ("identity.tax_id", "078051120", "•••-••-1120"),
        ("identity.foreign_tax_id", "AB 123456", "•• ••3456"),
        ("identity.foreign_tax_id", "123456782", "•••••6782"),
        ("w8ben.tax_id_ssn", "912701234", "•••-••-1234"),
        ("contact.country", "GBR", "United Kingdom"),
        ("contact.country", "", ""),
        ("contact.state", "CA", "California"),
        ("contact.phone_number", "4155552671", "(415) 555-2671"),
        ("contact.phone_number", "12", "12"),
        ("identity.date_of_birth", "04/12/1990", "1990-04-12"),
        ("identity.visa_type", "B2", "B-2, tourist"),
        ("identity.funding_source", ("savings", "family"), "Savings, Family"),
        ("disclosures.is_control_person", True, "Yes"),
        ("disclosures.is_control_person", False, "No"),
        ("disclosures.is_control_person", None, ""),
        ("contact.city", " [b]Ulm[/b]\x1b ", "[b]Ulm[/b]\ufffd"),
    ],
)
def test_an_answer_is_shown_in_words(name: str, answer: Answer, shown: str) -> None:
    assert FIELDS[name].display_text(answer) == shown


PETS = Field(
    "pets",
    "Pets",
    Kind.CHOICE,
    help="Choose one.",
    no_hint="Really none?",
    choices=(Choice("cat", "Cat"), Choice("dog", "Dog"), Choice("frog", "Frog")),
    first=lambda choice, answers: choice.value == answers.get("home"),
    wire_paths=(WirePath("animals[]"), WirePath("pet")),
)


def test_choices_that_suit_the_other_answers_come_first() -> None:
    def offered(answers: Answers | None) -> list[str]:
        return [choice.value for choice in PETS.options(answers)]

    assert offered({"home": "frog"}) == ["frog", "cat", "dog"]
    assert offered({"home": "dog"}) == ["dog", "cat", "frog"]
    assert offered({"home": None}) == offered(None) == ["cat", "dog", "frog"]
    unordered = replace(PETS, first=None)
    assert unordered.options({"home": "frog"}) == PETS.choices


def test_the_hint_follows_an_answer_of_no_where_there_is_one() -> None:
    assert [PETS.hint(answer) for answer in (False, True, None)] == [
        "Really none?",
        "Choose one.",
        "Choose one.",
    ]
    assert replace(PETS, no_hint="").hint(False) == "Choose one."


def test_the_paths_of_an_answer_in_the_request() -> None:
    assert PETS.paths() == ("animals", "pet")
    assert (PETS.is_listed("animals"), PETS.is_listed("pet")) == (True, False)
    assert PETS.wire_values("cat", {}) == [("animals[]", "cat"), ("pet", "cat")]
    plain = replace(PETS, wire_paths=None)
    assert (plain.paths(), plain.is_listed("pets")) == (("pets",), False)


def test_what_is_not_on_the_list_is_refused() -> None:
    assert PETS.error("cow", {}, TODAY) == "Choose from the list."
    several = replace(PETS, kind=Kind.CHOICES)
    assert several.error(("cat", "cow"), {}, TODAY) == "Choose from the list."


@pytest.mark.parametrize(
    ("kind", "answer", "seen"),
    [
        (Kind.CHOICE, "cat", "cat"),
        (Kind.TEXT, " my  cat ", "my cat"),
        (Kind.YES_NO, True, "Yes"),
        (Kind.YES_NO, False, "No"),
    ],
)
def test_a_rule_sees_the_tidied_answer_the_other_answers_and_the_day(
    kind: Kind, answer: Answer, seen: str
) -> None:
    def rule(text: str, answers: Answers, today: date) -> str:
        return f"{text} of {answers['owner']} on {today}"

    field = replace(PETS, kind=kind, rule=rule)
    assert field.error(answer, {"owner": "Maya"}, TODAY) == f"{seen} of Maya on {TODAY}"


def test_separators_do_not_count_and_are_not_sent() -> None:
    number = Field("number", "Number", Kind.TEXT, max_length=9, has_separators=True)
    assert number.error("078-05 1120", {}, TODAY) is None
    assert number.wire_values("078-05 1120", {}) == [("number", "078051120")]
    plain = replace(number, has_separators=False)
    assert plain.error("078-05 1120", {}, TODAY) == "Keep this to 9 characters (it has 11)."
    assert str(plain.error("078\t05", {}, TODAY)).startswith("Remove the hidden")
    assert plain.wire_values(" 078  05 ", {}) == [("number", "078 05")]


def test_an_answer_of_another_kind_is_shown_as_none() -> None:
    assert replace(PETS, kind=Kind.TEXT).display_text(True) == ""
    assert replace(PETS, kind=Kind.CHOICES).display_text("cat") == ""


def test_answers_are_sent_by_their_kind() -> None:
    chosen = replace(PETS, kind=Kind.CHOICES, wire_paths=None)
    assert chosen.wire_values(("frog", "cat"), {}) == [("pets", ["cat", "frog"])]
    yes_no = replace(chosen, kind=Kind.YES_NO)
    assert yes_no.wire_values(True, {}) == [("pets", True)]
    assert yes_no.wire_values(False, {}) == [("pets", False)]
    assert replace(chosen, kind=Kind.DATE).wire_values("04/12/1990", {}) == [
        ("pets", date(1990, 4, 12))
    ]
    phone = replace(chosen, kind=Kind.PHONE)
    assert phone.wire_values("415-555-2671", {}) == [("pets", "+14155552671")]
    assert phone.wire_values(" ", {}) == []


any_field = st.sampled_from(list(FIELDS.values()))
any_text = st.text(st.characters(exclude_categories=[]), max_size=120) | st.from_regex(
    r"[0-9+()./ -]{0,20}"
)


@settings(max_examples=examples(100), deadline=None)
@given(
    field=any_field,
    text=any_text,
    country=st.sampled_from(["USA", "DEU", "GBR", "", "?"]),
    type=st.sampled_from([one.value for one in TAX_ID_TYPES] + ["?"]),
)
def test_no_text_makes_a_field_raise(field: Field, text: str, country: str, type: str) -> None:
    others: dict[str, Answer] = {"contact.country": country, "identity.tax_id_type": type}
    answers = with_defaults(
        {**others, "identity.country_of_tax_residence": country, field.name: text}
    )
    answer: Any = (text,) if field.kind is Kind.CHOICES else text
    message = field.error(answer, answers, TODAY)
    assert message is None or message
    assert not any(character in field.display_text(answer) for character in "\x1b\x07\u202e")
    if message is None:
        field.wire_values(answer, answers)


@settings(max_examples=examples(50), deadline=None)
@given(field=any_field, answer=st.none() | st.booleans() | st.tuples(any_text, any_text) | any_text)
def test_an_answer_of_another_kind_is_refused_rather_than_raised(
    field: Field, answer: Answer
) -> None:
    field.error(answer, default_answers(), TODAY)
    field.display_text(answer)
