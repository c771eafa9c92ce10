"""Refusals of the engine. Each has one HTTP status; the routes translate them in one place."""

from collections.abc import Collection, Iterable
from typing import ClassVar

_CODE_STEP = 100_000
"""Factor of the HTTP status in Alpaca's error codes: 422 is 42210000, 404 is 40410000."""
_CODE_KIND = 10_000

INVALID_REQUEST = 40010001
"""Alpaca's code, in 2026, of some requests that it refuses with 422."""


def error_code(status: int) -> int:
    """Return the error code for an HTTP status."""
    return status * _CODE_STEP + _CODE_KIND


class RefusalError(Exception):
    """Request that was refused; nothing was changed.

    `field` names the input at fault in dotted form, if there is one. Messages never repeat the
    input, since it may hold personal data. `own_code` is Alpaca's code for this very refusal in
    2026, where it is not that of the status.
    """

    status: ClassVar[int]

    def __init__(
        self, message: str, field: str | None = None, *, own_code: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.own_code = own_code

    @property
    def code(self) -> int:
        """Alpaca's code for errors of this status."""
        return error_code(self.status)


class MalformedError(RefusalError):
    status = 400


class ForbiddenError(RefusalError):
    status = 403


class NotFoundError(RefusalError):
    status = 404


class ConflictError(RefusalError):
    status = 409


class TooLargeError(RefusalError):
    status = 413


class UnsupportedMediaTypeError(RefusalError):
    status = 415


class InvalidError(RefusalError):
    status = 422


class BusyError(RefusalError):
    """Request that was refused for lack of capacity; it may be accepted later."""

    status = 503


def check_listed(given: Iterable[str], known: Collection[str], field: str) -> None:
    """Check the values of a filter against all known ones. Raises InvalidError."""
    if not set(given) <= set(known):
        raise InvalidError(f"{field} must be of {', '.join(known)}", field)
