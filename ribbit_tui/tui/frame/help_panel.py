"""What the screen is for and which keys it has, beside it."""

from textual.widget import Widget
from textual.widgets import HelpPanel


class RibbitHelp(HelpPanel):
    """Textual's own, which says nothing of a screen while nothing on it has the focus."""

    def update_help(self, focused_widget: Widget | None) -> None:
        super().update_help(focused_widget or self.screen)
