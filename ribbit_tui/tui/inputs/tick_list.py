"""A list of check boxes that shows unchecked boxes empty."""

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import Checkbox, SelectionList


class TickList(SelectionList[str]):
    """Textual's list draws the same mark in every box and distinguishes them by colour alone."""

    HELP = "A list of boxes. Space ticks the one at the cursor."

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        index = self.scroll_offset.y + y
        if index >= self.option_count or self.get_option_at_index(index).value in self.selected:
            return strip
        return Strip(
            Segment(" ", part.style) if part.text == Checkbox.BUTTON_INNER else part
            for part in strip
        )
