"""Textual's private parts that the app uses or patches; see `ribbit_tui.tui.textual_private`."""

import random
import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import ClassVar

import pytest
from rich.segment import Segment
from textual import events
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.content import Content
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Button, Input, OptionList, RadioSet

from ribbit_tui.session.state import Change
from ribbit_tui.tui import textual_private
from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from ribbit_tui.tui.screens.home.screen import HomeScreen
from ribbit_tui.tui.textual_private.compositor import RowCompositor
from ribbit_tui.tui.textual_private.mends import mend_textual
from ribbit_tui.tui.textual_private.palette import Palette
from ribbit_tui.tui.textual_private.reporting_app import ReportingApp
from tests.sweeps import examples, some_of

from . import states
from .places import PLACES
from .stage import LARGE, SMALL, Stage
from .test_stray_keys_and_clicks import click, press

Build = Callable[..., Stage]

FAST = ("pageup", "pagedown", "down", "up", "enter", "escape", "ctrl+home", "ctrl+end", "a", "tab")


@pytest.mark.parametrize("key", some_of(FAST, "enter"))
async def test_M1_a_key_at_once_after_the_palette(stage: Build, key: str) -> None:
    on = stage(PLACES["home"].state())
    async with on.running("home") as pilot:
        press(on.app, "ctrl+p", key, key)
        await pilot.pause()
        press(on.app, "ctrl+p", "q", "f4", key, key, "enter", "enter", "escape", "escape")
        await pilot.pause()


@pytest.mark.parametrize("twice", ["enter", "escape"])
async def test_M1_the_palette_closes_once(stage: Build, twice: str) -> None:
    on = stage(PLACES["home"].state())
    async with on.running("home") as pilot:
        await pilot.press("ctrl+p", *"orders")
        await on.until(pilot, lambda: "Orders" in on.text and "orders" in on.text)
        press(on.app, twice, twice, twice)
        await on.until(pilot, lambda: not isinstance(on.app.screen, Palette))
        assert on.app.screen_stack


async def test_M1_two_clicks_on_a_command_run_it_once(stage: Build) -> None:
    on = stage(PLACES["home"].state())
    async with on.running("home") as pilot:
        await pilot.press("ctrl+p", *"hel")
        await on.until(pilot, lambda: "Help for what has the focus" in on.text)
        at = next(y for y, line in enumerate(on.text.splitlines()) if "Help for what" in line)
        for _ in range(2):
            click(on.app, 30, at)
        await on.until(pilot, lambda: not isinstance(on.app.screen, Palette))
        await on.rest(pilot)
        assert len(on.app.screen_stack) == 2, "the help, once"


@pytest.mark.parametrize(
    "keys",
    some_of(product(("1", "f6", "f1", "f4"), ("pageup", "enter")), ("f4", "pageup")),
)
async def test_M1_a_palette_whose_screen_is_left_at_once(
    stage: Build, keys: tuple[str, str]
) -> None:
    on = stage(PLACES["home"].state())
    async with on.running("home") as pilot:
        on.app.action_command_palette()
        on.app.go_to_screen("orders")
        press(on.app, *keys)
        await pilot.pause()
        on.app.go_to_screen("home")
        press(on.app, "escape", *keys)
        await on.until_painted(pilot)


@pytest.mark.parametrize("width", some_of(range(1, 12), 1))
async def test_M1_lists_of_any_width(stage: Build, width: int) -> None:
    on = stage(PLACES["account"].state())
    async with on.running("account") as pilot:
        press(on.app, "ctrl+p")
        await pilot.pause()
        await pilot.resize_terminal(width, 12)
        press(on.app, "pagedown", "pageup", "enter")
        await pilot.pause()
        await pilot.resize_terminal(*SMALL)


@pytest.mark.parametrize("place", some_of(("home", "invest", "money", "account"), "home"))
async def test_M1_fast_keys_clicks_and_sizes_around_the_palette(stage: Build, place: str) -> None:
    chance = random.Random(place)
    on = stage(PLACES[place].state())
    async with on.running(place) as pilot:
        for _ in range(examples(3)):
            press(on.app, "ctrl+p", *chance.choices(FAST, k=chance.randint(1, 8)))
            click(on.app, chance.randrange(80), chance.randrange(24))
            if chance.random() < 0.5:
                await pilot.pause()
            if chance.random() < 0.3:
                await pilot.resize_terminal(chance.randint(1, 90), chance.randint(1, 30))
        await pilot.resize_terminal(*LARGE)
        await pilot.pause()
        assert on.app.is_running


async def test_M1_a_list_is_paged_before_it_is_laid_out() -> None:
    class Listing(App[None]):
        def compose(self) -> ComposeResult:
            yield OptionList(*(str(number) for number in range(50)))

        async def on_mount(self) -> None:
            options = self.query_one(OptionList)
            options.set_reactive(OptionList.highlighted, 3)
            await options.run_action("page_down")
            await options.run_action("page_up")

    mend_textual()
    async with Listing().run_test() as pilot:
        await pilot.pause()
        options = pilot.app.query_one(OptionList)
        assert options.highlighted == 3
        await options.run_action("page_down")
        assert (options.highlighted or 0) > 3


