"""The dialog that asks for the details of a request."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Static

from ribbit_tui.session.application.values.answer import Answer
from ribbit_tui.tui.dialogs.base import Dialog
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.widgets.form import Form
from ribbit_tui.tui.words.formats import plain

Answered = dict[str, Answer]


class DetailsDialog(Dialog[Answered]):
    """A dialog that returns the answers once they are valid."""

    DEFAULT_CSS = """
    DetailsDialog {
        .text { height: auto; color: $quiet; margin-bottom: 1; }
        #questions { height: auto; max-height: 45vh; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("details.send", "send", priority=True),
    ]

    def __init__(
        self,
        title: str,
        text: str,
        form: Form,
        errors: Mapping[str, str] | None = None,
        *,
        from_top: bool = False,
    ) -> None:
        """`errors` come from an earlier attempt.

        `from_top` focuses the first field instead of the first open one: the form has to be read.
        """
        super().__init__()
        self._title = title
        self._text = text
        self._form = form
        self._errors = errors or {}
        self._from_top = from_top

    def compose_dialog(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(plain(self._title, 120), classes="title", markup=False)
            yield Static(plain(self._text, 300), classes="text", markup=False)
            with VerticalScroll(id="questions", can_focus=False):
                yield self._form
            with Horizontal(classes="buttons"):
                yield Button("Back", id="back", compact=True)
                yield Button("Send", id="send", variant="primary", compact=True)

    def on_mount(self) -> None:
        self.call_after_refresh(self._go_to_first)

    def _go_to_first(self) -> None:
        if self._errors and self._form.show_errors(self._errors):
            return
        if self._from_top:
            next(row for row in self._form.rows() if row.display).focus_control()
        else:
            self._form.focus_first()

    @on(Form.EndReached)
    def _end_reached(self, event: Form.EndReached) -> None:
        event.stop()
        if event.by_enter:
            self.action_send()
        else:
            self.query_one("#send").focus()

    @on(Button.Pressed, "#send")
    def action_send(self) -> None:
        if errors := self._form.errors():
            self._form.show_errors(errors)
        else:
            self.finish(dict(self._form.answers))

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.finish(None)
