"""The help at the side of a screen: its purpose and its keys."""

from textual.widget import Widget
from textual.widgets import HelpPanel


class HelpSidebar(HelpPanel):
    """Textual's help panel, with the help of the screen while nothing on it has the focus."""

    def update_help(self, focused_widget: Widget | None) -> None:
        super().update_help(focused_widget or self.screen)
