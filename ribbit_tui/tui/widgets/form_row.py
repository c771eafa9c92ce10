"""A row of a form."""

from dataclasses import dataclass
from enum import Enum, auto

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import AwaitMount
from textual.widgets import Input, RadioSet, Select, SelectionList, Static

from ribbit_tui.session.application.fields.field import Answer, Answers, Choice, Field, Kind
from ribbit_tui.tui.inputs.field_control import create_control, is_type_ahead
from ribbit_tui.tui.inputs.type_ahead import TypeAhead
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.words.formats import plain


class AnswerState(Enum):
    """The state of an answer, as its mark and the counts of the page show it."""

    OPEN = auto()
    """Not answered yet."""
    RIGHT = auto()
    WRONG = auto()
    OPTIONAL = auto()
    """Not answered, and not required."""


_MARKS = {
    AnswerState.OPEN: "",
    AnswerState.RIGHT: "✓",
    AnswerState.WRONG: "✗",
    AnswerState.OPTIONAL: "optional",
}


class FormRow(Vertical):
    """A field: label, control, and below the control its help or its error.

    A row is empty until its field applies, which many fields never do.
    """

    DEFAULT_CSS = """
    FormRow {
        height: auto;
        margin-bottom: 1;
        .entry { height: auto; }
        .label { width: 25; height: auto; padding-right: 1; color: $label; }
        .control { width: 34; }
        SelectionList.control { width: 46; }
        YesNo.control { width: auto; min-width: 34; }
        .mark { width: 1fr; height: 1; padding-left: 2; color: $quiet; text-wrap: nowrap; }
        .mark.-right { color: $success; }
        .mark.-wrong { color: $error; }
        .message {
            display: none;
            height: auto;
            max-width: 80;
            padding: 0 1 0 25;
            color: $quiet;
        }
        &:focus-within .message, &.-wrong .message, &.-consequence .message { display: block; }
        .message.-empty { display: none; }
        &:focus-within .label { color: $foreground; text-style: bold; }
        &.-wrong .message, &.-wrong .label { color: $error; }
        Input.control { background: $panel; }
        Input.control:focus { background: $cursor-row; }
        SelectionList { height: auto; max-height: 8; }
        &.-question {
            .label { width: 100%; max-width: 84; }
            .message { padding: 0 1 0 0; }
        }
    }
    """

    @dataclass
    class Answered(Message):
        """Posted when the user has changed the answer."""

        row: "FormRow"
        answer: Answer

    @dataclass
    class Blurred(Message):
        """Posted when the focus has left the control."""

        row: "FormRow"

    def __init__(self, field: Field, answer: Answer) -> None:
        super().__init__(classes="-question" if field.kind is Kind.YES_NO else "")
        self.field = field
        self._answer = answer
        self.error: str | None = None
        self._choices: tuple[Choice, ...] = ()
        self._state = AnswerState.OPEN

    def fill(self, answers: Answers) -> tuple[AwaitMount, ...]:
        """Mount the content, which can have the focus from now on. Returns what to wait for."""
        self._choices = self.field.options(answers)
        control = create_control(self.field, self._answer, self._choices)
        label = Static(self.field.label, classes="label", markup=False)
        mark = Static("", classes="mark", markup=False)
        hint = self.field.hint(self._answer)
        message = Static(hint, classes="message", markup=False)
        message.set_class(not hint, "-empty")
        entry = Horizontal(classes="entry")
        if self.field.kind is Kind.YES_NO:
            return self.mount(label, entry, message), entry.mount(control, mark)
        return self.mount(entry, message), entry.mount(label, control, mark)

    @property
    def is_filled(self) -> bool:
        """Whether the content has been mounted."""
        return bool(self.children)

    def on_resize(self) -> None:
        """Scroll to the whole row: an error may have more lines than the help."""
        if self.has_focus_within:
            self.call_after_refresh(self.scroll_visible, animate=False)

    def show_error(self, error: str | None) -> None:
        """Show an error instead of the help, or the help again."""
        self.error = error
        self.set_class(error is not None, "-wrong")
        self.set_class(self._answer is False and bool(self.field.no_hint), "-consequence")
        message = self.query_one(".message", Static)
        hint = self.field.hint(self._answer)
        show_text(message, Content(f"✗ {plain(error, 300)}" if error else hint))
        message.set_class(not (error or hint), "-empty")

    def show_mark(self, state: AnswerState) -> None:
        """Show behind the control whether the answer is right, wrong or optional."""
        if state is self._state:
            return
        self._state = state
        mark = self.query_one(".mark", Static)
        mark.update(_MARKS[state], layout=False)
        mark.set_class(state is AnswerState.RIGHT, "-right")
        mark.set_class(state is AnswerState.WRONG, "-wrong")

    def update_answer(self, answer: Answer) -> None:
        """Set the answer, on which the help may depend."""
        self._answer = answer
        if self.error is None:
            self.show_error(None)

    def update_choices(self, answers: Answers) -> None:
        """List the choices that fit the other answers first."""
        if self.field.first is None:
            return
        choices = self.field.options(answers)
        if choices == self._choices:
            return
        self._choices = choices
        value = self._answer if isinstance(self._answer, str) else None
        if is_type_ahead(self.field):
            self.query_one(TypeAhead).set_choices(choices, value)
            return
        options = [(choice.label, choice.value) for choice in choices]
        select = self.query_one(Select)
        chosen = value or Select.NULL
        with select.prevent(Select.Changed):
            select.set_options(options)
            select.value = chosen if chosen in {value for _, value in options} else Select.NULL

    @property
    def matches_no_choice(self) -> bool:
        """Whether a text was typed that is none of the choices."""
        return any(one.value is None and one.text for one in self.query(TypeAhead))

    def focus_control(self) -> None:
        self.query_one(".control").focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Answered(self, event.value))

    @on(Input.Blurred)
    def _input_blurred(self, event: Input.Blurred) -> None:
        event.stop()
        self.post_message(self.Blurred(self))

    @on(TypeAhead.Changed)
    def _found(self, event: TypeAhead.Changed) -> None:
        event.stop()
        self.post_message(self.Answered(self, event.value))

    @on(TypeAhead.Blurred)
    def _type_ahead_blurred(self, event: TypeAhead.Blurred) -> None:
        event.stop()
        self.post_message(self.Blurred(self))

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
