"""Retries: the rules by which a failed call is repeated, and the outcome of its last attempt."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from . import errors
from .backoff import Sleep, WakeUp, sleep_or_wake
from .http_client import NoResponse
from .responses import Response


@dataclass(frozen=True)
class RetryLimits:
    """The greatest number of attempts, and the bounds of the pauses between them (seconds)."""

    attempts: int = 4
    first_pause: float = 0.5
    longest_pause: float = 4.0
    longest_rate_limit_pause: float = 60.0

    def pause(self, attempt: int, rng: random.Random) -> float:
        """Draw the pause after an attempt (from 1): exponential, with full jitter."""
        return rng.uniform(0, min(self.longest_pause, self.first_pause * 2 ** (attempt - 1)))


NOTICEABLE_SECONDS = 2.0
"""A longer wait before a write is sent again is told, and can be given up."""


@dataclass(frozen=True, eq=False)
class RetryWait:
    """A wait before a write is sent again, because no attempt was accepted yet."""

    seconds: float
    is_rate_limit: bool
    """Whether the server asks for it (429), rather than not being there."""
    in_background: bool
    """Whether no user asked for the write."""
    given_up: WakeUp = field(default_factory=WakeUp)


class RetryWaits:
    """The noticeable waits of writes, the oldest first."""

    def __init__(self) -> None:
        self.current: list[RetryWait] = []
        self.on_change: Callable[[], None] = lambda: None
        """Called when a wait begins or ends."""

    def give_up(self) -> None:
        """End all waits: their writes are not sent again."""
        for wait in self.current:
            wait.given_up.wake_all()

    async def wait(self, wait: RetryWait, sleep: Sleep) -> bool:
        """Wait; return False if the wait was given up."""
        self.current.append(wait)
        self.on_change()
        try:
            return not await sleep_or_wake(wait.seconds, sleep, wait.given_up, 0)
        finally:
            self.current.remove(wait)
            self.on_change()


@dataclass(frozen=True)
class Outcome:
    """The result of the last attempt of a call."""

    result: Response | NoResponse
    maybe_applied: bool = False
    """Whether some attempt of this write may have been accepted, whatever the last one's result."""

    def response(self, secrets: tuple[str, ...]) -> Response:
        """Return the response to a successful call. Raises the error of any other."""
        if isinstance(self.result, Response) and self.result.is_success:
            return self.result
        raise self.error(secrets)

    def error(self, secrets: tuple[str, ...]) -> errors.BrokerError:
        """Build the error of an unsuccessful call, with `secrets` masked.

        This is the only place that decides what an unsuccessful call means.
        """
        kind = errors.OutcomeUnknownError if self.maybe_applied else errors.UnavailableError
        result = self.result
        if isinstance(result, NoResponse):
            return kind(result.message)
        if result.status >= 500:
            return kind(f"the server answered {result.status_text}", request_id=result.request_id)
        if result.status < 400:
            return result.unreadable_error()
        refusal = result.refused_error(secrets=secrets)
        if not self.maybe_applied:
            return refusal
        # An earlier attempt, whose response was lost, may be applied or still be on its way. The
        # refusal of this attempt does not change that.
        return errors.OutcomeUnknownError(
            refusal.message, request_id=refusal.request_id, refusal=refusal
        )


class RetryPolicy:
    """Repeats failed calls as far as that is safe.

    Reads, and writes with a key by which the server recognises a repetition, are repeated after
    any failure. Other writes are repeated only when the server certainly accepted nothing (no
    connection, or 429).
    """

    def __init__(
        self, limits: RetryLimits, sleep: Sleep, rng: random.Random, now: Callable[[], float]
    ) -> None:
        """Create a policy; `now` returns the time in seconds since the epoch."""
        self._limits = limits
        self._sleep = sleep
        self._rng = rng
        self._now = now
        self.waits = RetryWaits()

    async def run(
        self,
        attempt: Callable[[], Awaitable[Response | NoResponse]],
        *,
        is_write: bool = False,
        repeatable: bool,
        in_background: bool = False,
    ) -> Outcome:
        """Await `attempt()` until a retry would not help or is not safe."""
        maybe_applied = False
        number = 1
        while True:
            result = await attempt()
            pause: float | None = None
            if isinstance(result, NoResponse):
                maybe_applied |= is_write and not result.never_sent
                if repeatable or result.never_sent:
                    pause = self._limits.pause(number, self._rng)
            elif result.status == 429:
                pause = self._rate_limit_pause(result, number)
            elif result.status >= 500:
                maybe_applied |= is_write
                if repeatable:
                    pause = self._limits.pause(number, self._rng)
            if pause is None or number == self._limits.attempts:
                return Outcome(result, maybe_applied)
            if is_write and pause > NOTICEABLE_SECONDS:
                is_rate_limit = not isinstance(result, NoResponse) and result.status == 429
                wait = RetryWait(pause, is_rate_limit, in_background)
                if not await self.waits.wait(wait, self._sleep):
                    return Outcome(result, maybe_applied)
            else:
                await self._sleep(pause)
            number += 1

    def _rate_limit_pause(self, response: Response, attempt: int) -> float:
        """Return the seconds until the rate limit is reset, as far as the server names a time."""
        try:
            seconds = int(response.rate_limit_reset or "") - self._now()
        except (ValueError, OverflowError):
            seconds = 0
        if seconds <= 0:  # absent, unreadable, or past by this machine's clock
            return self._limits.pause(attempt, self._rng)
        return min(seconds, self._limits.longest_rate_limit_pause)
