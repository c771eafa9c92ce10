"""Quitting in the middle of any step: a second app on the same folder goes on from there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.steps.registry import FIELDS, applying_steps
from ribbit_tui.session.application.values.answer import Answer
from ribbit_tui.tui.dialogs.agreement import AgreementDialog
from ribbit_tui.tui.dialogs.document.dialog import DocumentDialog
from ribbit_tui.tui.screens.application.sample_dialog import SampleApplicantDialog
from tests.sweeps import some_of
from tests.tui.screens.application.test_form import filled, form, has_focus, open_at, row
from tests.tui.stage import LARGE, Stage

Build = Callable[..., Stage]
Act = Callable[[Stage, Pilot[None]], Awaitable[Any]]
PDF = b"%PDF-1.7\n"

ABROAD: dict[str, Answer] = {
    "contact.country": "GBR",
    "contact.postal_code": "NW1 6XE",
    "identity.country_of_citizenship": "GBR",
    "identity.country_of_tax_residence": "GBR",
    "w8ben.claims_treaty": True,
}
OWNER: dict[str, Answer] = {"disclosures.is_control_person": True}


def _types(name: str, *keys: str) -> Act:
    """Return an act that types `keys` at a question."""

    async def act(on: Stage, pilot: Pilot[None]) -> None:
        await on.until(pilot, lambda: row(on, name).is_filled)
        row(on, name).focus_control()
        await on.until(pilot, lambda: has_focus(on, name))
        await pilot.press(*keys)

    return act


async def _opens_an_agreement(on: Stage, pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    await on.until(pilot, lambda: isinstance(on.app.screen, AgreementDialog))


async def _chooses_a_document(on: Stage, pilot: Pilot[None]) -> None:
    """Choose a second document, with the first in the list."""
    file = on.drafts.folder.parent / "bill.pdf"
    file.write_bytes(PDF)
    for _ in range(2):
        await pilot.press("a")
        await on.until(pilot, lambda: isinstance(on.app.screen, DocumentDialog))
        on.app.screen.query_one(Input).value = str(file)
        await on.until_seen(pilot, "✓ PDF")
        if not form_below(on).draft.documents:
            await pilot.press("enter")
            await on.until(pilot, lambda: form_below(on).draft.documents)


async def _looks_at_samples(on: Stage, pilot: Pilot[None]) -> None:
    await pilot.press("f2")
    await on.until(pilot, lambda: isinstance(on.app.screen, SampleApplicantDialog))
    await pilot.press("down")


async def _goes_back_to(on: Stage, pilot: Pilot[None]) -> None:
    """Go from the review to an earlier step, and type nothing there."""
    await form(on).go_to_step("employment")


def form_below(on: Stage) -> Any:
    """Return the form, even if a dialog covers it."""
    return on.app.screen_stack[1]


@dataclass(frozen=True)
class Middle:
    """A moment in the application at which the app is quit."""

    step: str
    act: Act
    answers: dict[str, Answer] = field(default_factory=dict)
    """Answers given before; the others are Maya's."""
    expects: dict[str, Answer] = field(default_factory=dict)
    """Of what was answered in the middle."""


MIDDLES = {
    "half an answer": Middle(
        "contact",
        _types("contact.email_address", "ctrl+u", *"maya@ex"),
        expects={"contact.email_address": "maya@ex"},
    ),
    "a list open, and gone through": Middle(
        "contact",
        _types("contact.state", "down", "down", "down"),
        expects={"contact.state": "CA"},
    ),
    "a list open, and typed into": Middle(
        "contact",
        _types("contact.country", *"Germ"),
        expects={"contact.country": None},
    ),
    "half a number that is never kept": Middle(
        "identity",
        _types("identity.tax_id", "ctrl+u", *"078-0"),
    ),
    "a choice not made": Middle(
        "employment",
        _types("identity.risk_tolerance", "enter", "down"),
        answers={"identity.risk_tolerance": None},
        expects={"identity.risk_tolerance": None},
    ),
    "half a company": Middle(
        "disclosures",
        _types("context.CONTROLLED_FIRM.company_name", *"Pond"),
        answers=OWNER,
        expects={"context.CONTROLLED_FIRM.company_name": "Pond"},
    ),
    "half a person": Middle(
        "trusted_contact",
        _types("trusted_contact.phone_number", *"+44 2"),
        expects={"trusted_contact.phone_number": "+44 2"},
    ),
    "a document being chosen": Middle("documents", _chooses_a_document),
    "half a form of the IRS": Middle(
        "w8ben",
        _types("w8ben.income_type", *"divi"),
        answers={
            **ABROAD,
            "w8ben.certified": True,
            "w8ben.signer_full_name": "Maya Okafor",
        },
        expects={"w8ben.income_type": "divi"},
    ),
    "an agreement being read": Middle("agreements", _opens_an_agreement),
    "a sample being looked for": Middle("review", _looks_at_samples),
    "a step gone back to": Middle("review", _goes_back_to),
}


