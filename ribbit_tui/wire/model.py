"""The base of every model on the wire, and the exact types that its fields use."""

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
    """A JSON object of the API. Unknown fields are kept, since Alpaca adds some every month.

    Validation errors never repeat the input: it may hold personal data.
    """

    model_config = ConfigDict(extra="allow", populate_by_name=True, hide_input_in_errors=True)

    def to_wire(self) -> dict[str, Any]:
        """The JSON-ready form, with the names used on the wire and without fields never set."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


def plain_decimal(value: Decimal) -> str:
    """A decimal as the API writes it: digits and a point, never an exponent."""
    return format(value, "f")


def rfc3339(moment: datetime) -> str:
    """A moment in UTC as the API writes it, to the microsecond."""
    in_utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    # A quarter of strftime's time, and every order has five moments.
    return in_utc.isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("out of range") from error


Exact = Annotated[
    Decimal,
    PlainSerializer(plain_decimal, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}, mode="serialization"),
]
"""An exact number that travels as a string: money in USD, a price in USD, or shares."""

Number = Annotated[Decimal, PlainSerializer(float, when_used="json")]
"""An exact number that travels as a JSON number: prices in market data."""

Timestamp = Annotated[
    AwareDatetime,
    AfterValidator(_in_utc),
    PlainSerializer(rfc3339, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
"""A moment, aware and in UTC."""


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


# One for all calls: `json.loads` would make a decoder for each.
_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant)


def loads(text: str | bytes) -> Any:
    """Read JSON with fractions as Decimal, so that no float ever exists.

    Raises ValueError for malformed JSON, NaN and infinities.
    """
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text), "surrogatepass")
    return _DECODER.decode(text)
