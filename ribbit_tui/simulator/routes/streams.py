"""Event streams: a table of all of them, and how they are read and replayed."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from ribbit_tui.simulator.engine.accounts import status_changes
from ribbit_tui.simulator.engine.activities import events as activity_events
from ribbit_tui.simulator.engine.common import funding_events
from ribbit_tui.simulator.engine.journals import pending_activities
from ribbit_tui.simulator.engine.journals import status_changes as journals
from ribbit_tui.simulator.engine.orders import events as order_events
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.failure_log import log_bug
from ribbit_tui.simulator.faults import ConnectionCutError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.simulator.storage.event_log import LoggedEvent

from .parameters import CurrentSimulation, from_query
from .stream_bounds import Bounds, Cursor

_EVENTS_A_CHUNK = 50
_HEARTBEAT = b":heartbeat\n\n"
_TOO_SLOW = ": you are reading too slowly, dropped {} messages\n\n"
_FAILED = b": internal server error\n\n"


def _transfer_only(body: str) -> str:
    """Convert a funding event to the older form, which has transfers only."""
    event: dict[str, object] = json.loads(body)
    kept = {name: event[name] for name in ("account_id", "at", "status_from", "status_to")}
    return json.dumps(kept | {"transfer_id": event["entity_id"]}, separators=(",", ":"))


Prepare = Callable[[LoggedEvent], LoggedEvent | None]


@dataclass(frozen=True)
class Stream:
    """Event stream: its `paths` and `topics`. Events of v2 streams are identified by ULID alone.

    `prepare` returns an event as it is to be sent, or None to leave it out.
    """

    paths: tuple[str, ...]
    topics: tuple[str, ...]
    is_v2: bool = False
    is_by_account: bool = True
    prepare: Prepare | None = None
    shape: Callable[[str], str] | None = None

    def prepared(self, events: Iterable[LoggedEvent]) -> list[LoggedEvent]:
        """Return the events to send."""
        if self.prepare is None:
            return list(events)
        return [one for event in events if (one := self.prepare(event)) is not None]

    def message(self, event: LoggedEvent) -> str:
        """Return the event as sent on this stream."""
        body = self.shape(event.body) if self.shape else event.body
        ids = f'"event_id":{event.id},"event_ulid":"{event.ulid}"'
        if self.is_v2:
            ids = f'"event_id":"{event.ulid}"'
        return f"data: {{{ids},{body[1:]}\n\n"


NON_TRADE = Stream(("/v1/events/nta",), (activity_events.OTHERS,), shape=activity_events.non_trade)

STREAMS = (
    Stream(("/v1/events/accounts/status",), (status_changes.TOPIC,)),
    Stream(
        ("/v1/events/journals/status", "/v1/events/journal/updates"),
        (journals.TOPIC,),
        is_by_account=False,
    ),
    Stream(("/v2/events/journals/status",), (journals.TOPIC,), is_v2=True, is_by_account=False),
    Stream(("/v1/events/trades",), (order_events.TOPIC,)),
    Stream(("/v2/events/trades",), (order_events.TOPIC,), is_v2=True),
    Stream(("/v1/events/transfers/status",), (funding_events.TRANSFERS,), shape=_transfer_only),
    Stream(
        ("/v2/events/funding/status",), (funding_events.TRANSFERS, funding_events.BANKS), is_v2=True
    ),
    NON_TRADE,
    Stream(
        ("/v2beta1/events/activities",),
        (activity_events.TRADES, activity_events.OTHERS),
        is_v2=True,
        shape=activity_events.current,
    ),
)


async def read_stream(
    simulation: Simulation, stream: Stream, bounds: Bounds, account_id: str | None, heartbeat: float
) -> AsyncIterator[bytes]:
    """Yield the stream's bytes: history at once, then events as they occur, and heartbeats.

    If anything fails, an error comment asks the reader to reconnect.
    """
    try:
        async for chunk in _read(simulation, stream, bounds, account_id, heartbeat):
            yield chunk
    except ConnectionCutError:
        raise
    except Exception as error:
        log_bug(f"stream {stream.paths[0]}", error)
        yield _FAILED


async def _read(
    simulation: Simulation, stream: Stream, bounds: Bounds, account_id: str | None, heartbeat: float
) -> AsyncIterator[bytes]:
    log, after = simulation.events, bounds.after
    is_live = False
    silence = _Silence(heartbeat)
    faults, breaks_before = simulation.faults, simulation.faults.stream_breaks
    yield _HEARTBEAT
    # While a reader's socket is full, this generator is not resumed: its events wait in the table,
    # not in memory, and nothing else is slowed down.
    while not log.is_closed:
        woken = log.next_wake()
        if faults.stream_breaks != breaks_before:
            if faults.last_break == "cut":
                raise ConnectionCutError
            if faults.last_break == "error":
                yield _FAILED
            return
        if faults.streams_are_silent:
            await _wait(woken, heartbeat)
            continue
        if is_live and bounds.are_unlimited:
            behind = log.count(stream.topics, after, account_id)
            if behind > simulation.settings.stream_backlog:
                after = log.last_id()
                yield _TOO_SLOW.format(behind).encode()
                silence.begin()
                continue
        batch = log.read(stream.topics, after, account_id, _EVENTS_A_CHUNK)
        is_live = is_live or not batch
        wanted = [event for event in batch if bounds.includes(event)]
        if wanted:
            if sent := stream.prepared(wanted):
                yield "".join(map(stream.message, sent)).encode()
                silence.begin()
            after = batch[-1].id
        if len(wanted) < len(batch) or (not batch and bounds.are_over(simulation)):
            return
        if batch:
            await asyncio.sleep(0)
        elif silence.left <= 0:
            yield _HEARTBEAT
            silence.begin()
        else:
            await _wait(woken, bounds.longest_wait(simulation, silence.left))


class _Silence:
    """The time since a stream sent something. Events of other streams do not end it."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._loop = asyncio.get_running_loop()
        self.begin()

    def begin(self) -> None:
        """Begin anew: something was sent just now."""
        self._ends_at = self._loop.time() + self._longest

    @property
    def left(self) -> float:
        """The seconds until the next heartbeat."""
        return self._ends_at - self._loop.time()


