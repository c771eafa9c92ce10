"""Connections: how many there may be, how long a request may take to arrive, and bad HTTP."""

import asyncio
import secrets
from typing import Any, ClassVar

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from .errors import error_response
from .request_guard import CUT, LARGEST_HEAD

BACKLOG = 128
"""Connections that the system accepts before this program sees them; it takes as many at once."""

_MOST = 1_000
_FEWEST = 16
_FILES_OF_OUR_OWN = 64
_SECONDS_TO_ASK = 30.0
"""How long a request may take to arrive, head and body together."""

_TO_COME = (h11.IDLE, h11.SEND_BODY)


def most_connections() -> int:
    """As many as suit the number of files that this process may open."""
    try:
        import resource
    except ImportError:  # not on Windows, where there is no such limit
        return _MOST
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return _MOST
    return max(_FEWEST, min(_MOST, files - BACKLOG - _FILES_OF_OUR_OWN))


def connections(most: int) -> type[H11Protocol]:
    """A kind of connection of which a server has `most` at a time."""
    return type("BoundedConnection", (Connection,), {"most": most, "waiting": {}})


class Connection(H11Protocol):
    """A connection that gives way: among too many, the one that has longest said nothing whole.

    So thousands that are opened and left half said neither keep others out nor use much memory.
    """

    most: ClassVar[int]
    waiting: ClassVar[dict["Connection", None]]
    """Those whose next request has not arrived in full, longest first."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, {**app_state, CUT: self._cut}, _loop)
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.most:
            if not self.waiting:
                self._refuse(503, "there are too many connections, try again later")
                return
            next(iter(self.waiting))._give_way("the connection was needed for others")
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """What uvicorn calls for anything that is not HTTP, too long heads among it."""
        received, _ = self.conn.trailing_data
        if len(received) <= LARGEST_HEAD:
            self._refuse(400, "this is not an HTTP request")
        elif b"\n" in received:
            self._refuse(431, f"all headers together must be at most {LARGEST_HEAD} bytes")
        else:
            self._refuse(414, f"the address must be at most {LARGEST_HEAD} bytes")

    def _look(self) -> None:
        if self.transport.is_closing() or self.conn.their_state not in _TO_COME:
            self._stop_waiting()
        else:
            self._wait()

    def _wait(self) -> None:
        self.waiting.setdefault(self)
        # Between two requests uvicorn has a shorter time-out of its own.
        if self._deadline is None and self.timeout_keep_alive_task is None:
            self._deadline = self.loop.call_later(
                _SECONDS_TO_ASK, self._give_way, "the request took too long to arrive"
            )

    def _stop_waiting(self) -> None:
        self.waiting.pop(self, None)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_way(self, why: str) -> None:
        self._stop_waiting()
        if not self.transport.is_closing():
            self._refuse(408, why)

    def _refuse(self, status: int, message: str) -> None:
        """Answer without the application, if there is no answer yet, and close."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            answer = error_response(status, message)
            headers = [
                *answer.raw_headers,
                (b"x-request-id", secrets.token_hex(16).encode()),
                (b"connection", b"close"),
            ]
            for event in (
                h11.Response(status_code=status, headers=headers),
                h11.Data(data=bytes(answer.body)),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        if self.cycle is not None:
            self.cycle.disconnected = True
        self.transport.close()

    def _cut(self) -> None:
        self.cycle.disconnected = True
        self.transport.abort()
