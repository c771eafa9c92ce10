"""A proxy on loopback that can keep requests back: the client hears nothing, the server later."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class HoldingProxy:
    """Passes one request a connection on to `server_url`, except those that it holds."""

    def __init__(self, server_url: str) -> None:
        parts = urlsplit(server_url)
        self._server = parts.hostname or "", parts.port or 0
        self._pattern: re.Pattern[str] | None = None
        self._in_silence = False
        self.held: list[bytes] = []
        """The requests whose clients were cut off or gave up, in the order in which they did."""
        self.url = ""

    def hold(self, pattern: str, *, in_silence: bool = False) -> None:
        """Hold the requests whose first line matches this pattern from its begin.

        Their clients are cut off at once; `in_silence` they hear nothing until they give up.
        """
        self._pattern, self._in_silence = re.compile(pattern), in_silence

    def pass_on(self) -> None:
        """Hold no more requests. Those that are held stay so."""
        self._pattern = None

    async def deliver(self) -> list[int]:
        """Let the held requests through; return the status of each response."""
        statuses = []
        while self.held:
            reader, writer = await self._send(self.held.pop(0))
            statuses.append(int((await reader.read()).split(b" ", 2)[1]))
            writer.close()
        return statuses

    @asynccontextmanager
    async def running(self) -> AsyncIterator["HoldingProxy"]:
        """Listen on a free port of loopback."""
        server = await asyncio.start_server(self._handle, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            body = await reader.readexactly(int(length[1])) if length else b""
            request = re.sub(rb"(?i)connection: [^\r]*", b"Connection: close", head) + body
            if self._pattern is not None and self._pattern.match(head.decode("latin-1")):
                if self._in_silence:
                    await reader.read()  # ends when the client hangs up
                self.held.append(request)
            else:
                answers, asked = await self._send(request)
                await _copy(answers, writer)
                asked.close()
        writer.close()

    async def _send(self, request: bytes) -> Streams:
        reader, writer = await asyncio.open_connection(*self._server)
        writer.write(request)
        await writer.drain()
        return reader, writer


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy what arrives until the server ends it."""
    while piece := await reader.read(65_536):
        writer.write(piece)
        await writer.drain()
