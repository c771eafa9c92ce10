"""A form built from field declarations, which also hold its rules."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import AwaitMount
from textual.widgets import Input

from ribbit_tui.session.application.fields.field import Answer, Answers, Field, Kind
from ribbit_tui.tui.inputs.go_on import GoOn
from ribbit_tui.tui.inputs.radio import YesNo

from .form_row import AnswerState, FormRow


class Form(Vertical):
    """One row for each field, hidden while the field does not apply to the answers."""

    DEFAULT_CSS = "Form { height: auto; }"

    @dataclass
    class Answered(Message):
        """Posted when an answer has changed, before the rows are updated."""

        form: "Form"
        name: str
        answer: Answer

        @property
        def control(self) -> "Form":
            return self.form

    @dataclass
    class EndReached(Message):
        """Posted when the user goes on from the last field."""

        form: "Form"
        by_enter: bool
        """Whether the user has pressed Enter; else the last question was answered by a key."""

        @property
        def control(self) -> "Form":
            return self.form

    @dataclass
    class Checked(Message):
        """Posted when the numbers of right, wrong and open answers have changed."""

        counts: Mapping[AnswerState, int]

    def __init__(
        self, fields: Sequence[Field], answers: Answers, today: date, *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._fields = fields
        self._rows: list[FormRow] = []
        self.answers: dict[str, Answer] = dict(answers)
        self._today = today
        self._counts: Mapping[AnswerState, int] = {}

    def compose(self) -> ComposeResult:
        for field in self._fields:
            yield FormRow(field, self.answers.get(field.name))

    async def on_mount(self) -> None:
        self._rows = list(self.query(FormRow))
        await self._update_rows()

    def rows(self) -> Iterator[FormRow]:
        """Iterate over the rows whose fields apply or have applied."""
        return (row for row in self._rows if row.is_filled)

    def errors(self) -> dict[str, str]:
        """Return the errors of the fields that apply, by field name, in the order of the form."""
        found = {}
        for field in self._fields:
            error = self._error(field) if field.applies(self.answers) else None
            if error is not None:
                found[field.name] = error
        return found

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        """Show these errors and focus the first; False if none belongs to a row that is shown."""
        first: FormRow | None = None
        for row in self.rows():
            error = errors.get(row.field.name)
            row.show_error(error)
            if error is not None and row.display and first is None:
                first = row
        self._show_marks()
        if first is not None:
            first.focus_control()
            # Only then do the errors have their rows, and has the focus scrolled by itself.
            self.call_after_refresh(first.scroll_visible, animate=False)
        return first is not None

    def focus_first(self) -> None:
        """Focus the first field with an error or without an answer, else the first field."""
        shown = [row for row in self.rows() if row.display]
        unanswered = (row for row in shown if row.field.name in self.errors())
        first = next(unanswered, shown[0] if shown else None)
        if first is not None:
            first.focus_control()

    @on(FormRow.Answered)
    def _answered(self, event: FormRow.Answered) -> None:
        event.stop()
        field = event.row.field
        if self.answers.get(field.name) == event.answer:
            return
        self.answers[field.name] = event.answer
        event.row.update_answer(event.answer)
        error = self._error(field)
        if event.row.error is not None or error is None:
            event.row.show_error(error)
        self.post_message(self.Answered(self, field.name, event.answer))
        self.call_later(self._update_rows)  # after the message, which waits for no new row
        if field.kind is Kind.YES_NO:
            self.call_later(self._go_on_from, event.row)

    def _go_on_from(self, row: FormRow) -> None:
        """Go on from a question that was answered by a key, to what its answer asks next."""
        for question in row.query(YesNo):
            if question.goes_on and question.has_focus:
                self._go_on(by_enter=False)
            question.goes_on = False

    @on(Input.Submitted)
    @on(GoOn)
    def _entered(self, event: Input.Submitted | GoOn) -> None:
        event.stop()
        self._go_on(by_enter=True)

    def _go_on(self, *, by_enter: bool) -> None:
        """Focus the next field; tell when there is none."""
        shown = [row for row in self.rows() if row.display]
        if shown and shown[-1].has_focus_within:
            self.post_message(self.EndReached(self, by_enter))
        else:
            self.screen.focus_next()

    @on(FormRow.Blurred)
    def _blurred(self, event: FormRow.Blurred) -> None:
        """Validate an answer when its field loses the focus. An empty one waits for Continue."""
        event.stop()
        if self.answers.get(event.row.field.name) or event.row.matches_no_choice:
            event.row.show_error(self._error(event.row.field))
            self._show_marks()

    def _state(self, row: FormRow) -> AnswerState:
        """Return the state of an answer. It is wrong only once its error is shown."""
        if row.error is not None:
            return AnswerState.WRONG
        answer = self.answers.get(row.field.name)
        if answer is None or answer in ("", ()):
            is_required = row.field.is_required(self.answers)
            return AnswerState.OPEN if is_required else AnswerState.OPTIONAL
        return AnswerState.RIGHT if self._error(row.field) is None else AnswerState.OPEN

    def _show_marks(self) -> None:
        """Mark the answers, and tell how many are right."""
        states = {row: self._state(row) for row in self.rows() if row.display}
        for row, state in states.items():
            row.show_mark(state)
        counts = Counter(states.values())
        if counts != self._counts:
            self._counts = counts
            self.post_message(self.Checked(counts))

    def _error(self, field: Field) -> str | None:
        return field.error(self.answers.get(field.name), self.answers, self._today)

    async def _update_rows(self) -> None:
        """Show and hide the rows. Fill those that are shown for the first time."""
        if not self.is_attached:
            return  # the app is ending
        fillings: list[AwaitMount] = []
        for row in self._rows:
            row.display = row.field.applies(self.answers)
            if row.is_filled:
                row.update_choices(self.answers)
            elif row.display:
                fillings += row.fill(self.answers)
        if fillings:
            with self.app.batch_update():
                await asyncio.gather(*fillings)
        self._show_marks()
