"""A call, made as often as that is safe and may help, and what is known of it in the end."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from . import errors
from .answers import Answer
from .backoff import Retries, Sleep
from .http_client import NoAnswer


@dataclass(frozen=True)
class Outcome:
    """What the last attempt met."""

    result: Answer | NoAnswer
    may_be_done: bool = False
    """Some attempt of this write may have been accepted, whatever the last one met."""

    def error(self, secrets: tuple[str, ...]) -> errors.BrokerError:
        """What an unsuccessful call means; the one place that decides it. Without `secrets`."""
        kind = errors.OutcomeUnknownError if self.may_be_done else errors.UnavailableError
        result = self.result
        if isinstance(result, NoAnswer):
            return kind(result.words)
        # 401 and 429 are said before a server looks at keys: they tell nothing of an attempt
        # whose answer was lost.
        if result.status >= 500 or (self.may_be_done and result.status in (401, 429)):
            return kind(f"the server answered {result.words}", request_id=result.request_id)
        if result.status >= 400:
            return result.refusal(secrets=secrets, earlier_attempt_lost=self.may_be_done)
        return result.unreadable()


class Attempts:
    """Repeats reads, and writes that carry a key by which the server recognises a repetition;
    other writes only when certainly nothing was accepted (no connection, or 429)."""

    def __init__(
        self, retries: Retries, sleep: Sleep, rng: random.Random, now: Callable[[], float]
    ) -> None:
        """`now` is epoch seconds."""
        self._retries = retries
        self._sleep = sleep
        self._rng = rng
        self._now = now

    async def make(
        self,
        once: Callable[[], Awaitable[Answer | NoAnswer]],
        *,
        is_write: bool,
        repeatable: bool,
        is_wanted: Callable[[Answer], bool],
    ) -> Outcome:
        """Until the answer is one that is wanted, or nothing more can be done."""
        may_be_done = False
        attempt = 1
        while True:
            result = await once()
            pause: float | None = None
            if isinstance(result, NoAnswer):
                may_be_done |= is_write and not result.never_sent
                if repeatable or result.never_sent:
                    pause = self._retries.pause(attempt, self._rng)
            elif is_wanted(result):
                break
            elif result.status == 429:
                pause = self._rate_limit_pause(result, attempt)
            elif result.status >= 500:
                may_be_done |= is_write
                if repeatable:
                    pause = self._retries.pause(attempt, self._rng)
            if pause is None or attempt == self._retries.attempts:
                break
            await self._sleep(pause)
            attempt += 1
        return Outcome(result, may_be_done)

    def _rate_limit_pause(self, answer: Answer, attempt: int) -> float:
        try:
            seconds = int(answer.rate_limit_reset or "") - self._now()
        except (ValueError, OverflowError):
            seconds = 0
        if seconds <= 0:  # absent, unreadable, or past by this machine's clock
            return self._retries.pause(attempt, self._rng)
        return min(seconds, self._retries.longest_rate_limit_pause)
