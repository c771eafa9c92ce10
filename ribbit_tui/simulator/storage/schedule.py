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
    due_at: Timestamp


class FailedStep(NamedTuple):
    """A step that has raised an error, and the name of the error's type."""

    kind: str
    subject: str
    due_at: datetime
    error: str


_NOT_FAILED = "id NOT IN (SELECT value FROM json_each(?))"


class Schedule:
    """Steps due at a time: a kind, which chooses the handler, and the id of its subject.

    A step that fails stays in the table. It waits for the next start of the simulator, which may be
    a mended version, and is due again then.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._failures: dict[int, FailedStep] = {}
        self._failed_ids = "[]"

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
        """Return the time of the earliest step that has not failed."""
        due = self._database.scalar(
            int, f"SELECT min(due_at) FROM schedule WHERE {_NOT_FAILED}", (self._failed_ids,)
        )
        return None if due is None else from_timestamp(Timestamp(due))

    def run_due(self, handlers: Mapping[str, Handler], now: datetime, at_most: int = 1) -> int:
        """Run the earliest steps due by `now` in one transaction; return how many there were.

        A step that fails changes nothing, is logged and is not run again before the next start.
        """
        if (step := self._earliest(now)) is None:
            return 0
        count = 0
        with self._database.transaction():
            while step is not None and count < at_most:
                try:
                    with self._database.savepoint():
                        self._database.execute("DELETE FROM schedule WHERE id = ?", (step.id,))
                        handlers[step.kind](step.subject)
                except Exception as error:
                    self._set_aside(step, error)
                count += 1
                step = self._earliest(now)
        return count

    def failed_steps(self) -> list[FailedStep]:
        """Return the steps that have failed since the start, and that nothing has dropped since."""
        left = self._database.fetch_all(
            _Step,
            "FROM schedule WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (self._failed_ids,),
        )
        return [self._failures[step.id] for step in left]

    def _set_aside(self, step: _Step, error: Exception) -> None:
        log_bug(f"scheduled step {step.kind}, which is left for the next start,", error)
        self._failures[step.id] = FailedStep(
            step.kind, step.subject, from_timestamp(step.due_at), type(error).__qualname__
        )
        self._failed_ids = json.dumps(list(self._failures))

    def _earliest(self, now: datetime) -> _Step | None:
        return self._database.fetch_one(
            _Step,
            f"FROM schedule WHERE due_at <= ? AND {_NOT_FAILED} ORDER BY due_at, id LIMIT 1",
            (to_timestamp(now), self._failed_ids),
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
