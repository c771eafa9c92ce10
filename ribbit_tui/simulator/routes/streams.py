"""The event streams: one table of them, and how each is read, replayed and bounded."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, NamedTuple, TypeVar

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from ulid import ULID

from ribbit_tui.simulator.bugs import log_bug
from ribbit_tui.simulator.clock import ManualClock, from_micros
from ribbit_tui.simulator.engine.accounts import accounts
from ribbit_tui.simulator.engine.funding import banks, journals, transfers
from ribbit_tui.simulator.engine.orders import order_views
from ribbit_tui.simulator.engine.portfolio import activity_events
from ribbit_tui.simulator.engine.refusals import Invalid
from ribbit_tui.simulator.event_log import LoggedEvent
from ribbit_tui.simulator.faults import ConnectionCut
from ribbit_tui.simulator.world import World

from .inputs import CurrentWorld, Moment, from_query

_EVENTS_A_CHUNK = 50
_HEARTBEAT = b":heartbeat\n\n"
_TOO_SLOW = ": you are reading too slowly, dropped {} messages\n\n"
_FAILED = b": internal server error\n\n"
_LONGEST_INTEGER = 18

Place = TypeVar("Place", datetime, int, str)


def _transfer_only(body: str) -> str:
    """The older shape of a transfer's event, which knows nothing but transfers."""
    event: dict[str, Any] = json.loads(body)
    kept = {name: event[name] for name in ("account_id", "at", "status_from", "status_to")}
    return json.dumps(kept | {"transfer_id": event["entity_id"]}, separators=(",", ":"))


@dataclass(frozen=True)
class Stream:
    """`paths` serve the events of `topics`; v2 ones are known by their ULID alone."""

    paths: tuple[str, ...]
    topics: tuple[str, ...]
    is_v2: bool = False
    is_by_account: bool = True
    shape: Callable[[str], str] | None = None

    def message(self, event: LoggedEvent) -> str:
        body = self.shape(event.body) if self.shape else event.body
        ids = f'"event_id":{event.id},"event_ulid":"{event.ulid}"'
        if self.is_v2:
            ids = f'"event_id":"{event.ulid}"'
        return f"data: {{{ids},{body[1:]}\n\n"


STREAMS = (
    Stream(("/v1/events/accounts/status",), (accounts.TOPIC,)),
    Stream(
        ("/v1/events/journals/status", "/v1/events/journal/updates"),
        (journals.TOPIC,),
        is_by_account=False,
    ),
    Stream(("/v2/events/journals/status",), (journals.TOPIC,), is_v2=True, is_by_account=False),
    Stream(("/v1/events/trades",), (order_views.TOPIC,)),
    Stream(("/v2/events/trades",), (order_views.TOPIC,), is_v2=True),
    Stream(("/v1/events/transfers/status",), (transfers.TOPIC,), shape=_transfer_only),
    Stream(("/v2/events/funding/status",), (transfers.TOPIC, banks.TOPIC), is_v2=True),
    Stream(("/v1/events/nta",), (activity_events.OTHERS,), shape=activity_events.non_trade),
    Stream(
        ("/v2beta1/events/activities",),
        (activity_events.TRADES, activity_events.OTHERS),
        is_v2=True,
    ),
)


class Bounds(NamedTuple):
    """Where a reading starts (after an id) and, if anywhere, where it ends."""

    after: int
    until: datetime | None = None
    until_id: int | None = None
    until_ulid: str | None = None

    @property
    def are_open(self) -> bool:
        """Whether the reading goes on for as long as its reader likes."""
        return self[1:] == (None, None, None)

    def hold(self, event: LoggedEvent) -> bool:
        """Whether `event` is not beyond them."""
        if self.until is not None:
            return from_micros(event.at) <= self.until
        if self.until_id is not None:
            return event.id <= self.until_id
        return self.until_ulid is None or event.ulid <= self.until_ulid

    def next_look(self, world: World, heartbeat: float) -> float:
        """Seconds to wait at most: until the next heartbeat or, on the way there, the end."""
        if self.until is None or isinstance(world.clock, ManualClock):
            return heartbeat
        return max(0.001, min(heartbeat, (self.until - world.now()).total_seconds()))

    def are_passed(self, world: World) -> bool:
        """Whether no event within them can come any more."""
        if self.until is not None:
            return world.now() >= self.until
        if self.until_id is not None:
            return world.events.last_id() >= self.until_id
        return self.until_ulid is not None and world.events.last_ulid() >= self.until_ulid


