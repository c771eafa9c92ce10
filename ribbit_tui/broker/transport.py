"""HTTP: credentials, timeouts, retries, rate limits, and what a failure means."""

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


class Transport:
    """Sends requests to one server and says truthfully what became of them.

    Retried are reads, and writes that carry a key by which the server recognises a repetition;
    other writes only when certainly nothing was accepted (no connection, or 429).
    """

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
        self._retries = retries or Retries()
        # A shared httpx client stalls for seconds with many requests in flight.
        self._in_flight = asyncio.Semaphore(max_in_flight)
        self._sleep = sleep
        self._rng = rng or random.Random()
        self._now = now
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
        """Raises Refused, Unavailable, UnreadableAnswer."""
        return await self._send("GET", path, params=params, host=host, repeatable=True)

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

        Raises Refused, Unavailable, OutcomeUnknown, UnreadableAnswer.
        """
        return await self._send(
            method,
            path,
            body=body,
            headers={"Idempotency-Key": idempotency_key} if idempotency_key else None,
            repeatable=repeatable or idempotency_key is not None,
        )

    async def download(self, path: str, *, at_most: int) -> Answer:
        """What the link behind a path leads to; the link gets no credentials from us.

        Raises Refused, Unavailable, UnreadableAnswer (also for more than `at_most` bytes).
        """
        redirect = await self._send("GET", path, repeatable=True, wants_redirect=True)
        link = link_to(redirect, self._endpoint.broker_url)
        if link is None:
            raise redirect.unreadable()
        timeout = httpx.Timeout(self._timeouts.read, connect=self._timeouts.connect)
        fetch = partial(download, self._rest, link, at_most=at_most, timeouts=timeout)
        answer = await self._retried(partial(self._bounded, fetch), "GET", repeatable=True)
        if answer.is_cut:
            raise errors.UnreadableAnswer(f"the file is larger than {at_most // 1_000_000} MB")
        return answer

    @asynccontextmanager
    async def open_stream(
        self, path: str, params: Mapping[str, str], *, silence: float
    ) -> AsyncIterator[AsyncGenerator[bytes, None]]:
        """An event stream in pieces, as they arrive, until the server ends it.

        Raises Refused, Unavailable (also while reading, and after `silence` seconds without a
        byte), UnreadableAnswer (not an event stream).
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
        method: str,
        path: str,
        *,
        repeatable: bool,
        params: Mapping[str, str] | None = None,
        body: JsonBody | None = None,
        headers: Mapping[str, str] | None = None,
        host: Host = Host.BROKER,
        wants_redirect: bool = False,
    ) -> Answer:
        return await self._retried(
            partial(self._attempt, method, path, params, body, headers, host),
            method,
            repeatable=repeatable,
            wants_redirect=wants_redirect,
        )

    async def _retried(
        self,
        attempt_once: Callable[[], Awaitable[Answer | NoAnswer]],
        method: str,
        *,
        repeatable: bool,
        wants_redirect: bool = False,
    ) -> Answer:
        may_be_done = False  # some attempt of this write may have been accepted
        attempt = 1
        while True:
            result = await attempt_once()
            pause: float | None = None
            if isinstance(result, NoAnswer):
                may_be_done |= method != "GET" and not result.never_sent
                if repeatable or result.never_sent:
                    pause = self._retries.pause(attempt, self._rng)
            elif result.is_redirect if wants_redirect else result.is_success:
                return result
            elif result.status == 429:
                pause = self._rate_limit_pause(result, attempt)
            elif result.status >= 500:
                may_be_done |= method != "GET"
                if repeatable:
                    pause = self._retries.pause(attempt, self._rng)
            if pause is None or attempt == self._retries.attempts:
                break
            await self._sleep(pause)
            attempt += 1
        raise self._error(result, may_be_done)

    async def _attempt(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        body: JsonBody | None,
        headers: Mapping[str, str] | None,
        host: Host,
    ) -> Answer | NoAnswer:
        timeout = httpx.Timeout(self._timeouts.read, connect=self._timeouts.connect)

        async def request() -> Answer:
            return answer_of(
                await self._rest.request(
                    method,
                    self._url(host, path),
                    params=params,
                    json=body,
                    headers=headers,
                    auth=self._auth(),
                    timeout=timeout,
                )
            )

        return await self._bounded(request)

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
        raise self._error(result, may_be_done=False)

    def _url(self, host: Host, path: str) -> str:
        is_data = host is Host.DATA
        return (self._endpoint.data_url if is_data else self._endpoint.broker_url) + path

    def _auth(self) -> httpx.BasicAuth:
        return httpx.BasicAuth(self._endpoint.api_key, self._endpoint.api_secret)

    def _rate_limit_pause(self, answer: Answer, attempt: int) -> float:
        try:
            seconds = int(answer.rate_limit_reset or "") - self._now()
        except (ValueError, OverflowError):
            seconds = 0
        if seconds <= 0:  # absent, unreadable, or past by this machine's clock
            return self._retries.pause(attempt, self._rng)
        return min(seconds, self._retries.longest_rate_limit_pause)

    def _error(self, result: Answer | NoAnswer, may_be_done: bool) -> errors.BrokerError:
        """What an unsuccessful call means; the one place that decides it."""
        kind = errors.OutcomeUnknown if may_be_done else errors.Unavailable
        if isinstance(result, NoAnswer):
            return kind(result.words)
        # 401 and 429 are said before a server looks at keys: they tell nothing of an attempt
        # whose answer was lost.
        if result.status >= 500 or (may_be_done and result.status in (401, 429)):
            return kind(f"the server answered {result.words}", request_id=result.request_id)
        if result.status >= 400:
            secrets = (self._endpoint.api_secret, self._endpoint.api_key)
            return result.refusal(secrets=secrets, earlier_attempt_lost=may_be_done)
        return result.unreadable()


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
    raise errors.Unavailable(words, request_id=response.headers.get("X-Request-ID"))
