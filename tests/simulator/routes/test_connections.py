"""Connections by the thousand, requests that never end, and what is no HTTP at all."""

import asyncio
import base64
import json
from contextlib import suppress

import httpx
import pytest

from ribbit_tui.simulator.routes import connections
from ribbit_tui.simulator.routes import request_guard as gate
from tests.simulator.conftest import CREDENTIALS, Api, Json, Served
from tests.waiting import waiting_for

CREDENTIAL = base64.b64encode(":".join(CREDENTIALS).encode()).decode()
HEAD = f"Host: simulator\r\nAuthorization: Basic {CREDENTIAL}\r\n".encode()


async def connect(api: Api) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    url = httpx.URL(api.client.base_url)
    return await asyncio.open_connection(url.host, url.port)


async def exchange(api: Api, sent: bytes) -> tuple[int, Json]:
    """Send bytes and return status and body of the response before the server closes."""
    reader, writer = await connect(api)
    writer.write(sent)
    async with waiting_for("the server to answer and to close"):
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    assert b"x-request-id: " in head.lower()
    return int(head.split()[1]), json.loads(body)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"hello\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET /v1/clock HTTP/1.1\r\n" + HEAD + b"Content-Length: x\r\n\r\n", 400),
        (
            b"GET /v1/clock HTTP/1.1\r\n"
            + HEAD
            + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
            400,
        ),
        (b"GET /v1/clock HTTP/1.1\r\n" + HEAD + b"Bad Name: x\r\n\r\n", 400),
        (b"GET /v1/" + b"x" * 40_000, 414),
        (b"GET /v1/clock HTTP/1.1\r\n" + HEAD + b"X-Long: " + b"x" * 40_000, 431),
    ],
    ids=lambda value: str(value[:12]) if isinstance(value, bytes) else None,
)
async def test_what_is_no_http_is_refused_as_anything_else(
    served: Served, sent: bytes, status: int
) -> None:
    answered, body = await exchange(await served(), sent)
    assert answered == status
    assert body["code"] // 100_000 == status
    assert body["message"]


async def test_ten_thousand_half_requests_leave_room_for_whole_ones(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Open hundreds of connections with a limit lowered by the same factor."""
    monkeypatch.setattr(connections, "_MAXIMUM", 20)
    api = await served()
    halves = [
        b"GET /v1/clock HTTP/1.1\r\n" + HEAD,
        b"POST /v1/accounts HTTP/1.1\r\n" + HEAD + b"Content-Length: 100\r\n\r\n{",
        b"",
    ]
    opened = []
    for number in range(200):
        reader, writer = await connect(api)
        writer.write(halves[number % 3])
        opened.append((reader, writer))
        if number % 20 == 0:
            assert (await api.client.get("/v1/clock")).status_code == 200
    assert (await api.client.get("/v1/clock")).status_code == 200
    async with waiting_for("the half requests to be refused"):
        for reader, _ in opened[:150]:
            assert (await reader.read()).startswith((b"HTTP/1.1 408 ", b""))
    for _, writer in opened:
        writer.close()


async def test_streams_that_are_read_are_not_given_up_for_others(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_MAXIMUM", 16)
    api = await served()
    request = b"GET /v2/events/trades HTTP/1.1\r\n" + HEAD + b"\r\n"
    streams = []
    for _ in range(16):
        reader, writer = await connect(api)
        writer.write(request)
        async with waiting_for("a stream to begin"):
            assert b"200 OK" in await reader.readline()
        streams.append((reader, writer))
    status, body = await exchange(api, b"")
    assert (status, body["code"]) == (503, 50310000)
    streams.pop()[1].close()
    async with waiting_for("room for another connection"):
        while (await api.client.get("/v1/clock")).status_code != 200:
            pass
    for _, writer in streams:
        writer.close()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /v1/clock HTTP/1.1\r\n",
        b"POST /v1/accounts HTTP/1.1\r\n" + HEAD + b"Content-Length: 100\r\n\r\n{",
    ],
)
async def test_requests_that_do_not_arrive_in_time(
    served: Served, sent: bytes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connections, "_REQUEST_TIMEOUT", 0.1)
    status, body = await exchange(await served(), sent)
    assert (status, body["message"]) == (408, "the request took too long to arrive")
    assert caplog.text == ""


async def test_bodies_are_held_in_bounded_memory(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "LARGEST_BODIES", 1_000_000)
    api = await served()
    held = []
    for _ in range(3):
        _, writer = await connect(api)
        writer.write(b"POST /v1/journals HTTP/1.1\r\n" + HEAD + b"Content-Length: 400000\r\n\r\n")
        writer.write(b" " * 300_000)
        await writer.drain()
        held.append(writer)
    async with waiting_for("the bodies to fill the memory"):
        while (await api.client.post("/v1/journals", content=b" " * 300_000)).status_code != 503:
            pass
    for writer in held:
        writer.close()
    async with waiting_for("memory for another body"):
        while (await api.client.post("/v1/journals", content=b" " * 300_000)).status_code != 400:
            pass
    with suppress(ConnectionError):
        for writer in held:
            await writer.wait_closed()
