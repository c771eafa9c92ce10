"""Event streams: many subscribers at once, delay of an event, and replay."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from statistics import median
from time import perf_counter
from typing import NamedTuple

from ribbit_tui.simulator.engine.firm.accounts import DEPOSIT_ACCOUNT

from . import populate
from .client import Client
from .figures import Figure, p99, spread
from .options import Options
from .populate import Customer
from .servers import Server, bare_server, simulator
from .writes import create_journal, write_bare

_JOURNALS = "/v1/events/journals/status"
_TRADES = "/v2/events/trades"
_FIRST_ULID = "0" * 26
_CLOCK = "/v1/clock"
_EVENT_ID = re.compile(rb'"event_id":(\d+)')
_EVENTS_PER_JOURNAL = 3
"""Queued, pending, executed."""
_EVENT_TIME = re.compile(r'"at":"([^"]+)"')
_UNDER_WAY = ("queued", "pending")
_WRITERS = 4
_MAX_POLLS = 1000
_SECONDS_BETWEEN_JOURNALS = 0.02
_FIRM = Customer(DEPOSIT_ACCOUNT, "")


async def measure_fanout(options: Options, subscribers: int = 200) -> list[Figure]:
    """Count the subscribers that get all events in order while journals are written."""
    journals = options.scaled(10_000) // _EVENTS_PER_JOURNAL
    with options.new_folder() as data_dir, simulator(data_dir, "instant") as server:
        alone = await _deliver(server, 0, journals)
        together = await _deliver(server, subscribers, journals)
        memory = server.peak_memory()
    events = journals * _EVENTS_PER_JOURNAL
    return [
        Figure(
            name=f"subscribers, of {subscribers}, that got each of {events:,} events in order",
            value=together.complete,
            unit="",
            at_least=subscribers,
            reference=f"{events * subscribers / together.seconds:,.0f} events a second delivered;"
            f" {events / together.seconds:,.0f} a second written, {events / alone.seconds:,.0f}"
            " with no one listening",
        ),
        Figure(name="peak memory with them", value=memory, unit="MiB", at_most=90),
    ]


class _Delivery(NamedTuple):
    """The number of subscribers that got all events in order, and the seconds of the writing."""

    complete: int
    seconds: float


async def _deliver(server: Server, subscribers: int, journals: int) -> _Delivery:
    """Write journals with a few clients, until all subscribers have the last event."""
    expected = journals * _EVENTS_PER_JOURNAL
    ready = asyncio.Semaphore(0)
    async with Client(server.address) as client:
        before = await client.get(_CLOCK)
    readers = [asyncio.create_task(_hash_ids(server, expected, ready)) for _ in range(subscribers)]
    for _ in readers:
        await ready.acquire()
    began = perf_counter()

    async def write(count: int) -> None:
        async with Client(server.address) as client:
            for number in range(count):
                await create_journal(client, _FIRM, number)

    async with asyncio.TaskGroup() as tasks:
        for number in range(_WRITERS):
            tasks.create_task(write((journals + number) // _WRITERS))
    received = await asyncio.gather(*readers)
    async with Client(server.address) as client:
        for _ in range(_MAX_POLLS):
            waiting = [await client.get(f"/v1/journals?status={one}") for one in _UNDER_WAY]
            if not any(waiting):
                break
            await asyncio.sleep(0.01)
    took = perf_counter() - began
    logged = await _hash_ids(server, expected, ready, f"?since={before['timestamp']}")
    return _Delivery(sum(ids == logged for ids in received), took)


async def _hash_ids(
    server: Server, expected: int, ready: asyncio.Semaphore, cursor: str = ""
) -> bytes:
    """Return a hash of the ids of the next events in their order of arrival."""
    count, rest, ids = 0, b"", hashlib.sha256()
    async with Client(server.address) as client:
        async for data in client.stream(_JOURNALS + cursor):
            if not count:
                ready.release()
            whole, _, rest = (rest + data).rpartition(b"\n\n")
            for event_id in _EVENT_ID.findall(whole):
                ids.update(event_id + b" ")
                count += 1
            if count >= expected:
                break
    return ids.digest()


async def measure_latency(options: Options) -> list[Figure]:
    """Measure the delay of events in memory, and on disk, which includes the commit."""
    count = options.scaled(400)
    with options.new_folder() as bare_dir, bare_server(bare_dir) as bare:
        commits = await _measure_bare_latencies(bare, count)
    with simulator(None, "instant") as server:
        in_memory = await _measure_delays(server, count)
    with options.new_folder() as data_dir, simulator(data_dir, "instant") as server:
        on_disk = await _measure_delays(server, count)
    return [
        Figure(
            name="event committed to event read, p99",
            value=p99(in_memory),
            unit="ms",
            at_most=10,
            reference=f"median {median(in_memory):.2f} ms",
        ),
        Figure(
            name="event made to event read with the commit to disk between, p99",
            value=p99(on_disk),
            unit="ms",
            reference=f"median {median(on_disk):.2f} ms; a bare write and its answer:"
            f" median {median(commits):.2f}, p99 {p99(commits):.1f} ms",
        ),
    ]


async def _measure_delays(server: Server, count: int) -> list[float]:
    """Return the milliseconds from each event's time to its arrival, for `count` journals."""
    delays: list[float] = []
    async with Client(server.address) as listener, Client(server.address) as writer:
        stream = listener.stream(_JOURNALS)
        await anext(stream)
        for number in range(count):
            response = asyncio.create_task(create_journal(writer, _FIRM, number))
            delays.extend(await _ages(stream, _EVENTS_PER_JOURNAL))
            await response
            await asyncio.sleep(_SECONDS_BETWEEN_JOURNALS)
    return delays


