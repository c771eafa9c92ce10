"""Tests of pauses between attempts, and of ending them early."""

import asyncio
import random

from ribbit_tui.broker.backoff import Backoff, WakeUp, sleep_or_wake


async def turns(count: int = 5) -> None:
    """Let other tasks run for some turns of the loop."""
    for _ in range(count):
        await asyncio.sleep(0)


class Sleeper:
    """A sleep that lasts until the test ends it."""

    def __init__(self) -> None:
        self.ends = asyncio.Event()
        self.asked: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.asked.append(seconds)
        await self.ends.wait()


def test_the_upper_bound_doubles_up_to_the_longest_pause() -> None:
    drawn: list[tuple[float, float]] = []

    class Bounds(random.Random):
        def uniform(self, a: float, b: float) -> float:
            drawn.append((a, b))
            return b

    backoff = Backoff(Bounds(), shortest=1, longest=10)
    assert [backoff.next() for _ in range(5)] == [2, 4, 8, 10, 10]
    backoff.reset()
    assert backoff.next() == 2
    assert {shortest for shortest, _ in drawn} == {1}


async def test_a_sleep_lasts_as_long_as_asked_without_a_wake_up() -> None:
    sleeper = Sleeper()
    sleeping = asyncio.create_task(sleep_or_wake(7, sleeper.sleep, WakeUp(), seen=0))
    await turns()
    assert sleeper.asked == [7]
    assert not sleeping.done()
    sleeper.ends.set()
    assert await sleeping is False


async def test_each_wake_up_ends_the_sleep_that_it_finds() -> None:
    wake_up = WakeUp()
    for _ in range(3):
        sleeping = asyncio.create_task(
            sleep_or_wake(7, Sleeper().sleep, wake_up, seen=wake_up.count)
        )
        await turns()
        assert not sleeping.done()
        wake_up.wake_all()
        assert await sleeping is True


async def test_a_wake_up_before_the_sleep_is_not_missed() -> None:
    wake_up = WakeUp()
    wake_up.wake_all()
    seen = wake_up.count
    wake_up.wake_all()
    assert await sleep_or_wake(7, Sleeper().sleep, wake_up, seen) is True
