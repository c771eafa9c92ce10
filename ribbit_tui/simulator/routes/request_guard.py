"""Outermost layer: request id, sizes, credentials, the firm's setup, empty parameters."""

import base64
import binascii
import hmac
import re
import secrets
from collections import Counter

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ribbit_tui.simulator.api_versions import PATHS_OF_2021
from ribbit_tui.simulator.engine.documents.rules import (
    LARGEST_DOCUMENT,
    LARGEST_UPLOAD,
    LARGEST_UPLOAD_OF_OWN_KYC,
    largest_document,
)
from ribbit_tui.simulator.errors import BusyError, TooLargeError
from ribbit_tui.simulator.failure_log import log_bug
from ribbit_tui.simulator.faults import ConnectionCutError
from ribbit_tui.simulator.simulation import Simulation

from .empty_parameters import without_empty_parameters
from .errors import error_response
from .setups import is_forbidden_for_setup
from .signed_links import is_signed

LARGEST_BODY = LARGEST_DOCUMENT + 256 * 1024
"""Bytes of a body: the largest document and an application around it."""

_UPLOAD_PATH = re.compile(r"/v1/accounts/[^/]+/documents/upload")
_WITHOUT_CHALLENGE = re.compile(r"/(v1|v2(?!/(stocks|crypto)/)|files)(/|$)")
_APPLICATION_PATH = "/v1/accounts"

LARGEST_BODIES = LARGEST_UPLOAD_OF_OWN_KYC
"""Bytes of all bodies together that are being read or worked on."""

LARGEST_HEAD = 32 * 1024
"""Bytes of address and headers together."""

LONGEST_ADDRESS = 16 * 1024

CLOSE_CONNECTION = "cut"
"""Key, in the scope's `state`, of a function that closes the connection without a response."""

_SINGLE_HEADERS = {
    b"authorization",
    b"apca-api-key-id",
    b"apca-api-secret-key",
    b"content-length",
    b"content-type",
    b"idempotency-key",
}
"""Headers that would be ambiguous if they were given twice."""


class RequestGuard:
    """Outermost layer of the application. Logs the failures that were answered with 500."""

    def __init__(self, app: ASGIApp, simulation: Simulation) -> None:
        self._app = app
        self._simulation = simulation
        settings = simulation.settings
        self._credentials = f"{settings.api_key}:{settings.api_secret}".encode()
        self._repeats = settings.clock == "manual"
        self._seen: Counter[tuple[str, str]] = Counter()
        self._bodies = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request. Raises ConnectionCutError if the server cannot close the connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = self._request_id(scope)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        refused = _check_head(scope) or self._check_credentials(scope) or self._check_path(scope)
        if refused is not None:
            await refused(scope, receive, send_with_id)
            return
        body = _Body(self, scope, receive)
        try:
            await self._app(without_empty_parameters(scope), body.receive, send_with_id)
        except ConnectionCutError:
            close = scope.get("state", {}).get(CLOSE_CONNECTION)
            if close is None:
                raise
            close()
        except ClientDisconnect:
            pass
        except Exception as error:
            log_bug(f"{scope['method']} request {request_id}", error)
        finally:
            self._bodies -= body.size

    def _check_path(self, scope: Scope) -> JSONResponse | None:
        """Return an error if the firm's setup or the API's version does not have the path."""
        settings = self._simulation.settings
        if is_forbidden_for_setup(settings.setup, scope["path"]):
            return error_response(403, "an omnibus firm has no access to the Accounts API")
        if settings.api_version == "2026" and scope["path"] in PATHS_OF_2021:
            return error_response(404, "Alpaca has removed this path; --api-version 2021 has it")
        return None

    def largest_body(self, path: str) -> int:
        """Return the most bytes of a body that is sent to a path."""
        is_upload = _UPLOAD_PATH.fullmatch(path) is not None
        if largest_document(self._simulation.settings.setup) is not None:
            return LARGEST_UPLOAD if is_upload else LARGEST_BODY
        has_documents = is_upload or path == _APPLICATION_PATH
        return LARGEST_UPLOAD_OF_OWN_KYC if has_documents else LARGEST_BODY

    def take_body(self, size: int) -> bool:
        """Reserve `size` more bytes for bodies, and return whether there was room."""
        if self._bodies + size > LARGEST_BODIES:
            return False
        self._bodies += size
        return True

    def _request_id(self, scope: Scope) -> str:
        """Return a random id; with a manual clock, an id that repeats from run to run."""
        if not self._repeats:
            return secrets.token_hex(16)
        key = (scope["method"], scope["path"])
        self._seen[key] += 1
        return self._simulation.ids.request_id(*key, self._seen[key])

    def _check_credentials(self, scope: Scope) -> JSONResponse | None:
        """Return an error unless the request has valid credentials.

        Accepted are HTTP Basic, the two headers of Alpaca's market data clients, and signed links.
        Without any the Broker API answers 403, as the getting-started guide shows; the market data
        API and the pages of this simulator answer 401, at which a browser asks for them.
        """
        headers = Headers(scope=scope)
        given = _basic_credentials(headers.get("authorization", ""))
        if given is None and "authorization" not in headers:
            key = headers.get("apca-api-key-id", "")
            secret = headers.get("apca-api-secret-key", "")
            given = f"{key}:{secret}".encode() if key or secret else None
        if given is not None and hmac.compare_digest(given, self._credentials):
            return None
        if is_signed(self._simulation, scope):
            return None
        has_none = given is None and "authorization" not in headers
        if has_none and _WITHOUT_CHALLENGE.match(scope["path"]):
            return error_response(403, "forbidden: the request has no credentials")
        challenge = {"WWW-Authenticate": 'Basic realm="ribbit simulator"'}
        return error_response(401, "request is not authorized", headers=challenge)


def _basic_credentials(authorization: str) -> bytes | None:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None


def _check_head(scope: Scope) -> JSONResponse | None:
    """Return an error if the head is too large or repeats a header that must be unique."""
    address = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    if address > LONGEST_ADDRESS:
        return error_response(414, f"the address must be at most {LONGEST_ADDRESS} bytes")
    size = address
    names = set()
    for name, value in scope["headers"]:
        size += len(name) + len(value)
        if name in _SINGLE_HEADERS and name in names:
            return error_response(400, f"the header {name.decode()} may be given once only")
        names.add(name)
    if size > LARGEST_HEAD:
        return error_response(431, f"all headers together must be at most {LARGEST_HEAD} bytes")
    return None


class _Body:
    """Body of a request while it arrives; refused once its declared or actual size is too large."""

    def __init__(self, guard: RequestGuard, scope: Scope, receive: Receive) -> None:
        self._guard = guard
        self._receive = receive
        declared = Headers(scope=scope).get("content-length", "")
        self._largest = guard.largest_body(scope["path"])
        self._is_too_large = (
            declared.isascii() and declared.isdigit() and int(declared[:12]) > self._largest
        )
        self.size = 0

    async def receive(self) -> Message:
        """Receive the next part. Raises TooLargeError and BusyError."""
        message = await self._receive()
        size = len(message.get("body", b""))
        if self._is_too_large or self.size + size > self._largest:
            raise TooLargeError(f"the body must be at most {self._largest} bytes")
        if not self._guard.take_body(size):
            raise BusyError("too many large bodies are being sent at once, try again")
        self.size += size
        return message
