"""Reading an event stream line by line."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.descriptions.description import find_operation
from tests.waiting import waiting_for

from .conformance import check
from .conftest import Api


class Reader:
    """The lines of one stream."""

    def __init__(self, response: httpx.Response, *, is_checked: bool) -> None:
        self.response = response
        self._lines = response.aiter_lines()
        self._operation = find_operation("GET", response.url.path) if is_checked else None

    async def line(self) -> str:
        async with waiting_for("the next line of the stream"):
            while not (line := await anext(self._lines)):
                pass
            return line

    async def event(self) -> dict[str, Any]:
        while (line := await self.line()).startswith(":"):
            pass
        event: dict[str, Any] = json.loads(line.removeprefix("data: "))
        if self._operation is not None:
            check(self._operation, None, event)
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
        reader = Reader(response, is_checked=api.simulation.settings.api_version == "2026")
        assert await reader.line() == ":heartbeat"
        yield reader
