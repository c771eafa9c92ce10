"""A line of text to type or paste into."""

from typing import Any

from textual import events
from textual.widgets import Input

from ribbit_tui.session.application.values.text import is_hidden

LONGEST_PATH = 4096


class TextField(Input):
    """An input that nothing pasted can upset: one line, visible, as long as it may be.

    Textual's own refuses a paste that is too long without a word, and keeps escape sequences.
    """

    def __init__(self, value: str = "", **more: Any) -> None:
        super().__init__(_visible_line(value), select_on_focus=False, compact=True, **more)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        start, end = sorted(self.selection)
        room = None
        if self.max_length:
            room = max(0, self.max_length - len(self.value) + end - start)
        self.replace(_visible_line(event.text).strip()[:room], start, end)


def _visible_line(text: str) -> str:
    on_one_line = "".join(" " if sign in "\t\r\n" else sign for sign in text)
    return "".join(sign for sign in on_one_line if not is_hidden(sign))
