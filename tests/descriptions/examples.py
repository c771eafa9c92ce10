"""Make values that a schema describes, and values that differ from it in one place.

The examples hold every documented field, so that each can be taken away, made null or changed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .description import Description, Json, Schema

Place = tuple[int | str, ...]

UNKNOWN = "SOMETHING_OF_2027"
_UUID = "6f1f5e0a-5f0e-4c6c-9d5f-0c8f1f6f0a01"
_BY_FORMAT = {
    "uuid": _UUID,
    "date": "2026-08-03",
    "date-time": "2026-08-03T14:30:00.123456Z",
    "email": "fern@example.com",
    "uri": "https://example.com/1",
    "ipv4": "203.0.113.7",
    "ulid": "01K1QZ8V5A6WJ6XK2N0R3T4Y5Z",
}
_DEEPEST = 6


@dataclass(frozen=True)
class Mutation:
    """A value that differs from an example in one place."""

    place: Place
    kind: str
    """`absent`, `null`, `unknown` or `other type`."""
    value: Json

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.place))} {self.kind}"


def examples(schema: Schema, description: Description) -> Iterator[Json]:
    """Yield a full example for each alternative of a schema."""
    schema = description.resolved(schema)
    if alternatives := _alternatives(schema):
        rest = {name: one for name, one in schema.items() if name not in ("oneOf", "anyOf")}
        for alternative in alternatives:
            yield from examples({"allOf": [rest, alternative]}, description)
    elif "allOf" in schema:
        yield from _of_all(schema, description)
    else:
        yield _example(schema, description, "", 0)


def mutations(example: Json, schema: Schema, description: Description) -> Iterator[Mutation]:
    """Yield values that lack an optional field, or have null or something unknown in its place."""
    for place, one in _places(example, schema, description, ()):
        if isinstance(place[-1], str):
            if not one.is_required:
                yield Mutation(place, "absent", _changed(example, place, None, is_absent=True))
            yield Mutation(place, "null", _changed(example, place, None))
            if "enum" in one.schema:
                yield Mutation(place, "unknown", _changed(example, place, UNKNOWN))
            yield Mutation(place, "other type", _changed(example, place, [{"a": {}}]))


@dataclass(frozen=True)
class _Property:
    schema: Schema
    is_required: bool


def _places(
    value: Json, schema: Schema, description: Description, at: Place
) -> Iterator[tuple[Place, _Property]]:
    """Yield each property of a value, the nested ones too, with its schema."""
    if isinstance(value, Mapping):
        properties, required = _properties(schema, description)
        for name, one in value.items():
            known = description.resolved(properties.get(name, {}))
            yield (*at, name), _Property(known, name in required)
            yield from _places(one, known, description, (*at, name))
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        items = _mapping(description.resolved(schema).get("items"))
        yield from _places(value[0], items, description, (*at, 0))


def _properties(schema: Schema, description: Description) -> tuple[dict[str, Schema], set[str]]:
    """Return the properties of a schema and of its parts, and the names that all require."""
    schema = description.resolved(schema)
    properties = {name: _mapping(one) for name, one in _mapping(schema.get("properties")).items()}
    required = set(_strings(schema.get("required")))
    for part in _mappings(schema.get("allOf")):
        of_part, required_by_part = _properties(part, description)
        properties |= of_part
        required |= required_by_part
    for part in _alternatives(schema):
        properties = _properties(part, description)[0] | properties
    return properties, required


def _of_all(schema: Schema, description: Description) -> Iterator[Json]:
    """Yield examples of an `allOf`: the parts' fields together, for each of their alternatives."""
    rest = {name: one for name, one in schema.items() if name != "allOf"}
    found: list[Json] = [_example(rest, description, "", 0) if "properties" in rest else {}]
    for part in _mappings(schema["allOf"]):
        found = [
            {**_mapping(more), **_mapping(before)} if isinstance(more, Mapping) else more
            for more in examples(part, description)
            for before in found
        ]
    yield from found


def _example(schema: Schema, description: Description, name: str, depth: int) -> Json:
    schema = description.resolved(schema)
    if depth > _DEEPEST:
        return None
    if "allOf" in schema or _alternatives(schema):
        return next(examples(schema, description))
    if enum := _strings(schema.get("enum")):
        return enum[0]
    kinds = schema.get("type")
    kind = kinds if isinstance(kinds, str) else next(iter(_strings(kinds)), "object")
    match kind:
        case "object":
            return {
                inner: _example(_mapping(one), description, inner, depth + 1)
                for inner, one in _mapping(schema.get("properties")).items()
            }
        case "array":
            return [_example(_mapping(schema.get("items")), description, name, depth + 1)]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case _:
            return _text(schema, name)


def _text(schema: Schema, name: str) -> str:
    """Return a text; its format is not always described where the name tells it."""
    if isinstance(given := schema.get("format"), str) and given in _BY_FORMAT:
        return _BY_FORMAT[given]
    if name.endswith("_at") or name in ("at", "timestamp", "t", "executed_at", "hold_until"):
        return _BY_FORMAT["date-time"]
    if "date" in name or name.endswith("_asof"):
        return date(2026, 8, 3).isoformat()
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and not re.search(pattern, "1.5"):
        return "Frogs1"
    return "1.5"


def _changed(value: Json, place: Place, new: Json, *, is_absent: bool = False) -> Json:
    """Return a copy of `value` with another value at `place`, or without the field there."""
    first, rest = place[0], place[1:]
    if isinstance(value, Mapping):
        if not rest and is_absent:
            return {name: one for name, one in value.items() if name != first}
        name = str(first)
        inner = _changed(value[name], rest, new, is_absent=is_absent) if rest else new
        return {**value, name: inner}
    assert isinstance(value, Sequence) and isinstance(first, int)
    inner = _changed(value[first], rest, new, is_absent=is_absent) if rest else new
    return [*value[:first], inner, *value[first + 1 :]]


def _alternatives(schema: Schema) -> list[Schema]:
    found = [*_mappings(schema.get("oneOf")), *_mappings(schema.get("anyOf"))]
    return [one for one in found if one.get("type") != "null" and one]


def _mapping(value: Json) -> Schema:
    return value if isinstance(value, Mapping) else {}


def _mappings(value: Json) -> list[Schema]:
    return [_mapping(one) for one in value] if isinstance(value, Sequence) else []


def _strings(value: Json) -> list[str]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return []
    return [one for one in value if isinstance(one, str)]
