"""A minimal HTTP/1.1 client, so that the measured time is the server's and not the client's."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, NamedTuple

from tests.simulator.conftest import CREDENTIALS

_AUTHORIZATION = base64.b64encode(":".join(CREDENTIALS).encode()).decode()
_MAX_READ = 1 << 20


class Response(NamedTuple):
    """A response with its body read."""

    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """A connection that is kept alive and carries one request at a time."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address

    async def __aenter__(self) -> "Client":
        self._reader, self._writer = await asyncio.open_connection(*self._address, limit=_MAX_READ)
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._writer.close()

    async def request(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Response:
        """Send a request, with `body` as JSON, and read the whole response."""
        self._send(method, path, b"" if body is None else json.dumps(body).encode(), headers)
        status, length = await self._read_head()
        return Response(status, await self._reader.readexactly(length))

    async def get(self, path: str) -> Any:
        """Return the JSON of a GET. Raises RuntimeError for a status other than 200."""
        return _body_of(await self.request("GET", path))

    async def post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        """Return the JSON of a POST. Raises RuntimeError for a status other than 200."""
        return _body_of(await self.request("POST", path, body, headers))

    async def stream(self, path: str) -> AsyncIterator[bytes]:
        """Yield the bytes of an event stream as they arrive, chunk headers included."""
        self._send("GET", path, b"", None)
        status, _ = await self._read_head()
        if status != 200:
            raise RuntimeError(f"the stream {path} responseed {status}")
        tail = b""
        while data := await self._reader.read(_MAX_READ):
            yield data
            tail = (tail + data)[-5:]
            if tail == b"0\r\n\r\n":
                return

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str] | None) -> None:
        extra = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic"
            f" {_AUTHORIZATION}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n{extra}\r\n"
        )
        self._writer.write(head.encode() + body)

    async def _read_head(self) -> tuple[int, int]:
        """Read the head and return status and content length, 0 for a chunked body."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        _, _, rest = head.lower().partition(b"content-length:")
        return int(head[9:12]), int(rest.split(b"\r\n", 1)[0] or b"0")


def _body_of(response: Response) -> Any:
    if response.status != 200:
        raise RuntimeError(f"responseed {response.status}: {response.body.decode()}")
    return response.json()
