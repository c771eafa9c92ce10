"""A list of choices with two lines each, some of which can be removed."""

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
"""Cells of a line that the smallest terminal has beside a scroll bar."""
_REMOVE = "remove"
"""Marks the cells that remove a choice when they are clicked."""


@dataclass(frozen=True)
class Choice:
    """A choice. A click on its `remove_label` removes it; empty if it cannot be removed."""

    id: str
    title: str
    detail: str
    remove_label: str = ""


class ChoiceList(OptionList):
    """Groups of choices, separated by lines."""

    @dataclass
    class RemoveRequested(Message):
        """Posted when the user wants to remove this choice."""

        id: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)

    def show(self, groups: Iterable[Iterable[Choice]], at: str = "") -> None:
        """Show these choices and highlight the one with the id `at`.

        Without such a choice, the highlight stays on its choice, or else on its index.
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
        """The id of the highlighted choice; empty without one."""
        option = self.highlighted_option
        return (option.id if option else None) or ""

    def on_click(self, event: events.Click) -> None:
        """Remove a choice on a click on its label. Other clicks are left to Textual."""
        index = event.style.meta.get("option")
        if index is not None and event.style.meta.get(_REMOVE):
            event.stop()
            event.prevent_default()
            self.highlighted = index
            self.post_message(self.RemoveRequested(self.chosen))


def _lines(choice: Choice) -> Content:
    width = _WIDTH - len(choice.remove_label) - 1
    title = Content(plain(choice.title, 200)).truncate(width, ellipsis=True, pad=True)
    click = Style(underline=True) + Style.from_meta({_REMOVE: True})
    detail = Content(plain(choice.detail, 200)).truncate(_WIDTH, ellipsis=True)
    return Content.assemble(
        title.stylize("bold"),
        " " if choice.remove_label else "",
        (choice.remove_label, click),
        "\n",
        detail.stylize("$quiet"),
    )
