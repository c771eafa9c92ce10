"""Text selection by mouse that tolerates widgets being removed."""

from typing import TypeVar

from textual.geometry import Offset
from textual.widget import Widget

from .textual_private.steady_screen import SteadyScreen

Result = TypeVar("Result")


class SelectableScreen(SteadyScreen[Result]):
    """A screen on which pressing a widget that is being removed starts no selection.

    Textual raises an error there.
    """

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        widget, offset = super().get_widget_and_offset_at(x, y)
        if widget is not None and widget.parent is None:
            return None, None
        return widget, offset
