"""An answer out of a long list, found by typing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events, on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from ribbit_tui.session.application.reference.countries import countries
from ribbit_tui.tui.inputs.go_on import GoOn
from ribbit_tui.tui.inputs.type_ahead import TypeAhead, TypeAheadInput
from ribbit_tui.tui.theme import EXTRA_VARIABLES, textual_theme
from tests.sweeps import examples


class Tiny(App[None]):
    """A country, and a line after it."""

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(textual_theme())
        self.theme = textual_theme().name
        self.said: list[str | None] = []
        self.escaped = 0

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return EXTRA_VARIABLES

    def compose(self) -> ComposeResult:
        yield TypeAhead(countries(), "USA")
        yield Input(id="next")

    def on_mount(self) -> None:
        self.query_one(TypeAhead).focus()

    @on(TypeAhead.Changed)
    def _changed(self, event: TypeAhead.Changed) -> None:
        self.said.append(event.value)

    @on(GoOn)
    def _go_on(self) -> None:
        self.screen.focus_next()

    def key_escape(self) -> None:
        self.escaped += 1


class Field:
    def __init__(self, app: Tiny, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        self.widget = app.query_one(TypeAhead)

    @property
    def shown(self) -> list[str]:
        options = self.app.query_one(OptionList)
        if not self.widget.is_open:
            return []
        return [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()


@asynccontextmanager
async def typed() -> AsyncIterator[Field]:
    app = Tiny()
    async with app.run_test(size=(76, 20)) as pilot:
        await pilot.pause()
        yield Field(app, pilot)


async def test_by_the_keyboard() -> None:
    async with typed() as field:
        await field.press(*"ger")
        assert field.shown[0] == "Germany"
        assert field.app.said[-1] is None, "what is typed replaces the answer"
        await field.press("enter")
        assert (field.widget.value, field.widget.text, field.shown) == ("DEU", "Germany", [])
        assert field.app.focused is field.app.query_one("#next"), "Enter takes it and goes on"

        await field.press("shift+tab", "enter")
        assert field.app.focused is field.app.query_one("#next"), "an answer stands"

        await field.press("shift+tab", *"united", "down", "down", "up", "tab")
        assert field.widget.value == "GBR"
        assert field.app.focused is field.app.query_one("#next"), "and so does Tab"

        await field.press("shift+tab", "down")
        assert len(field.shown) == len(countries()), "the list opens where the answer is"
        await field.press("down", "pagedown", "escape")
        assert not field.shown
        assert field.app.said[-1] == "GBR"
        assert field.app.escaped == 0
        await field.press("escape")
        assert field.app.escaped == 1, "with the list closed it is the screen's"

        await field.press("home", "shift+end", *"ch")
        assert field.widget.value == "CHE", "a code is an answer"
        await field.press("escape", "tab")
        assert field.widget.text == "Switzerland"

        await field.press("shift+tab", "backspace", "enter")
        assert field.widget.value is None
        assert len(field.shown) == len(countries()), "Enter on nothing opens the list"
        await field.press("escape", *"nowhere", "tab")
        assert (field.widget.value, field.widget.text) == (None, "nowhere")


async def test_by_the_mouse() -> None:
    async with typed() as field:
        assert not field.shown, "nobody has typed yet"
        await field.pilot.click(TypeAheadInput)
        assert len(field.shown) == len(countries())
        await field.press(*"ger")
        await field.pilot.click(OptionList, offset=(3, 0))
        await field.pilot.pause()
        assert field.widget.value == "DEU"
        assert field.app.focused is field.app.query_one(TypeAheadInput)
        assert field.app.said[-1] == "DEU"


async def test_keys_faster_than_the_list_leave_text_and_answer_the_same() -> None:
    async with typed() as field:
        await field.press(*"ger")
        line = field.app.query_one(TypeAheadInput)
        line.post_message(Input.Submitted(line, line.value))
        line.value = ""
        await field.pilot.pause()
        assert (field.widget.text, field.widget.value) == ("Germany", "DEU")
        assert field.app.said[-1] == "DEU"


async def test_other_choices_keep_what_is_being_typed() -> None:
    async with typed() as field:
        await field.press(*"ger")
        field.widget.set_choices(countries()[:3], None)
        assert field.widget.text == "ger"
        await field.press("escape", "tab")
        field.widget.set_choices(countries(), "FRA")
        assert field.widget.text == "France"
        field.widget.set_choices(countries(), "no such")
        assert (field.widget.text, field.widget.value) == ("", None)


async def test_nothing_that_is_typed_upsets_it() -> None:
    """Type each text into one field, which must still accept a country after it."""
    loop = asyncio.get_running_loop()
    async with typed() as field:

        async def type_it(text: str) -> None:
            field.app.query_one(TypeAheadInput).value = text
            for key in ("down", "pagedown", "up", "escape", "enter", "tab", "shift+tab"):
                field.app.post_message(events.Key(key, None))
            field.app.query_one(TypeAheadInput).focus()
            await field.pilot.pause()
            field.app.query_one(TypeAheadInput).value = "fra"
            await field.pilot.pause()
            await field.press("enter")
            assert field.widget.value == "FRA"

        @settings(max_examples=examples(2), deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.text(max_size=20) | st.sampled_from(["[/b]", "a\x00", "\x1b[2J", "ß", "Ⅷ"]))
        def type_all(text: str) -> None:
            asyncio.run_coroutine_threadsafe(type_it(text), loop).result(10)

        await asyncio.to_thread(type_all)
