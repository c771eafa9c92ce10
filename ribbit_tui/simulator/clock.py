"""Clocks of the simulator, and times as integers of microseconds since 1970 UTC."""

from datetime import UTC, datetime, timedelta
from typing import NewType, Protocol

Timestamp = NewType("Timestamp", int)
"""Microseconds since 1970 UTC, as times are stored: they sort, and nothing is rounded."""

DEFAULT_START = datetime(2026, 1, 15, 15, 0, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2099, 1, 1, tzinfo=UTC)
"""No manual clock goes beyond: the calendar ends soon after."""


def to_timestamp(at: datetime) -> Timestamp:
    """Return the time as it is stored."""
    return Timestamp((at - EPOCH) // timedelta(microseconds=1))


def from_timestamp(timestamp: Timestamp) -> datetime:
    """Return a stored time as a datetime in UTC."""
    return EPOCH + timedelta(microseconds=timestamp)


class Clock(Protocol):
    """Any clock of the simulator."""

    def now(self) -> datetime:
        """Return the current time in UTC."""


class SystemClock:
    """The system's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)
