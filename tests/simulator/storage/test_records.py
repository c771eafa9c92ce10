"""Typed records of rows."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

import pytest

from ribbit_tui.simulator.exact import Micros
from ribbit_tui.simulator.storage.database import Database


class Colour(StrEnum):
    GREEN = "green"
    BLUE = "blue"


class Frog(NamedTuple):
    name: str
    colour: Colour | None
    can_jump: bool
    price: Micros | None = None


class Sum(NamedTuple):
    colour: Colour | None
    price: Micros


@pytest.fixture
def database() -> Iterator[Database]:
    opened = Database(None)
    opened.execute("CREATE TABLE frogs (price INTEGER, name TEXT, colour TEXT, can_jump INTEGER)")
    yield opened
    opened.close()


def test_records_come_back_as_they_were_inserted(database: Database) -> None:
    frogs = [Frog("Lena", Colour.GREEN, True, Micros(5)), Frog("Otto", None, False)]
    for frog in frogs:
        database.insert("frogs", frog)
    found = database.fetch_all(Frog, "FROM frogs ORDER BY name")
    assert found == frogs
    assert [(type(frog), type(frog.can_jump)) for frog in found] == [(Frog, bool)] * 2
    assert found[0].colour is Colour.GREEN
    assert database.fetch_one(Frog, "FROM frogs WHERE name = ?", ("Otto",)) == frogs[1]
    assert database.fetch_one(Frog, "FROM frogs WHERE name = ?", ("Anna",)) is None


def test_whole_statements_give_the_fields_in_order(database: Database) -> None:
    database.insert("frogs", Frog("Lena", Colour.BLUE, True, Micros(5)))
    database.insert("frogs", Frog("Otto", Colour.BLUE, True, Micros(6)))
    sums = "SELECT colour, sum(price) FROM frogs GROUP BY colour"
    assert database.fetch_all(Sum, sums) == [Sum(Colour.BLUE, Micros(11))]


def test_other_columns_than_the_fields_are_refused(database: Database) -> None:
    with pytest.raises(TypeError, match="Sum"):
        database.fetch_all(Sum, "SELECT colour FROM frogs")
    database.execute("INSERT INTO frogs (name, colour, can_jump) VALUES ('Lena', 'pink', 1)")
    with pytest.raises(KeyError, match="pink"):
        database.fetch_all(Frog, "FROM frogs")


def test_single_values_are_of_the_type_asked_for(database: Database) -> None:
    assert database.scalar(int, "SELECT max(price) FROM frogs") is None
    assert not database.exists("FROM frogs")
    database.insert("frogs", Frog("Lena", None, True, Micros(5)))
    assert database.scalar(int, "SELECT max(price) FROM frogs") == 5
    assert database.scalars(str, "SELECT name FROM frogs UNION ALL SELECT NULL") == ["Lena"]
    assert database.exists("FROM frogs WHERE name = ?", ("Lena",))
    with pytest.raises(TypeError, match="str"):
        database.scalar(str, "SELECT max(price) FROM frogs")
