"""A real server on loopback, with event streams that a test scripts."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from socket import socket
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from ribbit_tui.broker.environment import Endpoint

Connection = Callable[[], AsyncGenerator[bytes, None]] | Response
"""The response to one connection: pieces of a stream, or another response."""


def event(body: dict[str, Any]) -> bytes:
    """Encode an event for a stream."""
    return b"data: " + json.dumps(body).encode() + b"\n\n"


async def forever() -> None:
    await asyncio.Event().wait()


def stream(*pieces: bytes, then_open: bool = False) -> Connection:
    """Script a stream: these pieces, then its end, or silence on an open connection."""

    async def body() -> AsyncGenerator[bytes, None]:
        for piece in pieces:
            yield piece
        if then_open:
            await forever()

    return body


class StubServer:
    """A server with one response per connection: first those of `plan`, then silent streams."""

    def __init__(self, plan: list[Connection]) -> None:
        self._plan = plan
        self.requests: list[Request] = []
        self.closed = asyncio.Event()
        """Set once a client has closed a stream."""
        self.url = ""

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint(self.url, self.url, "key", "secret")

    @property
    def queries(self) -> list[dict[str, str]]:
        return [dict(request.query_params) for request in self.requests]

    async def respond(self, request: Request) -> Response:
        self.requests.append(request)
        number = len(self.requests) - 1
        step = self._plan[number] if number < len(self._plan) else stream(then_open=True)
        if isinstance(step, Response):
            return step
        return StreamingResponse(self._watched(step()), media_type="text/event-stream")

    async def _watched(self, body: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
        try:
            async for piece in body:
                yield piece
        except asyncio.CancelledError:
            self.closed.set()
            raise


class _Server(uvicorn.Server):
    """A uvicorn server that starts and stops at once, without polling ten times a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.stop = asyncio.Event()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        await self.stop.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(*plan: Connection) -> AsyncIterator[StubServer]:
    stub = StubServer(list(plan))
    route: Callable[[Request], Awaitable[Response]] = stub.respond
    app = Starlette(routes=[Route("/{path:path}", route)])
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_config=None, timeout_graceful_shutdown=0, lifespan="off"
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve())
    try:
        await server.ready.wait()
        port = server.servers[0].sockets[0].getsockname()[1]
        stub.url = f"http://127.0.0.1:{port}"
        yield stub
    finally:
        server.force_exit = True
        server.stop.set()
        await task
