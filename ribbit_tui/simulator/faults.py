"""What the director breaks on purpose, for as long as the process lives.

Faults are kept in memory: whoever has broken a simulator beyond use can restart it. All chance is
drawn from the seed and from how many requests there were since the faults were set, and all time
but latency is the simulator's, so a manual clock makes them repeat.
"""

import math
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from ribbit_tui.simulator.storage.event_log import EventLog
from ribbit_tui.simulator.storage.ids import Ids
from ribbit_tui.wire.faults import Faults

from .clock import Clock

StreamBreak = Literal["end", "error", "cut"]
"""A stream ends, ends after a comment that says why, or is cut off."""

_WINDOW = timedelta(minutes=1)


class ConnectionCutError(Exception):
    """The connection is to be closed without another word."""


class Quota(NamedTuple):
    """What a rate limit says of itself; `reset` is Unix seconds of the simulator's time."""

    limit: int
    remaining: int
    reset: int
    is_exceeded: bool


class FaultInjector:
    """Decides for every request and stream what goes wrong with it."""

    def __init__(self, clock: Clock, ids: Ids, events: EventLog) -> None:
        self._clock = clock
        self._ids = ids
        self._events = events
        self.stream_breaks = 0
        """How often open streams were broken; one that sees it change suffers the `last_break`."""
        self.last_break: StreamBreak = "end"
        self.set(Faults())

    def set(self, faults: Faults) -> None:
        """Break this and nothing else. An outage takes the open streams with it."""
        self._faults = faults
        self.are_on = faults != Faults()
        self._draws = 0
        self._window_ends: datetime | None = None
        self._in_window = 0
        self._outage_ends: datetime | None = None
        self._answers_to_lose = faults.lost_answers.count if faults.lost_answers else None
        if (outage := faults.outage) is not None:
            if outage.seconds is not None:
                self._outage_ends = self._clock.now() + timedelta(seconds=outage.seconds)
            self.break_streams("cut" if outage.kind == "dropped" else "end")
        self._events.wake()

    def current(self) -> Faults:
        """What is still broken: an outage may have ended, and answers may all be lost."""
        if self._outage_ends is not None and self._clock.now() >= self._outage_ends:
            self._outage_ends = None
            self._mend("outage")
        if self._answers_to_lose == 0:
            self._answers_to_lose = None
            self._mend("lost_answers")
        return self._faults

    def _mend(self, name: str) -> None:
        self._faults = self._faults.model_copy(update={name: None})
        self.are_on = self._faults != Faults()

    def _hits(self, rate: float) -> bool:
        self._draws += 1
        return self._ids.fraction("fault", str(self._draws)) < rate

    def latency(self) -> float:
        """Seconds of real time that the next request waits."""
        latency = self.current().latency
        if latency is None:
            return 0.0
        self._draws += 1
        part = self._ids.fraction("fault", str(self._draws)) * 2 - 1
        return max(0.0, latency.milliseconds + latency.spread * part) / 1000

    def outage(self) -> Literal["unavailable", "dropped"] | None:
        outage = self.current().outage
        return None if outage is None else outage.kind

    def count_request(self) -> Quota | None:
        """One more request of this minute; None without a limit."""
        limit = self.current().rate_limit
        if limit is None:
            return None
        now = self._clock.now()
        if self._window_ends is None or now >= self._window_ends:
            self._window_ends = now + _WINDOW
            self._in_window = 0
        self._in_window += 1
        left = limit.requests_a_minute - self._in_window
        reset = math.ceil(self._window_ends.timestamp())
        return Quota(limit.requests_a_minute, max(0, left), reset, left < 0)

    def error(self) -> int | None:
        """The status that answers the next request instead of its answer."""
        errors = self.current().errors
        return errors.status if errors is not None and self._hits(errors.rate) else None

    def loses_answer(self) -> bool:
        """Whether nobody hears what became of the next write."""
        lost = self.current().lost_answers
        if lost is None or not self._hits(lost.rate):
            return False
        if self._answers_to_lose is not None:
            self._answers_to_lose -= 1
        return True

    @property
    def streams_are_silent(self) -> bool:
        return self._faults.silent_streams

    def break_streams(self, how: StreamBreak) -> None:
        """Do this to every stream that is open now."""
        self.stream_breaks += 1
        self.last_break = how
        self._events.wake()
