"""Plays scenes in the real app and waits for each to come true."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from textual import events
from textual._context import visible_screen_stack
from textual.app import App
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.pilot import Pilot

from ribbit_tui.tui.app import RibbitApp

from .scene import Pass, Press, Scene, Type

PATIENCE_SECONDS = 40.0
LOOK_SECONDS = 0.02


class SceneFailedError(AssertionError):
    """A scene did not come true; the message says what was missing and what was there."""


def screen_text(app: App[None]) -> str:
    """All text on screen, line by line."""
    width, height = app.size
    visible_screen_stack.set(app._background_screens)  # or a dialog would forget what is behind it
    strips = app.screen._compositor.render_strips(Size(width, height))
    return "\n".join(strip.text.rstrip() for strip in strips)


async def play(app: RibbitApp, pilot: Pilot[None], scenes: Sequence[Scene]) -> AsyncIterator[Scene]:
    """Each scene once it has come true and the app has come to rest. Raises SceneFailedError."""
    for scene in scenes:
        for step in scene.steps:
            match step:
                case Press(keys):
                    await pilot.press(*keys)
                case Type(text):
                    for letter in text:
                        app.post_message(events.Key(_key(letter), letter))
                    await pilot.pause()
                case Pass(seconds):
                    await _let_pass(app, seconds)
        await _until_seen(app, pilot, scene)
        yield scene


def _key(letter: str) -> str:
    """Textual's name for the key of a letter, digit or mark."""
    return letter if letter.isalnum() else _character_to_key(letter)


async def _let_pass(app: RibbitApp, seconds: int) -> None:
    assert app.session is not None
    await app.session.simulator_actions.advance_clock(seconds)


async def _until_seen(app: RibbitApp, pilot: Pilot[None], scene: Scene) -> None:
    """Rest counts too: what is still being read could change the picture."""
    missing: list[str] = []
    idle_looks = 0
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                await pilot.pause()
                text = screen_text(app)
                missing = [words for words in scene.seen if words not in text]
                is_idle = app.session is not None and app.session.is_idle
                # What the session published last may make the screen ask for more.
                idle_looks = idle_looks + 1 if is_idle else 0
                if not missing and idle_looks > 1:
                    break
                await asyncio.sleep(LOOK_SECONDS)
    except TimeoutError:
        raise SceneFailedError(
            f"{scene.name}: not on screen: {missing}\n{screen_text(app)}"
        ) from None
    await pilot.pause()
