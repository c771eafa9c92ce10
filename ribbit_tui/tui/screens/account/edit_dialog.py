"""The dialog that changes one part of the account."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Static

from ribbit_tui.session.account.edits import NOTES, AccountEdit
from ribbit_tui.session.errors import ActionFailedError
from ribbit_tui.session.unanswered.writes import UnansweredError
from ribbit_tui.tui.dialogs.base import Dialog
from ribbit_tui.tui.dialogs.error import ErrorDialog
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.widgets.form import Form
from ribbit_tui.wire.account_changes import AccountChange


class EditAccountDialog(Dialog[bool]):
    """A dialog that returns True when the change is saved. Rejected fields show their error."""

    DEFAULT_CSS = """
    EditAccountDialog {
        .dialog { height: 90%; max-width: 84; }
        #edit-note { color: $quiet; height: auto; margin-bottom: 1; }
        #questions { height: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("edit.save", "save"),
    ]

    def __init__(
        self, edit: AccountEdit, send: Callable[[AccountChange], Awaitable[object]], today: date
    ) -> None:
        super().__init__()
        self._edit = edit
        self._send = send
        self._today = today
        self._saving = False

    def compose_dialog(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(f"Change: {self._edit.step.title}", classes="title", markup=False)
            yield Static(self._note(), id="edit-note", markup=False)
            with VerticalScroll(id="questions", can_focus=False):
                yield Form(self._edit.fields, self._edit.answers, self._today)
            with Horizontal(classes="buttons"):
                yield Button("Back", id="back", compact=True)
                yield Button("Save", id="save", variant="primary", compact=True)

    def _note(self) -> str:
        fixed = [
            f"{field.label}: {field.display_text(self._edit.answers.get(field.name))}"
            for field in self._edit.fixed
            if not field.sensitive and self._edit.answers.get(field.name) is not None
        ]
        cannot = f"Only the firm can change {'; '.join(fixed)}." if fixed else ""
        return " ".join(filter(None, (NOTES.get(self._edit.step.id, ""), cannot)))

    def on_mount(self) -> None:
        self.query_one(Form).focus_first()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    def action_leave(self) -> None:
        """Close the dialog, unless a change is being saved: its error needs the dialog."""
        if not self._saving:
            super().action_leave()

    @on(Form.EndReached)
    def _end_reached(self, event: Form.EndReached) -> None:
        event.stop()
        if event.by_enter:
            self.action_save()
        else:
            self.query_one("#save").focus()

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        form = self.query_one(Form)
        if self._saving or form.show_errors(self._edit.errors(form.answers, self._today)):
            return
        change = self._edit.change(form.answers)
        if change is None:
            self.finish(False)
            return
        self._save(change)

    @work(group="save", description="change an account")
    async def _save(self, change: AccountChange) -> None:
        self._show_saving(True)
        try:
            await self._send(change)
        except UnansweredError:
            self._saving = False
            self.finish(False)
            return
        except ActionFailedError as failure:
            self._show_saving(False)
            form, report = self.query_one(Form), failure.report
            name = self._edit.refused(report, form.answers)
            words = report.detail
            if report.request_id:
                words = f"{words} (request id {report.request_id})"
            if name is None or not form.show_errors({name: words}):
                self.app.push_screen(ErrorDialog(report))
            return
        self._saving = False
        self.finish(True)

    def _show_saving(self, saving: bool) -> None:
        self._saving = saving
        button = self.query_one("#save", Button)
        button.label = "Saving…" if saving else "Save"
        button.disabled = saving
