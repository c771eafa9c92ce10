"""A status in a table."""

from ribbit_tui.tui.words.statuses import Mood, StatusWords

from .live_table import Cell

_TONES = {Mood.GOOD: "gain", Mood.BAD: "loss"}


def status_cell(words: StatusWords) -> Cell:
    return Cell(f"{words.glyph} {words.label}", _TONES.get(words.mood, ""))
