"""Documented operations that the simulator serves, and every field of their bodies."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.descriptions.description import Json, Operation, Schema, find_operation
from tests.descriptions.examples import examples

Document = dict[str, Any]
VARIABLE = re.compile(r"\{[^}]+\}")
_DEEPEST = 8


@dataclass(frozen=True)
class Served:
    """A documented operation, and the simulator's own description of it."""

    documented: Operation
    own: Document

    def __str__(self) -> str:
        return str(self.documented)


def served(document: Document) -> list[Served]:
    """Return the operations that are documented and served, each once."""
    found: dict[str, Served] = {}
    for path, operations in document["paths"].items():
        for method, own in operations.items():
            operation = find_operation(method.upper(), VARIABLE.sub("x", path))
            if operation is not None:
                found.setdefault(str(operation), Served(operation, own))
    return list(found.values())


def body_fields(operation: Operation) -> Iterator[tuple[str, ...]]:
    """Yield the path of every field of a JSON body, through objects and the items of arrays."""
    schema = operation.request_schema()
    if schema is not None:
        yield from dict.fromkeys(_fields(operation, schema, (), 0))


def _fields(
    operation: Operation, schema: Schema, path: tuple[str, ...], depth: int
) -> Iterator[tuple[str, ...]]:
    schema = operation.description.resolved(schema)
    if depth > _DEEPEST:
        return
    for name, one in _mapping(schema.get("properties")).items():
        yield (*path, name)
        yield from _fields(operation, _mapping(one), (*path, name), depth + 1)
    for part in _parts(schema):
        yield from _fields(operation, part, path, depth + 1)
    if "items" in schema:
        yield from _fields(operation, _mapping(schema["items"]), (*path, "0"), depth + 1)


def full_example(operation: Operation) -> Any:
    """Return a body with every documented field."""
    schema = operation.request_schema()
    assert schema is not None
    return next(examples(schema, operation.description))


def kinds_at(operation: Operation, path: tuple[str, ...]) -> set[str]:
    """Return the JSON types that the field at `path` may have."""
    schema = operation.request_schema()
    assert schema is not None
    return {kind for one in _schemas_at(operation, schema, path) for kind in _kinds(one)}


def _schemas_at(operation: Operation, schema: Schema, path: tuple[str, ...]) -> Iterator[Schema]:
    schema = operation.description.resolved(schema)
    for part in _parts(schema):
        yield from _schemas_at(operation, part, path)
    if not path:
        yield schema
    elif path[0] == "0" and "items" in schema:
        yield from _schemas_at(operation, _mapping(schema["items"]), path[1:])
    elif path[0] in (properties := _mapping(schema.get("properties"))):
        yield from _schemas_at(operation, _mapping(properties[path[0]]), path[1:])


def _kinds(schema: Schema) -> list[str]:
    kinds = schema.get("type")
    if isinstance(kinds, str):
        return [kinds]
    return [str(kind) for kind in kinds] if isinstance(kinds, Sequence) else []


def _parts(schema: Schema) -> Iterator[Schema]:
    for name in ("allOf", "oneOf", "anyOf"):
        for part in _sequence(schema.get(name)):
            yield _mapping(part)


def with_value(base: Any, example: Any, path: tuple[str, ...], value: Any) -> Any:
    """Return `base` with `value` at `path`; what is absent on the way is that of `example`."""
    if not path:
        return value
    first, rest = path[0], path[1:]
    if first == "0":
        items = base if isinstance(base, list) and base else example
        of_example = example[0] if isinstance(example, list) and example else {}
        return [with_value(items[0] if items else of_example, of_example, rest, value)]
    base = base if isinstance(base, dict) else example if isinstance(example, dict) else {}
    example = example if isinstance(example, dict) else {}
    inner = base.get(first, example.get(first))
    return {**base, first: with_value(inner, example.get(first), rest, value)}


def _mapping(value: Json) -> Schema:
    return value if isinstance(value, Mapping) else {}


def _sequence(value: Json) -> Sequence[Json]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()
