"""While you were away: what happened to the open customer when no app was running."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from ribbit_tui.tui.widgets.timeline import STYLES
from ribbit_tui.tui.words.formats import day_and_time, plain
from ribbit_tui.tui.words.statuses import Mood

if TYPE_CHECKING:
    from ribbit_tui.session.state import MissedEvent
    from ribbit_tui.session.sync.missed_events import NoticeSummary

FEW, MORE = 3, 8
"""Lines on a low and on a high terminal."""
_MOODS = {"information": Mood.GOOD, "warning": Mood.ATTENTION, "error": Mood.BAD}


class MissedEventsPanel(Vertical):
    """Shown until it is put away; there is none where nothing happened."""

    DEFAULT_CSS = """
    MissedEventsPanel {
        height: auto;
        display: none;
        background: $panel;
        padding: 0 2;
        .head { height: 1; }
        .head Static { width: 1fr; color: $accent; text-style: bold; }
        .news { height: auto; }
    }
    """

    class Dismissed(Message):
        """The person has read it."""

    def compose(self) -> ComposeResult:
        with Horizontal(classes="head"):
            yield Static("While you were away", markup=False)
            yield Button("Put away", compact=True)
        yield Static("", classes="news", markup=False)

    def show(self, news: "Sequence[MissedEvent]", zone: tzinfo | None, height: int) -> None:
        """Bring the news up to date; `height` is that of the terminal."""
        self.display = bool(news)
        if not news:
            return
        from ribbit_tui.session.sync.missed_events import summarize

        most = FEW if height < 30 else MORE
        summaries = summarize(news)
        hidden = len(summaries) - most
        lines = [_line(one, zone) for one in summaries[-most:]]
        if hidden > 0:
            lines.insert(0, Content.styled(f"… and {hidden} earlier", "$quiet"))
        self.query_one(".news", Static).update(Content("\n").join(lines))

    @on(Button.Pressed)
    def _dismiss(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Dismissed())


def _line(summary: "NoticeSummary", zone: tzinfo | None) -> Content:
    notice = summary.notice
    mood = _MOODS[notice.tone.value]
    glyph = {Mood.GOOD: "●", Mood.ATTENTION: "!", Mood.BAD: "✗"}[mood]
    times = f" ×{summary.count}" if summary.count > 1 else ""
    return Content.assemble(
        (f"{day_and_time(summary.at, zone)}  ", "$quiet"),
        (f"{glyph} ", STYLES[mood]),
        f"{plain(notice.title, 60)}{times}",
    )
