"""Radio buttons that show their state by shape, not by colour alone."""

from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import RadioButton, RadioSet

from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.textual_private.inputs import set_radio_cursor

from .go_on import GoOn


class Radio(RadioButton):
    """`●` when chosen, `○` when not."""

    BUTTON_LEFT = ""
    BUTTON_RIGHT = " "

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]  # noqa: N802
        return "●" if self.value else "○"


class RadioLine(RadioSet):
    """Choices side by side on one line."""

    HELP = "A choice. The arrows choose, and Enter goes on to the next field."

    DEFAULT_CSS = """
    RadioLine {
        layout: horizontal;
        height: 1;
        width: auto;
        background: transparent;
        &:focus { background-tint: transparent; }
        & > Radio { width: auto; margin-right: 2; background: transparent; }
        & > Radio > .toggle--button { color: $quiet; background: transparent; }
        & > Radio.-on > .toggle--button { color: $primary; background: transparent; }
        &:blur > Radio.-selected > .toggle--label, & > Radio.-selected > .toggle--label {
            background: transparent;
        }
        &:focus > Radio.-selected > .toggle--label {
            background: $cursor-row;
            color: $foreground;
            text-style: none;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("radio.previous", "choose_next(-1)"),
        bind("radio.next", "choose_next(1)"),
        bind("radio.go-on", "go_on"),
    ]

    def action_choose_next(self, by: int) -> None:
        """Select the next or previous button. Enter only moves the focus, so it never answers."""
        last = len(self.children) - 1
        chosen = self.pressed_index
        if chosen < 0:
            self.choose(0 if by > 0 else last)
        else:
            self.choose(max(0, min(last, chosen + by)))

    def action_go_on(self) -> None:
        self.post_message(GoOn())

    def choose(self, index: int) -> None:
        """Select the button with this index."""
        radio = self.children[index]
        if isinstance(radio, Radio):
            set_radio_cursor(self, index)
            radio.value = True

    def on_mount(self) -> None:
        self.call_next(self._highlight_selected)

    def _highlight_selected(self) -> None:
        """Put the cursor on the selected button, so that Space does not change the answer."""
        if self.pressed_index >= 0:
            set_radio_cursor(self, self.pressed_index)


class YesNo(RadioLine):
    """Yes or No, also by the keys y and n, which go on to the next question."""

    goes_on = False
    """Whether the answer was given by a key that also goes on; the form goes on and resets it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("answer.yes", "answer(0)"),
        bind("answer.no", "answer(1)"),
    ]

    def __init__(self, answer: bool | None, *, classes: str | None = None) -> None:
        super().__init__(
            Radio("Yes", value=answer is True, compact=True),
            Radio("No", value=answer is False, compact=True),
            classes=classes,
            compact=True,
        )

    def action_answer(self, index: int) -> None:
        """Answer and go on. The form goes on after it has shown what the answer asks next."""
        if self.pressed_index == index:
            self.post_message(GoOn())
        else:
            self.goes_on = True
            self.choose(index)
