"""A list of a few choices, opened by typing."""

from textual.app import App, ComposeResult
from textual.binding import Binding

from ribbit_tui.tui.inputs.pick_list import PickList

VISAS = ("B-1, business visitor", "DACA", "H-1B, specialty worker", "J-1, exchange visitor")


class Tiny(App[None]):
    BINDINGS = [Binding("1", "room", "Home")]
    rooms = 0

    def compose(self) -> ComposeResult:
        yield PickList([(visa, visa) for visa in VISAS])

    def action_show_screen(self) -> None:
        self.rooms += 1


async def test_typing_opens_it_and_goes_to_what_is_typed() -> None:
    app = Tiny()
    async with app.run_test(size=(40, 12)) as pilot:
        pick = app.query_one(PickList)
        pick.focus()
        await pilot.press(*"h-1")
        assert pick.expanded and pick.is_blank()
        await pilot.press("enter")
        assert (pick.value, pick.expanded) == ("H-1B, specialty worker", False)
        await pilot.press("1")
        assert (app.rooms, pick.expanded) == (0, True), "a digit is typed here, too"
        await pilot.press("escape")
        assert pick.value == "H-1B, specialty worker"