BOUNDED = ("half an answer", "half a number that is never kept", "a document being chosen")


async def _quit_in(middle: Middle, on: Stage) -> Draft:
    """Quit the app in `middle` and return the draft as it was in memory."""
    draft = filled(middle.step)
    for question, answer in middle.answers.items():
        draft.answer(question, answer)
    if middle.step == "agreements":
        draft.withdraw("account_agreement")
    async with on.running(size=LARGE) as pilot:
        await open_at(on, pilot, draft, "of ")
        on.drafts.save(draft, draft.updated_at)
        await middle.act(on, pilot)
        await pilot.press("ctrl+q")
    return draft


@pytest.mark.parametrize("name", some_of(MIDDLES, *BOUNDED))
async def test_what_may_be_kept_is_on_disk(stage: Build, name: str) -> None:
    middle, on = MIDDLES[name], stage()
    draft = await _quit_in(middle, on)
    [kept] = on.drafts.read().drafts
    assert kept.step == draft.step
    answers = {one: given for one, given in draft.answers.items() if FIELDS[one].is_saved}
    assert kept.answers == answers
    assert middle.expects.items() <= answers.items()
    assert kept.accepted == draft.accepted
    assert len(kept.accepted) == (3 if middle.step == "agreements" else 4)
    assert [one.path for one in kept.documents] == [one.path for one in draft.documents]
    assert len(kept.documents) == (1 if middle.step == "documents" else 0)


async def test_the_next_app_goes_on_where_this_one_was_quit(stage: Build) -> None:
    """And asks once more for what is not kept, which is nearer than where one was."""
    await _quit_in(MIDDLES["an agreement being read"], stage())
    on = stage()
    async with on.running() as pilot:
        await pilot.press("enter")
        await on.until_seen(pilot, "For your security")
        await on.until(pilot, lambda: has_focus(on, "identity.tax_id"))
        await pilot.press(*"078051120")
        await form(on).go_to_step("agreements")
        await on.until_seen(pilot, "Not accepted yet", "✓ Accepted")
        draft = form(on).draft
        assert _steps_before(draft) <= form(on)._progress.visited
        await pilot.press("ctrl+b")
        await on.until_seen(pilot, "PDF, PNG or JPEG files.")
        await pilot.press("ctrl+n")
        assert draft.step == "agreements"
        assert draft.accepted.keys() == {
            "customer_agreement",
            "margin_agreement",
            "crypto_agreement",
        }


async def test_a_form_of_the_irs_is_signed_anew(stage: Build) -> None:
    await _quit_in(MIDDLES["half a form of the IRS"], stage())
    on = stage()
    async with on.running(size=LARGE) as pilot:
        await pilot.press("enter")
        await on.until_seen(pilot, "1  Name", "Maya Okafor", "divi")
        await on.until(pilot, lambda: has_focus(on, "w8ben.ftin_not_required"))
        kept = form(on).draft
        assert kept.w8ben is None
        assert not {"w8ben.certified", "w8ben.signer_full_name"} & kept.answers.keys()
        assert _steps_before(kept) <= form(on)._progress.visited


def _steps_before(draft: Draft) -> set[str]:
    order = [step.id for step in applying_steps(draft.answers)]
    return set(order[: order.index(draft.step)])
