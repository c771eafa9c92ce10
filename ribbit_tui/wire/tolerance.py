"""Read what a server sent although parts of it are missing, null or of a new shape.

Alpaca adds, removes and changes fields every month. What cannot be read is left out; a model
requires only the fields without which it says nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from pydantic import ValidationError

from .model import WireModel

Model = TypeVar("Model", bound=WireModel)
Location = tuple[int | str, ...]

_MOST_ROUNDS = 10
"""A field that is left out can leave its parent without a required one, and so on upwards."""
_MOST_ERRORS = 1000
_left_out: ContextVar[set[str] | None] = ContextVar("left_out", default=None)


def read(model: type[Model], value: object) -> Model:
    """Read `value` as one `model`, without the fields that cannot be read.

    Raises ValueError (among them pydantic's ValidationError) if a required one is among them.
    """
    for _ in range(_MOST_ROUNDS):
        try:
            return model.model_validate(value)
        except ValidationError as error:
            value = _without_unreadable(model, value, error)
    return model.model_validate(value)


@contextmanager
def noting_left_out() -> Iterator[set[str]]:
    """Collect the fields that `read` leaves out meanwhile, as `Order.legs.status`."""
    noted: set[str] = set()
    before = _left_out.set(noted)
    try:
        yield noted
    finally:
        _left_out.reset(before)


class Listing(list[Model]):
    """The items of a list that could be read."""

    unreadable = 0
    """The number of items that could not."""


def read_list(model: type[Model], values: Sequence[object]) -> Listing[Model]:
    """Read each of `values` as a `model`, and count those that cannot be read."""
    found = Listing[Model]()
    for value in values:
        try:
            found.append(read(model, value))
        except (ValueError, ArithmeticError, RecursionError):
            found.unreadable += 1
    return found


def _without_unreadable(model: type[Model], value: object, error: ValidationError) -> object:
    """Return a copy of `value` without what `error` is about. Raises it again if nothing is left.

    Only the containers on the way to a place are copied.
    """
    if error.error_count() > _MOST_ERRORS:
        raise error
    places = set()
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        place = _known_part(value, detail["loc"])
        if not place:
            raise error
        places.add(place)
        _note(model, place)
    # The last items of a list first, so that the indices of the others stay right.
    for place in sorted(places, key=lambda one: [str(part).zfill(9) for part in one], reverse=True):
        value = _without(value, place)
    return value


def _note(model: type[Model], place: Location) -> None:
    noted = _left_out.get()
    if noted is not None:
        names = [part for part in place if isinstance(part, str)]
        noted.add(".".join([model.__name__, *names]))


def _known_part(value: object, location: Location) -> Location:
    """Return the part of pydantic's location that is in the value.

    The rest names members of a union, or a field that is missing in the last container.
    """
    found: list[int | str] = []
    for part in location:
        match value, part:
            case Mapping(), str() if part in value:
                value = value[part]
            case list(), int() if part < len(value):
                value = value[part]
            case _:
                break
        found.append(part)
    return tuple(found)


def _without(value: object, place: Location) -> object:
    """Return a copy of `value` without the item or field at `place`, if that is still there."""
    first, rest = place[0], place[1:]
    if isinstance(value, Mapping):
        if first not in value:
            return value
        if rest:
            return {**value, first: _without(value[first], rest)}
        return {name: one for name, one in value.items() if name != first}
    if isinstance(value, list) and isinstance(first, int) and first < len(value):
        kept = [_without(value[first], rest)] if rest else []
        return [*value[:first], *kept, *value[first + 1 :]]
    return value