class Cursor:
    """The query parameters of a stream. Kinds do not mix, and an `until` needs its `since`."""

    def __init__(
        self,
        since: Moment | None = None,
        until: Moment | None = None,
        since_id: str | None = None,
        until_id: str | None = None,
        since_ulid: str | None = None,
        until_ulid: str | None = None,
    ) -> None:
        given = {
            "since": (since, until),
            "since_id": (since_id, until_id),
            "since_ulid": (since_ulid, until_ulid),
        }
        kinds = [name for name, pair in given.items() if pair != (None, None)]
        if len(kinds) > 1:
            raise Invalid(f"{kinds[0]} and {kinds[1]} cannot be combined", kinds[1])
        if kinds and given[kinds[0]][0] is None:
            bound = kinds[0].replace("since", "until")
            raise Invalid(f"{bound} needs {kinds[0]}", bound)
        if since is not None and until is not None:
            _check_order(since, until, "since", "until")
        self._since, self._until = since, until
        self._ids = (since_id, until_id)
        self._ulids = (since_ulid, until_ulid)

    def bounds(self, world: World, stream: Stream) -> Bounds:
        """Raises Invalid for ids of the wrong kind or order. Without a cursor no history."""
        log = world.events
        if self._since is not None:
            return Bounds(log.id_before(self._since), until=self._until)
        ulids, names = self._ulids, ("since_ulid", "until_ulid")
        if stream.is_v2:
            if ulids != (None, None):
                raise Invalid("since_ulid is for v1 streams, use since_id", "since_ulid")
            ulids, names = self._ids, ("since_id", "until_id")
        elif (first := self._ids[0]) is not None:
            since_id, last = _integer(first, "since_id"), self._ids[1]
            until_id = None if last is None else _integer(last, "until_id")
            if until_id is not None:
                _check_order(since_id, until_id, "since_id", "until_id")
            return Bounds(since_id, until_id=until_id)
        after, until = ulids
        if after is not None:
            start = _ulid(after, names[0])
            end = None if until is None else _ulid(until, names[1])
            if end is not None:
                _check_order(start, end, *names)
            return Bounds(log.id_of_ulid(start), until_ulid=end)
        return Bounds(log.last_id())


def _check_order(since: Place, until: Place, first: str, last: str) -> None:
    if until < since:
        raise Invalid(f"{last} must not be before {first}", last)


def _integer(text: str, field: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_INTEGER):
        raise Invalid(f"{field} must be an integer event id", field)
    return int(text)


def _ulid(text: str, field: str) -> str:
    try:
        ULID.from_str(text.upper())
    except ValueError as error:
        raise Invalid(f"{field} must be a ULID", field) from error
    return text.upper()


async def read_stream(
    world: World, stream: Stream, bounds: Bounds, account_id: str | None, heartbeat: float
) -> AsyncIterator[bytes]:
    """The stream's bytes: history at once, then events as they come, and a heartbeat meanwhile.

    Whatever fails in here is told to the reader, who is to reconnect.
    """
    try:
        async for chunk in _read(world, stream, bounds, account_id, heartbeat):
            yield chunk
    except ConnectionCut:
        raise
    except Exception as error:
        log_bug(f"stream {stream.paths[0]}", error)
        yield _FAILED


async def _read(
    world: World, stream: Stream, bounds: Bounds, account_id: str | None, heartbeat: float
) -> AsyncIterator[bytes]:
    log, after = world.events, bounds.after
    is_live = False
    faults, breaks_before = world.faults, world.faults.stream_breaks
    yield _HEARTBEAT
    # While a reader's socket is full nothing here runs for it: events wait in the table, not in
    # memory, and the rest of the world does not notice.
    while not log.is_closed:
        woken = log.next_wake()
        if faults.stream_breaks != breaks_before:
            if faults.last_break == "cut":
                raise ConnectionCut
            if faults.last_break == "error":
                yield _FAILED
            return
        if faults.streams_are_silent:
            await _wait(woken, heartbeat)
            continue
        if is_live and bounds.are_open:
            behind = log.count(stream.topics, after, account_id)
            if behind > world.settings.stream_backlog:
                after = log.last_id()
                yield _TOO_SLOW.format(behind).encode()
                continue
        batch = log.read(stream.topics, after, account_id, _EVENTS_A_CHUNK)
        is_live = is_live or not batch
        wanted = [event for event in batch if bounds.hold(event)]
        if wanted:
            yield "".join(map(stream.message, wanted)).encode()
            after = batch[-1].id
        if len(wanted) < len(batch) or (not batch and bounds.are_passed(world)):
            return
        if batch:
            await asyncio.sleep(0)
        elif not await _wait(woken, bounds.next_look(world, heartbeat)):
            yield _HEARTBEAT


async def _wait(woken: asyncio.Event, longest: float) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(longest):
            return await woken.wait()
    return False


class EventStreamResponse(StreamingResponse):
    media_type = "text/event-stream"


def stream_router(heartbeat: float) -> APIRouter:
    """Routes for every stream; a silent one sends a comment every `heartbeat` seconds."""
    router = APIRouter(tags=["events"])
    for stream in STREAMS:
        for path in stream.paths:
            router.add_api_route(
                path,
                _endpoint(stream, heartbeat),
                name=path,
                summary=f"Listen to events of {' and '.join(stream.topics)}",
                response_class=EventStreamResponse,
            )
    return router


def _endpoint(stream: Stream, heartbeat: float) -> Callable[..., Awaitable[StreamingResponse]]:
    async def listen(
        world: CurrentWorld,
        cursor: Annotated[Cursor, from_query(Cursor)],
        account: Annotated[str | None, Query(alias="id")] = None,
        account_id: str | None = None,
    ) -> StreamingResponse:
        bounds = cursor.bounds(world, stream)
        wanted = account_id or account
        if wanted and not stream.is_by_account:
            raise Invalid("this stream is not by account", "account_id" if account_id else "id")
        events = read_stream(world, stream, bounds, wanted and wanted.lower(), heartbeat)
        return EventStreamResponse(events, headers={"Cache-Control": "no-cache"})

    return listen
