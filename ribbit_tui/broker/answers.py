"""What came back from the server, read into models or into errors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeVar

from ribbit_tui.wire.errors import ErrorBody
from ribbit_tui.wire.model import WireModel, loads

from . import errors

Model = TypeVar("Model", bound=WireModel)

UNREADABLE = (ValueError, ArithmeticError, RecursionError)
"""What reading foreign JSON raises: bad syntax or shape, an absurd exponent, absurd nesting."""

_LONGEST_MESSAGE = 300
_PERSONAL = re.compile(r"[^\s@\"'<>]+@[^\s@\"'<>]+\.\w+|(?<![\w-])\d{3}-?\d{2}-?\d{4}(?![\w-])")
"""E-mail addresses and US tax ids, which refusals like to repeat."""

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
class Answer:
    """A whole HTTP answer."""

    status: int
    body: bytes = field(repr=False)
    request_id: str | None = None
    rate_limit_reset: str | None = None
    location: str | None = field(default=None, repr=False)
    """Where a redirect leads: a link that needs no credentials, so as good as one."""
    is_cut: bool = False
    """The body was longer than wanted, and is not here."""

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_redirect(self) -> bool:
        return self.status in _REDIRECTS and self.location is not None

    def one(self, model: type[Model]) -> Model:
        """Raises UnreadableResponseError."""
        try:
            return model.model_validate(loads(self.body))
        except UNREADABLE:
            pass
        raise self.unreadable()

    def many(self, model: type[Model]) -> list[Model]:
        """Raises UnreadableResponseError."""
        try:
            items = loads(self.body)
            if isinstance(items, list):
                return [model.model_validate(item) for item in items]
        except UNREADABLE:
            pass
        raise self.unreadable()

    def by_name(self, model: type[Model]) -> dict[str, Model]:
        """An object whose keys are names; names without a value are left out.

        Raises UnreadableResponseError.
        """
        try:
            items = loads(self.body)
            if isinstance(items, dict):
                return {
                    name: model.model_validate(item)
                    for name, item in items.items()
                    if item is not None
                }
        except UNREADABLE:
            pass
        raise self.unreadable()

    def unreadable(self) -> errors.UnreadableResponseError:
        # Built outside of any `except`: a chained parser error would carry the body along.
        return errors.UnreadableResponseError(
            f"the server's answer ({self.words}) is not what the Broker API documents",
            request_id=self.request_id,
        )

    @property
    def words(self) -> str:
        """`503 Service Unavailable`."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)

    def refusal(
        self, *, secrets: Sequence[str], earlier_attempt_lost: bool = False
    ) -> errors.RefusedError:
        """The error for a 4xx, whatever its body is: JSON, HTML or nothing.

        `secrets` are masked should the server repeat them.
        """
        try:
            body = ErrorBody.model_validate(loads(self.body))
        except UNREADABLE:
            body = ErrorBody()
        return _REFUSALS.get(self.status, errors.RefusedError)(
            _presentable(body.message, secrets) or f"the server answered {self.words}",
            status=self.status,
            code=body.code,
            field=_presentable(body.field or "", secrets) or None,
            request_id=self.request_id,
            earlier_attempt_lost=earlier_attempt_lost,
        )


def _presentable(message: str, secrets: Sequence[str]) -> str:
    """A server's words on one line, of bearable length, without secrets or personal data."""
    message = " ".join("".join(c if c.isprintable() else " " for c in message).split())
    for secret in filter(None, secrets):
        message = message.replace(secret, "[masked]")
    return _PERSONAL.sub("[masked]", message)[:_LONGEST_MESSAGE]
