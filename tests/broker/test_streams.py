"""Tests of following event streams over a real connection, through all kinds of failures."""

import asyncio
import contextlib
import random
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse, Response

from ribbit_tui.broker import errors
from ribbit_tui.broker.backoff import LONGEST_ON_LOOPBACK, Backoff, WakeUp
from ribbit_tui.broker.streams import (
    STREAMS,
    Alive,
    Connected,
    Gap,
    Lost,
    Received,
    Signal,
    StreamName,
    Unreadable,
    follow,
)
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.events import AccountStatusEvent, TradeEvent
from tests.waiting import waiting_for
from tests.wire.samples import NOON, order

from .stub_server import StubServer, event, forever, serving, stream
from .support import ACCOUNT, ENDPOINT, account_event, ulid

HEARTBEAT = b":heartbeat\n\n"


class LongestPauses(random.Random):
    """A source of chance that always draws the upper bound."""

    def uniform(self, a: float, b: float) -> float:
        return b


class Follower:
    """A follower of a stub's account events that applies each and reconnects without waiting."""

    def __init__(self, server: StubServer, silence: float = 5.0) -> None:
        self.cursor: str | None = None
        self.pauses: list[float] = []
        self.wake_up = WakeUp()
        self.patient = False
        self._server = server
        self._silence = silence

    async def signals(self) -> AsyncGenerator[Signal, None]:
        transport = Transport(self._server.endpoint)
        signals = follow(
            transport,
            StreamName.ACCOUNTS,
            lambda: self.cursor,
            wake_up=self.wake_up,
            silence=self._silence,
            sleep=self._sleep,
            rng=LongestPauses(),
        )
        try:
            async with waiting_for("the next signal of the stream"), aclosing(signals):
                async for signal in signals:
                    yield signal
                    if isinstance(signal, Received):
                        self.cursor = signal.event.cursor
        finally:
            await transport.aclose()

    async def until(self, count: int) -> list[Signal]:
        found: list[Signal] = []
        async with aclosing(self.signals()) as signals:
            async for signal in signals:
                found.append(signal)
                if len(found) == count:
                    break
        return found

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        if self.patient:
            await forever()


def kinds(signals: list[Signal]) -> list[type[Signal]]:
    return [type(signal) for signal in signals]


async def test_a_cut_stream_goes_on_from_the_cursor() -> None:
    async with serving(
        stream(event(account_event(1)), event(account_event(2))),
        stream(event(account_event(3)), then_open=True),
    ) as server:
        follower = Follower(server)
        signals = await follower.until(6)
    assert kinds(signals) == [Connected, Received, Received, Lost, Connected, Received]
    assert server.queries == [{}, {"since_ulid": ulid(2)}]
    assert signals[3] == Lost("the server ended the stream", retry_in=2)
    assert signals[4] == Connected(ulid(2))
    request = server.requests[0]
    assert request.url.path == "/v1/events/accounts/status"
    assert request.headers["authorization"].startswith("Basic ")
    assert isinstance(signals[1], Received)
    assert isinstance(signals[1].event, AccountStatusEvent)


async def test_the_cursor_is_asked_for_at_each_connect() -> None:
    async with serving(stream(), stream(), stream()) as server:
        follower = Follower(server)
        async with aclosing(follower.signals()) as signals:
            async for signal in signals:
                if isinstance(signal, Lost):
                    follower.cursor = f"cursor-{len(server.requests)}"
                if len(server.requests) == 3:
                    break
    assert server.queries == [{}, {"since_ulid": "cursor-1"}, {"since_ulid": "cursor-2"}]


async def test_heartbeats_keep_a_stream_alive_and_silence_ends_it() -> None:
    async def beating() -> Any:
        for _ in range(8):
            yield HEARTBEAT
            await asyncio.sleep(0.15)
        await forever()

    async with serving(beating) as server:
        signals = await Follower(server, silence=1).until(11)
    assert kinds(signals) == [Connected] + [Alive] * 8 + [Lost, Connected]
    assert isinstance(signals[9], Lost)
    assert signals[9].reason == "the stream fell silent"


async def test_dropped_messages_are_a_gap_that_is_replayed() -> None:
    slow = b": you are reading too slowly, dropped 1234 messages\n\n"
    async with serving(stream(event(account_event(7)), slow, then_open=True)) as server:
        signals = await Follower(server).until(5)
    assert kinds(signals) == [Connected, Received, Gap, Lost, Connected]
    assert signals[2] == Gap(1234)
    assert signals[3] == Lost("events were dropped, they are read again", retry_in=2)
    assert server.queries[1] == {"since_ulid": ulid(7)}


