"""Tests of conditions: which answers make a field apply."""

import pytest

from ribbit_tui.session.application.fields import conditions
from ribbit_tui.session.application.fields.field import Condition
from ribbit_tui.session.application.values.answer import Answer

COUNTRY = "contact.country"
RESIDENCE = "identity.country_of_tax_residence"
CITIZENSHIP = "identity.country_of_citizenship"
GREEN_CARD = "identity.permanent_resident"
CRYPTO = "investing.crypto"
EMPLOYMENT = "disclosures.employment_status"
VISITOR: dict[str, Answer] = {COUNTRY: "USA", CITIZENSHIP: "FRA"}


@pytest.mark.parametrize(
    ("condition", "met", "not_met"),
    [
        (conditions.lives_in_usa, [{COUNTRY: "USA"}], [{COUNTRY: "DEU"}, {}]),
        (conditions.lives_abroad, [{COUNTRY: "DEU"}], [{COUNTRY: "USA"}, {COUNTRY: ""}, {}]),
        (conditions.pays_tax_in_usa, [{RESIDENCE: "USA"}], [{RESIDENCE: "DEU"}, {}]),
        (conditions.pays_tax_abroad, [{RESIDENCE: "DEU"}], [{RESIDENCE: "USA"}, {}]),
        (
            conditions.is_foreigner_in_usa,
            [VISITOR],
            [{COUNTRY: "USA", CITIZENSHIP: "USA"}, {COUNTRY: "USA"}, {CITIZENSHIP: "FRA"}],
        ),
        (
            conditions.needs_visa,
            [{**VISITOR, GREEN_CARD: False}],
            [VISITOR, {**VISITOR, GREEN_CARD: True}, {GREEN_CARD: False}],
        ),
        (conditions.wants_crypto, [{CRYPTO: True}], [{CRYPTO: False}, {}]),
        (conditions.is_employed, [{EMPLOYMENT: "employed"}], [{EMPLOYMENT: "retired"}, {}]),
    ],
)
def test_a_condition_is_met_by_these_answers_only(
    condition: Condition, met: list[dict[str, Answer]], not_met: list[dict[str, Answer]]
) -> None:
    assert [condition(answers) for answers in met] == [True] * len(met)
    assert [condition(answers) for answers in not_met] == [False] * len(not_met)


def test_said_yes_asks_for_a_yes_to_its_question() -> None:
    condition = conditions.said_yes("q")
    assert condition({"q": True, "p": False})
    assert not any(condition(answers) for answers in ({"q": False}, {"q": None}, {"p": True}))
