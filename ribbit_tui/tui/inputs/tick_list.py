"""A list to tick: what is not ticked shows an empty box, not a pale mark."""

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import SelectionList
from textual.widgets._toggle_button import ToggleButton


class TickList(SelectionList[str]):
    """Textual's list draws the mark in every box and tells by colour alone."""

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        index = self.scroll_offset.y + y
        if index >= self.option_count or self.get_option_at_index(index).value in self.selected:
            return strip
        return Strip(
            Segment(" ", part.style) if part.text == ToggleButton.BUTTON_INNER else part
            for part in strip
        )
