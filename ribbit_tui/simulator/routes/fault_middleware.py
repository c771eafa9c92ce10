"""Middleware that applies the director's faults to requests."""

import asyncio
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ribbit_tui.simulator.faults import ConnectionCutError, FaultInjector, Quota

from .errors import error_response

_API = re.compile(r"/v\d")
_MESSAGES = {
    500: "internal server error",
    502: "bad gateway",
    503: "service unavailable",
    504: "gateway timeout",
}


class FaultMiddleware:
    """Passes requests on, and breaks requests to the API while faults are active."""

    def __init__(self, app: ASGIApp, faults: FaultInjector) -> None:
        self._app = app
        self._faults = faults

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
        if (status := faults.error()) is not None:
            await _send_error(status, scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD") and faults.drops_response():
            await self._app(scope, receive, _discard)
            raise ConnectionCutError
        else:
            await self._app(scope, receive, send)


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
