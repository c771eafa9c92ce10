"""The keys at the foot of the screen: what they show, and what a click on them does."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.widgets import Input

from ribbit_tui.tui.frame.key_bar import Key, KeyBar, KeyLine, arrange
from ribbit_tui.tui.theme import textual_theme


class Keys(App[None]):
    """Two keys that do something, one of them also by another name, and one that cannot now."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "note('one')", "One", tooltip="Do the first"),
        Binding("f2,f3", "note('two')", "Two €"),
        Binding("f4", "cannot", "Three"),
        Binding("f5", "note('hidden')", "Hidden", show=False),
        Binding("f6", "only_in_field", "Clear"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(textual_theme())
        self.theme = textual_theme().name
        self.noted: list[str] = []
        self.bells = 0

    def compose(self) -> ComposeResult:
        yield Input()
        yield KeyBar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "only_in_field":
            return self.focused is not None
        return None if action == "cannot" else True

    def action_note(self, what: str) -> None:
        self.noted.append(what)

    def action_cannot(self) -> None:
        self.noted.append("cannot")

    def action_only_in_field(self) -> None:
        self.noted.append("cleared")

    def bell(self) -> None:
        self.bells += 1


def shown(line: KeyLine) -> str:
    return line.render_line(0).text


def styles(line: KeyLine, word: str) -> tuple[bool, bool]:
    """Whether a word is dim, and whether it stands out under the mouse."""
    plain = line.rich_style.bgcolor
    (style,) = [part.style for part in line.render_line(0) if part.text.strip() == word]
    assert style is not None
    return bool(style.dim), style.bgcolor != plain


async def click(pilot: Pilot[None], x: int) -> None:
    await pilot.click(KeyLine, offset=(x, 0))


async def test_the_keys_and_the_mouse() -> None:
    app = Keys()
    async with app.run_test(size=(80, 5)) as pilot:
        line = app.query_one(KeyLine)
        app.screen.set_focus(None)
        await pilot.pause()
        assert shown(line).rstrip() == " f1 One   f2 Two €   f4 Three"
        assert styles(line, "Three") == (True, False), "it cannot be taken now"
        assert styles(line, "One") == (False, False)

        ends = (
            (0, "One"),
            (7, "One"),
            (8, ""),
            (9, "Two €"),
            (18, "Two €"),
            (19, ""),
            (29, "Three"),
        )
        for x, word in ends:
            await pilot.hover(KeyLine, offset=(x, 0))
            hovered = line.hovered.description if line.hovered is not None else ""
            assert hovered == word, x
        await pilot.hover(KeyLine, offset=(1, 0))
        assert line.tooltip == "Do the first"
        assert styles(line, "One") == (False, True)
        assert styles(line, "Two €") == (False, False)
        await pilot.hover(Input)
        assert line.tooltip is None
        assert styles(line, "One") == (False, False)

        await click(pilot, 0)
        await click(pilot, 11)
        await click(pilot, 8)
        assert (app.noted, app.bells) == (["one", "two"], 0)
        await click(pilot, 21)
        assert (app.noted, app.bells) == (["one", "two"], 1)

        await pilot.hover(KeyLine, offset=(1, 0))
        app.query_one(Input).focus()
        await pilot.pause()
        assert shown(line).rstrip().endswith(" f4 Three   f6 Clear")
        assert line is app.query_one(KeyLine), "nothing was built anew"
        assert line.hovered is not None
        await click(pilot, len(shown(line).rstrip()) - 1)
        assert app.noted == ["one", "two", "cleared"]


def test_where_space_is_short_the_least_important_key_goes_first() -> None:
    def key(name: str, rank: int, *, is_of_app: bool = False) -> Key:
        return Key(name, name, "Words", True, "", rank, is_of_app)

    keys = (key("a", 90), key("b", 20), key("q", 50, is_of_app=True), key("?", 100, is_of_app=True))
    whole = arrange(keys, 60)
    assert [(x, one.key) for x, one in whole] == [(0, "a"), (10, "b"), (41, "q"), (51, "?")]
    assert [one.key for _, one in arrange(keys, 35)] == ["a", "q", "?"]
    assert [one.key for _, one in arrange(keys, 20)] == ["a", "?"]
    assert [one.key for _, one in arrange(keys, 10)] == ["?"]