async def _measure_bare_latencies(server: Server, count: int) -> list[float]:
    """Return the milliseconds of each write to the bare server."""
    delays: list[float] = []
    async with Client(server.address) as client:
        for number in range(count):
            began = perf_counter()
            await write_bare(client, _FIRM, number)
            delays.append((perf_counter() - began) * 1000)
            await asyncio.sleep(_SECONDS_BETWEEN_JOURNALS)
    return delays


async def _ages(stream: AsyncIterator[bytes], events: int) -> list[float]:
    """Return the milliseconds between the times in the next events and their arrival."""
    ages: list[float] = []
    while len(ages) < events:
        data = await anext(stream)
        arrived = datetime.now(UTC)
        ages.extend(
            (arrived - datetime.fromisoformat(at)).total_seconds() * 1000
            for at in _EVENT_TIME.findall(data.decode())
        )
    return ages


async def measure_replay(options: Options) -> list[Figure]:
    """Measure the replay of the event log beside a bare streaming response."""
    count = options.scaled(100_000)
    rates: dict[str, list[float]] = {"ours": [], "bare": []}
    with (
        options.new_folder() as bare_dir,
        bare_server(bare_dir) as bare,
        options.new_folder() as data_dir,
    ):
        with populate.new_simulation(data_dir) as simulation:
            populate.add_events(simulation, count)
            last = simulation.events.last_id()
            first, end = (
                simulation.database.scalar(str, "SELECT ulid FROM events WHERE id = ?", (number,))
                for number in (last - count, last)
            )
            size = simulation.database.scalar(
                int, "SELECT length(body) FROM events WHERE id = ?", (last,)
            )
        with simulator(data_dir) as server:
            path = f"{_TRADES}?since_id={first or _FIRST_ULID}&until_id={end}"
            for _ in range(options.repeats):
                bare_path = f"/events?count={count}&size={size}"
                rates["bare"].append(await _measure_replay_rate(bare, bare_path, count))
                rates["ours"].append(await _measure_replay_rate(server, path, count))
            memory = server.peak_memory()
    return [
        Figure(
            name=f"replay of {count:,} logged events of {size} bytes",
            value=median(rates["ours"]),
            unit="events/s",
            at_least=20_000,
            reference=f"{spread(rates['ours'])}; {spread(rates['bare'])} from a bare streaming"
            " response",
        ),
        Figure(name="peak memory", value=memory, unit="MiB", at_most=90),
    ]


async def _measure_replay_rate(server: Server, path: str, count: int) -> float:
    """Return the events a second; the client only counts the ends of events."""
    async with Client(server.address) as client:
        began = perf_counter()
        got, tail = 0, b""
        async for data in client.stream(path):
            got += (tail + data).count(b"\n\n")
            tail = data[-1:] if not data.endswith(b"\n\n") else b""
        took = perf_counter() - began
    if not count <= got <= count + 2:
        raise RuntimeError(f"{got} events came instead of {count}")
    return count / took
