"""The cell of a status in a table."""

from ribbit_tui.tui.words.statuses import StatusTone, StatusWords

from .table_rows import Cell

_TONES = {
    StatusTone.GOOD: "good",
    StatusTone.BAD: "bad",
    StatusTone.WAITING: "waiting",
    StatusTone.ATTENTION: "attention",
}


def status_cell(words: StatusWords) -> Cell:
    """Create the cell: glyph and label, coloured by the tone of the status."""
    return Cell(f"{words.glyph} {words.label}", _TONES[words.tone])
