"""The body of error responses."""

from .model import WireModel


class ErrorBody(WireModel):
    """`{"code": int, "message": str}`; the first digits of Alpaca's codes are the HTTP status."""

    code: int = 0
    message: str = ""
    field: str | None = None
    """The dotted name of the field at fault, where the server sends it, as the simulator does."""
