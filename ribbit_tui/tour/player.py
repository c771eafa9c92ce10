"""The player of scenes: it presses the keys and waits for the expected text."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from textual import events
from textual.app import App
from textual.pilot import Pilot

from ribbit_tui.tui.app import RibbitApp
from ribbit_tui.tui.textual_private import key_name, screen_strips

from .scene import PassTime, Press, Scene, Type

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
        await _wait_until_visible(app, pilot, scene)
        yield scene


async def _pass_time(app: RibbitApp, seconds: int) -> None:
    assert app.session is not None
    await app.session.simulator_actions.advance_clock(seconds)


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
