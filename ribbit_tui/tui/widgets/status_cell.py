"""The cell of a status in a table."""

from ribbit_tui.tui.words.statuses import StatusTone, StatusWords

from .live_table import Cell

_TONES = {StatusTone.GOOD: "gain", StatusTone.BAD: "loss"}


def status_cell(words: StatusWords) -> Cell:
    """Create the cell: glyph and label, coloured by the tone of the status."""
    return Cell(f"{words.glyph} {words.label}", _TONES.get(words.tone, ""))