@pytest.mark.parametrize(
    ("rules", "width"), product(({}, {"text_wrap": "nowrap"}, {"line_pad": 1}), range(-1, 4))
)
def test_M1_text_has_a_height_at_any_width(rules: dict[str, object], width: int) -> None:
    mend_textual()
    assert Content("some words").get_height(rules, width) >= 1  # type: ignore[arg-type]


async def test_a_button_is_as_wide_as_its_new_label() -> None:
    class Sending(App[None]):
        def compose(self) -> ComposeResult:
            yield Button("Send", compact=True)

    mend_textual()
    async with Sending().run_test() as pilot:
        button = pilot.app.query_one(Button)
        button.styles.min_width = 0
        for label in ("Send", "Sending, one moment", "OK"):
            button.label = label
            await pilot.pause()
            assert button.region.width == len(label) + 2


async def test_an_app_ends_although_a_closing_screen_opens_another() -> None:
    closed: list[str] = []

    class First(Screen[None]):
        def on_unmount(self) -> None:
            self.app.switch_mode("third")
            closed.append("first")

    class Second(Screen[None]):
        def on_unmount(self) -> None:
            closed.append("second")

    class Closing(ReportingApp):
        MODES: ClassVar = {"first": First, "second": Second, "third": Screen}
        DEFAULT_MODE = "first"

    app = Closing()
    async with app.run_test():
        await app.switch_mode("second")
    assert closed == ["first", "second"]


