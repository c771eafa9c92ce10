"""HTTP responses, and how models or errors are read from them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeVar

from ribbit_tui.wire.errors import ErrorBody
from ribbit_tui.wire.model import WireModel, loads
from ribbit_tui.wire.tolerance import Listing, read, read_list

from . import errors

Model = TypeVar("Model", bound=WireModel)

UNREADABLE = (ValueError, ArithmeticError, RecursionError)
"""Exceptions of reading foreign JSON: bad syntax or shape, an absurd exponent, absurd nesting."""

_LONGEST_MESSAGE = 300
_PERSONAL = re.compile(r"[^\s@\"'<>]+@[^\s@\"'<>]+\.\w+|(?<![\w-])\d{3}-?\d{2}-?\d{4}(?![\w-])")
"""E-mail addresses and US tax ids, which servers repeat in their refusals."""

_REDIRECTS = (301, 302, 303, 307, 308)
_REFUSALS: dict[int, type[errors.RefusedError]] = {
    400: errors.InvalidRequestError,
    401: errors.BadCredentialsError,
    403: errors.ForbiddenError,
    404: errors.NotFoundError,
    409: errors.ConflictError,
    422: errors.InvalidRequestError,
    429: errors.RateLimitedError,
}


@dataclass(frozen=True)
class Response:
    """A complete HTTP response."""

    status: int
    body: bytes = field(repr=False)
    request_id: str | None = None
    rate_limit_reset: str | None = None
    location: str | None = field(default=None, repr=False)
    """The target of a redirect. Such a link needs no credentials, so it is as good as one."""
    is_too_large: bool = False
    """Whether the body was larger than allowed; `body` is empty then."""

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_redirect(self) -> bool:
        return self.status in _REDIRECTS and self.location is not None

    def one(self, model: type[Model]) -> Model:
        """Read the body as one `model`. Raises UnreadableResponseError."""
        try:
            return read(model, loads(self.body))
        except UNREADABLE:
            pass
        raise self.unreadable_error()

    def many(self, model: type[Model]) -> Listing[Model]:
        """Read the body as a list of `model`, without items that cannot be read.

        Raises UnreadableResponseError, also if there are items and none can be read.
        """
        try:
            items = loads(self.body)
            if isinstance(items, list):
                found = read_list(model, items)
                if found or not items:
                    return found
        except UNREADABLE:
            pass
        raise self.unreadable_error()

    def by_name(self, model: type[Model], within: str | None = None) -> dict[str, Model]:
        """Read the body as an object of `model` by name, without those that cannot be read.

        With `within` it is the body's field of that name. Raises UnreadableResponseError.
        """
        try:
            items = loads(self.body)
            if within is not None and isinstance(items, dict):
                items = items.get(within)
            if isinstance(items, dict):
                return {
                    name: one for name, item in items.items() for one in read_list(model, [item])
                }
        except UNREADABLE:
            pass
        raise self.unreadable_error()

    @property
    def status_text(self) -> str:
        """Code and phrase, as in `503 Service Unavailable`."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)

    def unreadable_error(self) -> errors.UnreadableResponseError:
        """Build the error for a response that the API does not document.

        Call it outside of `except`: a chained parser error would carry the body along.
        """
        return errors.UnreadableResponseError(
            f"the server's answer ({self.status_text}) is not what the Broker API documents",
            request_id=self.request_id,
        )

    def refused_error(self, *, secrets: Sequence[str]) -> errors.RefusedError:
        """Build the error for a 4xx, whether its body is JSON, HTML or nothing.

        Masks `secrets`, should the server repeat them.
        """
        try:
            body = ErrorBody.model_validate(loads(self.body))
        except UNREADABLE:
            body = ErrorBody()
        return _REFUSALS.get(self.status, errors.RefusedError)(
            safe_line(body.message, secrets) or f"the server answered {self.status_text}",
            status=self.status,
            code=body.code,
            field=safe_line(body.field or "", secrets) or None,
            request_id=self.request_id,
        )


def safe_line(text: str, secrets: Sequence[str]) -> str:
    """Make a server's text one line of limited length without secrets and personal data."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    for secret in filter(None, secrets):
        text = text.replace(secret, "[masked]")
    return _PERSONAL.sub("[masked]", text)[:_LONGEST_MESSAGE]
