"""Scheduled steps: a durable table, and the task that runs them when they are due."""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from ribbit_tui.simulator.clock import Clock, Timestamp, from_timestamp, to_timestamp
from ribbit_tui.simulator.failure_log import log_bug

from .database import Database
from .manual_clock import ManualClock

_STEPS_A_COMMIT = 20
"""Steps in one transaction; a request that comes meanwhile waits for some 5 ms."""
_SECONDS_TO_GATHER = 0.01
"""Seconds between commits, so that steps that fall due one by one under load share them."""
_LONGEST_SLEEP = 30.0
"""Seconds. The system clock may be set forward while the runner sleeps."""

Handler = Callable[[str], None]


class _NewStep(NamedTuple):
    due_at: Timestamp
    kind: str
    subject: str


class _Step(NamedTuple):
    id: int
    kind: str
    subject: str


class Schedule:
    """Steps due at a time: a kind, which chooses the handler, and the id of its subject."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, due_at: datetime, kind: str, subject: str) -> None:
        """Add a step."""
        self._database.insert("schedule", _NewStep(to_timestamp(due_at), kind, subject))

    def bring_forward(self, kind: str, subjects: Sequence[str], due_at: datetime) -> None:
        """Make the steps of a kind that are due later due at `due_at`."""
        self._database.execute(
            "UPDATE schedule SET due_at = ? WHERE kind = ? AND due_at > ?"
            " AND subject IN (SELECT value FROM json_each(?))",
            (to_timestamp(due_at), kind, to_timestamp(due_at), json.dumps(subjects)),
        )

    def drop(self, kind: str, subject: str) -> None:
        """Delete the steps of a kind for a subject."""
        self._database.execute(
            "DELETE FROM schedule WHERE kind = ? AND subject = ?", (kind, subject)
        )

    def has(self, kind: str) -> bool:
        """Whether any step of a kind is scheduled."""
        return self._database.exists("FROM schedule WHERE kind = ?", (kind,))

    def next_due(self) -> datetime | None:
        """Return the time of the earliest step."""
        due = self._database.scalar(int, "SELECT min(due_at) FROM schedule")
        return None if due is None else from_timestamp(Timestamp(due))

    def run_due(self, handlers: Mapping[str, Handler], now: datetime, at_most: int = 1) -> int:
        """Run the earliest steps due by `now` in one transaction; return how many there were.

        A step that fails changes nothing, is logged and is not run again.
        """
        if (step := self._earliest(now)) is None:
            return 0
        count = 0
        with self._database.transaction():
            while step is not None and count < at_most:
                self._database.execute("DELETE FROM schedule WHERE id = ?", (step.id,))
                try:
                    with self._database.savepoint():
                        handlers[step.kind](step.subject)
                except Exception as error:
                    log_bug(f"scheduled step {step.kind}", error)
                count += 1
                step = self._earliest(now)
        return count

    def _earliest(self, now: datetime) -> _Step | None:
        return self._database.fetch_one(
            _Step,
            "FROM schedule WHERE due_at <= ? ORDER BY due_at, id LIMIT 1",
            (to_timestamp(now),),
        )


class Runner:
    """The task that runs due steps as the system's time passes, overdue ones first."""

    def __init__(
        self,
        schedule: Schedule,
        handlers: Mapping[str, Handler],
        clock: Clock,
        database: Database,
    ) -> None:
        self._schedule = schedule
        self._handlers = handlers
        self._clock = clock
        self._changed = asyncio.Event()
        database.after_commit(self._changed.set)

    async def run(self) -> None:
        """Run due steps until cancelled."""
        while True:
            if count := self._schedule.run_due(self._handlers, self._clock.now(), _STEPS_A_COMMIT):
                await asyncio.sleep(0 if count == _STEPS_A_COMMIT else _SECONDS_TO_GATHER)
                continue
            self._changed.clear()
            due = self._schedule.next_due()
            wait = _LONGEST_SLEEP
            if due is not None:
                wait = min(wait, max(0.0, (due - self._clock.now()).total_seconds()))
            try:
                async with asyncio.timeout(wait):
                    await self._changed.wait()
            except TimeoutError:
                continue


def pass_time(
    clock: ManualClock, schedule: Schedule, handlers: Mapping[str, Handler], target: datetime
) -> Iterator[None]:
    """Move a manual clock to `target`, running every step on the way at its own due time.

    Yields after each step, so that the caller can let other tasks run.
    """
    while (due := schedule.next_due()) is not None and due <= target:
        clock.move_to(due)
        schedule.run_due(handlers, clock.now())
        yield
    clock.move_to(target)
