"""The writes without a response, and the wait of one that is not accepted yet."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from datetime import tzinfo

    from ribbit_tui.session.session import Session

_SHORT_TERMINAL = 30
"""Rows from which a terminal has room for more lines."""
_LINES_IF_SHORT, _LINES = 2, 6


class UnansweredPanel(Vertical):
    """A line for each write whose outcome is not known. A key of every screen tells more."""

    DEFAULT_CSS = """
    UnansweredPanel {
        height: auto;
        display: none;
        background: $panel;
        padding: 0 2;
        Static { height: auto; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)

    def show(self, session: "Session | None", zone: "tzinfo | None", height: int) -> bool:
        """Show the open customer's writes; return whether there is anything to show.

        `height` is the height of the terminal in rows.
        """
        lines = _lines(session, zone, height) if session is not None else []
        self.display = bool(lines)
        if lines:
            self.query_one(Static).update(Content("\n").join(lines))
        return self.display


def _lines(session: "Session", zone: "tzinfo | None", height: int) -> list[Content]:
    wait = session.state.connection.write_wait
    writes = session.unanswered.lost(session.state.customer_id)
    if not writes and wait is None:
        return []
    from ribbit_tui.tui.words.unanswered import wait_words, write_line

    now = session.clock.now()
    limit = _LINES_IF_SHORT if height < _SHORT_TERMINAL else _LINES
    lines = [write_line(write, now, zone) for write in writes[-limit:]]
    if len(writes) > limit:
        lines.insert(0, Content.styled(f"… and {len(writes) - limit} earlier", "$quiet"))
    if wait is not None:
        lines.append(Content.styled(f"◌ Waiting to send. {wait_words(wait, now)}", "$info"))
    return lines
