"""Request bodies, read from JSON into models."""

import re
from decimal import Decimal
from typing import Generic, TypeVar

from fastapi import Request
from pydantic import ValidationError

from ribbit_tui.simulator.errors import InvalidError, MalformedError, UnsupportedMediaTypeError
from ribbit_tui.wire.model import WireModel, loads

from .errors import error_text

NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")

_DEEPEST = 32
_NOT_VALID = "The body in the request is not valid"
_JSON = re.compile(r"application/([a-z0-9.-]+\+)?json")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Model = TypeVar("Model", bound=WireModel)


class JsonBody(Generic[Model]):
    """Dependency that reads the body into a model. A missing content type is taken for JSON.

    FastAPI's own parsing would make floats of the numbers.
    """

    def __init__(self, model: type[Model]) -> None:
        self.model = model

    async def __call__(self, request: Request) -> Model:
        return parse_body(self.model, await _read_json(request))


class JsonList(Generic[Model]):
    """Dependency that reads a body that is an array of objects, or a single object."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model

    async def __call__(self, request: Request) -> list[Model]:
        sent = _parse_json(await _read_json(request))
        items = sent if isinstance(sent, list) else [sent]
        models = []
        for place, item in enumerate(items):
            if not isinstance(item, dict):
                raise MalformedError(f"{_NOT_VALID}: it is not an array of JSON objects")
            models.append((str(place), item))
        return [_validated(self.model, item, (place,)) for place, item in models]


async def _read_json(request: Request) -> bytes:
    """Return the body. Raises UnsupportedMediaTypeError unless its content type is JSON."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type and not _JSON.fullmatch(content_type):
        raise UnsupportedMediaTypeError(
            "the body must be JSON and say so: send the header Content-Type: application/json"
        )
    return await request.body()


def parse_body(model: type[Model], text: bytes) -> Model:
    """Parse a JSON object into a model.

    Raises MalformedError if the text is not a JSON object, InvalidError naming the field at fault.
    """
    sent = _parse_json(text)
    if not isinstance(sent, dict):
        raise MalformedError(f"{_NOT_VALID}: it is not a JSON object")
    return _validated(model, sent, ())


def _parse_json(text: bytes) -> object:
    try:
        parsed: object = loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"{_NOT_VALID}: it is not JSON") from error
    return parsed


def _validated(model: type[Model], sent: dict[str, object], path: tuple[str, ...]) -> Model:
    """Return the model of the object at `path` in the body."""
    cleaned = _cleaned(sent, path)
    try:
        validated = model.model_validate(cleaned)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        parts = _field_path(first["loc"], cleaned, first["type"] == "missing")
        field = ".".join((*path, *parts)) or None
        raise InvalidError(error_text(field, first["type"], first["msg"]), field) from None
    _check_numbers(validated, cleaned, path)
    return validated


def _cleaned(value: object, path: tuple[str, ...]) -> object:
    """Return `value` with empty strings replaced by None, which means not given.

    Raises InvalidError for text with control characters.
    """
    if len(path) > _DEEPEST:
        raise MalformedError(f"{_NOT_VALID}: it is nested too deeply")
    if isinstance(value, str):
        _check_text(value, path)
        return value or None
    if isinstance(value, list):
        return [_cleaned(item, (*path, str(number))) for number, item in enumerate(value)]
    if isinstance(value, dict):
        for name in value:
            _check_text(name, path)
        return {name: _cleaned(item, (*path, name)) for name, item in value.items()}
    return value


def _check_text(text: str, path: tuple[str, ...]) -> None:
    if _UNPRINTABLE.search(text):
        field = ".".join(path) or None
        raise InvalidError("control characters are not allowed", field)


def _check_numbers(validated: object, sent: object, path: tuple[str, ...]) -> None:
    """Refuse numbers that Python reads and the API does not.

    These are numbers with spaces, `1_000`, and digits of other scripts.
    """
    if isinstance(validated, Decimal) and isinstance(sent, str):
        if not NUMBER.fullmatch(sent):
            raise InvalidError("must be a decimal number", ".".join(path))
    elif isinstance(validated, WireModel) and isinstance(sent, dict):
        for name, field in type(validated).model_fields.items():
            key = field.alias if field.alias and field.alias in sent else name
            _check_numbers(getattr(validated, name), sent.get(key), (*path, key))
    elif isinstance(validated, list) and isinstance(sent, list):
        for place, (item, source) in enumerate(zip(validated, sent, strict=True)):
            _check_numbers(item, source, (*path, str(place)))


def _field_path(loc: tuple[int | str, ...], sent: object, missing: bool) -> list[str]:
    """Return the path to the value at fault, without pydantic's names of union members."""
    names: list[str] = []
    for part in loc:
        if isinstance(sent, dict) and (part in sent or missing):
            sent = sent.get(part)
        elif isinstance(sent, list) and isinstance(part, int):
            sent = sent[part]
        else:
            break
        names.append(str(part))
    return names