async def _wait(woken: asyncio.Event, longest: float) -> None:
    """Wait for the event, at most `longest` seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(longest):
            await woken.wait()


class EventStreamResponse(StreamingResponse):
    """Streaming response of server-sent events."""

    media_type = "text/event-stream"


@cache
def stream_router(heartbeat: float) -> APIRouter:
    """Build the routes of every stream; each sends a comment after `heartbeat` silent seconds.

    The routes hold nothing of a simulation, so all simulations of a process share them.
    """
    router = APIRouter(tags=["events"])
    for stream in STREAMS:
        for path in stream.paths:
            router.add_api_route(
                path,
                (_non_trade_endpoint if stream is NON_TRADE else _endpoint)(stream, heartbeat),
                name=path,
                summary=f"Listen to events of {' and '.join(stream.topics)}",
                response_class=EventStreamResponse,
            )
    return router


def _endpoint(stream: Stream, heartbeat: float) -> Callable[..., Awaitable[StreamingResponse]]:
    async def listen(
        simulation: CurrentSimulation,
        cursor: Annotated[Cursor, from_query(Cursor)],
        account: Annotated[str | None, Query(alias="id")] = None,
        account_id: str | None = None,
    ) -> StreamingResponse:
        wanted = account_id or account
        if wanted and not stream.is_by_account:
            raise InvalidError(
                "this stream is not by account", "account_id" if account_id else "id"
            )
        bounds = cursor.bounds(simulation, is_v2=stream.is_v2)
        return _response(simulation, stream, bounds, wanted, heartbeat)

    return listen


def _non_trade_endpoint(
    stream: Stream, heartbeat: float
) -> Callable[..., Awaitable[StreamingResponse]]:
    async def listen(
        simulation: CurrentSimulation,
        cursor: Annotated[Cursor, from_query(Cursor)],
        account: Annotated[str | None, Query(alias="id")] = None,
        account_id: str | None = None,
        group_id: str | None = None,
        include_preprocessing: bool = False,
    ) -> StreamingResponse:
        wanted, chosen = account_id or account, stream
        if group_id is not None or include_preprocessing:
            topics = (*stream.topics, journals.TOPIC) if include_preprocessing else stream.topics
            prepare = _NonTrade(simulation, wanted, group_id)
            # The account of a journal's event is found only when it is prepared.
            chosen, wanted = replace(stream, topics=topics, prepare=prepare), None
        bounds = cursor.bounds(simulation, is_v2=stream.is_v2)
        return _response(simulation, chosen, bounds, wanted, heartbeat)

    return listen


class _NonTrade:
    """Choice of activities by account and group, with pending ones made of journals' events."""

    def __init__(self, simulation: Simulation, account_id: str | None, group: str | None) -> None:
        self._simulation = simulation
        self._account_id = account_id and account_id.lower()
        self._group = group and group.lower()

    def __call__(self, event: LoggedEvent) -> LoggedEvent | None:
        """Return the event as it is to be sent, None to leave it out."""
        body: str | None = event.body
        if event.topic == journals.TOPIC:
            body = pending_activities.from_event(self._simulation, event.body)
        if body is None:
            return None
        activity = json.loads(body)
        if self._account_id not in (None, activity["account_id"]):
            return None
        if self._group not in (None, activity.get("details", {}).get("group_id")):
            return None
        return event._replace(body=body)


def _response(
    simulation: Simulation, stream: Stream, bounds: Bounds, account: str | None, heartbeat: float
) -> StreamingResponse:
    events = read_stream(simulation, stream, bounds, account and account.lower(), heartbeat)
    return EventStreamResponse(events, headers={"Cache-Control": "no-cache"})
