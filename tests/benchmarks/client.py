"""A small HTTP/1.1 client: with a larger one, its own work would be most of what is measured."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, NamedTuple

from tests.simulator.conftest import CREDENTIALS

_AUTHORIZATION = base64.b64encode(":".join(CREDENTIALS).encode()).decode()
_LARGEST_READ = 1 << 20


class Answer(NamedTuple):
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """One connection, kept alive; one request at a time."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address

    async def __aenter__(self) -> "Client":
        self._reader, self._writer = await asyncio.open_connection(
            *self._address, limit=_LARGEST_READ
        )
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
    ) -> Answer:
        self._send(method, path, b"" if body is None else json.dumps(body).encode(), headers)
        status, length = await self._head()
        return Answer(status, await self._reader.readexactly(length))

    async def get(self, path: str) -> Any:
        return _successful(await self.request("GET", path))

    async def post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        return _successful(await self.request("POST", path, body, headers))

    async def stream(self, path: str) -> AsyncIterator[bytes]:
        """What an event stream sends, as it comes and with the chunks' own marks in it."""
        self._send("GET", path, b"", None)
        status, _ = await self._head()
        if status != 200:
            raise RuntimeError(f"the stream {path} answered {status}")
        tail = b""
        while data := await self._reader.read(_LARGEST_READ):
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

    async def _head(self) -> tuple[int, int]:
        """Status and length, 0 for a body in chunks."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        _, _, rest = head.lower().partition(b"content-length:")
        return int(head[9:12]), int(rest.split(b"\r\n", 1)[0] or b"0")


def _successful(answer: Answer) -> Any:
    if answer.status != 200:
        raise RuntimeError(f"answered {answer.status}: {answer.body.decode()}")
    return answer.json()
