"""What every dialog shares."""

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None]):
    """A dialog that Escape leaves without an answer."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
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
        .title { text-style: bold; margin-bottom: 1; height: auto; }
        .buttons { height: auto; margin-top: 1; align-horizontal: right; }
        .buttons Button { margin-left: 2; }
        .hint { color: $quiet; height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="dialog.leave"),
    ]

    def finish(self, result: Result | None) -> None:
        """Close with an answer. Textual would close the top dialog, which may be another one."""
        if self.is_active:
            self.dismiss(result)

    def action_leave(self) -> None:
        self.finish(None)