async def test_an_internal_error_comment_means_reconnecting() -> None:
    async with serving(stream(b": internal server error\n\n", then_open=True)) as server:
        signals = await Follower(server).until(3)
    assert kinds(signals) == [Connected, Lost, Connected]
    assert signals[1] == Lost("the server reports an internal error", retry_in=2)


@pytest.mark.parametrize(
    "garbage",
    [
        b"data: not json\n\n",
        b'data: {"event_id": 1}\n\n',
        b"data: " + b"[" * 100_000 + b"\n\n",
        b'data: {"event_id": 1e999999999999999999999}\n\n',
        b"data: \xff\xfe\n\n",
    ],
    ids=["syntax", "shape", "nesting", "exponent", "encoding"],
)
async def test_an_event_that_is_garbage_is_skipped(garbage: bytes) -> None:
    good = event(account_event(2))
    async with serving(stream(garbage, b"data:\n\nid: 1\n\n", good, then_open=True)) as server:
        signals = await Follower(server).until(3)
    assert kinds(signals) == [Connected, Unreadable, Received]


async def test_what_an_unreadable_event_held_is_not_told() -> None:
    secret = {"event_id": 1, "at": "secret-1", "account_id": ["secret-2"]}
    async with serving(stream(event(secret), then_open=True)) as server:
        signals = await Follower(server).until(2)
    assert signals[1] == Unreadable("an event that is not a AccountStatusEvent: ValidationError")


async def test_odd_line_separators_inside_an_event_are_part_of_it() -> None:
    odd = event(account_event(1, reason="a")).replace(b'"a"', '"a\u2028\x85b"'.encode())
    async with serving(stream(odd, then_open=True)) as server:
        signals = await Follower(server).until(2)
    assert isinstance(signals[1], Received)
    assert isinstance(signals[1].event, AccountStatusEvent)
    assert signals[1].event.reason == "a\u2028\x85b"


@pytest.mark.parametrize(
    ("said", "refusal", "long"),
    [
        (PlainTextResponse("no", 401), errors.BadCredentialsError, True),
        (PlainTextResponse("no", 403), errors.ForbiddenError, True),
        (PlainTextResponse('{"message": "bad cursor"}', 422), errors.InvalidRequestError, True),
        (PlainTextResponse("no", 429), errors.RateLimitedError, False),
        (PlainTextResponse("no", 503), None, False),
        (PlainTextResponse("<html>welcome</html>", 200), None, False),
    ],
)
async def test_a_refused_stream_is_told_and_tried_again(
    said: Response, refusal: type[errors.RefusedError] | None, long: bool
) -> None:
    async with serving(said) as server:
        follower = Follower(server)
        signals = await follower.until(2)
    lost = signals[0]
    assert isinstance(lost, Lost)
    assert type(lost.refusal) is (refusal or type(None))
    assert (lost.retry_in == LONGEST_ON_LOOPBACK) is long
    assert follower.pauses == [lost.retry_in]
    assert isinstance(signals[1], Connected)


async def test_pauses_grow_to_10_s_on_loopback_and_start_over_after_something_came() -> None:
    failures: list[Any] = [PlainTextResponse("no", 503) for _ in range(9)]
    async with serving(*failures, stream(HEARTBEAT), stream()) as server:
        follower = Follower(server)
        await follower.until(9 + 3 + 2 + 1)
    assert follower.pauses == [2, 4, 8, 10, 10, 10, 10, 10, 10, 2, 4]


def test_pauses_grow_to_a_minute_elsewhere() -> None:
    backoff = Backoff(LongestPauses())
    assert [backoff.next() for _ in range(7)] == [2, 4, 8, 16, 32, 60, 60]


async def test_a_connection_on_which_nothing_comes_does_not_shorten_the_pauses() -> None:
    async with serving(stream(), stream(), stream()) as server:
        follower = Follower(server)
        await follower.until(3 * 2 + 1)
    assert follower.pauses == [2, 4, 8]


async def test_a_wake_up_ends_the_wait() -> None:
    async with serving(stream()) as server:
        follower = Follower(server)
        follower.patient = True
        found: list[Signal] = []
        async with aclosing(follower.signals()) as signals:
            async for signal in signals:
                found.append(signal)
                if isinstance(signal, Lost):
                    asyncio.get_running_loop().call_later(0.02, follower.wake_up.wake_all)
                if len(found) == 3:
                    break
    assert kinds(found) == [Connected, Lost, Connected]


