"""The tabs of the main screens, with their keys."""

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ribbit_tui.tui.keys.key_map import KeyMap
from ribbit_tui.tui.main_screens import MAIN_SCREENS, ScreenEntry


class ScreenTab(Static):
    """A tab. A click opens its screen."""

    @dataclass
    class Clicked(Message):
        """Posted when the user has clicked the tab of this screen."""

        entry: ScreenEntry

    def __init__(self, entry: ScreenEntry, key: str, *, is_open: bool) -> None:
        words = Content.assemble((key, "bold" if is_open else "$accent bold"), f" {entry.title}")
        super().__init__(words, markup=False, classes="-open" if is_open else "")
        self._entry = entry
        self.tooltip = entry.help

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Clicked(self._entry))


class ScreenTabs(Horizontal):
    """The tabs of all main screens; the open one is highlighted."""

    DEFAULT_CSS = """
    ScreenTabs {
        height: 1;
        background: $panel;
        ScreenTab { width: auto; padding: 0 1; margin-right: 1; color: $label; }
        ScreenTab:hover { color: $foreground; background: $cursor-row; }
        ScreenTab.-open { color: $on-colour; background: $primary; text-style: bold; }
    }
    """

    def __init__(self, open_screen: str, keys: KeyMap) -> None:
        super().__init__()
        self._keys = keys
        self._open_screen = open_screen

    def compose(self) -> ComposeResult:
        for entry in MAIN_SCREENS:
            key = self._keys.written(entry.key_id)
            yield ScreenTab(entry, key, is_open=entry.name == self._open_screen)
