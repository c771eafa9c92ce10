"""Tests of the bounds on requests in flight, on time and on imports."""

import asyncio
import subprocess
import sys

import httpx
import pytest

from ribbit_tui.broker import errors
from ribbit_tui.broker.transport import Timeouts, Transport

from .stub_server import serving
from .support import ENDPOINT, response


async def test_at_most_eight_requests_are_in_flight() -> None:
    in_flight = most = 0

    async def slow(request: httpx.Request) -> httpx.Response:
        nonlocal in_flight, most
        in_flight += 1
        most = max(most, in_flight)
        for _ in range(5):
            await asyncio.sleep(0)
        in_flight -= 1
        return response([])

    transport = Transport(ENDPOINT, http=httpx.MockTransport(slow))
    await asyncio.gather(*(transport.get("/v1/assets") for _ in range(40)))
    await transport.aclose()
    assert most == 8


async def test_a_response_that_never_ends_is_given_up() -> None:
    async def never(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    transport = Transport(ENDPOINT, http=httpx.MockTransport(never), timeouts=Timeouts(whole=0.01))
    with pytest.raises(errors.OutcomeUnknownError, match="in time"):
        await transport.write("POST", "/v1/accounts", {})
    await transport.aclose()


async def test_a_proxy_is_not_asked_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with serving() as server:
        transport = Transport(server.endpoint)
        async with transport.open_stream("/", {}, silence=5):
            assert len(server.requests) == 1
        await transport.aclose()


def test_catching_errors_does_not_load_http() -> None:
    code = "import sys, ribbit_tui.broker.errors; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
