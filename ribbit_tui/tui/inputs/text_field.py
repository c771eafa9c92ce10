"""A line of text to type or paste into."""

from typing import Any

from textual import events
from textual.widgets import Input

from ribbit_tui.session.application.values.text import is_hidden

LONGEST_PASTE = 20_000


class TextField(Input):
    """An input that nothing pasted can upset: one line, visible, whole.

    Nothing is ever cut: its form says what is too long for the answer. Only what no field could
    show quickly is not taken, and that is said.
    """

    def __init__(self, value: str = "", **more: Any) -> None:
        super().__init__(_visible_line(value), select_on_focus=False, compact=True, **more)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if len(event.text) > LONGEST_PASTE:
            self.app.notify(
                f"Not pasted: {len(event.text):,} characters are too many for a field.",
                severity="warning",
                markup=False,
            )
            return
        self.replace(_visible_line(event.text).strip(), *sorted(self.selection))


def _visible_line(text: str) -> str:
    on_one_line = "".join(" " if sign in "\t\r\n" else sign for sign in text)
    return "".join(sign for sign in on_one_line if not is_hidden(sign))
