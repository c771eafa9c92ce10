"""Sweeps: the long forms of tests without a natural end, which a default run bounds."""

from collections.abc import Iterable

import pytest
from _pytest.mark.structures import ParameterSet
from hypothesis import settings

BOUNDED, AT_LENGTH = "bounded", "at-length"
"""The profiles of Hypothesis: the same examples on every run, or many new ones."""


def is_sweep() -> bool:
    """Whether this run is of the long forms."""
    return settings.get_current_profile_name() == AT_LENGTH


def examples(bounded: int) -> int:
    """Return how many examples a property is tried with: ten times as many in a sweep."""
    return bounded * (10 if is_sweep() else 1)


def some_of(values: Iterable[object], *bounded: object) -> list[ParameterSet]:
    """Return a parameter for each value; those not in `bounded` are for sweeps."""
    return [
        pytest.param(value, marks=[] if value in bounded else [pytest.mark.sweep])
        for value in values
    ]
