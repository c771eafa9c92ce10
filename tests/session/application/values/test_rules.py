"""Rules for answers."""

from collections.abc import Callable
from datetime import date

import pytest

from ribbit_tui.session.application.values import latin, rules
from ribbit_tui.session.application.values.dates import parse_date, years_between
from ribbit_tui.session.application.values.phones import e164, national
from ribbit_tui.session.application.values.text import masked, masked_ssn, tidy, visible
from tests.session.application.people import TODAY

LEGAL: list[tuple[Callable[[str], str | None], list[str]]] = [
    (
        rules.name,
        [
            "Maya",
            "O'Brien",
            "O’Brien",
            "Jean-Luc",
            "J. R.",
            "Núñez",
            "李",
            "محمد",
            "Nguyễn Thị",
            "n",
            "निधि",
        ],
    ),
    (
        rules.email,
        [
            "a@b.co",
            "maya.okafor+x@mail.example.com",
            "o'hara@example.com",
            "a@xn--d1acufc.xn--p1ai",
            "a" * 64 + "@example.com",
        ],
    ),
    (
        rules.phone,
        ["415-555-2671", "(415) 555-2671", "415.555.2671", "+1 415 555 2671", "+44 20 7946 0958"],
    ),
    (rules.latin_name, ["Jose", "O’Brien", "Jean‑Luc", "Ng."]),
    (rules.latin_text, ["1 Pond St", "Rue de l’Eglise", "[b]", ""]),
    (rules.calendar_day, ["1990-04-12", "04/12/1990", "2024-02-29", "1990-4-2"]),
    (rules.zip_code, ["94401", "94401-1234", "00501"]),
    (rules.foreign_postal_code, ["SW1A 1AA", "10119", "1010", "D02 X285"]),
    (rules.ssn, ["078-05-1120", "078051120", "078 05 1120", "899-99-9999", "001-01-0001"]),
    (rules.foreign_tax_id, ["12 345 678 903", "AB-12.34/5", "1234"]),
]

ILLEGAL: list[tuple[Callable[[str], str | None], list[str]]] = [
    (rules.latin_name, ["José", "山田", "Łukasz", "", "R2D2"]),
    (rules.latin_text, ["Torstraße 1", "東京都", "Île"]),
    (rules.name, ["", "R2D2", "Maya!", "-", "[b]Maya[/b]", "<Maya>", "🐸", "a/b"]),
    (
        rules.email,
        [
            "",
            "maya",
            "maya@",
            "@example.com",
            "maya@example",
            "maya@@example.com",
            "maya @example.com",
            ".maya@example.com",
            "ma..ya@example.com",
            "maya@-example.com",
            "maya@example..com",
            "maya@example.1",
            "a" * 65 + "@example.com",
        ],
    ),
    (
        rules.phone,
        [
            "",
            "555",
            "415-555-267",
            "1-800-FLOWERS",
            "415-555-2671 ext 5",
            "+999 1234567",
            "٤١٥٥٥٥٢٦٧١",
        ],
    ),
    (
        rules.calendar_day,
        [
            "",
            "1990",
            "1990-13-01",
            "1990-02-30",
            "13/01/1990",
            "2025-02-29",
            "12.04.1990",
            "٢٠٢٠-٠١-٠١",
        ],
    ),
    (rules.zip_code, ["", "9440", "944011", "94401-", "94401-12", "ABCDE", "94401 1234"]),
    (rules.foreign_postal_code, ["", "1", "-12", "1234567890123", "SW1A_1AA"]),
    (
        rules.ssn,
        [
            "",
            "078-05-112",
            "078-05-11200",
            "000-05-1120",
            "666-05-1120",
            "900-05-1120",
            "999-05-1120",
            "078-00-1120",
            "078-05-0000",
            "07a-05-1120",
        ],
    ),
    (rules.foreign_tax_id, ["", "12", "----", "12345;", "1.2.3"]),
]


