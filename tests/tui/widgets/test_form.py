"""A form whose questions appear with the answers."""

import asyncio
from datetime import date

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Select, Static

from ribbit_tui.session.application.fields.conditions import said_yes
from ribbit_tui.session.application.fields.field import Choice, Field, Kind
from ribbit_tui.tui.inputs.type_ahead import TypeAhead
from ribbit_tui.tui.theme import EXTRA_VARIABLES, textual_theme
from ribbit_tui.tui.widgets.form import Form
from ribbit_tui.tui.widgets.form_row import FormRow
from tests.waiting import until

TODAY = date(2026, 7, 1)
IN_EXILE = said_yes("exile")
FIELDS = (
    Field("reason", "Reason", Kind.TEXT, when=IN_EXILE),
    Field("exile", "Do you live in exile?", Kind.YES_NO),
    Field("visa", "Visa", Kind.CHOICE, choices=(Choice("B1", "B1"),), when=IN_EXILE),
    Field("home", "Home", Kind.COUNTRY, when=IN_EXILE, help="Where you were born"),
    Field("name", "Name", Kind.TEXT),
)


class FormApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.register_theme(textual_theme())
        self.theme = textual_theme().name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return EXTRA_VARIABLES

    def compose(self) -> ComposeResult:
        yield Vertical(Form(FIELDS, {}, TODAY))

    @property
    def form(self) -> Form:
        return self.query_one(Form)

    @property
    def shown(self) -> list[str]:
        return [row.field.name for row in self.query(FormRow) if row.region.height]

    @property
    def focused_field(self) -> str:
        assert self.focused is not None
        return next(one.field.name for one in self.focused.ancestors if isinstance(one, FormRow))

    def press_at_once(self, *keys: str) -> None:
        for key in keys:
            self.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_questions_appear_at_their_places_and_keep_their_answers() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        app.form.focus_first()
        await pilot.press("y")
        await until(lambda: app.shown == ["reason", "exile", "visa", "home", "name"])
        assert app.focused_field == "visa"
        await pilot.press("tab", "tab", *"Ada", "shift+tab")
        assert app.focused_field == "home"
        await pilot.press(*"germ", "enter")
        await until(lambda: app.form.answers.get("home") == "DEU")
        app.query(FormRow)[1].focus_control()
        await pilot.press("n")
        await until(lambda: app.shown == ["exile", "name"])
        app.query(FormRow)[1].focus_control()
        await pilot.press("y")
        await until(lambda: app.shown == [field.name for field in FIELDS])
        assert app.query_one(TypeAhead).text == "Germany"
        assert app.form.answers["name"] == "Ada"


async def test_a_question_that_never_applied_has_no_widgets() -> None:
    app = FormApp()
    async with app.run_test():
        assert app.shown == ["exile", "name"]
        assert not app.query(Select)
        assert not app.query(TypeAhead)
        assert len(app.query(Input)) == 1


async def test_new_questions_are_complete_when_they_are_first_seen() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        app.form.focus_first()
        seen = set()

        def look() -> None:
            lines = [str(part.render()) for part in app.query(Static) if part.region.height]
            seen.add((app.form.region.height, "Choose…" in lines, "Home" in lines))

        before = app.form.region.height
        app.press_at_once("y")
        for _ in range(200):
            await asyncio.sleep(0)
            look()
        await pilot.pause()
        look()
        after = app.form.region.height
        assert before < after
        assert seen == {(before, False, False), (after, True, True)}


async def test_an_error_at_a_question_that_has_just_appeared() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        assert not app.form.show_errors({"home": "No such country."}), "it is not shown"
        app.form.focus_first()
        app.press_at_once("y")
        await until(lambda: app.query(TypeAhead))
        assert app.form.show_errors({"home": "No such country."})
        await pilot.pause()
        assert app.focused_field == "home"
        assert "✗ No such country." in {str(one.render()) for one in app.query(Static)}


async def test_a_form_can_be_removed_while_questions_appear() -> None:
    """Remove it after each number of steps of the event loop that the appearance takes."""
    app = FormApp()
    async with app.run_test() as pilot:
        for steps in range(24):
            app.form.focus_first()
            await pilot.pause()
            app.press_at_once("y")
            for _ in range(steps):
                await asyncio.sleep(0)
            await app.query_one(Vertical).remove()
            await app.screen.mount(Vertical(Form(FIELDS, {}, TODAY)))


async def test_the_app_can_end_while_questions_appear() -> None:
    for steps in range(24):
        app = FormApp()
        async with app.run_test() as pilot:
            app.form.focus_first()
            await pilot.pause()
            app.press_at_once("y")
            for _ in range(steps):
                await asyncio.sleep(0)
            app.exit()
