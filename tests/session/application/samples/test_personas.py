"""Personas: sample applicants with a known outcome."""

import pytest

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.application.samples.personas import (
    ENVIRONMENTS,
    PERSONAS,
    PERSONAS_BY_ID,
    SANDBOX,
    SIMULATED,
    Persona,
)
from tests.session.application.people import NOW, TODAY, accept_all, maya


def filled(persona: Persona, environment: str = SIMULATED) -> Draft:
    draft = maya()
    draft.fill(persona.answers_for(environment, "a1"))
    return draft


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.id)
def test_a_persona_leaves_only_what_a_person_signs(persona: Persona) -> None:
    draft = filled(persona)
    assert draft.accepted == {} and draft.w8ben is None
    open_steps = {name.split(".")[0] for name in draft.errors("review", TODAY)}
    assert open_steps == {"agreements"} | ({"w8ben"} if persona.id == "abroad" else set())
    accept_all(draft)
    if persona.id == "abroad":
        draft.sign_w8ben(NOW, "203.0.113.7", TODAY)
    creation = draft.to_creation(TODAY)
    assert "+a1@example.com" in creation.contact.email_address
    assert creation.additional_information is None


def test_the_sandbox_is_told_the_outcome_that_it_cannot_see_in_a_name() -> None:
    outcomes = {
        persona.id: filled(persona, SANDBOX).answers["demo.outcome"] for persona in PERSONAS
    }
    assert outcomes == {
        "happy-path": None,
        "documents-needed": "ACTION_REQUIRED",
        "politically-exposed": "APPROVAL_PENDING",
        "rejected": "REJECTED",
        "abroad": None,
    }


def test_there_are_no_sample_applicants_where_the_money_is_real() -> None:
    assert {"simulated", "sandbox"} == ENVIRONMENTS


def test_the_happy_path_is_the_sample_of_the_tour() -> None:
    answers = PERSONAS_BY_ID["happy-path"].answers_for(SIMULATED, "")
    assert HAPPY_PATH.items() <= answers.items()
