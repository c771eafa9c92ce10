"""The stages of a process: past, current and remaining."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widgets import Static

from ribbit_tui.tui.words.statuses import GLYPHS, TONE_STYLES, StatusTone

from .changed_text import show_text


@dataclass(frozen=True)
class Stage:
    """One stage."""

    label: str
    detail: str = ""
    tone: StatusTone | None = None
    """None for a stage that is not reached yet."""
    note: str = ""
    """Text on a line of its own below."""


class Timeline(Static):
    """Stages from top to bottom, connected by a line."""

    DEFAULT_CSS = "Timeline { height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)

    def show(self, stages: Sequence[Stage]) -> None:
        """Show these stages."""
        parts: list[Content] = []
        for index, stage in enumerate(stages):
            if index:
                parts.append(Content.styled("  │", "$quiet"))
            parts.append(_line(stage))
            if stage.note:
                joint = "│" if index + 1 < len(stages) else " "
                parts.append(Content.styled(f"  {joint} {stage.note}", "$quiet"))
        show_text(self, Content("\n").join(parts))


def _line(stage: Stage) -> Content:
    if stage.tone is None:
        return Content.styled(f"  ○ {stage.label}", "$quiet")
    glyph = "◉" if stage.tone is StatusTone.WAITING else GLYPHS[stage.tone]
    return Content.assemble(
        (f"  {glyph} {stage.label}", TONE_STYLES[stage.tone]), (f"  {stage.detail}", "$quiet")
    )
