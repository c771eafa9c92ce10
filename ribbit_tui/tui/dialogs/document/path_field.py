"""A line for a path, with what it can go on with below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestionReady
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from ribbit_tui.session.application.documents.paths import PathCompletion, last_path
from ribbit_tui.tui.inputs.text_field import TextField
from ribbit_tui.tui.words.formats import plain


class PathLine(TextField):
    """The line itself: its arrows move through the matches, Tab takes the one they are on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "to_match(1)", "Next match", show=False, id="path.next"),
        Binding("up", "to_match(-1)", "Previous match", show=False, id="path.previous"),
        Binding("tab", "complete", "Complete", show=False, id="path.complete"),
    ]

    @dataclass
    class Moved(Message):
        by: int

    @dataclass
    class Completed(Message):
        """Tab was pressed."""

    def action_to_match(self, by: int) -> None:
        self.post_message(self.Moved(by))

    def action_complete(self) -> None:
        self.post_message(self.Completed())


class PathField(Vertical):
    """Shows the matches that it is given; the owner looks them up when the text changes."""

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
        """Another text: the matches are to be looked up."""

        text: str

    @dataclass
    class Entered(Message):
        """The person is done with the path."""

        text: str

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._first_text = text
        self._matches: tuple[PathCompletion, ...] = ()

    def compose(self) -> ComposeResult:
        yield PathLine(self._first_text, placeholder="~/passport.pdf")
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
        """What the text can go on with; nothing happens if another was typed meanwhile."""
        if text != self.text:
            return
        self._matches = tuple(matches)
        options = self.query_one(OptionList)
        options.set_options(Option(Content(plain(match.name, 200))) for match in matches)
        begun = bool(text) and not text.endswith(("/", "\\"))
        if text and not matches:
            nothing = (
                "Nothing here starts like that." if begun else "Nothing to see in this folder."
            )
            options.add_option(Option(nothing, disabled=True))
        options.highlighted = 0 if matches and begun else None
        options.scroll_home(animate=False)
        self._suggest()

    @property
    def _line(self) -> PathLine:
        return self.query_one(PathLine)

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
        if (anew := last_path(event.value)) != event.value:
            self.text = anew
        else:
            self.post_message(self.Changed(event.value))

    @on(PathLine.Moved)
    def _moved(self, event: PathLine.Moved) -> None:
        event.stop()
        options = self.query_one(OptionList)
        if event.by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()
        self._suggest()

    @on(PathLine.Completed)
    def _completed(self, event: PathLine.Completed) -> None:
        event.stop()
        if not self._take_highlighted():
            self.screen.focus_next()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if not self._take_highlighted():
            self.post_message(self.Entered(self.text))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self._matches):
            self.text = self._matches[event.option_index].text
            self.focus_line()

    def _take_highlighted(self) -> bool:
        """Go on with the highlighted match; False if there is none, or it is there already."""
        match = self._highlighted
        if match is None or match.text == self.text:
            return False
        self.text = match.text
        return True
