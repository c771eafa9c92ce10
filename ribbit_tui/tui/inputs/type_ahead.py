"""A field that searches a long list of choices while the user types."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from ribbit_tui.session.application.values.answer import Choice
from ribbit_tui.session.application.values.lookup import exact_choice, matching_choices
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.words.formats import plain

from .go_on import GoOn
from .text_field import TextField

_PAGE_CHOICES = 7


class TypeAheadInput(TextField):
    """The input. Its keys move through the list while that is open."""

    HELP = "A long list to choose from: type a part of a name. Tab takes it."

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("type-ahead.next", "move(1)"),
        bind("type-ahead.previous", "move(-1)"),
        bind("type-ahead.page-down", f"move({_PAGE_CHOICES})"),
        bind("type-ahead.page-up", f"move(-{_PAGE_CHOICES})"),
        bind("type-ahead.accept", "accept"),
        bind("type-ahead.close", "close"),
    ]

    @dataclass
    class Moved(Message):
        """Posted when the user has moved by this many choices, or clicked the input.

        A message, not a call: it is handled after the keys that were typed before it.
        """

        by: int
        is_click: bool = False

    @dataclass
    class Accepted(Message):
        """Posted when the user has pressed Tab."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "close":
            return isinstance(self.parent, TypeAhead) and self.parent.is_open
        return super().check_action(action, parameters)

    def on_click(self) -> None:
        self.select_all()
        self.post_message(self.Moved(0, is_click=True))

    def action_move(self, by: int) -> None:
        self.post_message(self.Moved(by))

    def action_accept(self) -> None:
        self.post_message(self.Accepted())

    def action_close(self) -> None:
        if isinstance(self.parent, TypeAhead):
            self.parent.close()


class TypeAhead(Vertical):
    """The input and the matching choices below it.

    `value` is the choice that was selected, or whose label or code was typed in full; else None.
    """

    DEFAULT_CSS = """
    TypeAhead {
        height: auto;
        Input { background: $panel; width: 100%; }
        Input:focus { background: $cursor-row; }
        OptionList {
            display: none;
            overlay: screen;
            constrain: none inside;
            width: 1fr;
            height: auto;
            max-height: 9;
            border: none;
            padding: 0;
            background: $panel;
            text-wrap: nowrap;
            text-overflow: ellipsis;
            & > .option-list--option-highlighted { color: $on-colour; background: $primary; }
            & > .option-list--option-hover { background: $cursor-row; }
        }
        &.-open OptionList { display: block; }
    }
    """

    @dataclass
    class Changed(Message):
        """Posted when the value has changed to that of another choice, or to None."""

        value: str | None

    @dataclass
    class Blurred(Message):
        """Posted when the focus has left the field."""

    def __init__(
        self, choices: Sequence[Choice], value: str | None, *, classes: str | None = None
    ) -> None:
        super().__init__(classes=classes)
        self._choices = tuple(choices)
        self._matches: tuple[Choice, ...] = ()
        self.value = value if self._choice(value) else None
        self._line = TypeAheadInput(self._label(self.value), placeholder="Type, or ↓ for the list")
        self._options = OptionList(markup=False, compact=True)
        self._options.can_focus = False

    def compose(self) -> ComposeResult:
        yield self._line
        yield self._options

    def focus(self, scroll_visible: bool = True, **more: bool) -> "TypeAhead":
        self._line.focus(scroll_visible, **more)
        return self

    @property
    def is_open(self) -> bool:
        return self.has_class("-open")

    @property
    def text(self) -> str:
        return self._line.value.strip()

    def set_choices(self, choices: Sequence[Choice], value: str | None) -> None:
        """Replace the choices and the value without posting `Changed`."""
        self._choices = tuple(choices)
        self.value = value if self._choice(value) else None
        if not self._line.has_focus:
            with self._line.prevent(Input.Changed):
                self._line.value = self._label(self.value)

    def choose(self, value: str | None) -> None:
        """Close the list and set the value."""
        self.close()
        self._set_line(self._label(value))
        self._set_value(value)

    @on(TypeAheadInput.Moved)
    def _moved(self, event: TypeAheadInput.Moved) -> None:
        """Open the list, or move through it."""
        event.stop()
        if not self.is_open:
            self._open(self._choices)
        elif not event.is_click:
            self._move(event.by)

    def _move(self, by: int) -> None:
        options = self._options
        last = options.option_count - 1
        at = -1 if options.highlighted is None else options.highlighted
        if last >= 0:
            options.highlighted = max(0, min(last, at + by))

    @on(TypeAheadInput.Accepted)
    def _accepted(self, event: TypeAheadInput.Accepted) -> None:
        event.stop()
        self.accept()
        self.screen.focus_next()

    def accept(self) -> None:
        """Set the value to the highlighted choice, if the list is open."""
        at = self._options.highlighted
        if self.is_open and at is not None and at < len(self._matches):
            self.choose(self._matches[at].value)
        else:
            self.close()

    def close(self) -> None:
        self.remove_class("-open")
        self._line.refresh_bindings()

    def _choice(self, value: str | None) -> Choice | None:
        return next((choice for choice in self._choices if choice.value == value), None)

    def _label(self, value: str | None) -> str:
        choice = self._choice(value)
        return choice.label if choice else ""

    def _set_line(self, text: str) -> None:
        with self._line.prevent(Input.Changed):
            self._line.value = text
        self._line.cursor_position = len(text)

    def _open(self, matches: Sequence[Choice]) -> None:
        self._matches = tuple(matches)
        options = self._options
        options.set_options(Option(Content(plain(choice.label, 76))) for choice in self._matches)
        chosen = self._choice(self.value)
        options.highlighted = (
            self._matches.index(chosen) if chosen in self._matches else 0 if matches else None
        )
        self.set_class(bool(matches), "-open")
        self._line.refresh_bindings()

    def _set_value(self, value: str | None) -> None:
        if value != self.value:
            self.value = value
            self.post_message(self.Changed(value))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value == self._label(self.value):
            return  # the initial text
        if event.value != self._line.value:
            return  # outdated: a choice has replaced the text since
        named = exact_choice(self._choices, event.value)
        self._set_value(named.value if named else None)
        if event.value.strip():
            self._open(matching_choices(self._choices, event.value))
        else:
            self.close()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if not self.is_open and self.value is None and not self._line.value.strip():
            self._open(self._choices)
        else:
            self.accept()
            self.post_message(GoOn())

    @on(Input.Blurred)
    def _left(self, event: Input.Blurred) -> None:
        """Replace a typed code by the label of its choice. Keep a text that matches no choice."""
        event.stop()
        self.close()
        if self.value is not None:
            self._set_line(self._label(self.value))
        self.post_message(self.Blurred())

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self._matches):
            self.choose(self._matches[event.option_index].value)
            self._line.focus()

    def on_descendant_focus(self) -> None:
        """Select the text, so that typing replaces it."""
        self._line.select_all()
