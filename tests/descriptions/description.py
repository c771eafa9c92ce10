"""Read Alpaca's API descriptions, and hold a response against its operation's schema.

`shared/specs/README.md` tells where they are from. A schema of theirs is never copied into the
product: it only judges here.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeAlias

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
Schema: TypeAlias = Mapping[str, Json]

FOLDER = Path(__file__).parent
NAMES = ("broker", "market_data", "trading")
VARIABLE = re.compile(r"\{[^}]+\}")


@dataclass(frozen=True)
class Parameter:
    """A documented parameter of an operation."""

    name: str
    place: str
    """`query`, `path` or `header`."""
    is_required: bool
    schema: Schema


@dataclass(frozen=True)
class Operation:
    """A documented operation: what it takes, and what it returns by status."""

    description: "Description"
    method: str
    path: str
    item: Schema

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[Parameter]:
        """List the parameters, those of the path included."""
        found = [self.description.resolved(one) for one in _items(self.item.get("parameters"))]
        return [
            Parameter(
                name=str(one["name"]),
                place=str(one["in"]),
                is_required=one.get("required") is True,
                schema=_mapping(one.get("schema")),
            )
            for one in found
        ]

    @property
    def statuses(self) -> list[str]:
        """List the documented status codes, `default` among them where there is one."""
        return list(_mapping(self.item.get("responses")))

    def request_schema(self) -> Schema | None:
        """Return the schema of a JSON body, or None if the operation takes none."""
        body = self.item.get("requestBody")
        return _json_schema(self.description.resolved(_mapping(body))) if body else None

    def response_schema(self, status: int) -> Schema | None:
        """Return the schema of the JSON body of a status, or None if it has no such body."""
        responses = _mapping(self.item.get("responses"))
        response = responses.get(str(status), responses.get("default"))
        if response is None:
            return None
        return _json_schema(self.description.resolved(_mapping(response)))

    def event_schema(self) -> Schema | None:
        """Return the schema of one event of a stream, or None if it is no stream."""
        response = self.description.resolved(_mapping(_mapping(self.item.get("responses"))["200"]))
        media = _mapping(_mapping(response.get("content")).get("text/event-stream"))
        schema = self.description.resolved(_mapping(media.get("schema")))
        return _mapping(schema.get("items", schema)) or None

    def is_documented(self, status: int) -> bool:
        """Tell whether a status is described, by its number or as the default."""
        return str(status) in self.statuses or "default" in self.statuses

    def faults(self, status: int, body: Json) -> list[str]:
        """Return what is wrong with a response's body, a line for each place; [] if nothing is."""
        schema = self.response_schema(status)
        return [] if schema is None else self.description.faults(schema, body)


class Description:
    """One of Alpaca's API descriptions."""

    def __init__(self, name: str) -> None:
        self.name = name
        text = (FOLDER / f"{name}_2026_08.json").read_text(encoding="utf-8")
        # Alternatives whose fields are all optional fit each other's objects: with `oneOf`, none of
        # Alpaca's own activities would be valid.
        self._content: dict[str, Json] = json.loads(text.replace('"oneOf"', '"anyOf"'))
        resource = Resource.from_contents(self._content, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(f"urn:{name}", resource)
        self._validators: dict[str, Draft202012Validator] = {}

    @cached_property
    def operations(self) -> list[Operation]:
        """List every operation, in the description's order."""
        return [
            Operation(self, method.upper(), path, _mapping(item))
            for path, methods in _mapping(self._content["paths"]).items()
            for method, item in _mapping(methods).items()
        ]

    @cached_property
    def _routes(self) -> dict[tuple[str, int], list[tuple[re.Pattern[str], Operation]]]:
        """Pair each operation with its path's pattern, by method and number of slashes.

        Those without variables come first.
        """
        routes: dict[tuple[str, int], list[tuple[re.Pattern[str], Operation]]] = {}
        for one in sorted(self.operations, key=lambda one: one.path.count("{")):
            route = (re.compile(_pattern(one.path)), one)
            routes.setdefault((one.method, one.path.count("/")), []).append(route)
        return routes

    def find(self, method: str, path: str) -> Operation | None:
        """Return the operation that a request asks for, or None if none is described."""
        for pattern, operation in self._routes.get((method, path.count("/")), ()):
            if pattern.fullmatch(path):
                return operation
        return None

    def schema(self, name: str) -> Schema:
        """Return a component schema by its name. Raises KeyError."""
        schemas = _mapping(_mapping(self._content["components"])["schemas"])
        return _mapping(schemas[name])

    def resolved(self, node: Schema) -> Schema:
        """Follow a node's `$ref`, and the one it leads to, until it is the thing itself."""
        while isinstance(reference := node.get("$ref"), str):
            found: Json = self._content
            for part in reference.removeprefix("#/").split("/"):
                found = _mapping(found)[part.replace("~1", "/").replace("~0", "~")]
            node = _mapping(found)
        return node

    def faults(self, schema: Schema, value: Json) -> list[str]:
        """Return where `value` differs from the schema and how, a line for each place."""
        validator = self._validator(schema)
        return sorted({_told(error) for error in validator.iter_errors(value)})

    def _validator(self, schema: Schema) -> Draft202012Validator:
        key = json.dumps(schema)
        if key not in self._validators:
            absolute = json.loads(key.replace('"#/', f'"urn:{self.name}#/'))
            self._validators[key] = Draft202012Validator(
                absolute, registry=self._registry, format_checker=FormatChecker()
            )
        return self._validators[key]


@cache
def description(name: str) -> Description:
    """Return a description by its name (`NAMES`), read once."""
    return Description(name)


def find_operation(method: str, path: str) -> Operation | None:
    """Return the operation of any of the descriptions that a request asks for."""
    for name in NAMES:
        if found := description(name).find(method, path):
            return found
    return None


def _told(error: ValidationError) -> str:
    """Say where a value is wrong and why; of alternatives, by the one that came closest."""
    closest = best_match(error.context) if error.context else None
    told = closest if closest is not None else error
    place = "/".join("*" if isinstance(one, int) else str(one) for one in told.absolute_path)
    return f"{place or '(body)'}: {told.message[:200]}"


def _pattern(path: str) -> str:
    parts = VARIABLE.split(path)
    return "[^/]+".join(re.escape(part) for part in parts)


def _json_schema(node: Schema) -> Schema | None:
    content = _mapping(node.get("content"))
    for kind, media in content.items():
        if "json" in kind:
            schema = _mapping(media).get("schema")
            return None if schema is None else _mapping(schema)
    return None


def _mapping(value: Json) -> Schema:
    return value if isinstance(value, Mapping) else {}


def _items(value: Json) -> Iterator[Schema]:
    for one in value if isinstance(value, list) else ():
        yield _mapping(one)
