"""What is to happen later: a durable table, and the task that makes it happen."""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from ribbit_tui.simulator.clock import Clock, from_micros, to_micros
from ribbit_tui.simulator.failure_log import log_bug

from .database import Database
from .manual_clock import ManualClock

_STEPS_A_COMMIT = 20
"""A request that comes meanwhile waits for some 5 ms."""
_SECONDS_TO_GATHER = 0.01
"""Between commits, so that steps that come one by one under load share them, and the disk."""
_LONGEST_SLEEP = 30.0
"""Seconds. The system clock may be set forward while the runner sleeps."""

Handler = Callable[[str], None]


class Schedule:
    """Steps due at a moment: a kind, which chooses the handler, and the id of its subject."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, due_at: datetime, kind: str, subject: str) -> None:
        self._database.insert("schedule", due_at=to_micros(due_at), kind=kind, subject=subject)

    def bring_forward(self, kind: str, subjects: Sequence[str], due_at: datetime) -> None:
        """Let the steps of that kind that are due later be due then already."""
        self._database.execute(
            "UPDATE schedule SET due_at = ? WHERE kind = ? AND due_at > ?"
            " AND subject IN (SELECT value FROM json_each(?))",
            (to_micros(due_at), kind, to_micros(due_at), json.dumps(subjects)),
        )

    def drop(self, kind: str, subject: str) -> None:
        """Forget the steps of that kind for the subject."""
        self._database.execute(
            "DELETE FROM schedule WHERE kind = ? AND subject = ?", (kind, subject)
        )

    def next_due(self) -> datetime | None:
        due = self._database.value("SELECT min(due_at) FROM schedule")
        return None if due is None else from_micros(due)

    def run_due(self, handlers: Mapping[str, Handler], now: datetime, at_most: int = 1) -> int:
        """Run the earliest steps due by `now` in one transaction; how many there were.

        A step that fails changes nothing, is logged and does not come back.
        """
        if (row := self._earliest(now)) is None:
            return 0
        count = 0
        with self._database.transaction():
            while row is not None and count < at_most:
                self._database.execute("DELETE FROM schedule WHERE id = ?", (row["id"],))
                try:
                    with self._database.savepoint():
                        handlers[row["kind"]](row["subject"])
                except Exception as error:
                    log_bug(f"scheduled step {row['kind']}", error)
                count += 1
                row = self._earliest(now)
        return count

    def _earliest(self, now: datetime) -> sqlite3.Row | None:
        return self._database.row(
            "SELECT id, kind, subject FROM schedule WHERE due_at <= ? ORDER BY due_at, id LIMIT 1",
            (to_micros(now),),
        )


class Runner:
    """Runs due steps as the system's time passes, overdue ones from before a restart first."""

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
        """Until cancelled."""
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
    """Let a manual clock reach `target`, running every step on the way at its own due time.

    Yields after each step, so that the caller can let others have a turn.
    """
    while (due := schedule.next_due()) is not None and due <= target:
        clock.move_to(due)
        schedule.run_due(handlers, clock.now())
        yield
    clock.move_to(target)
