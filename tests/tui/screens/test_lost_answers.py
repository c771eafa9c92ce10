"""F1 and F1b on screen: a lost answer, and a wait before a write is accepted."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.application.steps.agreements import AGREEMENTS
from ribbit_tui.session.application.steps.registry import applying_steps
from ribbit_tui.session.errors import ErrorReport
from ribbit_tui.session.notices import Notice
from ribbit_tui.session.state import Change, WriteWait
from ribbit_tui.session.unanswered.writes import ARRIVAL_WINDOW
from ribbit_tui.tui.dialogs.waiting import WaitDialog
from tests.sweeps import some_of
from tests.tui import states
from tests.tui.stage import Stage, answer
from tests.tui.states import MAYA, NOW, loaded

Build = Callable[..., Stage]

TRANSFERS = f"POST /v1/accounts/{MAYA}/transfers"
BANKS = f"POST /v1/accounts/{MAYA}/ach_relationships"
ORDERS = f"POST /v1/trading/accounts/{MAYA}/orders"
CANCEL = f"DELETE /v1/trading/accounts/{MAYA}/orders/order-2"
LOST = httpx.ReadTimeout("silent")
WINDOW = ARRIVAL_WINDOW.total_seconds()


def sent(on: Stage, call: str) -> list[dict[str, Any]]:
    return [body for made, body in on.server.writes if made == call]


async def deposit(on: Stage, pilot: Pilot[None]) -> None:
    """Type a deposit of $25.00 and confirm it; its answer is lost."""
    on.server.next(TRANSFERS, LOST)
    await pilot.press("d", *"25", "enter")
    await on.until_seen(pilot, "Review your deposit")
    await pilot.press("enter")
    await on.until_seen(pilot, "Not there yet", "The deposit of $25.00 was sent")


async def close(on: Stage, pilot: Pilot[None]) -> None:
    """Press Enter, which closes the dialog and does nothing else."""
    assert isinstance(on.app.screen.focused, Button)
    assert on.app.screen.focused.id == "close"
    await pilot.press("enter")
    await on.until(pilot, lambda: not on.app.screen.is_modal)


async def test_F1_words_and_keys_make_no_second_deposit(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money") as pilot:
        await deposit(on, pilot)
        assert "Do not send it again" in on.text
        assert "safe" not in on.text
        await close(on, pilot)
        assert "The deposit of $25.00 · sent 10:00:00 · not there yet" in on.text
        await pilot.press("enter")
        await on.until_seen(pilot, "Review your deposit", "may still arrive as well")
        await pilot.press("enter")
        await on.until_seen(pilot, "It was not sent again")
        assert "Send it again" not in on.text
        await close(on, pilot)
        await pilot.press("f5")
        await on.until_seen(pilot, "No answer yet", "may still arrive")
        await close(on, pilot)
        assert len(sent(on, TRANSFERS)) == 1

        on.state.transfers["late"] = states.transfer(7, "QUEUED", id="late", amount="25")
        assert on.session is not None
        notices: list[Notice] = []
        on.session.store.subscribe_notices(notices.append)
        on.session.store.changed(Change.TRANSFERS)
        await on.until(pilot, lambda: "not there yet" not in on.text)
        assert [notice.title for notice in notices] == ["The deposit of $25.00 has arrived"]


async def test_F1_a_deposit_that_is_not_expected_any_more_is_asked_about(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money") as pilot:
        await deposit(on, pilot)
        await close(on, pilot)
        on.clock.advance(WINDOW)
        await on.until_seen(pilot, "did not arrive so far")
        for keys in (["enter"], ["escape"], ["tab", "tab", "tab", "enter"]):
            assert len(sent(on, TRANSFERS)) == 1
            on.screen.query_one("#amount").focus()
            await pilot.press("enter")
            await on.until_seen(pilot, "Review your deposit")
            await pilot.press("enter")
            await on.until_seen(pilot, "It did not arrive so far", "happens twice.")
            await pilot.press(*keys)
            await on.until(pilot, lambda: not on.app.screen.is_modal)
        await on.until(pilot, lambda: len(sent(on, TRANSFERS)) == 2)


async def test_F1_the_user_may_stop_the_search_only_when_it_is_not_expected(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money") as pilot:
        await deposit(on, pilot)
        assert "Stop looking" not in on.text
        await close(on, pilot)
        on.clock.advance(WINDOW)
        await pilot.press("escape", "f5")
        await on.until_seen(pilot, "Stop looking")
        await pilot.press("tab", "tab", "enter")
        await on.until(pilot, lambda: not on.app.screen.is_modal)
        assert "did not arrive" not in on.text


async def test_F1_what_has_no_answer_is_told_on_every_screen(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money") as pilot:
        await deposit(on, pilot)
        await close(on, pilot)
        await pilot.press("escape", "1")
        await on.until_seen(pilot, "The deposit of $25.00 · sent", "Holdings")


async def test_F1_an_order_is_sent_again_under_its_id_and_the_review_says_so(stage: Build) -> None:
    on = stage(loaded())
    on.server.next(ORDERS, *[LOST] * 4)
    async with on.running("invest") as pilot:
        await pilot.press("slash", *"aapl", "enter", *"0.42", "enter")
        await on.until_seen(pilot, "Review your order")
        await pilot.press("enter")
        await on.until_seen(pilot, "Not there yet", "The order to buy 0.42 AAPL was sent")
        await close(on, pilot)
        on.screen.query_one("#order-amount").focus()
        await pilot.press("enter")
        await on.until_seen(pilot, "Review your order", "sent again under the same id")
        await pilot.press("enter")
        await on.until(pilot, lambda: on.state.orders)
        await on.until(pilot, lambda: "not there yet" not in on.text)
    assert len({body["client_order_id"] for body in sent(on, ORDERS)}) == 1


async def test_F1_words_and_keys_make_no_second_bank_link(stage: Build) -> None:
    on = stage(loaded())
    on.server.next(BANKS, LOST)
    async with on.running("money") as pilot:
        await pilot.press("tab", "tab", "tab", *"121000358", "tab", *"12345678", "tab", "tab")
        await pilot.press("enter")
        await on.until_seen(pilot, "Not there yet", "The bank link was sent")
        await close(on, pilot)
        await pilot.press("enter")
        await on.until_seen(pilot, "It was not sent again")
        await close(on, pilot)
    assert len(sent(on, BANKS)) == 1


async def test_F1_a_cancellation_is_asked_about_before_it_is_sent_again(stage: Build) -> None:
    on = stage(loaded(orders=[states.order(2, "new")]))
    on.server.next(CANCEL, LOST)
    async with on.running("orders") as pilot:
        await pilot.press("c")
        await on.until_seen(pilot, "Cancel this order?")
        await pilot.press("tab", "enter")
        await on.until_seen(pilot, "Not there yet", "The cancellation of the AAPL order")
        await close(on, pilot)
        await pilot.press("c")
        await on.until_seen(pilot, "Cancel this order?")
        await pilot.press("tab", "enter")
        await on.until_seen(pilot, "It did not arrive so far", "does nothing more")
        assert len(sent(on, CANCEL)) == 1
        await pilot.press("tab", "tab", "enter")
        await on.until(pilot, lambda: len(sent(on, CANCEL)) == 2)


async def test_F1_a_change_without_an_answer_leaves_its_form(stage: Build) -> None:
    on = stage(states.complete())
    call = f"PATCH /v1/accounts/{MAYA}"
    on.server.next(call, LOST)
    async with on.running("account") as pilot:
        await pilot.press("down", "e")
        await on.until_seen(pilot, "Change: ")
        await pilot.press(*"9", "ctrl+s")
        await on.until_seen(pilot, "Not there yet", "The change of your account was sent")
        await close(on, pilot)
        await on.until_seen(pilot, "The change of your account · sent")
    assert len(sent(on, call)) == 1


async def choose_in_palette(on: Stage, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+p", *"no answer")
    await on.until_seen(pilot, "Look for what was sent and has no answer yet")
    await pilot.press("enter")


async def test_F1_the_palette_looks_for_what_has_no_answer(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money") as pilot:
        await choose_in_palette(on, pilot)
        await on.until(pilot, lambda: not on.app.screen.is_modal)
        await deposit(on, pilot)
        await close(on, pilot)
        await pilot.press("escape")
        await choose_in_palette(on, pilot)
        await on.until_seen(pilot, "No answer yet", "The deposit of $25.00")


def complete_draft() -> Draft:
    draft = Draft.start(NOW, "maya")
    for name, given in HAPPY_PATH.items():
        draft.answer(name, given)
    for text in AGREEMENTS:
        draft.open(text.agreement)
        draft.accept(text.agreement, NOW, "203.0.113.7")
    return draft


async def test_F1_words_and_keys_make_no_second_application(stage: Build) -> None:
    on = stage()
    on.server.next("POST /v1/accounts", LOST)
    async with on.running() as pilot:
        on.app.open_application(complete_draft())
        await pilot.pause()
        for _ in applying_steps(HAPPY_PATH):
            await on.rest(pilot)
            await pilot.press("ctrl+n")
        await on.until_seen(pilot, "Not there yet", "The application of Maya Okafor was sent")
        await close(on, pilot)
        await on.until_seen(pilot, "The application of Maya Okafor · sent")
        await pilot.press("ctrl+n")
        await on.until_seen(pilot, "It was not sent again")
        await close(on, pilot)
        assert len(sent(on, "POST /v1/accounts")) == 1

        email = {"email_address": "maya.okafor@example.com"}
        on.server.next(
            "GET /v1/accounts", answer([states.account("SUBMITTED", contact=email).to_wire()])
        )
        await pilot.press("f5")
        await on.until_seen(pilot, "◌ Submitted")
        assert on.drafts.read().drafts == ()
        assert len(on.customers.all()) == 1


def limited(seconds: int) -> httpx.Response:
    reset = {"X-RateLimit-Reset": str(int(time.time()) + seconds)}
    return httpx.Response(429, json={"code": 42910000, "message": "rate limit"}, headers=reset)


def seconds_left(on: Stage) -> int:
    found = re.search(r"asks to wait (\d+) s", on.text)
    assert found is not None
    return int(found[1])


def has_wait_dialog(on: Stage) -> bool:
    """Whether the dialog of a wait is open, on top or below another one."""
    return any(isinstance(screen, WaitDialog) for screen in on.app.screen_stack)


async def confirm(on: Stage, pilot: Pilot[None]) -> None:
    on.server.waits_are_over.clear()
    await pilot.press("d", *"25", "enter")
    await on.until_seen(pilot, "Review your deposit")
    await pilot.press("enter")
    await on.until_seen(pilot, "Waiting to send", "The server asks to wait")


async def test_F1b_the_wait_is_shown_and_counted_down_and_can_be_given_up(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    on.server.next(TRANSFERS, limited(58))
    async with on.running("money") as pilot:
        await confirm(on, pilot)
        left = seconds_left(on)
        assert 10 < left <= 58
        on.clock.advance(10)
        await on.until(pilot, lambda: seconds_left(on) == left - 10)
        await pilot.press("g")
        await on.until_seen(pilot, "Too many requests", "Nothing was done")
        await on.until(pilot, lambda: "Waiting to send" not in on.text)
        await on.until(pilot, lambda: not has_wait_dialog(on))
        await pilot.press("enter")
        await on.until(pilot, lambda: not on.app.screen.is_modal)
        assert len(sent(on, TRANSFERS)) == 1
        assert on.session is not None
        assert on.session.unanswered.lost(MAYA) == []


async def test_F1b_the_wait_can_be_given_up_below_another_dialog(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    on.server.next(TRANSFERS, limited(58))
    async with on.running("money") as pilot:
        await confirm(on, pilot)
        on.app.show_error(ErrorReport("Something else failed"))
        await on.until_seen(pilot, "Something else failed")
        await pilot.press("g")
        await on.until_seen(pilot, "Too many requests", "Nothing was done")
        await on.until(pilot, lambda: not has_wait_dialog(on))
        await pilot.press("enter")
        await on.until_seen(pilot, "Something else failed")
        await close(on, pilot)
        assert len(sent(on, TRANSFERS)) == 1


async def test_F1b_a_write_that_nobody_pressed_waits_without_a_dialog(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money") as pilot:
        assert on.session is not None
        ends_at = on.clock.now() + timedelta(seconds=58)
        wait = WriteWait(ends_at, is_rate_limit=True, in_background=True)
        on.state.connection.write_wait = wait
        on.session.store.changed(Change.CONNECTION)
        await on.until_seen(pilot, "◌ Waiting to send. The server asks to wait 58 s")
        assert not has_wait_dialog(on)
        await pilot.press("f5")
        await on.until_seen(pilot, "Give up")


async def test_F1b_the_wait_may_go_on_behind_the_screens(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    on.server.next(TRANSFERS, limited(58))
    async with on.running("money") as pilot:
        await confirm(on, pilot)
        await pilot.press("enter")
        await on.until(pilot, lambda: not on.app.screen.is_modal)
        await on.until_seen(pilot, "◌ Waiting to send. The server asks")
        await pilot.press("f5")
        await on.until_seen(pilot, "Give up")
        on.server.waits_are_over.set()
        await on.until(pilot, lambda: not on.app.screen.is_modal)
        await on.until(pilot, lambda: len(sent(on, TRANSFERS)) == 2)
        await on.until(pilot, lambda: "Waiting to send" not in on.text)
        await on.until(pilot, lambda: on.state.transfers)


async def test_F1b_a_wait_below_a_dialog_is_shown_as_well(stage: Build) -> None:
    on = stage(states.complete())
    on.server.next(f"PATCH /v1/accounts/{MAYA}", limited(58))
    on.server.waits_are_over.clear()
    async with on.running("account") as pilot:
        await pilot.press("down", "e")
        await on.until_seen(pilot, "Change: ")
        await pilot.press(*"9", "ctrl+s")
        await on.until_seen(pilot, "The server asks to wait")
        await pilot.press("g")
        await on.until_seen(pilot, "Too many requests")


@pytest.mark.parametrize("size", some_of([(80, 24), (120, 40)], (80, 24)))
async def test_F1_every_word_of_the_question_is_on_screen(
    stage: Build, size: tuple[int, int]
) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money", size) as pilot:
        await deposit(on, pilot)
        await close(on, pilot)
        on.clock.advance(WINDOW)
        await pilot.press("enter")
        await on.until_seen(pilot, "Review your deposit")
        await pilot.press("enter")
        await on.until_seen(pilot, "Close", "Look now", "Stop looking", "Send it again")
