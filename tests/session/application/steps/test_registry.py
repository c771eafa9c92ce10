"""The steps of the application and their fields."""

import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from ribbit_tui.session.application.fields.field import Field
from ribbit_tui.session.application.reference.countries import countries
from ribbit_tui.session.application.reference.us_states import US_STATES
from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.application.steps.agreements import AGREEMENTS
from ribbit_tui.session.application.steps.registry import (
    FIELDS,
    STEPS,
    applying_fields,
    applying_steps,
    default_answers,
    step_of,
)
from ribbit_tui.session.application.steps.w8ben import W8BEN
from ribbit_tui.session.application.values.answer import Kind
from ribbit_tui.wire.accounts import AccountCreation, DisclosureContext
from ribbit_tui.wire.documents import W8ben


def test_the_steps_come_in_the_order_of_the_application() -> None:
    assert [step.id for step in STEPS] == [
        "contact",
        "identity",
        "employment",
        "disclosures",
        "trusted_contact",
        "documents",
        "w8ben",
        "agreements",
        "review",
    ]


def test_every_field_has_a_name_of_its_own() -> None:
    names = [field.name for step in STEPS for field in step.fields]
    assert len(names) == len(set(names))
    assert all(name in FIELDS for name in HAPPY_PATH)


def model_at(annotation: Any) -> type[BaseModel] | None:
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_every_field_goes_to_a_place_that_the_wire_knows(field: Field) -> None:
    for path in field.paths():
        root, *rest = path.split(".")
        model: type[BaseModel] | None = AccountCreation
        if root == "context":
            model, rest = DisclosureContext, rest[1:]
        elif root == "w8ben":
            model = W8ben
        else:
            rest = [root, *rest]
        for part in rest:
            assert model is not None and part in model.model_fields, path
            model = model_at(model.model_fields[part].annotation)


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_every_field_can_be_asked(field: Field) -> None:
    assert field.label
    assert not field.help or field.help.endswith(".")
    assert bool(field.options()) == (
        field.kind in (Kind.CHOICE, Kind.CHOICES, Kind.COUNTRY, Kind.STATE)
    )


def test_only_tax_ids_are_sensitive() -> None:
    assert {name for name, field in FIELDS.items() if field.sensitive} == {
        name for name, field in FIELDS.items() if field.kind is Kind.TAX_ID
    }


def test_only_countries_are_filled_in_beforehand() -> None:
    """A disclosure must never be answered for anybody."""
    assert {FIELDS[name].kind for name in default_answers()} == {Kind.COUNTRY}
    assert set(default_answers().values()) == {"USA"}


@pytest.mark.parametrize(("residence", "asked"), [("USA", False), ("GBR", True), (None, False)])
def test_only_taxpayers_of_other_countries_are_asked_for_a_w8ben(
    residence: str | None, asked: bool
) -> None:
    answers = {**default_answers(), "identity.country_of_tax_residence": residence}
    assert ("w8ben" in [step.id for step in applying_steps(answers)]) is asked
    assert bool(applying_fields(W8BEN, answers)) is asked


def test_a_field_and_an_agreement_belong_to_their_step() -> None:
    assert step_of("identity.funding_source") == "employment"
    assert step_of("context.AFFILIATE_FIRM.company_name") == "disclosures"
    assert step_of("agreements.margin_agreement") == "agreements"


def test_countries_are_listed_by_their_everyday_name() -> None:
    names = {choice.value: choice.label for choice in countries()}
    assert names["USA"] == "United States"
    assert names["KOR"] == "South Korea"
    assert len(names) == 249
    listed = [choice.label for choice in countries()]
    assert listed.index("Åland Islands") < listed.index("Albania")


def test_the_states_are_fifty_the_capital_and_five_territories() -> None:
    codes = [choice.value for choice in US_STATES]
    assert len(set(codes)) == len(codes) == 56
    assert {"DC", "PR", "GU", "VI", "AS", "MP"} < set(codes)


@pytest.mark.parametrize("text", AGREEMENTS, ids=lambda text: text.agreement)
def test_an_agreement_is_short_and_says_first_that_it_is_a_stand_in(text: Any) -> None:
    first_line = text.body.splitlines()[0]
    assert "STAND-IN" in first_line and text.public_url in first_line
    assert 100 <= len(text.body.split()) <= 250


def test_listing_drafts_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys, datetime, pathlib\n"
        "from ribbit_tui.session.application.drafts.store import DraftStore\n"
        "store = DraftStore(pathlib.Path(sys.argv[1]))\n"
        "assert store.read().drafts == ()\n"
        "print([m for m in sys.modules if m.endswith(('.steps.registry', '.fields.field'))])\n"
        "from ribbit_tui.session.application.drafts.draft import Draft\n"
        "now = datetime.datetime.now(datetime.UTC)\n"
        "store.save(Draft.start(now, 'd'), now)\n"
        "assert store.read().drafts[0].title == 'New application'\n"
        "print([m for m in ('pydantic', 'phonenumbers', 'pycountry', 'httpx') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["[]", "[]"]