async def test_a_wake_up_during_an_attempt_is_not_missed() -> None:
    async with serving(stream()) as server:
        follower = Follower(server)
        follower.patient = True
        found: list[Signal] = []
        async with aclosing(follower.signals()) as signals:
            async for signal in signals:
                found.append(signal)
                if len(found) == 1:
                    follower.wake_up.wake_all()
                if len(found) == 3:
                    break
    assert kinds(found) == [Connected, Lost, Connected]


async def test_a_cursor_that_cannot_be_read_is_survived() -> None:
    cursors = iter([ZeroDivisionError("private"), None])

    def resume_from() -> str | None:
        cursor = next(cursors)
        if cursor is not None:
            raise cursor
        return None

    async def no_sleep(seconds: float) -> None: ...

    async with serving() as server:
        transport = Transport(server.endpoint)
        signals = follow(transport, StreamName.ACCOUNTS, resume_from, sleep=no_sleep)
        async with aclosing(signals):
            lost = await anext(signals)
            assert isinstance(lost, Lost)
            assert lost.reason == "an unexpected ZeroDivisionError"
            assert isinstance(await anext(signals), Connected)
        await transport.aclose()


async def test_an_absent_server_is_survived_and_found_at_its_new_address() -> None:
    async with serving() as server:
        old = server.endpoint
    async with serving() as server:
        transport = Transport(old)

        async def move(seconds: float) -> None:
            transport.move_to(server.endpoint)

        signals = follow(transport, StreamName.ACCOUNTS, lambda: None, sleep=move)
        async with aclosing(signals):
            assert isinstance(await anext(signals), Lost)
            assert isinstance(await anext(signals), Connected)
        await transport.aclose()


async def test_cancelling_closes_the_connection() -> None:
    async with serving() as server:
        connected = asyncio.Event()

        async def consume() -> None:
            async for _ in follow(transport, StreamName.ACCOUNTS, lambda: None):
                connected.set()

        transport = Transport(server.endpoint)
        task = asyncio.create_task(consume())
        async with waiting_for("the connection to open and to close"):
            await connected.wait()
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await server.closed.wait()
        await transport.aclose()


async def test_leaving_the_loop_closes_the_connection() -> None:
    async with serving(stream(HEARTBEAT, then_open=True)) as server:
        transport = Transport(server.endpoint)
        async with waiting_for("the connection to open and to close"):
            async with aclosing(follow(transport, StreamName.ACCOUNTS, lambda: None)) as signals:
                await anext(signals)
                await anext(signals)
            await server.closed.wait()
        await transport.aclose()


async def test_leaving_closes_before_anything_else_happens() -> None:
    class Body(httpx.AsyncByteStream):
        closed = False

        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield HEARTBEAT
            await forever()

        async def aclose(self) -> None:
            self.closed = True

    body = Body()
    headers = {"Content-Type": "text/event-stream"}
    network = httpx.MockTransport(lambda _: httpx.Response(200, headers=headers, stream=body))
    transport = Transport(ENDPOINT, http=network)
    async with aclosing(follow(transport, StreamName.ACCOUNTS, lambda: None)) as signals:
        await anext(signals)
        await anext(signals)
        assert not body.closed
    assert body.closed


async def test_trades_carry_orders_and_resume_by_their_event_id() -> None:
    trade = {
        "event_id": ulid(5),
        "at": NOON,
        "account_id": ACCOUNT,
        "event": "fill",
        "order": order(),
        "price": 101.25,
    }
    async with serving(stream(event(trade)), stream(then_open=True)) as server:
        transport = Transport(server.endpoint)
        cursors: list[str] = []

        async def no_sleep(seconds: float) -> None: ...

        signals = follow(
            transport,
            StreamName.TRADES,
            lambda: cursors[-1] if cursors else None,
            sleep=no_sleep,
        )
        async with aclosing(signals):
            async for signal in signals:
                if isinstance(signal, Received):
                    assert isinstance(signal.event, TradeEvent)
                    assert str(signal.event.price) == "101.25"
                    cursors.append(signal.event.cursor)
                if len(server.requests) == 2:
                    break
        await transport.aclose()
    assert server.queries == [{}, {"since_id": ulid(5)}]


def test_every_stream_is_in_the_table() -> None:
    assert set(STREAMS) == set(StreamName)
