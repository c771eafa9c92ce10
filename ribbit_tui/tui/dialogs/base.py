"""What every dialog shares."""

from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen

from ribbit_tui.tui.text_selection import SelectingScreen

Result = TypeVar("Result")

LEAST = (76, 20)
"""The smallest terminal (columns, rows) in which everything can be seen that is acted on."""


def keep_focus_in_sight(screen: Screen[Any]) -> None:
    """Scroll to what has the focus: a terminal that shrank may have left it below its edge."""
    if screen.focused is not None:
        screen.focused.scroll_visible(animate=False)


class Dialog(SelectingScreen[Result | None], ModalScreen[Result | None]):
    """A dialog that Escape leaves without an answer.

    Where it would not fit it hides, and its buttons with it: nobody agrees to what can't be read.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (LEAST[0], "-narrow")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST[1], "-short")]

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;  /* what it is about stays in sight behind it */
        &:ansi { background: transparent; }
        .dialog {
            width: 90%;
            max-width: 76;
            height: auto;
            max-height: 90%;
            overflow-y: auto;
            padding: 1 2;
            background: $panel;
            border: round $primary;
        }
        &.-tiny .dialog, &.-flat .dialog { display: none; }
        .title { text-style: bold; margin-bottom: 1; height: auto; }
        .buttons { height: auto; margin-top: 1; align-horizontal: right; }
        .buttons Button { margin-left: 2; }
        .hint { color: $quiet; height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="dialog.leave"),
    ]

    def on_resize(self) -> None:
        self.call_after_refresh(keep_focus_in_sight, self)

    def finish(self, result: Result | None) -> None:
        """Close with an answer. Textual would close the top dialog, which may be another one."""
        if self.is_active:
            self.dismiss(result)

    def action_leave(self) -> None:
        self.finish(None)
