"""HTTP: credentials, timeouts, what is in flight at once, and the bodies of answers."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

import httpx

from . import errors
from .answers import Answer
from .attempts import Attempts, Outcome
from .backoff import Retries, Sleep
from .downloads import download, link_to
from .environment import Endpoint
from .http_client import NoAnswer, answer_of, new_client, no_answer, tls_context

JsonBody = dict[str, Any] | list[dict[str, Any]]


class Host(Enum):
    BROKER = "broker"
    DATA = "data"


@dataclass(frozen=True)
class Timeouts:
    """Seconds: to connect, between two pieces of an answer, and for a whole attempt."""

    connect: float = 3.0
    read: float = 10.0
    whole: float = 30.0


@dataclass(frozen=True)
class _Request:
    method: str
    path: str
    params: Mapping[str, str] | None = None
    body: JsonBody | None = None
    headers: Mapping[str, str] | None = None
    host: Host = Host.BROKER


def _is_success(answer: Answer) -> bool:
    return answer.is_success


def _is_redirect(answer: Answer) -> bool:
    return answer.is_redirect


class Transport:
    """Sends requests to one server and says truthfully what became of them."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        timeouts: Timeouts | None = None,
        retries: Retries | None = None,
        max_in_flight: int = 8,
        sleep: Sleep = asyncio.sleep,
        rng: random.Random | None = None,
        now: Callable[[], float] = time.time,
        http: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`now` is epoch seconds; `http` replaces the network."""
        self._endpoint = endpoint
        self._timeouts = timeouts or Timeouts()
        # A shared httpx client stalls for seconds with many requests in flight.
        self._in_flight = asyncio.Semaphore(max_in_flight)
        self._attempts = Attempts(retries or Retries(), sleep, rng or random.Random(), now)
        tls = tls_context(endpoint)
        self._rest = new_client(tls, http)
        # Streams occupy connections for hours and would starve the calls of theirs.
        self._streams = new_client(tls, http)

    @property
    def endpoint(self) -> Endpoint:
        return self._endpoint

    def move_to(self, endpoint: Endpoint) -> None:
        """From now on (retries of running calls included) talk to the server at its new address.

        Raises ValueError between http and https: that would not be the same server.
        """
        if endpoint.uses_tls != self._endpoint.uses_tls:
            raise ValueError("the new address must have the scheme of the old one")
        self._endpoint = endpoint

    async def aclose(self) -> None:
        await self._rest.aclose()
        await self._streams.aclose()

    async def get(
        self, path: str, params: Mapping[str, str] | None = None, *, host: Host = Host.BROKER
    ) -> Answer:
        """Raises RefusedError, UnavailableError, UnreadableResponseError."""
        return await self._send(_Request("GET", path, params=params, host=host), repeatable=True)

    async def write(
        self,
        method: str,
        path: str,
        body: JsonBody | None = None,
        *,
        idempotency_key: str | None = None,
        repeatable: bool = False,
    ) -> Answer:
        """Send a write; `repeatable` says that its body holds a key of its own.

        Raises RefusedError, UnavailableError, OutcomeUnknownError, UnreadableResponseError.
        """
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else None
        return await self._send(
            _Request(method, path, body=body, headers=headers),
            repeatable=repeatable or idempotency_key is not None,
        )

    async def download(self, path: str, *, at_most: int) -> Answer:
        """What the link behind a path leads to; the link gets no credentials from us.

        Raises RefusedError, UnavailableError and UnreadableResponseError (also for more than
        `at_most` bytes).
        """
        redirect = await self._send(_Request("GET", path), repeatable=True, is_wanted=_is_redirect)
        link = link_to(redirect, self._endpoint.broker_url)
        if link is None:
            raise redirect.unreadable()
        timeout = httpx.Timeout(self._timeouts.read, connect=self._timeouts.connect)
        fetch = partial(download, self._rest, link, at_most=at_most, timeouts=timeout)
        answer = await self._make(partial(self._bounded, fetch), repeatable=True)
        if answer.is_cut:
            raise errors.UnreadableResponseError(
                f"the file is larger than {at_most // 1_000_000} MB"
            )
        return answer

    @asynccontextmanager
    async def open_stream(
        self, path: str, params: Mapping[str, str], *, silence: float
    ) -> AsyncIterator[AsyncGenerator[bytes, None]]:
        """An event stream in pieces, as they arrive, until the server ends it.

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

    async def _send(
        self,
        request: _Request,
        *,
        repeatable: bool,
        is_wanted: Callable[[Answer], bool] = _is_success,
    ) -> Answer:
        return await self._make(
            partial(self._attempt, request),
            is_write=request.method != "GET",
            repeatable=repeatable,
            is_wanted=is_wanted,
        )

    async def _make(
        self,
        attempt: Callable[[], Awaitable[Answer | NoAnswer]],
        *,
        is_write: bool = False,
        repeatable: bool,
        is_wanted: Callable[[Answer], bool] = _is_success,
    ) -> Answer:
        outcome = await self._attempts.make(
            attempt, is_write=is_write, repeatable=repeatable, is_wanted=is_wanted
        )
        if isinstance(outcome.result, Answer) and is_wanted(outcome.result):
            return outcome.result
        raise outcome.error(self._secrets)

    async def _attempt(self, request: _Request) -> Answer | NoAnswer:
        timeout = httpx.Timeout(self._timeouts.read, connect=self._timeouts.connect)

        async def send() -> Answer:
            return answer_of(
                await self._rest.request(
                    request.method,
                    self._url(request.host, request.path),
                    params=request.params,
                    json=request.body,
                    headers=request.headers,
                    auth=self._auth(),
                    timeout=timeout,
                )
            )

        return await self._bounded(send)

    async def _bounded(self, request: Callable[[], Awaitable[Answer]]) -> Answer | NoAnswer:
        """One attempt, within the bounds of time and of what is in flight."""
        async with self._in_flight:
            try:
                async with asyncio.timeout(self._timeouts.whole):
                    return await request()
            except (httpx.RequestError, TimeoutError) as failure:
                return no_answer(failure)

    async def _open(self, path: str, params: Mapping[str, str], silence: float) -> httpx.Response:
        request = self._streams.build_request(
            "GET",
            self._url(Host.BROKER, path),
            params=params,
            # Compressed, events would wait in the compressor for the next ones.
            headers={"Accept": "text/event-stream", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(silence, connect=self._timeouts.connect),
        )
        try:
            response = await self._streams.send(request, stream=True, auth=self._auth())
            if _is_event_stream(response):
                return response
            try:
                async with asyncio.timeout(self._timeouts.whole):
                    await response.aread()
            finally:
                await response.aclose()
            result: Answer | NoAnswer = answer_of(response)
        except (httpx.RequestError, TimeoutError) as failure:
            result = no_answer(failure)
        raise Outcome(result).error(self._secrets)

    def _url(self, host: Host, path: str) -> str:
        is_data = host is Host.DATA
        return (self._endpoint.data_url if is_data else self._endpoint.broker_url) + path

    def _auth(self) -> httpx.BasicAuth:
        return httpx.BasicAuth(self._endpoint.api_key, self._endpoint.api_secret)

    @property
    def _secrets(self) -> tuple[str, ...]:
        """What no message may repeat."""
        return self._endpoint.api_secret, self._endpoint.api_key


def _is_event_stream(response: httpx.Response) -> bool:
    kind: str = response.headers.get("Content-Type", "")
    return response.status_code == 200 and kind.lower().startswith("text/event-stream")


async def _pieces(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    try:
        async for piece in response.aiter_bytes():
            yield piece
        return
    except httpx.ReadTimeout:
        words = "the stream fell silent"
    except httpx.RequestError:
        words = "the connection was lost"
    raise errors.UnavailableError(words, request_id=response.headers.get("X-Request-ID"))
