"""The base class of the dialogs."""

from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen, Screen

from ribbit_tui.tui.frame.key_bar import KeyBar
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.text_selection import SelectableScreen

Result = TypeVar("Result")

MIN_SIZE = (76, 20)
"""The smallest terminal (columns, rows) that the app supports."""


def scroll_to_focus(screen: Screen[Any]) -> None:
    """Scroll to the focused widget, which may be out of sight after the terminal has shrunk."""
    if screen.focused is not None:
        screen.focused.scroll_visible(animate=False)


class Dialog(SelectableScreen[Result | None], ModalScreen[Result | None]):
    """A dialog with a result; Escape closes it with None.

    It is hidden while the terminal is too small, so that nobody confirms what they cannot read.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (MIN_SIZE[0], "-narrow")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (MIN_SIZE[1], "-short")]

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;  /* the screen stays visible behind it */
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
        &.-tiny .dialog, &.-flat .dialog, &.-tiny KeyBar, &.-flat KeyBar { display: none; }
        .title { text-style: bold; margin-bottom: 1; height: auto; }
        .buttons { height: auto; margin-top: 1; align-horizontal: right; }
        .buttons Button { margin-left: 2; }
        .hint { color: $quiet; height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("dialog.leave", "leave"),
        bind("always.help", "app.help"),
    ]

    def compose(self) -> ComposeResult:
        yield from self.compose_dialog()
        yield KeyBar()

    def compose_dialog(self) -> ComposeResult:
        """Yield the widgets of the dialog, in a container with the class `dialog`."""
        raise NotImplementedError

    def on_resize(self) -> None:
        self.call_after_refresh(scroll_to_focus, self)

    def finish(self, result: Result | None) -> None:
        """Close this dialog with a result, also below others. Once it is closed: do nothing."""
        if self.is_active:
            self.dismiss(result)
        elif self in self.app.screen_stack:
            self.dismiss_from_below(result)

    def action_leave(self) -> None:
        self.finish(None)
