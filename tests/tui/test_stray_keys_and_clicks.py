"""Any key and any click anywhere: nothing breaks, and nothing is sent that was not meant."""

import string
from collections.abc import Callable

import pytest
from textual import events
from textual.app import App
from textual.widget import Widget
from textual.widgets import Footer, Input

from ribbit_tui.tui.frame.screen_tabs import ScreenTabs
from ribbit_tui.tui.keys.table import TABLE
from ribbit_tui.tui.main_screens import MAIN_SCREENS
from tests.sweeps import some_of

from .places import PLACES
from .plain_text import assert_plain_text
from .stage import Stage

Build = Callable[..., Stage]

SCREEN_KEYS = {screen.name: TABLE[screen.key_id].names for screen in MAIN_SCREENS}
LEAVING = {"q", "ctrl+q", "f6", "a", "f4", "ctrl+p", *(keys[0] for keys in SCREEN_KEYS.values())}
"""Keys that go elsewhere."""
MOVING = ("tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown")
EDITING = ("backspace", "delete", "insert", "ctrl+a", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+x")
STRANGE = ("ctrl+c", "ctrl+d", "ctrl+z", "ctrl+l", "ctrl+at", "shift+enter", "ctrl+v", "f25")
FUNCTION = tuple(f"f{number}" for number in (2, 3, 5, *range(7, 13)))  # F1 helps, F4 and F6 leave
PRINTABLE = tuple(sign for sign in string.printable if sign.isprintable() and sign not in LEAVING)


BOUNDED = ("money", "question")
"""The places that every run tries: a screen with forms, a dialog. A sweep tries all."""


def press(app: App[None], *keys: str) -> None:
    """Press keys as fast as they come."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


def click(app: App[None], x: int, y: int) -> None:
    for kind in (events.MouseMove, events.MouseDown, events.MouseUp):
        button = 0 if kind is events.MouseMove else 1
        app.post_message(
            kind(None, x, y, 0, 0, button, False, False, False, screen_x=x, screen_y=y)
        )


def _middle(widget: Widget) -> tuple[int, int]:
    x, y, width, height = widget.region
    return x + width // 2, y + height // 2


@pytest.mark.parametrize("name", some_of(PLACES, *BOUNDED))
async def test_a_click_on_every_widget_and_every_key(stage: Build, name: str) -> None:
    place = PLACES[name]
    on = stage(place.state())
    async with on.running(place.screen) as pilot:
        await place.arrive(on, pilot)
        elsewhere = (*on.app.screen.query(ScreenTabs), *on.app.screen.query(Footer))
        chips = [chip.region for chip in on.app.screen.query(".chip")]
        spots = {
            _middle(widget)
            for widget in on.app.screen.query(Widget)
            if widget.region
            and not any(chip.contains_point(_middle(widget)) for chip in chips)
            and not any(bar in widget.ancestors_with_self for bar in elsewhere)
        }
        assert spots
        press(on.app, *MOVING, *EDITING, *STRANGE, *FUNCTION, *PRINTABLE)
        await pilot.pause()
        assert_plain_text(on.text)
        for field in on.app.screen.query(Input):
            field.value = ""  # an amount typed above would be sent, as it should
        for x, y in sorted(spots):
            click(on.app, x, y)
            press(on.app, "escape")
        await pilot.pause()
        assert_plain_text(on.text)
        assert on.app.is_running
    assert on.server.writes == []


@pytest.mark.parametrize("name", some_of(PLACES, *BOUNDED))
async def test_enter_on_everything_that_takes_the_focus(stage: Build, name: str) -> None:
    place = PLACES[name]
    on = stage(place.state())
    async with on.running(place.screen) as pilot:
        for turn in (1, 4):
            await place.arrive(on, pilot)
            for field in on.app.screen.query("#amount").results(Input):
                field.value = ""  # a chip fills it in, and then it may be sent
            press(on.app, *["tab"] * turn, "enter")
            await pilot.pause()
            press(on.app, "escape", "escape", "escape")
            await pilot.pause()
            if on.app.current_mode != place.screen:
                on.app.go_to_screen(place.screen)
                await pilot.pause()
    assert on.server.writes == []


async def test_a_click_on_a_tab_opens_its_screen(stage: Build) -> None:
    on = stage(PLACES["home"].state())
    async with on.running("home") as pilot:
        await pilot.click(ScreenTabs, offset=(20, 0))
        await on.until(pilot, lambda: on.screen.SCREEN_NAME == "orders")


async def test_the_keys_of_the_screens(stage: Build) -> None:
    on = stage(PLACES["home"].state())
    async with on.running("home") as pilot:
        for screen in (*MAIN_SCREENS, *reversed(MAIN_SCREENS)):
            await pilot.press("escape", SCREEN_KEYS[screen.name][0])
            await on.until(pilot, lambda screen=screen: screen.name == on.screen.SCREEN_NAME)  # type: ignore[misc]
        await pilot.press("f6")
        await on.until(pilot, lambda: on.app.current_mode == "welcome")
