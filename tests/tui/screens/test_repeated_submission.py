"""What a person sends goes out once, however often they ask for it."""

from collections.abc import Callable

from textual.pilot import Pilot

from tests.tui import states
from tests.tui.stage import Stage, refusal
from tests.tui.states import MAYA, loaded

Build = Callable[..., Stage]

TRANSFERS = f"POST /v1/accounts/{MAYA}/transfers"
BANKS = f"POST /v1/accounts/{MAYA}/ach_relationships"
ORDERS = f"POST /v1/trading/accounts/{MAYA}/orders"


async def press_while_sending(on: Stage, pilot: Pilot[None], *keys: str) -> None:
    """Press keys before the server answers, then let it."""
    on.server.writes_allowed.clear()
    await pilot.press(*keys)
    await on.until(pilot, lambda: on.server.writes)
    await pilot.press(*keys)
    on.server.writes_allowed.set()
    await on.rest(pilot)


async def test_a_deposit_asked_for_twice_is_sent_once(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money") as pilot:
        await pilot.press("d", *"25")
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


async def test_an_order_is_sent_once_and_only_after_its_review(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("invest") as pilot:
        await pilot.press("slash", *"aapl", "enter", *"0.42", "enter")
        await on.until_seen(pilot, "Review your order", "Buy 0.42 shares")
        assert on.server.writes == []
        await press_while_sending(on, pilot, "enter", "enter", "enter")
        await on.until_seen(pilot, "Latest order")
    assert [call for call, _ in on.server.writes] == [ORDERS]


async def test_a_review_left_with_escape_sends_nothing(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("invest") as pilot:
        await pilot.press("slash", *"aapl", "enter", *"0.42", "enter")
        await on.until_seen(pilot, "Review your order")
        await pilot.press("escape")
        await on.until(pilot, lambda: "Review your order" not in on.text)
        assert "0.42" in on.text, "what was typed is still there"
    assert on.server.writes == []


async def test_a_refused_deposit_keeps_the_amount_and_says_why(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    on.server.next(TRANSFERS, refusal(403, "too many transfers today"))
    async with on.running("money") as pilot:
        await pilot.press("d", *"25", "enter")
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