async def test_a_screen_is_laid_out_once_for_each_size_of_the_terminal(
    stage: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[Size | None] = []
    lay_out = Screen._refresh_layout

    def noted(screen: Screen[object], size: Size | None = None, scroll: bool = False) -> None:
        laid_out.append(size)
        lay_out(screen, size, scroll)

    monkeypatch.setattr(Screen, "_refresh_layout", noted)
    on = stage(PLACES["home"].state())
    async with on.running("home") as pilot:
        assert {"-narrow", "-short"} <= on.app.screen.classes
        await pilot.resize_terminal(*LARGE)
        await on.until(pilot, lambda: {"-wide", "-tall"} <= on.app.screen.classes)
        await on.until_painted(pilot)
        assert laid_out.count(Size(*LARGE)) == 1
        before = on.text
        on.app.screen.post_message(events.Resize(Size(40, 10), Size(40, 10)))
        await on.until_painted(pilot)
        assert on.text == before, "a size that the terminal no longer has was taken"


async def test_a_screen_comes_to_the_front_once(
    stage: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Show and paint the whole state once."""
    shown: list[str] = []
    show = HomeScreen.show_changes

    def noted(screen: HomeScreen, changes: Change) -> None:
        if changes == ~Change(0):
            shown.append("home")
        show(screen, changes)

    styled: list[App[None]] = []
    refresh_css = App.refresh_css

    def noted_css(app: App[None], animate: bool = True) -> None:
        styled.append(app)
        refresh_css(app, animate)

    monkeypatch.setattr(HomeScreen, "show_changes", noted)
    monkeypatch.setattr(App, "refresh_css", noted_css)
    on = stage(PLACES["home"].state())
    async with on.running("status") as pilot:
        styled.clear()
        await on.arrive(pilot, "home")
        assert shown == ["home"]
        await on.arrive(pilot, "orders")
        await on.arrive(pilot, "home")
        assert shown == ["home"] * 2
        assert styled == [], "the widgets of the screen before are as they were"


Cells = dict[tuple[int, int], Segment]


def painted(compositor: Compositor, crop: Region) -> Cells:
    """Return each cell of this part of the screen, as it is painted."""
    found: Cells = {}
    lines = compositor._render_chops(crop, crop.line_range.__contains__)
    for y in crop.line_range:
        for left, strip in lines[y].items():
            for x, cell in enumerate(_cells(strip), left):
                if crop.contains(x, y):
                    found[x, y] = cell
    return found


def _cells(strip: Strip | None) -> list[Segment]:
    """Return the cells of a strip; None is what nothing has to be painted for."""
    return [Segment(one, part.style) for part in strip or () for one in part.text]


@pytest.mark.parametrize("place", ["home", "application", "account", "question"])
async def test_a_part_of_a_screen_is_painted_as_in_the_whole(
    stage: Build, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    at = PLACES[place]
    on = stage(at.state())
    chance = random.Random(7)
    async with on.running(size=LARGE) as pilot:
        await at.arrive(on, pilot)
        compositor = on.app.screen._compositor
        assert isinstance(compositor, RowCompositor)
        for _ in range(30):
            left, top = chance.randrange(LARGE[0]), chance.randrange(LARGE[1])
            size = chance.randint(1, 40), chance.randint(1, 12)
            crop = Region(left, top, *size).intersection(Size(*LARGE).region)
            ours = painted(compositor, crop)
            with monkeypatch.context() as patch:
                patch.setattr(RowCompositor, "_get_renders", Compositor._get_renders)
                assert ours == painted(compositor, crop)


async def test_only_rows_that_changed_are_asked_for(stage: Build) -> None:
    on = stage(PLACES["application"].state())
    async with on.running(size=LARGE) as pilot:
        await PLACES["application"].arrive(on, pilot)
        field = on.app.screen.focused
        assert field is not None
        compositor = on.app.screen._compositor
        renders = list(compositor._get_renders(field.region))
        assert [lines for _, _, lines in renders] == [[renders[0][2][0]]], "the field alone"


async def test_all_of_a_screen_is_styled_again_only_when_the_app_looks_different(
    stage: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    styled: list[str] = []
    style = Screen.update_node_styles

    def noted(screen: Screen[object], animate: bool = True) -> None:
        if not animate:  # the screen comes to the front
            styled.append(type(screen).__name__)
        style(screen, animate)

    monkeypatch.setattr(Screen, "update_node_styles", noted)
    on = stage(PLACES["home"].state())
    async with on.running("home") as pilot:
        await on.arrive(pilot, "orders")
        await on.arrive(pilot, "home")
        assert styled == []
        on.app.theme = "textual-light"
        await on.arrive(pilot, "orders")
        assert "OrdersScreen" in styled


async def test_only_what_can_be_seen_behind_the_front_screen_is_drawn(stage: Build) -> None:
    on = stage(PLACES["home"].state())
    async with on.running() as pilot:
        welcome = on.app.screen
        await pilot.press("a")
        await on.until(pilot, lambda: on.app.screen is not welcome)
        assert on.app._background_screens == []
        await PLACES["question"].arrive(on, pilot)
        assert on.app._background_screens == [on.app.screen_stack[-2]]


async def test_a_change_is_seen_through_two_dialogs(stage: Build) -> None:
    on = stage(PLACES["money"].state())
    async with on.running("money") as pilot:
        for title in ("Lower", "Upper"):
            on.app.push_screen(ConfirmDialog(title, [], "Agree", ""))
            await on.until_seen(pilot, title)
        await on.rest(pilot)
        assert "$510.00 cash" in on.text
        state = PLACES["money"].state()
        state.trading_account = states.money("77.00")
        await on.show(pilot, state)
        await on.until_seen(pilot, "$77.00 cash")


async def test_a_dialog_closes_below_others_once_and_gives_its_result(stage: Build) -> None:
    on = stage(PLACES["money"].state())
    results: list[bool | None] = []
    async with on.running("money") as pilot:
        lower, upper = (ConfirmDialog(title, [], "Agree", "") for title in ("Lower", "Upper"))
        for dialog in (lower, upper):
            on.app.push_screen(dialog, results.append)
            await on.rest(pilot)
        lower.finish(True)
        await on.until(pilot, lambda: results)
        await on.until(pilot, lambda: not lower.is_attached)
        lower.finish(False)
        assert on.app.screen is upper
        await pilot.press("escape")
        await on.until(pilot, lambda: on.app.screen is on.app.screen_stack[0])
        assert results == [True, None]


PRIVATE_PARTS: dict[object, tuple[str, ...]] = {
    App(): (
        "_background_screens",
        "_close_all",
        "_close_messages_no_wait",
        "_exception",
        "_exit_renderables",
        "_fatal_error",
        "_handle_exception",
        "_keymap",
        "_prune",
        "_replace_screen",
        "_screen_stack",
        "_screen_stacks",
    ),
    Button.label: ("_layout",),
    Compositor(): ("_get_renders",),
    Content("text"): ("_wrap_and_format",),
    Input(): ("_value", "_watch_value"),
    OptionList(): ("_index_to_line", "_move_page"),
    RadioSet(): ("_selected",),
    Screen: ("_binding_chain",),
    Screen(): (
        "_bindings",
        "_compositor",
        "_compositor_refresh",
        "_css_update_count",
        "_get_breakpoint_classes",
        "_on_resize",
        "_on_screen_resume",
        "_pop_result_callback",
        "_result_callbacks",
        "_running",
        "_screen_resized",
        "_set_dirty",
    ),
    Stylesheet(): ("_parse_rules", "_require_parse", "_variables"),
}


SOURCES = sorted(Path(str(textual_private.__file__)).parent.glob("*.py"))


def test_textual_has_each_private_part_that_the_app_uses() -> None:
    source = "".join(path.read_text() for path in SOURCES)
    for owner, names in PRIVATE_PARTS.items():
        for name in names:
            assert hasattr(owner, name), name
            assert re.search(rf"\b{name}\b", source), f"{name} is not used any more"


def test_no_other_module_imports_private_parts_of_textual() -> None:
    private = re.compile(
        r"^ *from textual([.\w]*\._|.* import .*\b_\w)|^ *import textual.*\._", re.MULTILINE
    )
    package = SOURCES[0].parents[2]
    users = {path for path in package.rglob("*.py") if private.search(path.read_text())}
    assert users <= set(SOURCES)
