"""Reading an event stream line by line."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.waiting import waiting_for

from .conftest import Api


class Reader:
    """The lines of one stream."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def line(self) -> str:
        async with waiting_for("the next line of the stream"):
            while not (line := await anext(self._lines)):
                pass
            return line

    async def event(self) -> dict[str, Any]:
        while (line := await self.line()).startswith(":"):
            pass
        event: dict[str, Any] = json.loads(line.removeprefix("data: "))
        return event

    async def rest(self) -> list[dict[str, Any]]:
        """Return the events until the server ends the stream."""
        events = []
        try:
            while True:
                events.append(await self.event())
        except StopAsyncIteration:
            return events


@asynccontextmanager
async def listening(api: Api, path: str, **parameters: Any) -> AsyncIterator[Reader]:
    async with api.client.stream("GET", path, params=parameters) as response:
        assert response.status_code == 200, await response.aread()
        assert response.headers["content-type"].startswith("text/event-stream")
        assert len(response.headers["X-Request-ID"]) == 32
        reader = Reader(response)
        assert await reader.line() == ":heartbeat"
        yield reader
