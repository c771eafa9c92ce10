"""Finding a country or a state by what people type for it."""

import pytest

from ribbit_tui.session.application.reference.countries import countries
from ribbit_tui.session.application.reference.us_states import US_STATES
from ribbit_tui.session.application.values.answer import Choice
from ribbit_tui.session.application.values.lookup import exact_choice, matching_choices

FIRST = {
    "germany": "DEU",
    "GER": "DEU",
    "de": "DEU",
    "deu": "DEU",
    " United  Kingdom ": "GBR",
    "uk": "GBR",
    "england": "GBR",
    "us": "USA",
    "U.S.": "USA",
    "america": "USA",
    "Turkiye": "TUR",
    "turkey": "TUR",
    "aland": "ALA",
    "cote d'ivoire": "CIV",
    "ivory": "CIV",
    "south kor": "KOR",
    "guinea": "GIN",
    "saar": None,
    "Россия": None,
}


@pytest.mark.parametrize("text", FIRST)
def test_the_likeliest_country_comes_first(text: str) -> None:
    first = next(iter(matching_choices(countries(), text)), None)
    assert (first.value if first else None) == FIRST[text]


def test_the_start_of_a_name_goes_before_a_word_in_it_and_that_before_the_rest() -> None:
    names = [choice.label for choice in matching_choices(countries(), "gui")]
    assert names.index("Guinea") < names.index("Papua New Guinea") < names.index("Anguilla")


def test_no_text_finds_all_in_their_order() -> None:
    assert matching_choices(countries(), "  ") == countries()
    assert matching_choices(US_STATES, "") == US_STATES


@pytest.mark.parametrize(
    ("text", "value"),
    [("ca", "CA"), ("california", "CA"), ("cal", None), ("", None), ("washington", "WA")],
)
def test_only_a_full_name_or_code_is_an_answer(text: str, value: str | None) -> None:
    choice = exact_choice(US_STATES, text)
    assert (choice.value if choice else None) == value


def test_every_country_is_found_by_its_name_and_its_codes() -> None:
    for choice in countries():
        for name in (choice.label, choice.value, choice.also[0]):
            assert exact_choice(countries(), name) == choice


def test_nothing_but_signs_finds_everything_and_names_nothing() -> None:
    choices = (Choice("a", "A"),)
    assert matching_choices(choices, "[/]") == choices
    assert exact_choice(choices, "[/]") is None
