"""httpx clients, and the translation of their responses and failures."""

import ssl
from dataclasses import dataclass

import httpx

from ribbit_tui import __version__

from .environment import Endpoint
from .responses import Response

_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class NoResponse:
    """An attempt that ended without a response."""

    message: str
    never_sent: bool


def new_client(tls: ssl.SSLContext, http: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
    """Create a client; `http` replaces the network."""
    return httpx.AsyncClient(
        transport=http,
        verify=tls,
        headers={"User-Agent": f"ribbit_tui/{__version__}", "Accept": "application/json"},
        # Servers close idle connections after some seconds (uvicorn after 5). One closed just
        # as a write goes out would make the write's outcome unknown.
        limits=httpx.Limits(max_connections=None, keepalive_expiry=3.0),
        # A proxy for the internet cannot reach a simulator on this machine.
        mounts=None if http else {f"all://{host}": None for host in _LOOPBACK},
    )


def tls_context(endpoint: Endpoint) -> ssl.SSLContext:
    """Create a context that trusts the usual authorities, or none if no URL is https."""
    if endpoint.uses_tls:
        return httpx.create_ssl_context()
    # Loading the certificates takes 20 ms, and they are not needed.
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


async def read_response(response: httpx.Response, at_most: int | None = None) -> Response:
    """Read and close a response; one with more than `at_most` bytes comes without its body."""
    body = bytearray()
    try:
        async for piece in response.aiter_bytes():
            body += piece
            if at_most is not None and len(body) > at_most:
                break
    finally:
        await response.aclose()
    is_too_large = at_most is not None and len(body) > at_most
    return Response(
        status=response.status_code,
        body=b"" if is_too_large else bytes(body),
        request_id=response.headers.get("X-Request-ID"),
        rate_limit_reset=response.headers.get("X-RateLimit-Reset"),
        location=response.headers.get("Location"),
        is_too_large=is_too_large,
    )


def no_response(failure: httpx.RequestError | TimeoutError) -> NoResponse:
    """Translate the failure of an attempt.

    httpx's messages may hold addresses with personal data, and its errors hold the credentials.
    Neither goes further than this; raise what is raised outside of their `except`.
    """
    never_sent = isinstance(failure, _NEVER_SENT)
    if never_sent:
        message = "the server could not be reached"
    elif isinstance(failure, httpx.TimeoutException | TimeoutError):
        message = "the server did not answer in time"
    else:
        message = "the connection was lost before the answer came"
    return NoResponse(message, never_sent)
