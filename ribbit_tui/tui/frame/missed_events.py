"""The events of the open customer that were missed while the app was closed."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from ribbit_tui.tui.words.formats import day_and_time, plain
from ribbit_tui.tui.words.statuses import GLYPHS, TONE_STYLES, StatusTone

if TYPE_CHECKING:
    from ribbit_tui.session.state import MissedEvent
    from ribbit_tui.session.sync.missed_events import NoticeSummary

_SHORT_TERMINAL = 30
"""Rows from which a terminal has room for more lines."""
_LINES_IF_SHORT, _LINES = 3, 8
_TONES = {"information": StatusTone.GOOD, "warning": StatusTone.ATTENTION, "error": StatusTone.BAD}


class MissedEventsPanel(Vertical):
    """A summary of the missed events, shown until the user dismisses it."""

    DEFAULT_CSS = """
    MissedEventsPanel {
        height: auto;
        display: none;
        background: $panel;
        padding: 0 2;
        .head { height: 1; }
        .head Static { width: 1fr; color: $accent; text-style: bold; }
        .events { height: auto; }
    }
    """

    class Dismissed(Message):
        """Posted when the user has dismissed the panel."""

    def compose(self) -> ComposeResult:
        with Horizontal(classes="head"):
            yield Static("While you were away", markup=False)
            yield Button("Dismiss", compact=True)
        yield Static("", classes="events", markup=False)

    def show(self, missed: "Sequence[MissedEvent]", zone: tzinfo | None, height: int) -> None:
        """Show these events. `height` is the height of the terminal in rows."""
        self.display = bool(missed)
        if not missed:
            return
        from ribbit_tui.session.sync.missed_events import summarize

        limit = _LINES_IF_SHORT if height < _SHORT_TERMINAL else _LINES
        summaries = summarize(missed)
        hidden = len(summaries) - limit
        lines = [_line(one, zone) for one in summaries[-limit:]]
        if hidden > 0:
            lines.insert(0, Content.styled(f"… and {hidden} earlier", "$quiet"))
        self.query_one(".events", Static).update(Content("\n").join(lines))

    @on(Button.Pressed)
    def _dismiss(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Dismissed())


def _line(summary: "NoticeSummary", zone: tzinfo | None) -> Content:
    notice = summary.notice
    tone = _TONES[notice.tone.value]
    times = f" ×{summary.count}" if summary.count > 1 else ""
    return Content.assemble(
        (f"{day_and_time(summary.at, zone)}  ", "$quiet"),
        (f"{GLYPHS[tone]} ", TONE_STYLES[tone]),
        f"{plain(notice.title, 60)}{times}",
    )
