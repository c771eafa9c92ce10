"""The rooms, with their keys; the one that is open stands out."""

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from ribbit_tui.tui.main_screens import ROOMS, Room


class RoomTab(Static):
    """One room: a click goes there."""

    @dataclass
    class Chosen(Message):
        room: Room

    def __init__(self, room: Room, *, is_open: bool) -> None:
        super().__init__(
            f"{room.key} {room.title}", markup=False, classes="-open" if is_open else ""
        )
        self._room = room
        self.tooltip = room.help

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Chosen(self._room))


class RoomBar(Horizontal):
    DEFAULT_CSS = """
    RoomBar {
        height: 1;
        background: $surface;
        RoomTab { width: auto; padding: 0 1; margin-right: 1; color: $quiet; }
        RoomTab:hover { color: $foreground; background: $panel; }
        RoomTab.-open { color: $background; background: $primary; text-style: bold; }
    }
    """

    def __init__(self, open_room: str) -> None:
        super().__init__()
        self._open_room = open_room

    def compose(self) -> ComposeResult:
        for room in ROOMS:
            yield RoomTab(room, is_open=room.name == self._open_room)
