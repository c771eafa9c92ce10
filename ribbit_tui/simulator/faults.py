"""Faults that the director sets on purpose, for as long as the process lives.

Faults are kept in memory, so a restart ends them. Chance is drawn from the seed and the number of
requests since the faults were set, and all times but latency are the simulator's, so with a manual
clock faults repeat exactly.
"""

import fnmatch
import math
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from ribbit_tui.simulator.storage.event_log import EventLog
from ribbit_tui.simulator.storage.ids import Ids
from ribbit_tui.wire.faults import Faults, LateWrites, Selection

from .clock import Clock

StreamBreak = Literal["end", "error", "cut"]
"""End a stream, end it after an error comment, or cut it off."""

_WINDOW = timedelta(minutes=1)


class ConnectionCutError(Exception):
    """Request to close the connection without a response."""


class Quota(NamedTuple):
    """State of a rate limit; `reset` is in Unix seconds of the simulator's time."""

    limit: int
    remaining: int
    reset: int
    is_exceeded: bool


class FaultInjector:
    """Decides which faults apply to each request and stream."""

    def __init__(self, clock: Clock, ids: Ids, events: EventLog) -> None:
        self._clock = clock
        self._ids = ids
        self._events = events
        self.stream_breaks = 0
        """Number of breaks of open streams. A stream that sees it change suffers `last_break`."""
        self.last_break: StreamBreak = "end"
        self.set(Faults())

    def set(self, faults: Faults) -> None:
        """Set these faults and no others. An outage also breaks the open streams."""
        self._faults = faults
        self.are_on = faults != Faults()
        self._draws = 0
        self._window_ends: datetime | None = None
        self._in_window = 0
        self._outage_ends: datetime | None = None
        self._left = {
            name: fault.count
            for name, fault in (("lost_answers", faults.lost_answers), ("late", faults.late))
            if fault is not None and fault.count is not None
        }
        if (outage := faults.outage) is not None:
            if outage.seconds is not None:
                self._outage_ends = self._clock.now() + timedelta(seconds=outage.seconds)
            self.break_streams("cut" if outage.kind == "dropped" else "end")
        self._events.wake()

    def current(self) -> Faults:
        """Return the faults that are active: an outage or a counted fault may be over."""
        if self._outage_ends is not None and self._clock.now() >= self._outage_ends:
            self._outage_ends = None
            self._remove("outage")
        for name in [name for name, left in self._left.items() if left == 0]:
            del self._left[name]
            self._remove(name)
        return self._faults

    def _remove(self, name: str) -> None:
        self._faults = self._faults.model_copy(update={name: None})
        self.are_on = self._faults != Faults()

    def _occurs(self, rate: float) -> bool:
        """Draw whether a fault of this rate occurs."""
        self._draws += 1
        return self._ids.fraction("fault", str(self._draws)) < rate

    def latency(self) -> float:
        """Return the seconds of real time that the next request is delayed."""
        latency = self.current().latency
        if latency is None:
            return 0.0
        self._draws += 1
        part = self._ids.fraction("fault", str(self._draws)) * 2 - 1
        return max(0.0, latency.milliseconds + latency.spread * part) / 1000

    def outage(self) -> Literal["unavailable", "dropped"] | None:
        """Return the kind of the outage, if there is one."""
        outage = self.current().outage
        return None if outage is None else outage.kind

    def count_request(self) -> Quota | None:
        """Count one more request in this minute; return the quota, None without a rate limit."""
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

    def error(self, method: str, path: str) -> int | None:
        """Return the status to answer this request with instead of its response, or None."""
        errors = self.current().errors
        if errors is None or not _concerns(errors, method, path) or not self._occurs(errors.rate):
            return None
        return errors.status

    def drops_response(self, method: str, path: str) -> bool:
        """Whether to drop the response of this write."""
        lost = self.current().lost_answers
        if lost is None or not _concerns(lost, method, path) or not self._occurs(lost.rate):
            return False
        self._count("lost_answers")
        return True

    def late(self, method: str, path: str) -> LateWrites | None:
        """Return the fault by which this write is carried out later, or None."""
        late = self.current().late
        if late is None or not _concerns(late, method, path) or not self._occurs(late.rate):
            return None
        self._count("late")
        return late

    def now(self) -> datetime:
        """Return the simulator's time, which late writes wait for."""
        return self._clock.now()

    def _count(self, name: str) -> None:
        if name in self._left:
            self._left[name] -= 1

    @property
    def streams_are_silent(self) -> bool:
        """Whether open streams send nothing."""
        return self._faults.silent_streams

    def break_streams(self, how: StreamBreak) -> None:
        """Break every stream that is open now."""
        self.stream_breaks += 1
        self.last_break = how
        self._events.wake()


def _concerns(fault: Selection, method: str, path: str) -> bool:
    """Whether a fault concerns requests of this method and path."""
    return fault.method in (None, method) and (
        fault.path is None or fnmatch.fnmatchcase(path, fault.path)
    )
