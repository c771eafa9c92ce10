"""A number typed in its groups, of which nobody sees a digit."""

from textual import events
from textual.app import App, ComposeResult

from ribbit_tui.tui.inputs.secret_number import SecretNumber


class Tiny(App[None]):
    def compose(self) -> ComposeResult:
        yield SecretNumber("078051120", (3, 2, 4))


async def test_dashes_come_and_go_by_themselves() -> None:
    app = Tiny()
    async with app.run_test(size=(40, 3)) as pilot:
        line = app.query_one(SecretNumber)
        assert line.value == "078-05-1120"
        assert line.render_line(0).text.startswith("•••-••-••••")
        await pilot.press("ctrl+u", *"1231")
        assert (line.value, line.cursor_position) == ("123-1", 5)
        await pilot.press("backspace", "backspace", "4", "5", "6")
        assert (line.value, line.cursor_position) == ("124-56", 6)
        await pilot.press("home", "right", "right", "9")
        assert (line.value, line.cursor_position) == ("129-45-6", 3), "typed in the middle"
        await pilot.press("9", "delete")
        assert (line.value, line.cursor_position) == ("129-95-6", 5)
        await pilot.press("end", *"7777")
        assert line.value == "129-95-67777", "a tenth digit is not dropped: the form says so"
        await pilot.press("backspace")
        assert line.value == "129-95-6777"
        await pilot.press("ctrl+u", *"12x4")
        assert (line.value, line.cursor_position) == ("12x4", 4), "what is no number stays"
        await pilot.press("ctrl+u")
        line.post_message(events.Paste("078 05 1120"))
        await pilot.pause()
        assert (line.value, line.cursor_position) == ("078-05-1120", 11)
        assert not any(sign.isdigit() for sign in line.render_line(0).text)
