"""How long to wait before trying again."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Sleep = Callable[[float], Awaitable[object]]


@dataclass(frozen=True)
class Retries:
    """How often a call is repeated, and the bounds (seconds) of the pauses between."""

    attempts: int = 4
    first_pause: float = 0.5
    longest_pause: float = 4.0
    longest_rate_limit_pause: float = 60.0

    def pause(self, attempt: int, rng: random.Random) -> float:
        """After the given attempt (from 1): exponential, with full jitter."""
        return rng.uniform(0, min(self.longest_pause, self.first_pause * 2 ** (attempt - 1)))


class Backoff:
    """The pauses of something that never gives up: random, within bounds that double."""

    def __init__(self, rng: random.Random, shortest: float = 1.0, longest: float = 60.0) -> None:
        self._rng = rng
        self._shortest = shortest
        self.longest = longest
        self._ceiling = shortest

    def next(self) -> float:
        self._ceiling = min(self.longest, self._ceiling * 2)
        return self._rng.uniform(self._shortest, self._ceiling)

    def reset(self) -> None:
        self._ceiling = self._shortest


class Nudge:
    """Tells everyone who waits to try again now.

    An event that is set and cleared would be missed by whoever is still failing; a count is not.
    """

    def __init__(self) -> None:
        self.count = 0
        self._next = asyncio.Event()

    def now(self) -> None:
        self.count += 1
        self._next.set()
        self._next = asyncio.Event()

    async def after(self, count: int) -> None:
        """Until there have been more nudges than `count`."""
        if self.count == count:
            await self._next.wait()


async def pause(seconds: float, sleep: Sleep, retry_now: Nudge, seen: int) -> bool:
    """Wait, unless nudged since `seen`; says whether it was a nudge that ended the wait."""
    waits = [asyncio.ensure_future(sleep(seconds)), asyncio.ensure_future(retry_now.after(seen))]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    return retry_now.count != seen
