"""HTTP transport: credentials, timeouts, retries, and a bound on requests in flight."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

import httpx

from . import errors
from .backoff import Sleep
from .downloads import link_to
from .environment import Endpoint
from .http_client import NoResponse, new_client, no_response, read_response, tls_context
from .responses import Response
from .retries import Outcome, RetryLimits, RetryPolicy, RetryWaits

JsonBody = dict[str, Any] | list[dict[str, Any]]


class Host(Enum):
    """The two hosts of the API: that of the broker, and that of market data."""

    BROKER = "broker"
    DATA = "data"


@dataclass(frozen=True)
class Timeouts:
    """Seconds to connect, between two pieces of a response, and for a whole attempt."""

    connect: float = 3.0
    read: float = 10.0
    whole: float = 30.0


@dataclass(frozen=True)
class _Request:
    """A request whose address and credentials are looked up at each attempt.

    One with a `link` goes there instead, without credentials.
    """

    method: str
    path: str = ""
    params: Mapping[str, str] | None = None
    body: JsonBody | None = None
    headers: Mapping[str, str] | None = None
    host: Host = Host.BROKER
    link: httpx.URL | None = None
    at_most: int | None = None
    """The largest body (bytes)."""


class Transport:
    """Sends requests to one server and reports their outcome."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        timeouts: Timeouts | None = None,
        retries: RetryLimits | None = None,
        max_in_flight: int = 8,
        sleep: Sleep = asyncio.sleep,
        rng: random.Random | None = None,
        now: Callable[[], float] = time.time,
        http: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Create a transport.

        `now` returns the time in seconds since the epoch; `http` replaces the network.
        """
        self._endpoint = endpoint
        self._timeouts = timeouts or Timeouts()
        # A shared httpx client stalls for seconds with many requests in flight.
        self._in_flight = asyncio.Semaphore(max_in_flight)
        self._retries = RetryPolicy(retries or RetryLimits(), sleep, rng or random.Random(), now)
        tls = tls_context(endpoint)
        self._rest = new_client(tls, http)
        # Streams occupy connections for hours; with one client they would starve the calls.
        self._streams = new_client(tls, http)

    @property
    def endpoint(self) -> Endpoint:
        return self._endpoint

    @property
    def write_waits(self) -> RetryWaits:
        """The waits of writes that are not accepted yet."""
        return self._retries.waits

    def move_to(self, endpoint: Endpoint) -> None:
        """Use the server's new address from the next attempt on, also in calls under way.

        Raises ValueError between http and https: that would not be the same server.
        """
        if endpoint.uses_tls != self._endpoint.uses_tls:
            raise ValueError("the new address must have the scheme of the old one")
        self._endpoint = endpoint

    async def aclose(self) -> None:
        """Close all connections."""
        await self._rest.aclose()
        await self._streams.aclose()

    async def get(
        self, path: str, params: Mapping[str, str] | None = None, *, host: Host = Host.BROKER
    ) -> Response:
        """Read. Raises RefusedError, UnavailableError, UnreadableResponseError."""
        request = _Request("GET", path, params=params, host=host)
        outcome = await self._retries.run(partial(self._attempt, request), repeatable=True)
        return outcome.response(self._secrets)

    async def write(
        self,
        method: str,
        path: str,
        body: JsonBody | None = None,
        *,
        idempotency_key: str | None = None,
        repeatable: bool = False,
        in_background: bool = False,
    ) -> Response:
        """Send a write; `repeatable` says that its body holds a key of its own.

        `in_background` says that no user asked for it (see `RetryWait`).
        Raises RefusedError, UnavailableError, OutcomeUnknownError, UnreadableResponseError.
        """
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else None
        outcome = await self._retries.run(
            partial(self._attempt, _Request(method, path, body=body, headers=headers)),
            is_write=True,
            repeatable=repeatable or idempotency_key is not None,
            in_background=in_background,
        )
        return outcome.response(self._secrets)

    async def download(self, path: str, *, at_most: int) -> Response:
        """Follow the redirect of a path once, without sending our credentials along.

        Raises RefusedError, UnavailableError and UnreadableResponseError (also for more than
        `at_most` bytes).
        """
        request = _Request("GET", path)
        outcome = await self._retries.run(partial(self._attempt, request), repeatable=True)
        redirect = outcome.result
        if not isinstance(redirect, Response) or not redirect.is_redirect:
            raise outcome.error(self._secrets)
        link = link_to(redirect, self._endpoint.broker_url)
        if link is None:
            raise redirect.unreadable_error()
        request = _Request("GET", headers={"Accept": "*/*"}, link=link, at_most=at_most)
        outcome = await self._retries.run(partial(self._attempt, request), repeatable=True)
        response = outcome.response(self._secrets)
        if response.is_too_large:
            raise errors.UnreadableResponseError(
                f"the file is larger than {at_most // 1_000_000} MB"
            )
        return response

    @asynccontextmanager
    async def open_stream(
        self, path: str, params: Mapping[str, str], *, silence: float
    ) -> AsyncIterator[AsyncGenerator[bytes, None]]:
        """Open an event stream; yields its bytes in pieces until the server ends it.

        Raises RefusedError, UnavailableError (also while reading, and after `silence` seconds
        without a byte) and UnreadableResponseError (not an event stream).
        """
        response = await self._open(path, params, silence)
        pieces = _pieces(response)
        try:
            yield pieces
        finally:
            await pieces.aclose()
            await response.aclose()

    async def _attempt(self, request: _Request) -> Response | NoResponse:
        """Send a request once, within the bounds of time and of requests in flight."""
        async with self._in_flight:
            try:
                async with asyncio.timeout(self._timeouts.whole):
                    sent = self._rest.build_request(
                        request.method,
                        request.link or self._url(request.host, request.path),
                        params=request.params,
                        json=request.body,
                        headers=request.headers,
                        timeout=httpx.Timeout(self._timeouts.read, connect=self._timeouts.connect),
                    )
                    auth = None if request.link else self._auth()
                    response = await self._rest.send(sent, auth=auth, stream=True)
                    return await read_response(response, request.at_most)
            except (httpx.RequestError, TimeoutError) as failure:
                return no_response(failure)

    async def _open(self, path: str, params: Mapping[str, str], silence: float) -> httpx.Response:
        request = self._streams.build_request(
            "GET",
            self._url(Host.BROKER, path),
            params=params,
            # Compression would hold an event back until more events fill its buffer.
            headers={"Accept": "text/event-stream", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(silence, connect=self._timeouts.connect),
        )
        try:
            response = await self._streams.send(request, stream=True, auth=self._auth())
            if _is_event_stream(response):
                return response
            async with asyncio.timeout(self._timeouts.whole):
                result: Response | NoResponse = await read_response(response)
        except (httpx.RequestError, TimeoutError) as failure:
            result = no_response(failure)
        raise Outcome(result).error(self._secrets)

    def _url(self, host: Host, path: str) -> str:
        is_data = host is Host.DATA
        return (self._endpoint.data_url if is_data else self._endpoint.broker_url) + path

    def _auth(self) -> httpx.BasicAuth:
        return httpx.BasicAuth(self._endpoint.api_key, self._endpoint.api_secret)

    @property
    def _secrets(self) -> tuple[str, ...]:
        """Texts that no message may repeat."""
        return self._endpoint.api_secret, self._endpoint.api_key


def _is_event_stream(response: httpx.Response) -> bool:
    kind: str = response.headers.get("Content-Type", "")
    return response.status_code == 200 and kind.lower().startswith("text/event-stream")


async def _pieces(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    """Yield a body as it arrives. Raises UnavailableError."""
    try:
        async for piece in response.aiter_bytes():
            yield piece
        return
    except httpx.ReadTimeout:
        message = "the stream fell silent"
    except httpx.RequestError:
        message = "the connection was lost"
    raise errors.UnavailableError(message, request_id=response.headers.get("X-Request-ID"))
