"""Money: each request is confirmed first, and sent once however often Enter is pressed."""

from collections.abc import Callable

import pytest
from textual import events
from textual.widgets import Input

from tests.tui import states
from tests.tui.screens.support import press_while_sending
from tests.tui.stage import LARGE, Stage, refusal
from tests.tui.states import MAYA, loaded

Build = Callable[..., Stage]

TRANSFERS = f"POST /v1/accounts/{MAYA}/transfers"
BANKS = f"POST /v1/accounts/{MAYA}/ach_relationships"


async def test_a_deposit_asked_for_twice_is_sent_once(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money") as pilot:
        await pilot.press("d", *"25", "enter")
        await on.until_seen(pilot, "Review your deposit", "$25.00", "Deposit from your bank")
        assert on.server.writes == []
        await press_while_sending(on, pilot, "enter", "enter", "enter")
        await on.until(pilot, lambda: on.state.transfers)
        await on.until(pilot, lambda: not on.app.screen.query_one("#amount").value)  # type: ignore[attr-defined]
    assert [call for call, _ in on.server.writes] == [TRANSFERS]
    assert on.server.writes[0][1]["amount"] == "25"


async def test_a_bank_link_asked_for_twice_is_sent_once(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("money") as pilot:
        await pilot.press("tab", "tab", "tab", *"121000358", "tab", *"12345678", "tab", "tab")
        await press_while_sending(on, pilot, "enter", "enter")
        await on.until_seen(pilot, "◌ Queued")
    assert [call for call, _ in on.server.writes] == [BANKS]


async def test_U1_a_transfer_left_at_its_review_is_not_sent(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()], cash=states.money("50")))
    async with on.running("money") as pilot:
        await pilot.press("w", *"25", "enter")
        await on.until_seen(pilot, "Review your withdrawal", "$25.00", "Withdrawal to your bank")
        await pilot.press("escape")
        await on.until(pilot, lambda: "Review your" not in on.text)
        assert "25" in on.text, "what was typed is still there"
        assert "Sending" not in on.text
    assert on.server.writes == []


@pytest.mark.parametrize("text", ["-5", "1e9", "10.123", "0,125", "12" * 30])
async def test_U1_a_wrong_amount_stays_and_is_said_to_be_wrong(stage: Build, text: str) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money") as pilot:
        await pilot.press("d", *text, "enter", "enter")
        await on.until_seen(pilot, "✗")
        field = on.app.screen.query_one("#amount", Input)
        assert field.value == text
        assert not on.app.screen.is_modal
    assert on.server.writes == []


@pytest.mark.parametrize("text", ["$ 100.00", "100 USD"])
async def test_A20_a_pasted_amount_with_one_meaning_is_taken(stage: Build, text: str) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money") as pilot:
        await pilot.press("d")
        on.app.screen.query_one("#amount", Input).post_message(events.Paste(text))
        await pilot.press("enter")
        await on.until_seen(pilot, "Review your deposit", "$100.00")


async def test_a_refused_deposit_keeps_the_amount_and_says_why(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    on.server.next(TRANSFERS, refusal(403, "too many transfers today"))
    async with on.running("money") as pilot:
        await pilot.press("d", *"25", "enter")
        await on.until_seen(pilot, "Review your deposit")
        await pilot.press("enter")
        await on.until_seen(pilot, "does not allow this", "too many transfers", "req-403")
        await pilot.press("escape")
        await on.until(pilot, lambda: "too many" not in on.text)
        assert "25" in on.text
        assert "Sending" not in on.text


async def test_removing_a_bank_asks_first(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money") as pilot:
        on.app.screen.query_one("#remove-bank").focus()
        await pilot.press("enter")
        await on.until_seen(pilot, "Remove this bank?")
        await pilot.press("escape")
        await on.rest(pilot)
        assert on.server.writes == []
        await pilot.press("enter")
        await on.until_seen(pilot, "Remove this bank?")
        await pilot.press("tab", "enter")
        await on.until(pilot, lambda: on.server.writes)
    assert on.server.writes[0][0] == f"DELETE /v1/accounts/{MAYA}/ach_relationships/bank-1"


async def test_the_amount_is_stepped_through_by_keys_and_filled_in_by_chips(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()], cash=states.money("510")))
    async with on.running("money") as pilot:
        await pilot.press("d")
        field = on.screen.query_one("#amount", Input)
        for key, text in (("up", "50"), ("up", "100"), ("up", "500"), ("down", "100")):
            await pilot.press(key)
            assert field.value == text
        await on.until_seen(pilot, "Your cash then", "$610.00")
        await pilot.click("#chip-1000")
        assert field.value == "1000"
        assert field.has_focus
        await on.until_seen(pilot, "$1,510.00")


