"""A field for a path, with the matching files below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestionReady
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from ribbit_tui.session.application.documents.paths import PathCompletion, last_path
from ribbit_tui.tui.inputs.text_field import TextField
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.words.formats import plain


class PathInput(TextField):
    """The input. Up and Down move through the matches, Tab completes to the highlighted one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("path.next", "to_match(1)"),
        bind("path.previous", "to_match(-1)"),
        bind("path.complete", "complete"),
    ]

    @dataclass
    class Moved(Message):
        """Posted when the user has moved by this many matches."""

        by: int

    @dataclass
    class Completed(Message):
        """Posted when the user has pressed Tab."""

    def action_to_match(self, by: int) -> None:
        self.post_message(self.Moved(by))

    def action_complete(self) -> None:
        self.post_message(self.Completed())


class PathField(Vertical):
    """The input and its matches. The owner looks the matches up whenever the text changes."""

    DEFAULT_CSS = """
    PathField {
        height: auto;
        Input { background: $surface; width: 100%; }
        Input:focus { background: $background; }
        OptionList {
            height: 5;
            border: none;
            padding: 0;
            background: transparent;
            & > .option-list--option { color: $quiet; }
            & > .option-list--option-highlighted { color: $foreground; background: $cursor-row; }
            & > .option-list--option-hover { background: $cursor-row; }
        }
    }
    """

    @dataclass
    class Changed(Message):
        """Posted when the text has changed: look up its matches and call `show_matches`."""

        text: str

    @dataclass
    class Entered(Message):
        """Posted when the user has pressed Enter on a complete path."""

        text: str

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._first_text = text
        self._matches: tuple[PathCompletion, ...] = ()

    def compose(self) -> ComposeResult:
        yield PathInput(self._first_text, placeholder="~/passport.pdf")
        matches = OptionList(markup=False, compact=True)
        matches.can_focus = False
        yield matches

    @property
    def text(self) -> str:
        return self._line.value

    @text.setter
    def text(self, text: str) -> None:
        self._line.value = text
        self._line.cursor_position = len(text)

    def focus_line(self) -> None:
        self._line.focus()

    def show_matches(self, text: str, matches: Sequence[PathCompletion]) -> None:
        """Show the matches of this text, unless it has changed in the meantime."""
        if text != self.text:
            return
        self._matches = tuple(matches)
        options = self.query_one(OptionList)
        options.set_options(Option(Content(plain(match.name, 200))) for match in matches)
        has_prefix = bool(text) and not text.endswith(("/", "\\"))
        if text and not matches:
            nothing = "Nothing here starts with that." if has_prefix else "This folder is empty."
            options.add_option(Option(nothing, disabled=True))
        options.highlighted = 0 if matches and has_prefix else None
        options.scroll_home(animate=False)
        self._suggest()

    @property
    def _line(self) -> PathInput:
        return self.query_one(PathInput)

    @property
    def _highlighted(self) -> PathCompletion | None:
        at = self.query_one(OptionList).highlighted
        return None if at is None or at >= len(self._matches) else self._matches[at]

    def _suggest(self) -> None:
        match, typed = self._highlighted, self.text
        if match is not None and match.text.startswith(typed):
            self._line.post_message(SuggestionReady(typed, match.text))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._matches = ()
        if (path := last_path(event.value)) != event.value:
            self.text = path
        else:
            self.post_message(self.Changed(event.value))

    @on(PathInput.Moved)
    def _moved(self, event: PathInput.Moved) -> None:
        event.stop()
        options = self.query_one(OptionList)
        if event.by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()
        self._suggest()

    @on(PathInput.Completed)
    def _completed(self, event: PathInput.Completed) -> None:
        event.stop()
        if not self._complete_to_highlighted():
            self.screen.focus_next()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if not self._complete_to_highlighted():
            self.post_message(self.Entered(self.text))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self._matches):
            self.text = self._matches[event.option_index].text
            self.focus_line()

    def _complete_to_highlighted(self) -> bool:
        """Replace the text with the highlighted match. Returns False if it changes nothing."""
        match = self._highlighted
        if match is None or match.text == self.text:
            return False
        self.text = match.text
        return True
