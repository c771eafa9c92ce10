"""The line below a list that says how many of its items could not be read."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from ribbit_tui.session.state import Change, State


class UnreadableNote(Static):
    """A note about one part of the state, which takes no space while all of it could be read.

    The screen updates it.
    """

    DEFAULT_CSS = "UnreadableNote { display: none; height: 1; color: $quiet; }"

    def __init__(self, part: "Change", one: str, many: str = "") -> None:
        """Name an item of the part, and several of them where that is not `one` with an s."""
        super().__init__(markup=False)
        self._part = part
        self._one = one
        self._many = many or f"{one}s"

    def show(self, state: "State") -> None:
        """Show the number of items of the part that could not be read."""
        number = state.unreadable.get(self._part, 0)
        items = self._one if number == 1 else self._many
        self.update(Content(f"{number:,} {items} could not be read."))
        self.display = bool(number)
