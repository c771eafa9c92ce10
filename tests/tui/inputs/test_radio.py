"""A question of Yes or No: nobody answers it by accident."""

from collections.abc import Callable

from ribbit_tui.session.application.drafts.draft import Draft
from tests.tui.screens.application.test_form import form, has_focus, open_at, row
from tests.tui.stage import LARGE, Stage
from tests.tui.states import NOW

Build = Callable[..., Stage]
FIRST = "disclosures.is_control_person"
SECOND = "disclosures.is_affiliated_exchange_or_finra"


def unanswered() -> Draft:
    draft = Draft.start(NOW, "draft")
    draft.step = "disclosures"
    return draft


async def test_enter_goes_on_and_answers_nothing(stage: Build) -> None:
    on = stage()
    draft = unanswered()
    async with on.running(size=LARGE) as pilot:
        await open_at(on, pilot, draft, "How can we reach you")
        await form(on).show_step("disclosures")
        row(on, FIRST).focus_control()
        await pilot.press("enter")
        await on.until(pilot, lambda: has_focus(on, SECOND))
        assert draft.answers.get(FIRST) is None


async def test_y_and_n_and_the_arrows_answer(stage: Build) -> None:
    on = stage()
    draft = unanswered()
    async with on.running(size=LARGE) as pilot:
        await open_at(on, pilot, draft, "How can we reach you")
        await form(on).show_step("disclosures")
        row(on, FIRST).focus_control()
        await pilot.press("y")
        await on.until(pilot, lambda: draft.answers.get(FIRST) is True)
        await on.until(pilot, lambda: has_focus(on, "context.CONTROLLED_FIRM.company_name"))
        row(on, FIRST).focus_control()
        await pilot.press("n")
        await on.until(pilot, lambda: has_focus(on, SECOND))
        assert draft.answers[FIRST] is False
        row(on, FIRST).focus_control()
        await pilot.press("left")
        await on.until(pilot, lambda: draft.answers.get(FIRST) is True)
        await pilot.press("right", "right")
        await on.until(pilot, lambda: draft.answers.get(FIRST) is False)
