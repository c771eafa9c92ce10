"""The httpx side: clients as this project needs them, and what their answers and failures say."""

import ssl
from dataclasses import dataclass

import httpx

from ribbit_tui import __version__

from .answers import Answer
from .environment import Endpoint

_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class NoAnswer:
    """An attempt that ended without an answer."""

    words: str
    never_sent: bool


def new_client(tls: ssl.SSLContext, http: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=http,
        verify=tls,
        headers={"User-Agent": f"ribbit_tui/{__version__}", "Accept": "application/json"},
        # Servers close idle connections after some seconds (uvicorn after 5). One closed just
        # as a write goes out would make the write's outcome unknown.
        limits=httpx.Limits(max_connections=None, keepalive_expiry=3.0),
        # A proxy for the outside world knows no way to a simulator on this machine.
        mounts=None if http else {f"all://{host}": None for host in _LOOPBACK},
    )


def tls_context(endpoint: Endpoint) -> ssl.SSLContext:
    if endpoint.uses_tls:
        return httpx.create_ssl_context()
    # Loading the certificates takes 20 ms and nobody asks for them. This context trusts no one.
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def no_answer(failure: httpx.RequestError | TimeoutError) -> NoAnswer:
    # httpx's own words may hold addresses with personal data; its errors hold the credentials.
    # They end here, and what is raised is raised outside of their `except`.
    never_sent = isinstance(failure, _NEVER_SENT)
    if never_sent:
        words = "the server could not be reached"
    elif isinstance(failure, httpx.TimeoutException | TimeoutError):
        words = "the server did not answer in time"
    else:
        words = "the connection was lost before the answer came"
    return NoAnswer(words, never_sent)


def answer_of(response: httpx.Response, *, body: bytes | None = None) -> Answer:
    """`body` where it was read in pieces."""
    return Answer(
        status=response.status_code,
        body=response.content if body is None else body,
        request_id=response.headers.get("X-Request-ID"),
        rate_limit_reset=response.headers.get("X-RateLimit-Reset"),
        location=response.headers.get("Location"),
    )
