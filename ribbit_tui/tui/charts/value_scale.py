"""The scale of a chart's values: its bounds, its nice steps, and the row of a value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_ROWS_PER_STEP = 4
_AROUND_A_CONSTANT = 0.005
"""The part of a value that is shown above and below it where nothing ever changes."""


@dataclass(frozen=True)
class ValueScale:
    """A scale from `low` to `high`, with values at nice steps between."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int
    """The decimals that tell the steps from each other."""

    def place(self, value: float, size: int) -> int:
        """Return the place of a value among `size` places from the top, 0 to `size` - 1."""
        if size <= 1:
            return 0
        share = (self.high - value) / (self.high - self.low)
        return min(size - 1, max(0, round(share * (size - 1))))


def tight_scale(values: Sequence[float]) -> ValueScale:
    """Return the scale from the lowest value to the highest one, without values at steps."""
    low, high = min(values), max(values)
    around = 0.0 if high > low else abs(low) * _AROUND_A_CONSTANT or 1.0
    return ValueScale(low - around, high + around, (), 0)


def value_scale(values: Iterable[float], rows: int) -> ValueScale:
    """Return the scale that shows all values, in `rows` rows. Without values it is 0 to 1."""
    known = list(values)
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if high <= low:
        around = abs(low) * _AROUND_A_CONSTANT or 1.0
        low, high = low - around, high + around
    step = _nice_step((high - low) / max(2, rows // _ROWS_PER_STEP))
    ticks = []
    at = ceil(low / step - 1e-9)
    while at * step <= high + step * 1e-9:
        ticks.append(at * step)
        at += 1
    return ValueScale(low, high, tuple(ticks), _decimals(step))


def _nice_step(rough: float) -> float:
    """Return the largest step of 1, 2, 2.5 or 5 times a power of ten that is at most `rough`."""
    power = 10.0 ** floor(log10(rough))
    return max(one * power for one in _STEPS if one * power <= rough * (1 + 1e-9))


def _decimals(step: float) -> int:
    """Return how many decimals tell multiples of `step` from each other."""
    for decimals in range(8):
        if abs(step * 10**decimals - round(step * 10**decimals)) < 1e-6:
            return decimals
    return 8
