"""Hostile text from a server is shown as text, on one line."""

from collections.abc import Callable

import pytest
from textual.widgets import Input

from ribbit_tui.session.errors import ErrorReport
from ribbit_tui.session.notices import Notice, Tone
from ribbit_tui.session.state import State
from ribbit_tui.tui.main_screens import MAIN_SCREENS
from ribbit_tui.tui.widgets.form_row import FormRow
from tests.sweeps import some_of

from . import states
from .plain_text import assert_plain_text
from .stage import Stage, refusal
from .states import loaded

Build = Callable[..., Stage]

NUMBERS = {"bank_routing_number": "121000358", "bank_account_number": "12345678"}
EVIL = "\u202e\x07\x00[b]x[/b] [/] [@click=app.quit]y[/]\x1b[2J\x1b]0;t\u202e$error\r\n\u2028line"
LONG = f"{EVIL}{'z' * 5_000}"


def hostile_state(text: str) -> State:
    """Return a state in which every text is `text`."""
    name = states.account().identity
    assert name is not None
    customer = states.account(
        text,
        account_number=text,
        identity=name.model_copy(update={"given_name": text, "family_name": text}),
    )
    return loaded(
        customer=customer,
        timeline=[states.status_event(1, "", text), states.status_event(2, "", text, reason=text)],
        banks=[states.bank(nickname=text, bank_account_number=text, bank_account_type=text)],
        transfers=[states.transfer(1, text, reason=text, direction=text)],
        journals=[states.journal(1, text, description=text, symbol=text, entry_type=text)],
        orders=[states.order(1, text, symbol=text, side=text)],
        positions=[states.position(text, "1", "1", "2")],
        activities=[
            states.fill(1, text, side=text),
            states.activity(2, text, description=text),
            states.activity(3, text, net_amount=None, symbol=text, qty="1"),
        ],
        assets=[states.asset("AAPL", text)],
        load_error=text,
    )


@pytest.mark.parametrize(
    "screen", some_of((screen.name for screen in MAIN_SCREENS), "home", "money")
)
async def test_screen(stage: Build, screen: str) -> None:
    on = stage(hostile_state(LONG))
    async with on.running(screen) as pilot:
        if screen == "invest":
            await pilot.press("slash", *"aapl", "enter")
            await on.until_seen(pilot, "a share")
        assert_plain_text(on.text)
        lines = on.text.split("\n")
        assert len(lines) == 24
        assert "[b]x" in on.text.casefold(), "shown as text"
        await pilot.click("#body")
        await pilot.pause()
        assert on.app.is_running


async def test_nothing_read_because_of_evil(stage: Build) -> None:
    on = stage(states.nothing_loaded(EVIL))
    async with on.running("home") as pilot:
        for screen in ("home", "orders", "money", "activity", "status"):
            on.app.go_to_screen(screen)
            await on.until(pilot, lambda screen=screen: screen == on.screen.SCREEN_NAME)  # type: ignore[misc]
            assert_plain_text(on.text)
            assert "Not loaded yet; retrying. [b]x[/b]" in on.text


async def test_welcome(stage: Build) -> None:
    on = stage()
    on.add_customer(EVIL, account_id=EVIL, account_number=EVIL, status=EVIL, email=EVIL)
    async with on.running() as pilot:
        assert_plain_text(on.text)
        assert "[b]x[/b]" in on.text
        await pilot.press("delete")
        await on.until_seen(pilot, "Forget this customer")
        assert_plain_text(on.text)


async def test_problem(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("home") as pilot:
        on.app.show_error(ErrorReport(EVIL, LONG, EVIL, request_id=EVIL))
        await on.until_seen(pilot, "Request id [b]x")
        assert_plain_text(on.text)
        await pilot.press("escape")


async def test_notice(stage: Build) -> None:
    on = stage(loaded())
    async with on.app.run_test(notifications=True) as pilot:
        await on.arrive(pilot, "home")
        on.app.show_notice(Notice(EVIL, EVIL, Tone.WARNING))
        await on.until_seen(pilot, "[b]x")
        assert_plain_text(on.text)


async def test_no_server(stage: Build) -> None:
    on = stage(no_server=EVIL)
    async with on.running() as pilot:
        await on.until_seen(pilot, "The server could not be started")
        assert_plain_text(on.text)
        await pilot.press("escape")
        await on.until_seen(pilot, "Press Ctrl+R")
        assert_plain_text(on.text)


async def test_refusal_at_a_field(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("money") as pilot:
        for row in on.screen.query(FormRow):
            row.show_error(EVIL)
        await on.until_seen(pilot, "✗ [b]x[/b]")
        assert_plain_text(on.text)


async def test_refused_bank_link_names_the_request(stage: Build) -> None:
    on = stage(loaded())
    path = f"/v1/accounts/{states.MAYA}/ach_relationships"
    on.server.next(f"POST {path}", refusal(422, EVIL, field="bank_routing_number"))
    async with on.running("money") as pilot:
        for row in on.screen.query(FormRow):
            if (text := NUMBERS.get(row.field.name)) is not None:
                row.query_one(Input).value = text
        await pilot.pause()
        on.screen.query_one("#link-bank").focus()
        await pilot.press("enter")
        await on.until_seen(pilot, "[b]x[/b]", "req-422")
        assert_plain_text(on.text)
