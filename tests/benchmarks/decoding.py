"""The client's side of the event streams: bytes to events, and missed events over a connection."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

from ribbit_tui.broker.environment import Endpoint
from ribbit_tui.broker.sse import decode
from ribbit_tui.broker.streams import Received, StreamName, follow
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.model import loads
from tests.simulator.conftest import CREDENTIALS
from tests.wire.samples import NOON, order

from . import populate
from .figures import Figure, spread
from .options import Options
from .servers import simulator

_EVENTS_PER_PIECE = 20
_MISSED_ORDERS = 10_000
_BEFORE_ALL_EVENTS = "0" * 26


async def measure(options: Options) -> list[Figure]:
    """Measure decoding from memory, and following a stream over a connection."""
    return [await _measure_decoding(options), await _measure_catching_up(options)]


async def _measure_decoding(options: Options) -> Figure:
    """Decode events from memory, beside iterating over the bytes and parsing the JSON alone."""
    count = options.scaled(40_000)
    texts = [json.dumps(_trade(number)) for number in range(count)]
    stream = [f"data: {text}\n\n".encode() for text in texts]
    pieces = [
        b"".join(stream[start : start + _EVENTS_PER_PIECE])
        for start in range(0, count, _EVENTS_PER_PIECE)
    ]
    rates: dict[str, list[float]] = {"decoded": [], "iterated": [], "JSON": []}
    for _ in range(options.repeats):
        began = perf_counter()
        async for _ in _arriving(pieces):
            pass
        rates["iterated"].append(count / (perf_counter() - began))
        began = perf_counter()
        for text in texts:
            loads(text)
        rates["JSON"].append(count / (perf_counter() - began))
        began = perf_counter()
        found = len([item async for item in decode(_arriving(pieces))])
        rates["decoded"].append(count / (perf_counter() - began))
        if found != count:
            raise RuntimeError(f"{found} events were decoded instead of {count}")
    return Figure(
        name=f"events of {len(stream[0])} bytes decoded, {_EVENTS_PER_PIECE} a piece",
        value=median(rates["decoded"]),
        unit="events/s",
        at_least=20_000,
        reference=f"{spread(rates['decoded'])}; bytes only iterated {spread(rates['iterated'])};"
        f" JSON only read {spread(rates['JSON'])}",
    )


async def _measure_catching_up(options: Options) -> Figure:
    """Follow the trade events that the app missed, decoded into models."""
    with options.new_folder() as data_dir:
        with populate.new_simulation(data_dir) as simulation:
            [customer] = populate.add_customers(simulation, 1)
            populate.add_orders(simulation, customer, options.scaled(_MISSED_ORDERS))
            count = simulation.database.scalar(
                int, "SELECT count(*) FROM events WHERE topic = ?", ("trades",)
            )
        assert count is not None
        with simulator(data_dir) as server:
            url = "http://{}:{}".format(*server.address)
            endpoint = Endpoint(url, url, *CREDENTIALS)
            rates = [await _measure_catch_up_rate(endpoint, count) for _ in range(options.repeats)]
    return Figure(
        name=f"{count:,} missed trade events followed, a second of the client's processor",
        value=median(rate.by_processor for rate in rates),
        unit="events/s",
        at_least=20_000,
        reference=f"{spread([rate.by_processor for rate in rates])};"
        f" {spread([rate.by_clock for rate in rates])} a second, the simulator's work included",
    )


class _Rate(NamedTuple):
    """Events for each second of processor time, and of time."""

    by_processor: float
    by_clock: float


async def _measure_catch_up_rate(endpoint: Endpoint, count: int) -> _Rate:
    transport = Transport(endpoint)
    left = count
    began, used_before = perf_counter(), process_time()
    async with aclosing(
        follow(transport, StreamName.TRADES, lambda: _BEFORE_ALL_EVENTS)
    ) as signals:
        async for signal in signals:
            left -= isinstance(signal, Received)
            if not left:
                break
    took, used = perf_counter() - began, process_time() - used_before
    await transport.aclose()
    return _Rate(count / used, count / took)


async def _arriving(pieces: list[bytes]) -> AsyncGenerator[bytes, None]:
    for piece in pieces:
        yield piece


def _trade(number: int) -> dict[str, object]:
    return {
        "event_id": f"{number:026d}",
        "at": NOON,
        "account_id": "a",
        "event": "fill",
        "order": order(),
        "price": "101.25",
        "qty": "1",
    }
