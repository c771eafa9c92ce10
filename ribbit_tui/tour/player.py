"""The player of scenes: it presses the keys and waits for the expected text."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from uuid import uuid4

from textual import events
from textual.app import App
from textual.pilot import Pilot

from ribbit_tui.tui.app import RibbitApp
from ribbit_tui.tui.textual_private.inputs import key_name
from ribbit_tui.tui.textual_private.strips import screen_strips
from ribbit_tui.wire.funding_controls import JournalDecision
from ribbit_tui.wire.journals import JournalCreation, JournalEntryType, JournalStatus

from .scene import Decide, PassTime, Pay, Press, Scene, Type

TIMEOUT_SECONDS = 40.0


class SceneFailedError(AssertionError):
    """A scene did not show its expected text; the message has the missing text and the screen."""


def screen_text(app: App[None]) -> str:
    """Return the text on screen, line by line."""
    return "\n".join(strip.text.rstrip() for strip in screen_strips(app))


async def play(app: RibbitApp, pilot: Pilot[None], scenes: Sequence[Scene]) -> AsyncIterator[Scene]:
    """Play the scenes. Yield each when its text is visible and the app is idle.

    Raises SceneFailedError.
    """
    for scene in scenes:
        for step in scene.steps:
            match step:
                case Press(keys):
                    await pilot.press(*keys)
                case Type(text):
                    for letter in text:
                        app.post_message(events.Key(key_name(letter), letter))
                    await pilot.pause()
                case PassTime(seconds):
                    await _pass_time(app, seconds)
                case Pay():
                    await _pay(app, pilot, step)
                case Decide():
                    await _decide(app, pilot, step)
        await _wait_until_visible(app, pilot, scene)
        yield scene


async def _pass_time(app: RibbitApp, seconds: int) -> None:
    assert app.session is not None
    await app.session.simulator_actions.advance_clock(seconds)


async def _pay(app: RibbitApp, pilot: Pilot[None], step: Pay) -> None:
    """Pay from the account that paid the welcome gift, and wait until the app knows of it."""
    assert app.session is not None
    state = app.session.state
    assert state.customer_id is not None
    creation = JournalCreation(
        entry_type=JournalEntryType.JNLC,
        from_account=next(iter(state.journals.values())).from_account,
        to_account=state.customer_id,
        amount=step.amount,
        description=step.description,
    )
    broker = await app.session.broker()
    journal = await broker.journals.create(creation, idempotency_key=str(uuid4()))
    await _wait_for_status(app, pilot, journal.id, JournalStatus.QUEUED)


async def _decide(app: RibbitApp, pilot: Pilot[None], step: Decide) -> None:
    """Decide, and wait after each decision until the app knows of it."""
    assert app.session is not None
    journals = app.session.state.journals.values()
    [journal_id] = [one.id for one in journals if one.description == step.description]
    broker = await app.session.broker()
    for status in step.statuses:
        amount = step.amount if status is JournalStatus.CORRECT else None
        await broker.simulator.decide_journal(
            journal_id, JournalDecision(status=status, amount=amount)
        )
        await _wait_for_status(app, pilot, journal_id, status)


async def _wait_for_status(
    app: RibbitApp, pilot: Pilot[None], journal_id: str, status: JournalStatus
) -> None:
    """Wait until the app has heard of a journal's status. Raises TimeoutError."""
    assert app.session is not None
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while journal_id not in app.session.state.journals or (
            app.session.state.journals[journal_id].status != status
        ):
            await pilot.pause()


async def _wait_until_visible(app: RibbitApp, pilot: Pilot[None], scene: Scene) -> None:
    """Wait for the expected text and for the session: pending reads could change the picture."""
    idle_looks = 0
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            # What the session published last may make the screen ask for more.
            while idle_looks < 2 or _missing(app, scene):
                await pilot.pause()
                is_idle = app.session is not None and app.session.is_idle
                idle_looks = idle_looks + 1 if is_idle else 0
    except TimeoutError:
        raise SceneFailedError(
            f"{scene.name}: not on screen: {_missing(app, scene)}\n{screen_text(app)}"
        ) from None
    await pilot.pause()


def _missing(app: RibbitApp, scene: Scene) -> list[str]:
    """Return the expected text that is not on screen."""
    text = screen_text(app)
    return [words for words in scene.expected if words not in text]
