"""The body of error responses."""

from collections.abc import Mapping

from .model import WireModel


class ErrorBody(WireModel):
    """`{"code": int, "message": str}`; the first digits of Alpaca's codes are the HTTP status."""

    code: int = 0
    message: str = ""
    field: str | None = None
    """The dotted name of the field at fault, where the server sends it, as the simulator does."""


def message_of(body: object) -> str:
    """Return the message of an error within another response; empty if `body` is none."""
    message = body.get("message") if isinstance(body, Mapping) else None
    return message if isinstance(message, str) else ""
