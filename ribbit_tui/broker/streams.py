"""Event streams: a table of them, endless following, and reading of their history."""

import asyncio
import random
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ribbit_tui.wire import events
from ribbit_tui.wire.model import loads
from ribbit_tui.wire.tolerance import read

from . import errors
from .backoff import LONGEST, LONGEST_ON_LOOPBACK, Backoff, Sleep, WakeUp, sleep_or_wake
from .paths import parameters
from .responses import UNREADABLE
from .sse import Comment, Message, decode
from .transport import Transport

SILENCE = 45.0
"""Seconds without a byte (three heartbeats) after which a connection counts as dead."""

_DROPPED = re.compile(r"dropped (\d+) message")
_SERVER_ERROR = "internal server error"
_PIECE = 1 << 16
_ULID_LENGTH = 26


class StreamName(StrEnum):
    """Names of the streams in this client."""

    ACCOUNTS = "accounts"
    JOURNALS = "journals"
    TRADES = "trades"
    FUNDING = "funding"
    ACTIVITIES = "activities"


@dataclass(frozen=True)
class Stream:
    """Path, model and cursor of a stream."""

    path: str
    model: type[events.Event]
    ulid_parameter: str
    """Name of the parameter that takes `Event.cursor` if that is a ULID."""
    is_optional: bool = False
    """Whether a broker may not offer it, as Alpaca's streams that are in beta."""

    def cursor_parameter_of(self, cursor: str) -> str:
        """Return the parameter for a cursor; events of a v1 stream may have an integer alone."""
        is_integer = cursor.isdecimal() and len(cursor) < _ULID_LENGTH
        return "since_id" if is_integer else self.ulid_parameter


STREAMS: dict[StreamName, Stream] = {
    StreamName.ACCOUNTS: Stream(
        "/v1/events/accounts/status", events.AccountStatusEvent, "since_ulid"
    ),
    StreamName.JOURNALS: Stream(
        "/v2/events/journals/status", events.JournalStatusEvent, "since_id"
    ),
    StreamName.TRADES: Stream("/v2/events/trades", events.TradeEvent, "since_id"),
    StreamName.FUNDING: Stream("/v2/events/funding/status", events.FundingStatusEvent, "since_id"),
    StreamName.ACTIVITIES: Stream(
        "/v2beta1/events/activities", events.ActivityEvent, "since_id", is_optional=True
    ),
}


@dataclass(frozen=True)
class Connected:
    """Subscription from `cursor` on, or from now on if it is None."""

    cursor: str | None


@dataclass(frozen=True)
class Received:
    """An event."""

    event: events.Event


@dataclass(frozen=True)
class Alive:
    """A comment such as a heartbeat: the connection is alive."""


@dataclass(frozen=True)
class Gap:
    """Events that the server dropped because they were read too slowly.

    `Lost` follows, then a replay from the cursor.
    """

    dropped: int


@dataclass(frozen=True)
class Unreadable:
    """An event that was skipped, since it could not be read."""

    reason: str


@dataclass(frozen=True)
class Lost:
    """The loss of a connection, or a failed attempt to connect.

    The next attempt comes in `retry_in` seconds.
    """

    reason: str
    retry_in: float
    refusal: errors.RefusedError | None = None
    """An `InvalidRequestError` means that the server does not accept the cursor."""


Signal = Connected | Received | Alive | Gap | Unreadable | Lost


