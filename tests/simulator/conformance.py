"""Hold the simulator's responses against Alpaca's description of August 2026.

Every client of the simulator's tests does so (`conftest.py`). Validation is slow, so that of two
responses of the same structure only the first is validated; a sweep validates every one.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import httpx
from hypothesis import settings

from tests.descriptions.description import Description, Json, Operation, Schema, find_operation
from tests.sweeps import BOUNDED

from .known_differences import KNOWN

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WORD = re.compile(r"[A-Za-z_]{0,40}")
_DIGITS = re.compile(r"[0-9]+")

validated: Counter[str] = Counter()
"""Responses and events that were validated, by operation."""
seen: Counter[str] = Counter()
"""All responses and events that were held against the description, by operation."""


class Conforming(httpx.AsyncBaseTransport):
    """Transport that fails on a response that differs from the description."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._transport.handle_async_request(request)
        kind = response.headers.get("content-type", "")
        if response.is_success and kind.startswith("application/json"):
            operation = find_operation(request.method, request.url.path)
            if operation is not None:
                check(operation, response.status_code, json.loads(await response.aread()))
        return response

    async def aclose(self) -> None:
        await self._transport.aclose()


def check(operation: Operation, status: int | None, body: Json) -> None:
    """Fail if a response differs from the description; without a status, if an event does."""
    seen[str(operation)] += 1
    key = (str(operation), status, _structure(body))
    if key in _valid and settings.get_current_profile_name() == BOUNDED:
        return
    validated[str(operation)] += 1
    found = [one for one in differences(operation, status, body) if not is_known(operation, one)]
    assert not found, f"{operation} differs from Alpaca's description:\n" + "\n".join(found)
    _valid.add(key)


_valid: set[tuple[str, int | None, object]] = set()


def differences(operation: Operation, status: int | None, body: Json) -> list[str]:
    """List what the description does not allow, and the fields that it does not have."""
    schema = operation.event_schema() if status is None else operation.response_schema(status)
    if schema is None:
        undescribed = status is not None and not operation.is_documented(status)
        return [f"(status): {status} is not described"] if undescribed else []
    description = operation.description
    strange = {f"{place}: is not described" for place in _strange(schema, body, description, "")}
    return [*description.faults(schema, body), *sorted(strange)]


def is_known(operation: Operation, difference: str) -> bool:
    """Whether the table of known differences has this one."""
    return any(known.covers(operation, difference) for known in KNOWN)


def _strange(schema: Schema, value: Json, description: Description, at: str) -> Iterator[str]:
    """Yield the places of fields that the schema does not have."""
    if isinstance(value, Mapping):
        fields = _fields(description, json.dumps(schema))
        for name, one in value.items():
            place = f"{at}/{name}".lstrip("/")
            if name in fields:
                yield from _strange(fields[name], one, description, place)
            elif fields:
                yield place
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for items in _item_schemas(description, json.dumps(schema)):
            for one in value:
                yield from _strange(items, one, description, f"{at}/*")


@cache
def _fields(description: Description, schema: str) -> dict[str, Schema]:
    """Return the fields of a schema and of its parts and alternatives."""
    found: dict[str, Schema] = {}
    for one in _parts(json.loads(schema), description):
        found = {**one.get("properties", {}), **found}  # type: ignore[dict-item]
    return found


@cache
def _item_schemas(description: Description, schema: str) -> list[Schema]:
    parts = _parts(json.loads(schema), description)
    return [one["items"] for one in parts if isinstance(one.get("items"), Mapping)]  # type: ignore[misc]


def _parts(schema: Schema, description: Description) -> Iterator[Schema]:
    schema = description.resolved(schema)
    yield schema
    for kind in ("allOf", "anyOf", "oneOf"):
        inner = schema.get(kind)
        for one in inner if isinstance(inner, Sequence) and not isinstance(inner, str) else ():
            if isinstance(one, Mapping):
                yield from _parts(one, description)


def _structure(value: Json) -> object:
    """Return what decides about validity: names, types, words as they are, kinds of other texts."""
    if isinstance(value, Mapping):
        return tuple((name, _structure(one)) for name, one in value.items())
    if isinstance(value, str):
        if _WORD.fullmatch(value):
            return value
        return "uuid" if _UUID.fullmatch(value) else _DIGITS.sub("0", value)
    if isinstance(value, Sequence):
        return frozenset(map(_structure, value))
    return type(value)
