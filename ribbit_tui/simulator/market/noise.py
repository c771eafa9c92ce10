"""Pseudo-random numbers and walks that are pure functions of a key."""

import struct
from hashlib import blake2b
from math import sqrt

_PACK = struct.Struct("<qq").pack
_UNITS = struct.Struct("<4H").unpack
_UNIT_RANGE = float(1 << 16)
_HASH_RANGE = float(1 << 64)
_KEPT_POINTS = 128
"""Points of a walk that are kept. More would cost 200 MB for a day of all symbols."""
_ALWAYS_KEPT_STEP = 15
"""Points at multiples of this stay: charts of a month read every quarter of an hour."""


class Noise:
    """Endless field of numbers for one key, addressed by `layer` and `index`."""

    def __init__(self, key: str) -> None:
        self._hash = blake2b(key=blake2b(key.encode(), digest_size=32).digest(), digest_size=8)

    def bits(self, layer: int, index: int) -> bytes:
        """Return eight pseudo-random bytes."""
        hashed = self._hash.copy()
        hashed.update(_PACK(layer, index))
        return hashed.digest()

    def uniform(self, layer: int, index: int) -> float:
        """Return a number from 0 up to but not including 1."""
        return int.from_bytes(self.bits(layer, index), "little") / _HASH_RANGE

    def normal(self, layer: int, index: int) -> float:
        """Return an approximately normal number with mean 0 and deviation 1, within 3.5.

        It is the sum of four uniform numbers.
        """
        total: int = sum(_UNITS(self.bits(layer, index)))
        return (total / _UNIT_RANGE - 2.0) * 1.7320508

    def smooth(self, layer: int, position: int, period: int) -> float:
        """Return the value at `position` of a smooth curve.

        The curve passes through one uniform number (-1 to 1) every `period` positions.
        """
        index, offset = divmod(position, period)
        left = 2.0 * self.uniform(layer, index) - 1.0
        if offset == 0:
            return left
        right = 2.0 * self.uniform(layer, index + 1) - 1.0
        t = offset / period
        return left + (right - left) * t * t * (3.0 - 2.0 * t)


class BoundedWalk:
    """Random walk on 0..steps that passes given points and stays within two bounds.

    Built by bisection: the point halfway between two known points is their mean plus noise that
    grows with the gap. Any point costs a few hashes, and its value does not depend on which other
    points were read before.
    """

    def __init__(
        self,
        noise: Noise,
        layer: int,
        first_index: int,
        pins: dict[int, int],
        bounds: tuple[int, int],
        deviation: float,
    ) -> None:
        """Set up the walk.

        `pins` are the given points, `deviation` is the deviation of one step, and `first_index + i`
        is the index in the noise of point i.
        """
        self._noise = noise
        self._layer = layer
        self._first_index = first_index
        self._known = dict(pins)
        self._pins = sorted(pins)
        self._low, self._high = bounds
        self._deviation = deviation

    def __getitem__(self, index: int) -> int:
        """Return the value at point `index`."""
        if len(self._known) > _KEPT_POINTS:
            self._known = {
                point: value
                for point, value in self._known.items()
                if point % _ALWAYS_KEPT_STEP == 0 or point in self._pins
            }
        known = self._known
        if (value := known.get(index)) is not None:
            return value
        left = max(pin for pin in self._pins if pin < index)
        right = min(pin for pin in self._pins if pin > index)
        while True:
            middle = (left + right) // 2
            if (value := known.get(middle)) is None:
                value = known[middle] = self._between(left, middle, right)
            if middle == index:
                return value
            if index < middle:
                right = middle
            else:
                left = middle

    def _between(self, left: int, middle: int, right: int) -> int:
        before, after, gap = middle - left, right - middle, right - left
        straight = (self._known[left] * after + self._known[right] * before) / gap
        spread = self._deviation * sqrt(before * after / gap)
        value = straight + spread * self._noise.normal(self._layer, self._first_index + middle)
        return min(max(round(value), self._low), self._high)
