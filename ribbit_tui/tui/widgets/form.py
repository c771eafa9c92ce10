"""A form built from field declarations. It knows how a kind of question looks, and no rule."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, RadioSet, Select, SelectionList, Static

from ribbit_tui.session.application.fields.field import Answer, Answers, Choice, Field, Kind
from ribbit_tui.tui.inputs.field_control import control, is_long
from ribbit_tui.tui.inputs.type_ahead import TypeAhead
from ribbit_tui.tui.words.formats import plain


class FormRow(Vertical):
    """One question: label, control, and below them its help or what is wrong with the answer."""

    DEFAULT_CSS = """
    FormRow {
        layout: horizontal;
        height: auto;
        margin-bottom: 1;
        .label { width: 20; height: auto; padding-right: 1; color: $foreground; }
        .answer { width: 1fr; height: auto; }
        .control { width: 100%; max-width: 58; }
        .message { color: $quiet; height: auto; max-width: 60; }
        &.-wrong .message { color: $error; }
        &.-wrong .label { color: $error; }
        Input.control { background: $surface; }
        Input.control:focus { background: $panel; }
        YesNo.control { width: auto; }
        SelectionList { height: auto; max-height: 8; }
        &.-question {
            layout: vertical;
            .label { width: 100%; max-width: 80; }
            .answer { width: 100%; }
            .message { max-width: 80; }
        }
    }
    """

    @dataclass
    class Answered(Message):
        """The person changed the answer."""

        row: "FormRow"
        answer: Answer

    @dataclass
    class Left(Message):
        """The person moved on from this question."""

        row: "FormRow"

    def __init__(self, field: Field, answer: Answer) -> None:
        super().__init__(classes="-question" if field.kind is Kind.YES_NO else "")
        self.field = field
        self._answer = answer
        self.error: str | None = None
        self._offered: tuple[Choice, ...] | None = None

    def compose(self) -> ComposeResult:
        yield Static(self.field.label, classes="label", markup=False)
        with Vertical(classes="answer"):
            yield control(self.field, self._answer)
            yield Static(self.field.help, classes="message", markup=False)

    def on_mount(self) -> None:
        self.show_error(None)

    def on_resize(self) -> None:
        """What is wrong with the answer may need more lines than its help did: show them."""
        if self.has_focus_within:
            self.call_after_refresh(self.scroll_visible, animate=False)

    def show_error(self, error: str | None) -> None:
        """Put an error in place of the help, or the help back."""
        self.error = error
        self.set_class(error is not None, "-wrong")
        message = self.query_one(".message", Static)
        hint = self.field.hint(self._answer)
        message.update(Content(f"✗ {plain(error, 300)}" if error else hint))
        message.display = bool(error or hint)

    def note(self, answer: Answer) -> None:
        """Take note of an answer: what is said about the question may change with it."""
        self._answer = answer
        if self.error is None:
            self.show_error(None)

    def offer(self, answers: Answers) -> None:
        """Put what suits the other answers first in the list."""
        choices = self.field.options(answers)
        if choices == self._offered:
            return
        self._offered = choices
        chosen_now = self._answer if isinstance(self._answer, str) else None
        if is_long(self.field):
            self.query_one(TypeAhead).offer(choices, chosen_now)
            return
        options = [(choice.label, choice.value) for choice in choices]
        select = self.query_one(Select)
        chosen = chosen_now or Select.NULL
        with select.prevent(Select.Changed):
            select.set_options(options)
            select.value = chosen if chosen in {value for _, value in options} else Select.NULL

    @property
    def names_nothing(self) -> bool:
        """Whether something was typed that is none of the choices."""
        return any(one.value is None and one.text for one in self.query(TypeAhead))

    def focus_control(self) -> None:
        self.query_one(".control").focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Answered(self, event.value))

    @on(Input.Blurred)
    def _left_input(self, event: Input.Blurred) -> None:
        event.stop()
        self.post_message(self.Left(self))

    @on(TypeAhead.Changed)
    def _found(self, event: TypeAhead.Changed) -> None:
        event.stop()
        self.post_message(self.Answered(self, event.value))

    @on(TypeAhead.Left)
    def _left_type_ahead(self, event: TypeAhead.Left) -> None:
        event.stop()
        self.post_message(self.Left(self))

    @on(Select.Changed)
    def _chosen(self, event: Select.Changed) -> None:
        event.stop()
        self.post_message(
            self.Answered(self, None if event.select.is_blank() else str(event.value))
        )

    @on(RadioSet.Changed)
    def _pressed(self, event: RadioSet.Changed) -> None:
        event.stop()
        self.post_message(self.Answered(self, event.index == 0))

    @on(SelectionList.SelectedChanged)
    def _ticked(self, event: "SelectionList.SelectedChanged[str]") -> None:
        event.stop()
        self.post_message(self.Answered(self, tuple(event.selection_list.selected)))


class Form(Vertical):
    """Rows of questions. Those that do not apply are hidden, and come and go with the answers."""

    DEFAULT_CSS = "Form { height: auto; }"

    @dataclass
    class Answered(Message):
        """An answer changed; the form has shown already what follows for its rows."""

        form: "Form"
        name: str
        answer: Answer

        @property
        def control(self) -> "Form":
            return self.form

    def __init__(
        self, fields: Sequence[Field], answers: Answers, today: date, *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._fields = fields
        self.answers: dict[str, Answer] = dict(answers)
        self._today = today

    def compose(self) -> ComposeResult:
        for field in self._fields:
            yield FormRow(field, self.answers.get(field.name))

    def on_mount(self) -> None:
        self._show_what_applies()

    def rows(self) -> Iterator[FormRow]:
        yield from self.query(FormRow)

    def errors(self) -> dict[str, str]:
        """What is wrong with the questions that apply, by field name, in their order."""
        found = {}
        for field in self._fields:
            error = self._error(field) if field.applies(self.answers) else None
            if error is not None:
                found[field.name] = error
        return found

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        """Show these errors alone and go to the first; False when none is in this form."""
        first: FormRow | None = None
        for row in self.rows():
            error = errors.get(row.field.name)
            row.show_error(error)
            if error is not None and first is None:
                first = row
        if first is not None:
            first.focus_control()
            first.scroll_visible(animate=False)
        return first is not None

    def focus_first(self) -> None:
        """Go to the first question that is still to be answered, else to the first."""
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
        event.row.note(event.answer)
        error = self._error(field)
        if event.row.error is not None or error is None:
            event.row.show_error(error)
        self._show_what_applies()
        self.post_message(self.Answered(self, field.name, event.answer))

    @on(FormRow.Left)
    def _left(self, event: FormRow.Left) -> None:
        """An answer is judged when it is left; one not given yet waits for Continue."""
        event.stop()
        if self.answers.get(event.row.field.name) or event.row.names_nothing:
            event.row.show_error(self._error(event.row.field))

    def _error(self, field: Field) -> str | None:
        return field.error(self.answers.get(field.name), self.answers, self._today)

    def _show_what_applies(self) -> None:
        for row in self.rows():
            row.display = row.field.applies(self.answers)
            if row.field.first is not None:
                row.offer(self.answers)
