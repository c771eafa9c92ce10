"""The fixed environment of the tour: time, zone, IP address, seed and ids."""

from datetime import UTC, datetime

from ribbit_tui.session.clock import ManualClock

OPENING_TIME = datetime(2026, 1, 15, 15, 0, tzinfo=UTC)
"""A Thursday, ten in the morning in New York."""

TIMEZONE = "America/New_York"
IP_ADDRESS = "203.0.113.7"
"""An address reserved for documentation (RFC 5737)."""

SEED = 1


class SequentialIds:
    """A source of ids that are the same on every run."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self) -> str:
        from uuid import NAMESPACE_URL, uuid5

        self._count += 1
        return str(uuid5(NAMESPACE_URL, f"ribbit:tour:{self._count}"))


def stage_clock() -> ManualClock:
    """Create the clock of the app. It advances together with the simulator's."""
    return ManualClock(OPENING_TIME)
