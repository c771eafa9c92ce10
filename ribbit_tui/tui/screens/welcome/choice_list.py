"""Choices of two lines each, from which some can be taken away."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import OptionList
from textual.widgets.option_list import Option, OptionDoesNotExist

from ribbit_tui.tui.words.formats import plain

_WIDTH = 66
"""Of a line, in cells: what the smallest terminal has beside a scroll bar."""
_TAKE_AWAY = "take_away"
"""On the cells that are clicked to take a choice away."""


@dataclass(frozen=True)
class Choice:
    """`taking_away` says in a word or two what a click at its right end does, if it may go."""

    id: str
    title: str
    detail: str
    taking_away: str = ""


class ChoiceList(OptionList):
    @dataclass
    class TakeAway(Message):
        """The person wants this choice to be gone."""

        id: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)

    def show(self, groups: Iterable[Iterable[Choice]], at: str = "") -> None:
        """These choices, with a line between the groups.

        The highlight goes to the choice of this id; if there is none, it stays where it was.
        """
        before, highlighted = self.chosen, self.highlighted
        options: list[Option | None] = []
        for group in groups:
            rows = [Option(_lines(choice), choice.id) for choice in group]
            options += [None, *rows] if rows and options else rows
        self.set_options(options)
        for id in filter(None, (at, before)):
            with suppress(OptionDoesNotExist):
                self.highlighted = self.get_option_index(id)
                return
        if self.option_count:
            self.highlighted = min(highlighted or 0, self.option_count - 1)

    @property
    def chosen(self) -> str:
        """The id of the highlighted choice; empty if there is none."""
        option = self.highlighted_option
        return (option.id if option else None) or ""

    async def _on_click(self, event: events.Click) -> None:
        number = event.style.meta.get("option")
        if number is None or not event.style.meta.get(_TAKE_AWAY):
            await super()._on_click(event)
            return
        event.stop()
        event.prevent_default()
        self.highlighted = number
        self.post_message(self.TakeAway(self.chosen))


def _lines(choice: Choice) -> Content:
    room = _WIDTH - len(choice.taking_away) - 1
    title = Content(plain(choice.title, 200)).truncate(room, ellipsis=True, pad=True)
    click = Style(underline=True) + Style.from_meta({_TAKE_AWAY: True})
    detail = Content(plain(choice.detail, 200)).truncate(_WIDTH, ellipsis=True)
    return Content.assemble(
        title.stylize("bold"),
        " " if choice.taking_away else "",
        (choice.taking_away, click),
        "\n",
        detail.stylize("$quiet"),
    )
