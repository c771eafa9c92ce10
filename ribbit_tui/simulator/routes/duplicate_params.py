"""Check for query parameters that are given more than once."""

from typing import get_args, get_origin

from fastapi import Request
from fastapi.dependencies.models import Dependant
from pydantic.fields import FieldInfo

from ribbit_tui.simulator.errors import InvalidError


def reject_duplicate_params(request: Request) -> None:
    """Refuse a parameter that is given twice unless its value is a list: it would be ambiguous.

    Raises InvalidError.
    """
    if b"&" not in request.scope["query_string"]:
        return
    given = request.query_params
    pairs = given.multi_items()
    if len(pairs) == len(given):
        return
    seen = set()
    lists = _lists(request.scope["route"].dependant)
    for name, _ in pairs:
        if name in seen and name not in lists:
            raise InvalidError("the parameter may be given once only", name)
        seen.add(name)


def _lists(dependant: Dependant) -> set[str]:
    """Return the names of a route's query parameters that take lists."""
    found = {field.alias for field in dependant.query_params if _is_list(field.field_info)}
    return found.union(*map(_lists, dependant.dependencies))


def _is_list(field: FieldInfo) -> bool:
    return any(get_origin(kind) is list for kind in (field.annotation, *get_args(field.annotation)))
