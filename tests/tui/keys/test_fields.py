"""Keys in fields: what goes on, what leaves, and what a field does not take."""

from collections.abc import Callable

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.tui.inputs.text_field import ALT_DIGITS
from ribbit_tui.tui.textual_private.inputs import key_name
from tests.tui.screens.application.test_form import filled, form, has_focus, open_at, row
from tests.tui.stage import LARGE, Stage
from tests.tui.states import NOW, bank, loaded, transfer

Build = Callable[..., Stage]


async def test_enter_in_the_last_field_of_a_page_continues(stage: Build) -> None:
    on = stage()
    async with on.running(size=LARGE) as pilot:
        await open_at(on, pilot, filled("identity"), "The law asks")
        last = [one for one in on.screen.query("FormRow") if one.display][-1]
        last.query_one("TextField, TypeAheadInput, YesNo, PickList").focus()
        await pilot.press("enter")
        await on.until(pilot, lambda: form(on).draft.step != "identity")


async def test_enter_in_the_last_field_stays_where_an_answer_is_wrong(stage: Build) -> None:
    on = stage()
    async with on.running(size=LARGE) as pilot:
        await open_at(on, pilot, Draft.start(NOW, "draft"), "How can we reach you")
        last = [one for one in on.screen.query("FormRow") if one.display][-1]
        last.query_one("TextField, TypeAheadInput").focus()
        await pilot.press(*"9", "enter")
        await on.until_seen(pilot, "✗")
        await on.until(pilot, lambda: has_focus(on, "contact.email_address"))


async def test_y_and_n_answer_and_go_on(stage: Build) -> None:
    on = stage()
    draft = Draft.start(NOW, "draft")
    async with on.running(size=LARGE) as pilot:
        await open_at(on, pilot, draft, "How can we reach you")
        await form(on).show_step("disclosures")
        await on.until(pilot, lambda: has_focus(on, "disclosures.is_control_person"))
        await pilot.press("y")
        await on.until(pilot, lambda: has_focus(on, "context.CONTROLLED_FIRM.company_name"))
        row(on, "disclosures.is_control_person").focus_control()
        await pilot.press("n")
        await on.until(pilot, lambda: has_focus(on, "disclosures.is_affiliated_exchange_or_finra"))
        for _ in range(3):
            await pilot.press("n")
            await on.until_painted(pilot)
        await on.until(
            pilot, lambda: on.screen.focused is not None and on.screen.focused.id == "continue"
        )
        assert [draft.answers[name] for name in draft.answers if name.startswith("disc")] == [
            False
        ] * 4


async def send(on: Stage, pilot: Pilot[None], *keys: str) -> None:
    """Send keys with their characters as a terminal does; the pilot sends some without."""
    for key in keys:
        name = key if "+" in key else key_name(key)
        on.app.post_message(events.Key(name, key[-1]))
        await on.until_painted(pilot)


@pytest.mark.parametrize("keys", [("escape", "3"), ("alt+3",), ("£",)])
async def test_a_screen_is_reached_from_inside_a_field(stage: Build, keys: tuple[str, ...]) -> None:
    on = stage(loaded(banks=[bank()]))
    async with on.running("money") as pilot:
        await pilot.press("d", "1")
        amount = on.screen.query_one("#amount", Input)
        for key in keys:
            await (pilot.press(key) if key == "escape" else send(on, pilot, key))
        await on.until(pilot, lambda: on.screen.SCREEN_NAME == "orders")
        assert amount.value == "1"


async def test_what_alt_and_a_digit_send_is_never_part_of_a_number(stage: Build) -> None:
    on = stage()
    async with on.running(size=LARGE) as pilot:
        await open_at(on, pilot, filled("identity"), "The law asks")
        for name in ("identity.date_of_birth", "identity.tax_id"):
            field = row(on, name).query_one(Input)
            field.focus()
            before = field.value
            await send(on, pilot, *ALT_DIGITS, "alt+1")
            assert field.value == before, name
        name_field = row(on, "identity.given_name").query_one(Input)
        name_field.focus()
        await pilot.press("end")
        await send(on, pilot, "§", "alt+1")
        assert name_field.value.endswith("§"), "a name may have any sign"


async def test_a_slash_in_an_amount_finds_an_asset(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("invest") as pilot:
        await pilot.press("slash", *"btc/usd")
        search = on.screen.query_one("#search", Input)
        assert search.value == "btc/usd", "a slash is part of a pair's symbol"
        await pilot.press("ctrl+u", *"aapl", "enter")
        await on.until_seen(pilot, "Amount")
        await pilot.press("1", "slash")
        assert search.has_focus
        assert search.selected_text == "aapl"
        await pilot.press("k")
        assert search.value == "k", "the old text was selected"
        assert on.screen.query_one("#order-amount", Input).value == "1"


@pytest.mark.parametrize("key", ["c", "z", "ctrl+g"])
async def test_a_transfer_is_canceled_from_the_amount_too(stage: Build, key: str) -> None:
    state = loaded(banks=[bank()], transfers=[transfer(1, "QUEUED")])
    on = stage(state, keys={} if key == "c" else {"money.cancel": key})
    async with on.running("money") as pilot:
        await pilot.press("d", *"5 dollars")
        amount = on.screen.query_one("#amount", Input)
        assert amount.has_focus and amount.value == "5 dollars", "letters of an amount are typed"
        await pilot.press(key)
        await on.until_seen(pilot, "Cancel this")
        await pilot.press("escape")
        assert amount.value == "5 dollars"


async def test_a_letter_is_typed_although_it_was_made_the_key_of_something(stage: Build) -> None:
    on = stage(loaded(banks=[bank()]), keys={"always.help": "z"})
    async with on.running("invest") as pilot:
        await pilot.press("slash", *"ze")
        await on.rest(pilot)
        assert on.screen.query_one("#search", Input).value == "ze"
        assert len(on.app.screen_stack) == 1
        await pilot.press("escape", "z")
        await on.until(pilot, lambda: len(on.app.screen_stack) == 2)
