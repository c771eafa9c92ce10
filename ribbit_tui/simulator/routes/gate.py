"""What every request passes first: its id, its credentials, the size of its body."""

import base64
import binascii
import hmac
import re
import secrets
from collections import Counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ribbit_tui.simulator.bugs import log_bug
from ribbit_tui.simulator.engine.document_rules import LARGEST_DOCUMENT, LARGEST_UPLOAD
from ribbit_tui.simulator.engine.refusals import TooLarge
from ribbit_tui.simulator.world import World

from .errors import error_response
from .links import is_signed

LARGEST_BODY = LARGEST_DOCUMENT + 256 * 1024
"""Bytes: the largest document and an application around it."""
_UPLOAD_PATH = re.compile(r"/v1/accounts/[^/]+/documents/upload")


class Gate:
    """The outermost layer. Failures behind it have been answered; here they are logged."""

    def __init__(self, app: ASGIApp, world: World) -> None:
        self._app = app
        self._world = world
        settings = world.settings
        self._credentials = f"{settings.api_key}:{settings.api_secret}".encode()
        self._repeats = settings.clock == "manual"
        self._seen: Counter[tuple[str, str]] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = self._request_id(scope)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        headers = Headers(scope=scope)
        if not (self._knows(headers.get("authorization", "")) or is_signed(self._world, scope)):
            challenge = {"WWW-Authenticate": 'Basic realm="ribbit simulator"'}
            refused = error_response(401, "request is not authorized", headers=challenge)
            await refused(scope, receive, send_with_id)
            return
        try:
            await self._app(scope, _limited(scope, receive), send_with_id)
        except Exception as error:
            log_bug(f"{scope['method']} request {request_id}", error)

    def _request_id(self, scope: Scope) -> str:
        """Random, but with a manual clock the same for the same request in the same place."""
        if not self._repeats:
            return secrets.token_hex(16)
        key = (scope["method"], scope["path"])
        self._seen[key] += 1
        return self._world.ids.request_id(*key, self._seen[key])

    def _knows(self, authorization: str) -> bool:
        scheme, _, encoded = authorization.partition(" ")
        if scheme.lower() != "basic":
            return False
        try:
            given = base64.b64decode(encoded.strip(), validate=True)
        except (binascii.Error, ValueError):
            return False
        return hmac.compare_digest(given, self._credentials)


def _limited(scope: Scope, receive: Receive) -> Receive:
    """`receive`, refusing a body once it is larger than allowed, or says it will be."""
    largest = LARGEST_UPLOAD if _UPLOAD_PATH.fullmatch(scope["path"]) else LARGEST_BODY
    declared = Headers(scope=scope).get("content-length", "")
    too_large = declared.isascii() and declared.isdigit() and int(declared[:12]) > largest
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if too_large or received > largest:
            raise TooLarge(f"the body must be at most {largest} bytes")
        return message

    return limited
