"""Bodies and query parameters made into what the engine takes."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from inspect import signature
from typing import Annotated, Any, Generic, Literal, TypeVar

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator, ValidationError

from ribbit_tui.simulator.errors import InvalidError, MalformedError, UnsupportedMediaTypeError
from ribbit_tui.simulator.market.calendar import FIRST_DAY, LAST_DAY
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.model import WireModel, loads

from .duplicate_params import reject_duplicate_params
from .errors import complaint

_DEEPEST = 32
_JSON = re.compile(r"application/([a-z0-9.-]+\+)?json")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Model = TypeVar("Model", bound=WireModel)
Parameters = TypeVar("Parameters")


async def _world(request: Request) -> Simulation:
    """What every route depends on, and so where every request is looked at."""
    reject_duplicate_params(request)
    simulation: Simulation = request.app.state.simulation
    return simulation


CurrentSimulation = Annotated[Simulation, Depends(_world)]


def from_query(kind: Callable[..., Parameters]) -> Any:
    """A dependency that makes a `kind` of the query parameters that it takes.

    FastAPI would hand a bare class to a thread, and a read would wait for that.
    """

    async def make(**given: Any) -> Parameters:
        return kind(**given)

    make.__signature__ = signature(kind)  # type: ignore[attr-defined]
    return Depends(make)


class JsonBody(Generic[Model]):
    """A dependency that reads the body into a model; without a content type it is taken for JSON.

    FastAPI's own parsing would make floats of the numbers.
    """

    def __init__(self, model: type[Model]) -> None:
        self.model = model

    async def __call__(self, request: Request) -> Model:
        return parse_body(self.model, await _json(request))


class JsonList(Generic[Model]):
    """A dependency that reads a body which is an array of objects, or one object alone."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model

    async def __call__(self, request: Request) -> list[Model]:
        sent = _parsed(await _json(request))
        items = sent if isinstance(sent, list) else [sent]
        if not all(isinstance(item, dict) for item in items):
            raise MalformedError("the body is not an array of JSON objects")
        return [_made(self.model, item, (str(place),)) for place, item in enumerate(items)]


async def _json(request: Request) -> bytes:
    """The body; raises UnsupportedMediaTypeError if it says that it is something else."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and not _JSON.fullmatch(kind):
        raise UnsupportedMediaTypeError(
            "the body must be JSON and say so: send the header Content-Type: application/json"
        )
    return await request.body()


def parse_body(model: type[Model], text: bytes) -> Model:
    """Raises MalformedError for what is no JSON object, InvalidError naming the field at fault."""
    sent = _parsed(text)
    if not isinstance(sent, dict):
        raise MalformedError("the body is not a JSON object")
    return _made(model, sent, ())


def _parsed(text: bytes) -> Any:
    try:
        return loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedError("the body is not valid JSON") from error


def _made(model: type[Model], sent: dict[str, Any], path: tuple[str, ...]) -> Model:
    """The model of an object which lies at `path` in the body."""
    cleaned = _cleaned(sent, path)
    try:
        made = model.model_validate(cleaned)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join((*path, *_field(first["loc"], cleaned, first["type"] == "missing")))
        raise InvalidError(complaint(field or None, first), field or None) from None
    _check_numbers(made, cleaned, path)
    return made


def _cleaned(value: Any, path: tuple[str, ...]) -> Any:
    """`value` with empty strings made None (not given), and no text that could not be shown."""
    if len(path) > _DEEPEST:
        raise MalformedError("the body is nested too deeply")
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


def _check_numbers(made: Any, sent: Any, path: tuple[str, ...]) -> None:
    """Python takes more for a number than the API: spaces, `1_000`, digits of other scripts."""
    if isinstance(made, Decimal) and isinstance(sent, str):
        if not _NUMBER.fullmatch(sent):
            raise InvalidError("must be a decimal number", ".".join(path))
    elif isinstance(made, WireModel):
        for name, field in type(made).model_fields.items():
            key = field.alias if field.alias and field.alias in sent else name
            _check_numbers(getattr(made, name), sent.get(key), (*path, key))
    elif isinstance(made, list) and isinstance(sent, list):
        for place, (item, source) in enumerate(zip(made, sent, strict=True)):
            _check_numbers(item, source, (*path, str(place)))


def _decimal(value: Any) -> Any:
    if not _NUMBER.fullmatch(str(value)):
        raise ValueError("must be a decimal number")
    return value


QueryDecimal = Annotated[Decimal, BeforeValidator(_decimal)]


def _field(loc: tuple[int | str, ...], sent: Any, missing: bool) -> list[str]:
    """The path to what pydantic complains about, without its names for union members."""
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


def parse_moment(value: Any) -> datetime:
    """A date (its midnight in UTC) or RFC 3339 time; without an offset it is UTC."""
    # A plus sign that a client did not escape arrives as a space.
    try:
        moment = datetime.fromisoformat(str(value).strip().replace(" ", "+"))
    except ValueError:
        # Python's own message repeats the input.
        raise ValueError("must be a date or an RFC 3339 time") from None
    if not FIRST_DAY.year <= moment.year <= LAST_DAY.year:
        raise ValueError(f"must be from {FIRST_DAY.year} to {LAST_DAY.year}")
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)


Moment = Annotated[datetime, BeforeValidator(parse_moment)]
Direction = Literal["asc", "desc"]
Day = Annotated[date, Query(ge=FIRST_DAY, le=LAST_DAY)]


Listed = Annotated[
    list[str] | None, Query(description="Separated by commas, or the parameter given repeatedly.")
]
"""For `comma_separated`. alpaca-py joins some lists and repeats the names of others."""


def comma_separated(texts: list[str] | str | None) -> tuple[str, ...]:
    text = texts if isinstance(texts, str) else ",".join(texts or ())
    return tuple(part for part in text.split(",") if part)
