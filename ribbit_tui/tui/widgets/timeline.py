"""Stages of something under way: which are behind, which is now, which are to come."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widgets import Static

from ribbit_tui.tui.words.statuses import Mood

STYLES = {
    Mood.GOOD: "$success",
    Mood.WAITING: "$accent",
    Mood.BAD: "$error",
    Mood.ATTENTION: "$warning",
}


@dataclass(frozen=True)
class Stage:
    label: str
    detail: str = ""
    mood: Mood | None = None
    """None for a stage that is still to come."""
    note: str = ""
    """A line of its own below."""


class Timeline(Static):
    """Stages from top to bottom, joined by a line."""

    DEFAULT_CSS = "Timeline { height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)

    def show(self, stages: Sequence[Stage]) -> None:
        """Bring the stages up to date."""
        parts: list[Content] = []
        for index, stage in enumerate(stages):
            if index:
                parts.append(Content.styled("  │", "$quiet"))
            parts.append(_line(stage))
            if stage.note:
                joint = "│" if index + 1 < len(stages) else " "
                parts.append(Content.styled(f"  {joint} {stage.note}", "$quiet"))
        self.update(Content("\n").join(parts))


def _line(stage: Stage) -> Content:
    if stage.mood is None:
        return Content.styled(f"  ○ {stage.label}", "$quiet")
    glyph = {Mood.GOOD: "●", Mood.WAITING: "◉", Mood.BAD: "✗", Mood.ATTENTION: "!"}[stage.mood]
    return Content.assemble(
        (f"  {glyph} {stage.label}", STYLES[stage.mood]), (f"  {stage.detail}", "$quiet")
    )
