"""Pauses between connection attempts, and a way to end them early."""

import asyncio
import random
from collections.abc import Awaitable, Callable

Sleep = Callable[[float], Awaitable[object]]

LONGEST = 60.0
"""The longest pause (seconds)."""
LONGEST_ON_LOOPBACK = 10.0


class Backoff:
    """Random pauses (seconds) whose upper bound doubles each time, for endless reconnecting."""

    def __init__(self, rng: random.Random, shortest: float = 1.0, longest: float = LONGEST) -> None:
        self._rng = rng
        self._shortest = shortest
        self.longest = longest
        self._ceiling = shortest

    def next(self) -> float:
        """Draw the next pause."""
        self._ceiling = min(self.longest, self._ceiling * 2)
        return self._rng.uniform(self._shortest, self._ceiling)

    def reset(self) -> None:
        """Start again with the shortest pauses."""
        self._ceiling = self._shortest


class WakeUp:
    """A signal to all sleepers to try again now.

    A task that is not asleep yet would miss an event that is set and cleared. It does not miss
    that `count` has changed.
    """

    def __init__(self) -> None:
        self.count = 0
        self._next = asyncio.Event()

    def wake_all(self) -> None:
        """Wake everyone who sleeps, and keep awake everyone who is about to."""
        self.count += 1
        self._next.set()
        self._next = asyncio.Event()

    async def wait_beyond(self, count: int) -> None:
        """Wait until there have been more than `count` wake-ups."""
        if self.count == count:
            await self._next.wait()


async def sleep_or_wake(seconds: float, sleep: Sleep, wake_up: WakeUp, seen: int) -> bool:
    """Sleep, but not longer than until a wake-up after the first `seen` ones.

    Returns whether there was such a wake-up.
    """
    waits = [
        asyncio.ensure_future(sleep(seconds)),
        asyncio.ensure_future(wake_up.wait_beyond(seen)),
    ]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    return wake_up.count != seen
