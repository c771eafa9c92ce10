"""The application form: when an answer is judged, what is kept, and what is sent."""

from collections.abc import Callable

import httpx
import pytest
from textual import events
from textual._compositor import Compositor, ReflowResult
from textual.geometry import Size
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, Select

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.application.steps.agreements import AGREEMENTS
from ribbit_tui.tui.inputs.type_ahead import TypeAhead
from ribbit_tui.tui.screens.application.screen import ApplicationScreen
from ribbit_tui.tui.screens.application.step_rail import StepRail
from ribbit_tui.tui.screens.welcome.screen import WelcomeScreen
from ribbit_tui.tui.widgets.form_row import FormRow
from tests.sweeps import some_of
from tests.tui.stage import LARGE, Stage, answer, refusal
from tests.tui.states import NOW

Build = Callable[..., Stage]
ACCOUNTS = "POST /v1/accounts"


def filled(step: str) -> Draft:
    """Return a complete application whose current step is `step`."""
    draft = Draft.start(NOW, "draft")
    for name, given in HAPPY_PATH.items():
        draft.answer(name, given)
    for text in AGREEMENTS:
        draft.open(text.agreement)
        draft.accept(text.agreement, NOW, "203.0.113.7")
    draft.step = step
    return draft


def form(on: Stage) -> ApplicationScreen:
    screen = on.app.screen
    assert isinstance(screen, ApplicationScreen)
    return screen


def row(on: Stage, field: str) -> FormRow:
    return next(one for one in on.app.screen.query(FormRow) if one.field.name == field)


def has_focus(on: Stage, field: str) -> bool:
    focused = on.app.screen.focused
    return focused is not None and row(on, field) in focused.ancestors


async def open_at(on: Stage, pilot: Pilot[None], draft: Draft, words: str) -> None:
    on.app.open_application(draft)
    await on.until_seen(pilot, words)
    await pilot.pause()


async def submit(on: Stage, pilot: Pilot[None]) -> None:
    await open_at(on, pilot, filled("review"), "Check your answers")
    await pilot.press("ctrl+n")
    await pilot.pause()


# Answering


async def test_an_answer_is_judged_when_it_is_left(stage: Build) -> None:
    on = stage()
    async with on.running() as pilot:
        await pilot.press("a", *"maya@")
        await pilot.pause()
        assert "✗" not in on.text, "judged while it was typed"
        await pilot.press("tab")
        await on.until_seen(pilot, "✗ Enter a full e-mail")


async def test_what_is_typed_before_a_page_is_there_is_for_its_first_question(
    stage: Build,
) -> None:
    on = stage()

    def press_at_once(keys: str) -> None:
        for key in keys:
            on.app.post_message(events.Key("enter" if key == "\r" else key, key))

    async with on.running() as pilot:
        on.app.open_application(Draft.start(NOW, "new"))
        press_at_once("maya\r415")
        await on.until(pilot, lambda: form(on).draft.answers.get("contact.email_address") == "maya")
        await pilot.press("escape")
        draft = filled("contact")
        draft.answer("identity.given_name", "")
        await open_at(on, pilot, draft, "How can we reach you")
        on.app.post_message(events.Key("ctrl+n", None))
        press_at_once("Zoe")
        await on.until(pilot, lambda: draft.answers["identity.given_name"] == "Zoe")


async def test_an_error_goes_as_soon_as_the_answer_is_right(stage: Build) -> None:
    on = stage()
    async with on.running() as pilot:
        await pilot.press("a", *"maya@", "tab", "shift+tab", *"example.co")
        await on.until(pilot, lambda: "✗" not in on.text)
        assert has_focus(on, "contact.email_address")


async def test_a_question_not_answered_yet_waits_for_continue(stage: Build) -> None:
    on = stage()
    async with on.running() as pilot:
        await pilot.press("a", "tab", "tab")
        await pilot.pause()
        assert "✗" not in on.text
        await pilot.press("ctrl+n")
        await on.until_seen(pilot, "✗ E-mail is needed", "✗ Phone is needed")


async def test_continue_goes_to_the_first_wrong_answer(stage: Build) -> None:
    on = stage()
    draft = filled("contact")
    draft.answer("contact.city", "")
    draft.answer("contact.postal_code", "1")
    async with on.running() as pilot:
        await open_at(on, pilot, draft, "How can we reach you")
        await pilot.press("ctrl+n")
        await on.until(pilot, lambda: has_focus(on, "contact.city"))
        await on.until_seen(pilot, "✗ City is needed")


