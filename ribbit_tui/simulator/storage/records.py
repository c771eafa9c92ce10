"""Typed records of rows: their columns, and how SQLite's values become the types of the fields.

A record is a NamedTuple beside the code that owns the table. Each field has the name of a column.
SQLite keeps integers, text and bytes; a field may be of one of those, of a NewType of one (such as
`Micros`, `Nanos`, `Timestamp`), a bool or an enum of text. Each may also be None.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import partial
from types import NoneType
from typing import Any, NamedTuple, TypeVar, get_args, get_type_hints

AnyRecord = TypeVar("AnyRecord", bound=NamedTuple)

# What the sqlite3 module returns is typed Any.
_Decode = Callable[[Any], Any]
_Make = Callable[[Iterable[Any]], Any]

_MAKERS: dict[type, _Make] = {}
_SELECTS: dict[type, str] = {}
_INSERTS: dict[tuple[str, type], str] = {}


def select_statement(record: type[NamedTuple], sql: str) -> str:
    """Return `sql` with the record's columns selected if it begins with FROM."""
    if not sql.startswith("FROM "):
        return sql
    columns = _SELECTS.get(record)
    if columns is None:
        columns = _SELECTS[record] = f"SELECT {', '.join(record._fields)} "
    return columns + sql


def insert_statement(table: str, record: type[NamedTuple]) -> str:
    """Return the statement that inserts a record with all its fields."""
    statement = _INSERTS.get((table, record))
    if statement is None:
        fields = record._fields
        marks = ", ".join("?" * len(fields))
        statement = f"INSERT INTO {table} ({', '.join(fields)}) VALUES ({marks})"
        _INSERTS[table, record] = statement
    return statement


def maker(record: type[AnyRecord]) -> Callable[[Iterable[Any]], AnyRecord]:
    """Return the function that makes a record of a row whose columns are in the fields' order.

    It does not check the number of columns.
    """
    make = _MAKERS.get(record)
    if make is None:
        make = _MAKERS[record] = _new_maker(record)
    return make


def _new_maker(record: type[AnyRecord]) -> Callable[[Iterable[Any]], AnyRecord]:
    # Half the time of `_make`, which is a function of Python's own.
    new: Callable[[Iterable[Any]], AnyRecord] = partial(tuple.__new__, record)
    hints = get_type_hints(record)
    decoders = [(place, _decoder(hints[name])) for place, name in enumerate(record._fields)]
    used = [(place, decode) for place, decode in decoders if decode is not None]
    if not used:
        return new

    def make(row: Iterable[Any]) -> AnyRecord:
        values = list(row)
        for place, decode in used:
            values[place] = decode(values[place])
        return new(values)

    return make


def _decoder(hint: object) -> _Decode | None:
    """Return what decodes a column's value into a field of type `hint`; None if it stays as is."""
    for kind in get_args(hint) or (hint,):
        if kind is NoneType or not isinstance(kind, type):
            continue
        if issubclass(kind, StrEnum):
            members: dict[str | None, StrEnum | None] = {member.value: member for member in kind}
            members[None] = None
            return members.__getitem__
        if issubclass(kind, bool):
            return {0: False, 1: True, None: None}.__getitem__
    return None