async def test_a_withdrawal_says_what_is_left(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()], cash=states.money("510")))
    async with on.running("money") as pilot:
        await pilot.press("w", *"10.50")
        await on.until_seen(pilot, "Review withdrawal", "at most $510.00 now", "$499.50")
        await pilot.press("ctrl+u", *"511", "enter")
        await on.until_seen(pilot, "✗ Only $510.00 can be withdrawn")


async def test_in_a_narrow_terminal_the_transfer_takes_the_place_of_the_list(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()], transfers=[states.transfer(1, "COMPLETE")]))
    async with on.running("money") as pilot:
        assert "Deposit from ··6789" in on.text
        assert "Move money" not in on.text
        await pilot.press("d")
        await on.until_seen(pilot, "Move money", "Nothing moves before you confirm.")
        assert "Deposit from ··6789" not in on.text
        await pilot.press("escape")
        await on.until_seen(pilot, "Deposit from ··6789")
        await pilot.press("d", *"25", "enter")
        await on.until_seen(pilot, "Review your deposit")
        await pilot.press("enter")
        await on.until(pilot, lambda: "Move money" not in on.text)
        await on.until_seen(pilot, "+$25.00", "Cancel it while it is queued.")


async def test_after_a_bank_is_linked_the_amount_has_the_focus(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("money") as pilot:
        await pilot.press("tab", "tab", "tab", *"121000358", "tab", *"12345678", "tab", "tab")
        await pilot.press("enter")
        await on.until(pilot, lambda: on.screen.query_one("#amount").has_focus)
        await on.until_seen(pilot, "◌ Queued", "Move money")


async def test_c_asks_and_cancels_the_newest_transfer_that_is_queued(stage: Build) -> None:
    transfers = [states.transfer(1), states.transfer(2, "COMPLETE")]
    on = stage(loaded(banks=[states.bank()], transfers=transfers))
    async with on.running("money") as pilot:
        await pilot.press("c")
        await on.until_seen(pilot, "Cancel this deposit?")
        await pilot.press("escape")
        await on.rest(pilot)
        assert on.server.writes == []
        await pilot.press("c")
        await on.until_seen(pilot, "Cancel this deposit?")
        await pilot.press("tab", "enter")
        await on.until(pilot, lambda: on.server.writes)
    assert on.server.writes[0][0] == f"DELETE /v1/accounts/{MAYA}/transfers/transfer-1"


async def test_a_returned_deposit_says_why_where_the_money_is_and_what_to_do(stage: Build) -> None:
    reason = "R01: insufficient funds at the bank"
    returned = states.transfer(1, "RETURNED", reason=reason)
    on = stage(loaded(banks=[states.bank()], transfers=[returned, states.transfer(2)]))
    async with on.running("money", LARGE) as pilot:
        await on.until_seen(
            pilot,
            reason,
            "The money is at your bank: it is not in your cash.",
            "Try again once the money is in your bank account.",
        )


async def test_the_parts_of_the_cash_are_named_with_the_day_of_settlement(stage: Build) -> None:
    parts = {"buying_power": "904.24", "cash_withdrawable": "539.24"}
    sold = [states.fill(1, side="sell")]
    on = stage(loaded(cash=states.money("2114.24", **parts), activities=sold))
    async with on.running("money", LARGE) as pilot:
        await on.until_seen(pilot, "$2,114.24 cash", "Unsettled until Fri 16 Jan", "$365.00")
        assert "$539.24" in on.text and "$1,210.00" in on.text and "$904.24" in on.text
