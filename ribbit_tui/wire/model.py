"""Base of the wire's models, and exact types for their fields."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, NoReturn

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    PlainSerializer,
    WithJsonSchema,
)


class WireModel(BaseModel):
    """Base of all JSON objects of the API.

    Unknown fields are kept, since Alpaca adds fields every month. Validation errors do not repeat
    the input, since it may hold personal data.
    """

    model_config = ConfigDict(extra="allow", populate_by_name=True, hide_input_in_errors=True)

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON form, with the wire's names and without fields that were never set."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


def plain_decimal(value: Decimal) -> str:
    """Format a decimal as the API writes it: digits and a point, never an exponent."""
    return format(value, "f")


def rfc3339(timestamp: datetime) -> str:
    """Format an aware timestamp in UTC as the API writes it, to the microsecond."""
    in_utc = timestamp if timestamp.tzinfo is UTC else timestamp.astimezone(UTC)
    # Takes a quarter of the time of strftime; every order has five timestamps.
    return in_utc.isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"


EARLIEST = datetime.min.replace(tzinfo=UTC)


def sort_time(at: datetime | None) -> datetime:
    """Return the time to sort by: one that the server did not send comes before all others."""
    return EARLIEST if at is None else at


def _in_utc(timestamp: datetime) -> datetime:
    """Convert an aware timestamp to UTC. Raises ValueError beyond the years 1 to 9999."""
    try:
        return timestamp.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("out of range") from error


Exact = Annotated[
    Decimal,
    PlainSerializer(plain_decimal, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}, mode="serialization"),
]
"""An exact number, a string in JSON: an amount or a price in USD, or a number of shares."""

Number = Annotated[Decimal, PlainSerializer(float, when_used="json")]
"""An exact number, a number in JSON: prices and sizes of market data."""

Timestamp = Annotated[
    AwareDatetime,
    AfterValidator(_in_utc),
    PlainSerializer(rfc3339, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
"""An aware datetime in UTC."""


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


# Shared by all calls, since `json.loads` would create a decoder for each.
_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant)


def loads(text: str | bytes) -> Any:  # noqa: ANN401 as json.loads
    """Parse JSON, with fractions as Decimal and never as float.

    Raises ValueError for malformed JSON, NaN and infinities.
    """
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text), "surrogatepass")
    return _DECODER.decode(text)
