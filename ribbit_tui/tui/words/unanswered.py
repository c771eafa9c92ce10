"""The words for writes without a response."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from textual.content import Content

from ribbit_tui.session.unanswered.words import describe

from .formats import age, clock_time, plain
from .statuses import GLYPHS, TONE_STYLES, StatusTone

if TYPE_CHECKING:
    from ribbit_tui.session.state import WriteWait
    from ribbit_tui.session.unanswered.writes import UnansweredWrite, WriteKind


def write_line(write: "UnansweredWrite", now: datetime, zone: tzinfo | None) -> Content:
    """Return a line about a write whose response was lost."""
    is_expected = write.may_arrive(now)
    tone = StatusTone.WAITING if is_expected else StatusTone.ATTENTION
    status = "not there yet, may still arrive" if is_expected else "did not arrive so far"
    return Content.assemble(
        (f"{GLYPHS[tone]} ", TONE_STYLES[tone]),
        plain(describe(write), 60),
        (f" · sent {clock_time(write.sent_at, zone)} · {status}", "$quiet"),
    )


def waiting_note(writes: "Sequence[UnansweredWrite]", kind: "WriteKind") -> str:
    """Return a sentence about the newest lost write of a kind; empty if there is none."""
    found = [write for write in writes if write.kind is kind]
    return f"{plain(describe(found[-1]), 60)} may still arrive as well." if found else ""


def look_words(looked_at: datetime | None, next_at: datetime | None, now: datetime) -> str:
    """Return the times of the last and the next look for a write."""
    before = f"Looked {age(max(0.0, (now - looked_at).total_seconds()))} ago." if looked_at else ""
    after = f"Looking again in {_seconds(next_at, now)} s." if next_at is not None else ""
    return " ".join(filter(None, (before, after)))


def wait_words(wait: "WriteWait", now: datetime) -> str:
    """Return the reason why a write waits, and the seconds that are left."""
    left = _seconds(wait.ends_at, now)
    if wait.is_rate_limit:
        return f"The server asks to wait {left} s before it accepts more."
    return f"The server cannot be reached. The next attempt is in {left} s."


def _seconds(at: datetime, now: datetime) -> int:
    return max(0, round((at - now).total_seconds()))
