"""Paths and query parameters."""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import quote

from ribbit_tui.wire.model import rfc3339

Value = str | int | bool | date | datetime | Sequence[str] | None


def path(template: str, *names: str) -> str:
    """Fill the `{}` of a path. Raises ValueError for names that would change the path."""
    for name in names:
        if name in ("", ".", ".."):
            raise ValueError("not a name that can stand in a path")
    return template.format(*(quote(name, safe="") for name in names))


def parameters(**values: Value) -> dict[str, str]:
    """Format query parameters as the API writes them, and leave out those that are None."""
    return {name: _written(value) for name, value in values.items() if value is not None}


def _written(value: Value) -> str:
    match value:
        case str():
            return str(value)
        case bool():
            return "true" if value else "false"
        case datetime():
            return rfc3339(value)
        case date():
            return value.isoformat()
        case Sequence():
            return ",".join(value)
        case _:
            return str(value)