async def follow(
    transport: Transport,
    name: StreamName,
    resume_from: Callable[[], str | None],
    *,
    wake_up: WakeUp | None = None,
    silence: float = SILENCE,
    sleep: Sleep = asyncio.sleep,
    rng: random.Random | None = None,
) -> AsyncGenerator[Signal, None]:
    """Follow a stream through every failure; only cancellation or closing ends it.

    `resume_from` is asked at each connect for the cursor of the last event applied, so events
    not applied by then come again. Delivery is at least once. `wake_up` ends the pause before the
    next attempt. Wrap it in `contextlib.aclosing`, so that leaving the loop closes the connection
    at once.
    """
    longest = LONGEST_ON_LOOPBACK if transport.endpoint.is_loopback else LONGEST
    backoff = Backoff(rng or random.Random(), longest=longest)
    wake_up = wake_up or WakeUp()
    while True:
        seen = wake_up.count
        refusal = None
        try:
            connection = _connection(transport, STREAMS[name], resume_from(), silence)
            async with aclosing(connection):
                async for signal in connection:
                    if not isinstance(signal, Connected):
                        backoff.reset()
                    yield signal
            reason = "the server ended the stream"
        except errors.BrokerError as error:
            reason = error.message
            refusal = error if isinstance(error, errors.RefusedError) else None
        except Exception as error:
            # Nothing is expected to raise this, but a bug must not end the stream for good.
            reason = f"an unexpected {type(error).__name__}"
        retry_in = backoff.next()
        if refusal is not None and not isinstance(refusal, errors.RateLimitedError):
            # A retry soon would be refused as well.
            retry_in = backoff.longest
        yield Lost(reason, retry_in, refusal)
        if await sleep_or_wake(retry_in, sleep, wake_up, seen):
            backoff.reset()


async def history(
    transport: Transport,
    name: StreamName,
    since: datetime,
    until: datetime,
    *,
    account_id: str | None = None,
) -> list[events.Event]:
    """Return the events from `since` to `until`, oldest first, without unreadable ones.

    A bounded stream ends, so this is a call like any other, with its timeouts and retries.
    Raises RefusedError, UnavailableError (also when the server left events out) and
    UnreadableResponseError.
    """
    stream = STREAMS[name]
    response = await transport.get(stream.path, parameters(since=since, until=until, id=account_id))
    found: list[events.Event] = []
    async with aclosing(decode(_pieces(response.body))) as items:
        async for item in items:
            signal = _signal(item, stream)
            if isinstance(signal, Gap):
                raise errors.UnavailableError(
                    "the server left events out of the history", request_id=response.request_id
                )
            if isinstance(signal, Received) and _concerns(signal.event, account_id):
                found.append(signal.event)
    return found


async def _pieces(body: bytes) -> AsyncGenerator[bytes, None]:
    """Yield a body in pieces, and let other tasks run between them."""
    for start in range(0, len(body), _PIECE):
        yield body[start : start + _PIECE]
        await asyncio.sleep(0)


async def _connection(
    transport: Transport, stream: Stream, cursor: str | None, silence: float
) -> AsyncGenerator[Signal, None]:
    """Yield the signals of one connection until it ends or misses events. Raises BrokerError."""
    params = {} if cursor is None else {stream.cursor_parameter_of(cursor): cursor}
    async with transport.open_stream(stream.path, params, silence=silence) as pieces:
        yield Connected(cursor)
        async with aclosing(decode(pieces)) as items:
            async for item in items:
                signal = _signal(item, stream)
                yield signal
                if isinstance(signal, Gap):
                    raise errors.UnavailableError("events were dropped, they are read again")


def _signal(item: Comment | Message, stream: Stream) -> Received | Alive | Gap | Unreadable:
    """Interpret an item. Raises UnavailableError if the server reports an error."""
    if isinstance(item, Comment):
        if dropped := _DROPPED.search(item.text):
            return Gap(int(dropped[1]))
        if _SERVER_ERROR in item.text:
            raise errors.UnavailableError("the server reports an internal error")
        return Alive()
    try:
        return Received(read(stream.model, loads(item.data)))
    except UNREADABLE as error:
        # Without the error's text: the event may hold personal data.
        return Unreadable(f"an event that is not a {stream.model.__name__}: {type(error).__name__}")


def _concerns(event: events.Event, account_id: str | None) -> bool:
    """Whether an event is of the account, or any if None.

    Servers that do not know the parameter `id` send the events of every account.
    """
    return account_id is None or getattr(event, "account_id", account_id) == account_id