async def test_questions_come_and_go_with_the_answers(stage: Build) -> None:
    on = stage()
    async with on.running(size=LARGE) as pilot:
        await open_at(on, pilot, filled("contact"), "How can we reach you")
        assert row(on, "contact.state").display
        country = row(on, "contact.country").query_one(TypeAhead)
        country.choose("DEU")
        await on.until(pilot, lambda: row(on, "contact.region").display)
        assert not row(on, "contact.state").display
        country.choose("USA")
        await on.until(pilot, lambda: row(on, "contact.state").display)
        assert form(on).draft.answers["contact.state"] == "CA", "kept while it did not apply"


async def test_a_yes_opens_what_it_asks_next(stage: Build) -> None:
    on = stage()
    company = "context.CONTROLLED_FIRM.company_name"
    async with on.running(size=LARGE) as pilot:
        await open_at(on, pilot, filled("disclosures"), "Four questions")
        assert not row(on, company).display
        row(on, "disclosures.is_control_person").focus_control()
        await pilot.press("left", "enter")
        await on.until(pilot, lambda: row(on, company).display)
        await pilot.press("ctrl+n")
        await on.until_seen(pilot, "✗ Company is needed")
        await pilot.press("shift+tab", "right", "enter")
        await on.until(pilot, lambda: not row(on, company).display)


async def test_enter_on_an_answered_question_leaves_the_answer_alone(stage: Build) -> None:
    on = stage()
    async with on.running(size=LARGE) as pilot:
        await open_at(on, pilot, filled("disclosures"), "Four questions")
        await pilot.press("enter", "tab", "space")
        await pilot.pause()
        assert form(on).draft.answers["disclosures.is_control_person"] is False
        assert form(on).draft.answers["disclosures.is_affiliated_exchange_or_finra"] is False


async def test_back_loses_nothing(stage: Build) -> None:
    on = stage()
    draft = filled("identity")
    draft.answer("identity.given_name", "")
    async with on.running() as pilot:
        await open_at(on, pilot, draft, "The law asks")
        await pilot.press(*"Zoe", "ctrl+b")
        await on.until_seen(pilot, "How can we reach you")
        await pilot.press("ctrl+n")
        await on.until_seen(pilot, "The law asks", "Zoe")
        assert row(on, "identity.tax_id").query_one(Input).value == HAPPY_PATH["identity.tax_id"]


async def test_a_step_ahead_cannot_be_jumped_to(stage: Build) -> None:
    on = stage()
    async with on.running() as pilot:
        await pilot.press("a", *"maya")
        await form(on).go_to_step("review")
        assert form(on).draft.step == "contact"
        assert on.drafts.read().drafts == () or on.drafts.read().drafts[0].step == "contact"


async def test_the_keys_go_to_the_steps_and_back(stage: Build) -> None:
    """Go to steps from within a form, where digits are answers."""
    on = stage()
    draft = filled("employment")
    draft.answer("identity.tax_id", "")
    async with on.running() as pilot:
        await open_at(on, pilot, draft, "For your security")
        asked = on.app.focused
        await pilot.press("f3", "up", "up", "down", "escape")
        assert on.app.focused is asked
        assert "For your security" in on.text, "what is wrong stays said"
        await pilot.press("f3", "up", "enter")
        await on.until_seen(pilot, "How can we reach you")
        assert has_focus(on, "contact.email_address")
        await pilot.press("f3", "3")
        await on.until_seen(pilot, "3 Employment")
        await pilot.press("f3", "8")
        await pilot.pause()
        assert form(on).draft.step == "employment", "identity is still open"
        await pilot.press("9", "f3")
        assert not isinstance(on.app.focused, StepRail)
        before = on.app.screen.query_one("#step").scroll_y
        await pilot.press("pagedown")
        assert on.app.screen.query_one("#step").scroll_y > before


