"""The labels below a chart: times, days, months or years, as many as have room."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from typing import NamedTuple

_GAP = 4
"""Cells between two labels."""


class TimeLabel(NamedTuple):
    column: int
    text: str


_Format = Callable[[datetime], str]


def _clock(at: datetime) -> str:
    return f"{at:%H:%M}"


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b}"


def _month(at: datetime) -> str:
    return f"{at:%b %Y}"


def _year(at: datetime) -> str:
    return f"{at:%Y}"


def time_labels(
    times: Sequence[datetime], columns: Sequence[int], width: int, zone: tzinfo
) -> list[TimeLabel]:
    """Label where an hour, a day, a month or a year begins, in `zone`.

    `columns` has the column of each time. Labels do not touch each other or leave the `width`.
    """
    if not times:
        return []
    local = [at.astimezone(zone) for at in times]
    length = local[-1] - local[0]
    for step, written in _candidates(length):
        labels = _spaced(_beginnings(local, columns, step, written), width)
        if len(labels) > 1:
            return labels
    first = _clock if length < timedelta(days=1) else _day
    return _spaced([TimeLabel(columns[0], first(local[0]))], width)


def _candidates(length: timedelta) -> Iterable[tuple[Callable[[datetime], object], _Format]]:
    """Return the units whose beginnings can be labelled, the most fitting first."""
    minutes = [
        (lambda at, size=size: (at.date(), at.hour * 60 // size + at.minute // size), _clock)
        for size in (1, 5, 15)
    ]
    hours = (lambda at: (at.date(), at.hour), _clock)
    days = (lambda at: at.date(), _day)
    months = (lambda at: (at.year, at.month), _month)
    years = (lambda at: at.year, _year)
    if length <= timedelta(minutes=12):
        return [minutes[0]]
    if length <= timedelta(hours=3):
        return [minutes[2], minutes[1]]
    if length <= timedelta(hours=36):
        return [hours, minutes[2]]
    if length <= timedelta(days=100):
        return [days, hours]
    if length <= timedelta(days=900):
        return [months, days]
    return [years, months]


def _beginnings(
    times: Sequence[datetime],
    columns: Sequence[int],
    unit: Callable[[datetime], object],
    written: _Format,
) -> list[TimeLabel]:
    """Return a label for each time with which a unit begins; not for the first, cut one."""
    return [
        TimeLabel(columns[i], written(times[i]))
        for i in range(1, len(times))
        if unit(times[i]) != unit(times[i - 1])
    ]


def _spaced(labels: Sequence[TimeLabel], width: int) -> list[TimeLabel]:
    """Keep every second, third, … label, so that none touches the next one."""
    fitting = [one for one in labels if one.column + len(one.text) <= width]
    if not fitting:
        return []
    needed = max(len(one.text) for one in fitting) + _GAP
    for every in range(1, len(fitting) + 1):
        kept = fitting[::every]
        if all(later.column - earlier.column >= needed for earlier, later in pairwise(kept)):
            return kept
    return fitting[:1]
