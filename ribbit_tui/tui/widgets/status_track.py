"""The stages of a process from left to right: a line, and below it labels and times."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.tui.words.statuses import StatusTone

from .changed_text import show_text
from .timeline import Stage

DONE, NOW, AHEAD, FAILED = "●", "◐", "○", "✗"
_LINE_DONE, _LINE_AHEAD = "━", "┄"
_STYLES = {
    StatusTone.GOOD: "$success",
    StatusTone.WAITING: "$info",
    StatusTone.BAD: "$error",
    StatusTone.ATTENTION: "$warning",
}
_GLYPHS = {
    StatusTone.GOOD: DONE,
    StatusTone.WAITING: NOW,
    StatusTone.BAD: FAILED,
    StatusTone.ATTENTION: "!",
}


def track_line(stages: Sequence[Stage], width: int) -> Content:
    """Draw the line of the track in `width` cells, its stages evenly spaced."""
    places = _places(len(stages), width)
    parts = []
    for index, stage in enumerate(stages):
        parts.append(Content.styled(*_glyph(stage)))
        if index + 1 < len(stages):
            parts.append(_join(stages[index + 1], places[index + 1] - places[index] - 1))
    return Content("").join(parts)


def track_lines(stages: Sequence[Stage], width: int) -> list[Content]:
    """Draw the track in `width` cells: its line, the labels of the stages, their details."""
    labels = [
        (stage.label, "$quiet" if stage.tone is None else _label_style(stage.tone))
        for stage in stages
    ]
    details = [(stage.detail or stage.note, "$quiet") for stage in stages]
    return [track_line(stages, width), _row(labels, width), _row(details, width)]


def _glyph(stage: Stage) -> tuple[str, str]:
    return (AHEAD, "$quiet") if stage.tone is None else (_GLYPHS[stage.tone], _STYLES[stage.tone])


def _join(following: Stage, length: int) -> Content:
    if following.tone is None:
        return Content.styled(_LINE_AHEAD * length, "$quiet")
    is_bad = following.tone is StatusTone.BAD
    return Content.styled(_LINE_DONE * length, "$error" if is_bad else "$success")


def _places(count: int, width: int) -> list[int]:
    """Return the column of each stage, each with the same room for its label.

    A label needs a blank column behind it, but for the last one.
    """
    step = (width + 1) // max(1, count)
    return [index * step for index in range(count)]


class StatusTrack(Static):
    """A horizontal track of three rows, or of the line alone if `is_short`."""

    DEFAULT_CSS = "StatusTrack { height: auto; padding: 0 1; }"

    def __init__(self, *, id: str | None = None, is_short: bool = False) -> None:
        super().__init__("", id=id, markup=False)
        self._stages: Sequence[Stage] = ()
        self._is_short = is_short

    def show(self, stages: Sequence[Stage]) -> None:
        """Show these stages."""
        self._stages = stages
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        width = self.content_size.width
        if not self._stages or width <= 0:
            return
        lines = track_lines(self._stages, width)
        show_text(self, Content("\n").join(lines[:1] if self._is_short else lines))


def _label_style(tone: StatusTone) -> str:
    return "" if tone is StatusTone.GOOD else _STYLES[tone]


def _row(texts: Sequence[tuple[str, str]], width: int) -> Content:
    """Put each text below its stage; one that is too wide for its place is cut with `…`."""
    places = [*_places(len(texts), width), width]
    parts = []
    for index, (text, style) in enumerate(texts):
        room = places[index + 1] - places[index]
        limit = room - 1 if index + 1 < len(texts) else room
        shown = text if cell_len(text) <= limit else f"{set_cell_size(text, max(0, limit - 1))}…"
        parts += [Content.styled(shown, style), Content(" " * max(0, room - cell_len(shown)))]
    return Content("").join(parts)