async def test_what_other_answers_change_about_a_question(stage: Build) -> None:
    on = stage()
    async with on.running(size=LARGE) as pilot:
        await open_at(on, pilot, filled("identity"), "The law asks")
        kind = row(on, "identity.tax_id_type")
        assert not kind.display and "W-8BEN" not in on.text
        row(on, "identity.country_of_tax_residence").query_one(TypeAhead).choose("IND")
        await on.until(pilot, lambda: kind.display)
        await on.until_seen(pilot, "7 W-8BEN")
        offered = kind.query_one(TypeAhead)
        assert [choice.value for choice in offered._choices][:2] == ["IND_PAN", "NOT_SPECIFIED"]
        offered.choose("IND_PAN")
        row(on, "identity.country_of_tax_residence").query_one(TypeAhead).choose("GBR")
        await on.until(pilot, lambda: offered._choices[0].value == "GBR_NINO")
        assert offered.value == form(on).draft.answers["identity.tax_id_type"] == "IND_PAN"

        await form(on).show_step("trusted_contact")
        row(on, "trusted_contact.named").focus_control()
        await pilot.press("n")
        await on.until_seen(pilot, "You can go on without.")
        row(on, "trusted_contact.named").focus_control()
        await pilot.press("y", "shift+tab")
        await on.until_seen(pilot, "You are free to say No.")

        form(on).draft.answer("investing.crypto", True)
        await form(on).show_step("agreements")
        await on.until_seen(pilot, "Crypto agreement")


# Sample applicants


async def test_a_sample_applicant_takes_the_place_of_all_answers(stage: Build) -> None:
    on = stage()
    async with on.running() as pilot:
        await open_at(on, pilot, filled("disclosures"), "Four questions")
        await pilot.press("f2")
        await on.until_seen(pilot, "Fill in a sample applicant")
        await pilot.press("escape")
        await on.until_seen(pilot, "Four questions")
        await pilot.press("f2", "down", "down", "down", "enter")
        await on.until_seen(pilot, "Customer agreement", "Not accepted yet")
        draft = form(on).draft
        assert draft.answers["identity.family_name"] == "Watchlist"
        assert draft.accepted == {}, "nobody has signed for this applicant"
        assert on.drafts.load("draft").answers["identity.family_name"] == "Watchlist"


async def test_the_outcome_alone_changes_no_answer(stage: Build) -> None:
    on = stage()
    async with on.running() as pilot:
        await open_at(on, pilot, filled("review"), "Check your answers")
        on.app.screen.query_one("#sample").focus()
        await pilot.press("enter")
        await on.until_seen(pilot, "Decided by the review")
        on.app.screen.query_one(Select).value = "REJECTED"
        on.app.screen.query_one("#outcome-only").focus()
        await pilot.press("enter")
        await on.until_seen(pilot, "Check your answers")
        await pilot.press("ctrl+n")
        await on.until(pilot, lambda: on.server.writes)
    [(_, sent)] = on.server.writes
    assert sent["additional_information"] == "/fixtures/status=REJECTED/fixtures/"
    assert sent["identity"]["given_name"] == "Maya"


async def test_there_are_no_sample_applicants_where_the_money_is_real(stage: Build) -> None:
    on = stage(environment="live")
    async with on.running() as pilot:
        await open_at(on, pilot, filled("contact"), "How can we reach you")
        await pilot.press("f2")
        await pilot.pause()
        assert "sample" not in on.text.lower()
        assert isinstance(on.app.screen, ApplicationScreen)


# Leaving and coming back


async def test_escape_saves_a_draft_that_resumes_where_it_was_left(stage: Build) -> None:
    on = stage()
    async with on.running() as pilot:
        await open_at(on, pilot, filled("identity"), "The law asks")
        row(on, "identity.family_name").focus_control()
        await pilot.press("s", "escape")
        await on.until_seen(pilot, "Maya Okafors", "◐ Draft")
        await pilot.press("enter")
        await on.until_seen(pilot, "The law asks")
        assert row(on, "identity.family_name").query_one(Input).value == "Okafors"
        tax_id = row(on, "identity.tax_id")
        assert tax_id.query_one(Input).value == "", "a tax id is never put on disk"
        assert has_focus(on, "identity.tax_id"), "and is asked for again"
    saved = on.drafts.folder.joinpath("draft.json").read_text()
    assert "078" not in saved


async def test_a_form_nobody_touched_leaves_no_draft(stage: Build) -> None:
    on = stage()
    async with on.running() as pilot:
        await pilot.press("a")
        await on.until_seen(pilot, "How can we reach you")
        await pilot.press("escape")
        await on.until_seen(pilot, "A whole brokerage life")
        assert "Draft" not in on.text
    assert on.drafts.read().drafts == ()


