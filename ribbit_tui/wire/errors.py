"""The body of every refusal."""

from .model import WireModel


class ErrorBody(WireModel):
    """`{"code": int, "message": str}`; the first digits of Alpaca's codes are the HTTP status."""

    code: int = 0
    message: str = ""
    field: str | None = None
    """The field at fault in dotted form, where the server names one (the simulator always does)."""
