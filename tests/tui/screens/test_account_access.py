"""Features that need an ACTIVE account without blocks: they say so, and open when it is one."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, OptionList, Static

from ribbit_tui.broker.streams import StreamName
from ribbit_tui.session.account.access import (
    BLOCKED,
    SUSPENDED,
    TRADING_BLOCKED,
    TRANSFERS_BLOCKED,
)
from ribbit_tui.session.state import State
from ribbit_tui.tui.screens.account.sections import (
    CLOSING,
    CRYPTO,
    NOTHING_CHANGES,
    TITLES,
    TRADING,
)
from ribbit_tui.wire.funding import AchRelationship
from tests.sweeps import some_of
from tests.tui import states
from tests.tui.stage import LARGE, SMALL, Stage

Build = Callable[..., Stage]
DISABLED = "The account is disabled."


@dataclass(frozen=True)
class Door:
    screen: str
    blocked_reason: str
    """Said while ACTIVE is still to come."""
    opened: str
    """Seen once it is there."""
    button: str
    """Shown, or not disabled, only behind the open door."""
    section: str = ""
    """A section of Account."""
    keys: tuple[str, ...] = ()


DOORS = (
    Door(
        "home",
        "You can deposit and invest when the account is active.",
        "Link a bank to deposit money.",
        "",
    ),
    Door(
        "invest",
        "✗ Trading opens when the account is active.",
        "About $23.82",
        "review",
        keys=("slash", *"aapl", "enter", *"0.1"),
    ),
    Door(
        "orders",
        "Orders can be placed when the account is active.",
        "No orders yet. Press 2",
        "",
    ),
    Door(
        "money", "A bank can be linked when the account is active.", "Routing number", "link-bank"
    ),
    Door(
        "account",
        "Crypto can be enabled when the account is active.",
        "Read the agreement…",
        "enable-crypto",
        CRYPTO,
    ),
    Door(
        "account",
        "An account can be closed here when the account is active.",
        "Each step below asks for confirmation.",
        "closing-button",
        CLOSING,
    ),
)


def _event(on: Stage, number: int, status: str) -> None:
    """Apply a status event as the stream delivers it."""
    assert on.session is not None and on.state.account is not None
    before = str(on.state.account.status)
    on.session.events.handle(StreamName.ACCOUNTS, states.status_event(number, before, status))


def _can_press(on: Stage, button: str) -> bool:
    found = on.app.screen.query(f"#{button}")
    return any(one.size.width > 0 and not one.disabled for one in found if isinstance(one, Button))


async def _until_said(on: Stage, pilot: Pilot[None], words: str) -> None:
    """Wait for words on screen, which a narrow panel may have on several lines."""
    await on.until(
        pilot,
        lambda: any(
            words in text
            for text in (
                on.text,
                *(str(one.render()) for one in on.app.screen.query(Static) if one.size.area),
            )
        ),
    )


async def _goes(on: Stage, pilot: Pilot[None], door: Door) -> None:
    on.app.go_to_screen(door.screen)
    await on.until(pilot, lambda: door.screen == on.screen.SCREEN_NAME)
    if door.section:
        sections = on.app.screen.query_one("#account-sections", OptionList)
        sections.highlighted = list(TITLES).index(door.section)
    await pilot.press(*door.keys)
    await on.rest(pilot)


async def test_every_door_says_why_it_is_shut_and_opens_by_an_event(stage: Build) -> None:
    on = stage(states.loaded("SUBMITTED"))
    numbers = iter(range(1, 1000))
    async with on.running(size=LARGE) as pilot:
        for door in DOORS:
            on.state.account = states.account("SUBMITTED")
            await _goes(on, pilot, door)
            for status in ("SUBMITTED", "DISABLED", "APPROVED"):
                _event(on, next(numbers), status)
                words = DISABLED if status == "DISABLED" else door.blocked_reason
                await _until_said(on, pilot, words)
                assert not _can_press(on, door.button or "none"), (door.screen, status)
            _event(on, next(numbers), "ACTIVE")
            await on.until_seen(pilot, door.opened)
            assert door.blocked_reason not in on.text
            if door.button:
                await on.until(pilot, partial(_can_press, on, door.button))


BLOCKS = {
    "trading_blocked": TRADING_BLOCKED,
    "transfers_blocked": TRANSFERS_BLOCKED,
    "account_blocked": BLOCKED,
    "trade_suspended_by_user": SUSPENDED,
}
SHUT = {
    "trading_blocked": {"invest"},
    "transfers_blocked": {"deposits"},
    "account_blocked": {"invest", "money", "deposits", CRYPTO, CLOSING},
    "trade_suspended_by_user": {"invest"},
}
DEPOSITS = Door("money", "", "Deposit or withdraw", "deposit")


@pytest.mark.parametrize("flag", some_of(BLOCKS, "account_blocked"))
async def test_a_block_shuts_its_doors_and_they_open_again(stage: Build, flag: str) -> None:
    on = stage(states.loaded())
    doors = {door.section or door.screen: door for door in DOORS if door.button}
    async with on.running(size=LARGE) as pilot:
        for name, door in [*doors.items(), ("deposits", DEPOSITS)]:
            banks = [states.bank()] if name == "deposits" else []
            await on.show(pilot, _blocked(None, banks))
            await _goes(on, pilot, door)
            await on.until(pilot, partial(_can_press, on, door.button))
            await on.show(pilot, _blocked(flag, banks))
            if name in SHUT[flag]:
                await _until_said(on, pilot, re.split("[.:]", BLOCKS[flag])[0])
                assert not _can_press(on, door.button), name
            else:
                assert _can_press(on, door.button), name
            await on.show(pilot, _blocked(None, banks))
            await on.until(pilot, partial(_can_press, on, door.button))


def _blocked(flag: str | None, banks: list[AchRelationship]) -> State:
    """Return an ACTIVE account with money and these banks, and one block."""
    flags: dict[str, Any] = {flag: True} if flag else {}
    return states.loaded(banks=banks, cash=states.money(**flags))


@pytest.mark.parametrize(("size", "offer"), [(SMALL, "Change…"), (LARGE, "e Change ─")])
async def test_nothing_of_a_closed_account_is_offered_to_be_changed(
    stage: Build, size: tuple[int, int], offer: str
) -> None:
    on = stage(states.complete())
    async with on.running("account", size) as pilot:
        sections = on.app.screen.query_one("#account-sections", OptionList)
        sections.highlighted = list(TITLES).index("contact")
        await on.until_seen(pilot, offer)
        _event(on, 1, "ACCOUNT_CLOSED")
        await on.until_seen(pilot, NOTHING_CHANGES)
        assert offer not in on.text and not _can_press(on, "edit")
        sections.highlighted = list(TITLES).index(TRADING)
        await on.until_seen(pilot, "New orders")
        assert NOTHING_CHANGES in on.text
        await pilot.press("t", "enter")
        assert not on.app.screen.is_modal
        sections.highlighted = list(TITLES).index(CLOSING)
        await on.until_seen(pilot, "This account is closed.")