async def test_quitting_keeps_what_was_typed(stage: Build) -> None:
    on = stage()
    async with on.running() as pilot:
        await pilot.press("a", *"maya", "ctrl+q")
    assert [draft.answers["contact.email_address"] for draft in on.drafts.read().drafts] == ["maya"]


async def test_a_disk_that_is_full_is_said(stage: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    on = stage()

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(on.drafts, "save", full)
    async with on.app.run_test(notifications=True) as pilot:
        await on.arrive(pilot)
        await pilot.press("a", *"maya", "escape")
        await on.until_seen(pilot, "The draft could not be saved: No")


# Sending


async def test_submit_pressed_twice_sends_once(stage: Build) -> None:
    on = stage()
    on.server.writes_allowed.clear()
    async with on.running() as pilot:
        await submit(on, pilot)
        await pilot.press("ctrl+n", "enter", "ctrl+n")
        await on.until_seen(pilot, "Sending…")
        on.server.writes_allowed.set()
        await on.until_seen(pilot, "◌ Submitted")
        assert on.drafts.read().drafts == ()
    assert [call for call, _ in on.server.writes] == [ACCOUNTS]
    assert on.server.writes[0][1]["identity"]["tax_id"] == "078051120"


REFUSALS = {
    "named": (refusal(422, "not a phone", field="contact.phone_number"), "contact.phone_number"),
    "mentioned": (refusal(422, "identity.date_of_birth is off"), "identity.date_of_birth"),
    "taken": (refusal(409, "it exists already"), "contact.email_address"),
}


@pytest.mark.parametrize("case", some_of(REFUSALS, "named"))
async def test_a_refusal_lands_at_its_field(stage: Build, case: str) -> None:
    on = stage()
    response, field = REFUSALS[case]
    on.server.next(ACCOUNTS, answer(response.json(), response.status_code))
    async with on.running() as pilot:
        await submit(on, pilot)
        await on.until_seen(pilot, f"req-{response.status_code}", "✗")
        assert has_focus(on, field)
        assert f"request id req-{response.status_code}" in str(row(on, field).error)
        await pilot.press("x")
        assert not form(on)._submission.is_sending, "the form can be sent again"


async def test_a_refusal_without_a_field_opens_a_dialog(stage: Build) -> None:
    on = stage()
    on.server.next(ACCOUNTS, refusal(403, "this firm opens no accounts today"))
    async with on.running() as pilot:
        await submit(on, pilot)
        await on.until_seen(pilot, "does not allow this", "opens no accounts today", "req-403")
        await pilot.press("escape")
        await on.until_seen(pilot, "Check your answers", "Submit")


async def test_a_dead_server_keeps_every_answer_and_says_so(stage: Build) -> None:
    on = stage()
    on.server.next(ACCOUNTS, *[httpx.ConnectError("no route")] * 9)
    async with on.running() as pilot:
        await submit(on, pilot)
        await on.until_seen(pilot, "The server cannot be reached", "Nothing was done")
        await pilot.press("escape", "escape")
        await on.until_seen(pilot, "Maya Okafor", "◐ Draft")
        assert isinstance(on.app.screen, WelcomeScreen)
    [draft] = on.drafts.read().drafts
    kept = {name: given for name, given in HAPPY_PATH.items() if name != "identity.tax_id"}
    assert kept.items() <= draft.answers.items()
    assert len(draft.accepted) == len(AGREEMENTS)


async def test_leaving_at_once_is_no_fault(stage: Build) -> None:
    on = stage()
    async with on.running() as pilot:
        for _ in range(5):
            for key in ("a", "escape"):
                on.app.post_message(events.Key(key, key if key == "a" else None))
            await pilot.pause()
        await on.until_seen(pilot, "A whole brokerage life")


async def test_a_key_in_a_field_lays_nothing_out(
    stage: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Laying a page out takes longer than all else that a key needs."""
    laid_out = []
    reflow = Compositor.reflow

    def noted(compositor: Compositor, parent: Widget, size: Size) -> ReflowResult:
        laid_out.append(parent)
        return reflow(compositor, parent, size)

    on = stage()
    async with on.running(size=LARGE) as pilot:
        await pilot.press("a", *"maya")
        await on.rest(pilot)
        monkeypatch.setattr(Compositor, "reflow", noted)
        await pilot.press(*"@example.org", "backspace", "left")
        await on.rest(pilot)
        assert laid_out == []
        await pilot.press("tab")
        await on.rest(pilot)
        assert laid_out, "the help moves to the next field"
