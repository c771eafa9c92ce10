"""The track of a process and notes on it, below its row in a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from .status_track import track_lines
from .timeline import Stage

INDENT = 2
"""Columns by which the lines stand to the right of their row."""
Note = tuple[tuple[str, str], ...]
"""A line of texts, each with its style."""


@dataclass(frozen=True)
class TrackBelow:
    """Three lines of a track, then a line for each note, then a blank one if `is_spaced`."""

    stages: tuple[Stage, ...] = ()
    notes: tuple[Note, ...] = ()
    is_spaced: bool = False

    @property
    def height(self) -> int:
        return (3 if self.stages else 0) + len(self.notes) + self.is_spaced

    def lines(self, width: int) -> Sequence[Content]:
        room = max(1, width - INDENT)
        lines = track_lines(self.stages, room) if self.stages else []
        lines += [Content.assemble(*note).truncate(room, ellipsis=True) for note in self.notes]
        lines += [Content()] * self.is_spaced
        return [Content.assemble(" " * INDENT, line) for line in lines]
