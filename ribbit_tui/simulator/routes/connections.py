"""Connections: their number, the time a request may take to arrive, and malformed HTTP."""

import asyncio
import secrets
from typing import Any, ClassVar

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from .errors import error_response
from .request_guard import CLOSE_CONNECTION, LARGEST_HEAD

BACKLOG = 128
"""Connections that the system queues before the server accepts them, and accepts at once."""

_MAXIMUM = 1_000
_MINIMUM = 16
_OTHER_FILES = 64
_REQUEST_TIMEOUT = 30.0
"""Seconds that a request may take to arrive, head and body together."""

_INCOMPLETE_REQUEST = (h11.IDLE, h11.SEND_BODY)


def connection_limit() -> int:
    """Return how many connections suit the number of files that this process may open."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return _MAXIMUM
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return _MAXIMUM
    return max(_MINIMUM, min(_MAXIMUM, files - BACKLOG - _OTHER_FILES))


def connections(limit: int) -> type[H11Protocol]:
    """Make a protocol class that allows `limit` connections at a time."""
    return type("BoundedConnection", (Connection,), {"limit": limit, "waiting": {}})


class Connection(H11Protocol):
    """Connection that is closed when others need it.

    Above the limit, the connection that has waited longest for a complete request is closed. So
    thousands of connections with incomplete requests neither block others nor use much memory.
    """

    limit: ClassVar[int]
    waiting: ClassVar[dict["Connection", None]]
    """Connections whose next request has not arrived in full, the longest waiting first."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, {**app_state, CLOSE_CONNECTION: self._abort}, _loop)
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.limit:
            if not self.waiting:
                self._refuse(503, "there are too many connections, try again later")
                return
            next(iter(self.waiting))._time_out(  # noqa: SLF001 of its own class
                "the connection was needed for others"
            )
        self._start_deadline()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._update_deadline()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._update_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        self._clear_deadline()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Refuse malformed HTTP. Uvicorn calls this for heads that are too long, too."""
        received, _ = self.conn.trailing_data
        if len(received) <= LARGEST_HEAD:
            self._refuse(400, "this is not an HTTP request")
        elif b"\n" in received:
            self._refuse(431, f"all headers together must be at most {LARGEST_HEAD} bytes")
        else:
            self._refuse(414, f"the address must be at most {LARGEST_HEAD} bytes")

    def _update_deadline(self) -> None:
        if self.transport.is_closing() or self.conn.their_state not in _INCOMPLETE_REQUEST:
            self._clear_deadline()
        else:
            self._start_deadline()

    def _start_deadline(self) -> None:
        self.waiting.setdefault(self)
        # Between two requests uvicorn applies its own, shorter timeout.
        if self._deadline is None and self.timeout_keep_alive_task is None:
            self._deadline = self.loop.call_later(
                _REQUEST_TIMEOUT, self._time_out, "the request took too long to arrive"
            )

    def _clear_deadline(self) -> None:
        self.waiting.pop(self, None)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _time_out(self, message: str) -> None:
        self._clear_deadline()
        if not self.transport.is_closing():
            self._refuse(408, message)

    def _refuse(self, status: int, message: str) -> None:
        """Send an error without the application, unless a response has begun, and close."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            response = error_response(status, message)
            headers = [
                *response.raw_headers,
                (b"x-request-id", secrets.token_hex(16).encode()),
                (b"connection", b"close"),
            ]
            for event in (
                h11.Response(status_code=status, headers=headers),
                h11.Data(data=bytes(response.body)),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        if self.cycle is not None:
            self.cycle.disconnected = True
        self.transport.close()

    def _abort(self) -> None:
        self.cycle.disconnected = True
        self.transport.abort()
