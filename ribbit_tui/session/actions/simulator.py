"""Requests that only a simulator serves.

Every action raises ActionFailedError, and nothing else, when it failed.
"""

from collections.abc import Callable

from ribbit_tui.session.clock import Clock, ManualClock
from ribbit_tui.session.state import Change
from ribbit_tui.session.state_store import StateStore

from .calls import Calls


class SimulatorActions:
    """Controls of a simulator."""

    def __init__(
        self,
        store: StateStore,
        calls: Calls,
        clock: Clock,
        on_time_advanced: Callable[[], None],
    ) -> None:
        self._store = store
        self._calls = calls
        self._clock = clock
        self._on_time_advanced = on_time_advanced

    async def advance_clock(self, seconds: int) -> None:
        """Advance the simulator's manual clock and, where the app has one, its own."""
        if isinstance(self._clock, ManualClock):
            self._clock.advance(seconds)
        await self._calls.send(lambda broker: broker.simulator.advance_clock(seconds))
        self._on_time_advanced()

    async def make_statement(self) -> None:
        """Make an account statement of the month to date."""
        account_id = self._calls.account_id()
        await self._calls.send(lambda broker: broker.simulator.make_statement(account_id))
        self._store.mark_stale(Change.DOCUMENTS)