def rows(
    table: list[tuple[Callable[[str], str | None], list[str]]],
) -> list[tuple[Callable[[str], str | None], str]]:
    return [(rule, text) for rule, texts in table for text in texts]


@pytest.mark.parametrize(("rule", "text"), rows(LEGAL))
def test_a_legal_text_is_accepted(rule: Callable[[str], str | None], text: str) -> None:
    assert rule(text) is None


@pytest.mark.parametrize(("rule", "text"), rows(ILLEGAL))
def test_an_illegal_text_is_refused_with_a_sentence(
    rule: Callable[[str], str | None], text: str
) -> None:
    message = rule(text)
    assert message is not None
    assert message[0].isupper() and message.endswith(".")


NINE_DIGITS = "Enter all 9 digits, such as 078-05-1120."
ISSUED = "No Social Security number starts with 000, 666 or 9: check the first three digits."
NO_ZEROS = "No part of a Social Security number is all zeros: check the digits."


@pytest.mark.parametrize(
    ("rule", "text", "message"),
    [
        (rules.name, "R2D2", "Use letters, spaces, hyphens, apostrophes and dots only."),
        (rules.name, "-", "Enter a name with at least one letter."),
        (
            rules.latin_name,
            "José",
            "Use the letters A to Z, as your passport does, such as Jose."
            " Your own spelling goes below.",
        ),
        (rules.latin_name, "R2D2", "Use letters, spaces, hyphens, apostrophes and dots only."),
        (
            rules.latin_text,
            "Île",
            "Use the letters A to Z, without accents, such as Ile.",
        ),
        (rules.email, "maya", "Enter a full e-mail address, such as maya@example.com."),
        (
            rules.phone,
            "555",
            "Enter a US number such as 415-555-2671, or start with + and the country code,"
            " such as +44 20 7946 0958.",
        ),
        (
            rules.calendar_day,
            "1990-02-30",
            "There is no such day: check the month and the day.",
        ),
        (rules.calendar_day, "soon", "Enter a date as YYYY-MM-DD, such as 1990-04-12."),
        (rules.zip_code, "9440", "Enter a ZIP code as 94401 or 94401-1234."),
        (
            rules.foreign_postal_code,
            "1",
            "Enter 2 to 12 letters and digits, such as SW1A 1AA.",
        ),
        (rules.ssn, "078-05-112", NINE_DIGITS),
        (rules.ssn, "78 05 1120", NINE_DIGITS),
        (rules.ssn, "07a-05-1120", NINE_DIGITS),
        (rules.ssn, "078-05-11200", "Enter 9 digits, such as 078-05-1120 (this has 10)."),
        (rules.ssn, "000-05-1120", ISSUED),
        (rules.ssn, "666-05-1120", ISSUED),
        (rules.ssn, "900-05-1120", ISSUED),
        (rules.ssn, "078-00-1120", NO_ZEROS),
        (rules.ssn, "078-05-0000", NO_ZEROS),
        (
            rules.foreign_tax_id,
            "12",
            "Enter at least 4 letters or digits, with dashes, dots or spaces if it has them.",
        ),
    ],
)
def test_each_refusal_says_what_to_enter(
    rule: Callable[[str], str | None], text: str, message: str
) -> None:
    assert rule(text) == message


def test_the_message_about_a_social_security_number_repeats_none_of_it() -> None:
    assert "987" not in str(rules.ssn("987-65-4320"))


TOO_YOUNG = "You must be 18 or older to open an account. If you are, check the date."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2008-03-05", None),  # 18 today
        ("03/05/2008", None),
        ("2008-03-06", TOO_YOUNG),  # 18 tomorrow
        ("2026-03-05", TOO_YOUNG),  # born today
        ("2026-03-06", "A date of birth cannot be in the future: check the year."),
        ("1905-03-06", None),  # still 120
        ("1905-03-05", "That is more than 120 years ago: check the year."),
        ("0001-01-01", "That is more than 120 years ago: check the year."),
        ("soon", "Enter a date as YYYY-MM-DD, such as 1990-04-12."),
    ],
)
def test_a_date_of_birth_is_of_an_adult_alive(text: str, says: str | None) -> None:
    assert rules.date_of_birth(text, TODAY) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-03-05", None),
        ("2031-01-01", None),
        ("2076-03-05", None),
        ("2026-03-04", "That day has passed: enter a date from today on."),
        ("2077-03-05", "That is more than 50 years away: check the year."),
        ("soon", "Enter a date as YYYY-MM-DD, such as 1990-04-12."),
    ],
)
def test_a_coming_day_is_not_behind_us(text: str, says: str | None) -> None:
    assert rules.coming_day(text, TODAY) == says


