"""Middleware that applies the director's faults to requests."""

import asyncio
import re
from datetime import datetime, timedelta

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ribbit_tui.simulator.failure_log import log_bug
from ribbit_tui.simulator.faults import ConnectionCutError, FaultInjector, Quota
from ribbit_tui.wire.faults import LateWrites

from .errors import error_response

_API = re.compile(r"/v\d")
_MESSAGES = {
    500: "internal server error",
    502: "bad gateway",
    503: "service unavailable",
    504: "gateway timeout",
}
_MOST_LATE = 100
"""Writes that can wait to be carried out at a time; further ones get a 503."""
_CLOCK_SECONDS = 0.02
"""Longest pause between two looks at the simulator's clock, which may be moved by hand."""


class FaultMiddleware:
    """Passes requests on, and breaks requests to the API while faults are active."""

    def __init__(self, app: ASGIApp, faults: FaultInjector) -> None:
        self._app = app
        self._faults = faults
        self._late: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request. Raises ConnectionCutError if there is to be no response."""
        if self._faults.are_on and scope["type"] == "http" and _API.match(scope["path"]):
            await self._apply_faults(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _apply_faults(self, scope: Scope, receive: Receive, send: Send) -> None:
        faults = self._faults
        if wait := faults.latency():
            await asyncio.sleep(wait)
        outage = faults.outage()
        if outage == "dropped":
            raise ConnectionCutError
        if outage is not None:
            await _send_error(503, scope, receive, send)
            return
        if (quota := faults.count_request()) is not None:
            send = _with_quota(send, quota)
            if quota.is_exceeded:
                await error_response(429, "rate limit exceeded")(scope, receive, send)
                return
        request = scope["method"], scope["path"]
        if (status := faults.error(*request)) is not None:
            await _send_error(status, scope, receive, send)
        elif scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
        elif (late := faults.late(*request)) is not None:
            await self._carry_out_later(late, scope, receive, send)
        elif faults.drops_response(*request):
            await self._app(scope, receive, _discard)
            raise ConnectionCutError
        else:
            await self._app(scope, receive, send)

    async def _carry_out_later(
        self, late: LateWrites, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Keep a write until it is due. Raises ConnectionCutError: there is no response."""
        if len(self._late) >= _MOST_LATE:
            await _send_error(503, scope, receive, send)
            return
        body = await _whole_body(receive)
        due_at = self._faults.now() + timedelta(seconds=late.seconds)
        writing = asyncio.create_task(self._carry_out_at(due_at, scope, body))
        self._late.add(writing)
        writing.add_done_callback(self._late.discard)
        if late.kind == "held":
            await _until_done_or_disconnected(writing, receive)
        raise ConnectionCutError

    async def _carry_out_at(self, due_at: datetime, scope: Scope, body: bytes) -> None:
        """Wait for the simulator's clock, then carry out a write that nobody waits for."""
        while (left := (due_at - self._faults.now()).total_seconds()) > 0:  # noqa: ASYNC110 (any clock)
            await asyncio.sleep(min(left, _CLOCK_SECONDS))

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        try:
            await self._app(scope, receive, _discard)
        except Exception as error:
            log_bug(f"late {scope['method']} request", error)


async def _whole_body(receive: Receive) -> bytes:
    """Receive a body. Raises ConnectionCutError if the client is gone before its end."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionCutError
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


async def _until_done_or_disconnected(writing: asyncio.Task[None], receive: Receive) -> None:
    """Wait until the write is carried out or the client closes the connection."""
    leaving = asyncio.ensure_future(receive())
    try:
        await asyncio.wait([writing, leaving], return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()


async def _send_error(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    await error_response(status, _MESSAGES[status])(scope, receive, send)


async def _discard(_message: Message) -> None:
    pass


def _with_quota(send: Send, quota: Quota) -> Send:
    """Add the headers of the rate limit to the response."""

    async def with_quota(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["X-RateLimit-Limit"] = str(quota.limit)
            headers["X-RateLimit-Remaining"] = str(quota.remaining)
            headers["X-RateLimit-Reset"] = str(quota.reset)
        await send(message)

    return with_quota
