"""Where requests meet the faults that the director asked for."""

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


class FaultLayer:
    """Passes requests on, unless something is broken and they are for the API itself."""

    def __init__(self, app: ASGIApp, faults: FaultInjector) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises ConnectionCutError where there is to be no answer."""
        if self._faults.are_on and scope["type"] == "http" and _API.match(scope["path"]):
            await self._suffer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _suffer(self, scope: Scope, receive: Receive, send: Send) -> None:
        faults = self._faults
        if wait := faults.latency():
            await asyncio.sleep(wait)
        outage = faults.outage()
        if outage == "dropped":
            raise ConnectionCutError
        if outage is not None:
            await _answer(503, scope, receive, send)
            return
        if (quota := faults.count_request()) is not None:
            send = _with_quota(send, quota)
            if quota.is_exceeded:
                await error_response(429, "rate limit exceeded")(scope, receive, send)
                return
        if (status := faults.error()) is not None:
            await _answer(status, scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD") and faults.loses_answer():
            await self._app(scope, receive, _nowhere)
            raise ConnectionCutError
        else:
            await self._app(scope, receive, send)


async def _answer(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    await error_response(status, _MESSAGES[status])(scope, receive, send)


async def _nowhere(_message: Message) -> None:
    pass


def _with_quota(send: Send, quota: Quota) -> Send:
    async def with_quota(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["X-RateLimit-Limit"] = str(quota.limit)
            headers["X-RateLimit-Remaining"] = str(quota.remaining)
            headers["X-RateLimit-Reset"] = str(quota.reset)
        await send(message)

    return with_quota
