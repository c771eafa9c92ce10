"""Why the engine says no. Each is one HTTP status; routes translate them in one place."""

from typing import ClassVar


class Refusal(Exception):
    """Nothing was changed. `field` names the input at fault in dotted form, where there is one.

    Messages never repeat the input: it may hold personal data.
    """

    status: ClassVar[int]

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Malformed(Refusal):
    status = 400


class Forbidden(Refusal):
    status = 403


class NotFound(Refusal):
    status = 404


class Conflict(Refusal):
    status = 409


class TooLarge(Refusal):
    status = 413


class Invalid(Refusal):
    status = 422
