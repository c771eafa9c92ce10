"""Start and end of an event stream, from its query parameters."""

from datetime import datetime
from typing import NamedTuple, TypeVar

from ulid import ULID

from ribbit_tui.simulator.clock import from_timestamp
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.simulator.storage.event_log import LoggedEvent
from ribbit_tui.simulator.storage.manual_clock import ManualClock

from .parameters import TimeParameter

_LONGEST_INTEGER = 18

Bound = TypeVar("Bound", datetime, int, str)


class Bounds(NamedTuple):
    """Event id after which a stream starts, and its end if it has one."""

    after: int
    until: datetime | None = None
    until_id: int | None = None
    until_ulid: str | None = None

    @property
    def are_unlimited(self) -> bool:
        """Whether the stream has no end."""
        return self[1:] == (None, None, None)

    def includes(self, event: LoggedEvent) -> bool:
        """Whether `event` lies before the end."""
        if self.until is not None:
            return from_timestamp(event.at) <= self.until
        if self.until_id is not None:
            return event.id <= self.until_id
        return self.until_ulid is None or event.ulid <= self.until_ulid

    def longest_wait(self, simulation: Simulation, heartbeat: float) -> float:
        """Return the seconds until the next heartbeat, or until the end if that is sooner."""
        if self.until is None or isinstance(simulation.clock, ManualClock):
            return heartbeat
        return max(0.001, min(heartbeat, (self.until - simulation.now()).total_seconds()))

    def are_over(self, simulation: Simulation) -> bool:
        """Whether no event before the end can come any more."""
        if self.until is not None:
            return simulation.now() >= self.until
        if self.until_id is not None:
            return simulation.events.last_id() >= self.until_id
        return self.until_ulid is not None and simulation.events.last_ulid() >= self.until_ulid


class Cursor:
    """Query parameters of a stream. Kinds cannot be mixed, and `until…` requires `since…`."""

    def __init__(
        self,
        since: TimeParameter | None = None,
        until: TimeParameter | None = None,
        since_id: str | None = None,
        until_id: str | None = None,
        since_ulid: str | None = None,
        until_ulid: str | None = None,
    ) -> None:
        given = {
            "since": (since, until),
            "since_id": (since_id, until_id),
            "since_ulid": (since_ulid, until_ulid),
        }
        kinds = [name for name, pair in given.items() if pair != (None, None)]
        if len(kinds) > 1:
            raise InvalidError(f"{kinds[0]} and {kinds[1]} cannot be combined", kinds[1])
        if kinds and given[kinds[0]][0] is None:
            bound = kinds[0].replace("since", "until")
            raise InvalidError(f"{bound} needs {kinds[0]}", bound)
        if since is not None and until is not None:
            _check_order(since, until, "since", "until")
        self._since, self._until = since, until
        self._ids = (since_id, until_id)
        self._ulids = (since_ulid, until_ulid)

    def bounds(self, simulation: Simulation, *, is_v2: bool) -> Bounds:
        """Return the bounds for a v1 or a v2 stream. Without a cursor there is no history.

        Raises InvalidError for ids of the wrong kind or order.
        """
        log = simulation.events
        if self._since is not None:
            return Bounds(log.id_before(self._since), until=self._until)
        ulids, names = self._ulids, ("since_ulid", "until_ulid")
        if is_v2:
            if ulids != (None, None):
                raise InvalidError("since_ulid is for v1 streams, use since_id", "since_ulid")
            ulids, names = self._ids, ("since_id", "until_id")
        elif (first := self._ids[0]) is not None:
            since_id, last = _integer(first, "since_id"), self._ids[1]
            until_id = None if last is None else _integer(last, "until_id")
            if until_id is not None:
                _check_order(since_id, until_id, "since_id", "until_id")
            return Bounds(since_id, until_id=until_id)
        after, until = ulids
        if after is not None:
            start = _ulid(after, names[0])
            end = None if until is None else _ulid(until, names[1])
            if end is not None:
                _check_order(start, end, *names)
            return Bounds(log.id_of_ulid(start), until_ulid=end)
        return Bounds(log.last_id())


def _check_order(since: Bound, until: Bound, first: str, last: str) -> None:
    if until < since:
        raise InvalidError(f"{last} must not be before {first}", last)


def _integer(text: str, field: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_INTEGER):
        raise InvalidError(f"{field} must be an integer event id", field)
    return int(text)


def _ulid(text: str, field: str) -> str:
    try:
        ULID.from_str(text.upper())
    except ValueError as error:
        raise InvalidError(f"{field} must be a ULID", field) from error
    return text.upper()