@pytest.mark.parametrize(
    "text",
    ["a\x1b[31mb", "a\tb", "a\nb", "a\u202eb", "a\u2066b", "a\u200bb", "a\ud800b", "a\u2028b"],
)
def test_hidden_characters_are_refused_and_shown_as_a_mark(text: str) -> None:
    assert rules.plain_text(text, 100) == (
        "Remove the hidden control characters, best by typing this again by hand."
    )
    assert visible(text).startswith("a\ufffd")


@pytest.mark.parametrize("text", ["[b]bold[/b]", "[/]", "[link='x']", "\\[", "می\u200cخواهم", "🐸"])
def test_markup_and_joiners_are_just_text(text: str) -> None:
    assert rules.plain_text(text, 100) is None
    assert visible(text) == text


def test_a_text_may_be_as_long_as_allowed_and_no_longer() -> None:
    assert rules.plain_text("x" * 100, 100) is None
    refusal = rules.plain_text("x" * 101, 100)
    assert refusal == "Keep this to 100 characters (it has 101)."


def test_a_birthday_on_the_29th_of_february_comes_on_the_1st_of_march() -> None:
    assert years_between(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert years_between(date(2008, 2, 29), date(2026, 3, 1)) == 18


def test_both_ways_to_write_a_date_mean_the_same_day() -> None:
    assert parse_date("1990-04-12") == parse_date(" 04/12/1990 ") == date(1990, 4, 12)


@pytest.mark.parametrize(
    ("typed", "sent", "shown"),
    [
        ("415-555-2671", "+14155552671", "(415) 555-2671"),
        ("+44 (20) 7946 0958", "+442079460958", "+44 20 7946 0958"),
        ("nonsense", None, None),
    ],
)
def test_a_phone_number_is_sent_as_e164_and_shown_as_people_write_it(
    typed: str, sent: str | None, shown: str | None
) -> None:
    assert (e164(typed), national(typed)) == (sent, shown)


def test_tidy_text_is_composed_and_has_single_spaces() -> None:
    assert tidy("  Nu\u0301n\u0303ez\u00a0  Ruiz ") == "Núñez Ruiz"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("078051120", "•••••1120"),
        ("12 345 678 903", "•• ••• ••8 903"),
        ("1234", "••34"),
        ("1", "•"),
        ("", ""),
    ],
)
def test_at_most_half_and_at_most_four_signs_of_a_tax_id_are_seen(typed: str, shown: str) -> None:
    assert masked(typed) == shown


@pytest.mark.parametrize("typed", ["078-05-1120", "078051120", "078 05 1120"])
def test_a_social_security_number_is_shown_in_its_three_groups(typed: str) -> None:
    assert masked_ssn(typed) == "•••-••-1120"
    assert masked_ssn("0780") == "••80"


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("José", "Jose"),
        ("Müller", "Muller"),
        ("Łukasz Dvořák", "Lukasz Dvorak"),
        ("Đặng", "Dang"),
        ("Weiß", "Weiss"),
        ("O’Brien", "O'Brien"),
        ("山田", None),
        ("Иван", None),
    ],
)
def test_a_latin_spelling_is_offered_where_there_is_one(typed: str, spelled: str | None) -> None:
    assert latin.without_accents(typed) == spelled
    said = rules.latin_name(typed)
    assert said is None or (f", such as {spelled}." in said) is (spelled is not None)
