"""A list of facts about the account: label and value, one fact a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

_LABEL_WIDTH = 18
"""Columns of the labels, at least: lists beside each other have their values in line."""
_LONGEST = 40
_GAP = 2
_STYLES = {
    "": "",
    "good": "$success",
    "bad": "$error",
    "attention": "$warning",
    "quiet": "$quiet",
}


@dataclass(frozen=True)
class Fact:
    """A label with its value."""

    label: str
    value: str
    tone: str = ""
    """`good`, `bad`, `attention`, `quiet`, or empty."""


class FactList(Widget):
    """The facts of one section, drawn for its width: as widgets they took most of a screen."""

    DEFAULT_CSS = "FactList { height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._facts: tuple[Fact, ...] = ()

    def show(self, facts: Sequence[Fact]) -> None:
        """Show these facts."""
        if self._facts != (facts := tuple(facts)):
            self._facts = facts
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(fact_rows(self._facts, width))

    def render(self) -> Content:
        return Content("\n").join(fact_rows(self._facts, self.content_size.width))


def fact_rows(facts: Sequence[Fact], width: int) -> list[Content]:
    """Draw the facts in `width` columns; labels and values that are longer go on below."""
    column, rows = _label_width(facts, width), []
    for fact in facts:
        label = Content.styled(fact.label, "$quiet").wrap(column - _GAP)
        value = Content.styled(fact.value, _STYLES[fact.tone]).wrap(max(1, width - column))
        rows += [
            Content.assemble(left.pad_right(column - left.cell_length), right)
            for left, right in zip_longest(label, value, fillvalue=Content())
        ]
    return rows


def _label_width(facts: Sequence[Fact], width: int) -> int:
    """Return the columns for the labels: as many as they need, where the values leave them."""
    label = max((cell_len(fact.label) for fact in facts), default=0) + _GAP
    value = max((cell_len(fact.value) for fact in facts), default=0)
    return max(_LABEL_WIDTH, min(label, width - value, _LONGEST))
