"""Numbers that look random and are pure functions of their key: hashes, paths through hashes."""

import struct
from hashlib import blake2b
from math import sqrt

_PACK = struct.Struct("<qq").pack
_UNITS = struct.Struct("<4H").unpack
_UNIT_RANGE = float(1 << 16)
_HASH_RANGE = float(1 << 64)
_MOST_KEPT = 128
"""Points of a path that are remembered; with more, a busy day of all symbols would cost 200 MB."""
_KEPT_ANYWAY = 15
"""Of them those at multiples of this stay: charts of a month ask for the quarters of an hour."""


class Noise:
    """One endless field of numbers for a key; `layer` and `index` choose among them."""

    def __init__(self, key: str) -> None:
        self._hash = blake2b(key=blake2b(key.encode(), digest_size=32).digest(), digest_size=8)

    def bits(self, layer: int, index: int) -> bytes:
        hashed = self._hash.copy()
        hashed.update(_PACK(layer, index))
        return hashed.digest()

    def uniform(self, layer: int, index: int) -> float:
        """From 0 up to 1."""
        return int.from_bytes(self.bits(layer, index), "little") / _HASH_RANGE

    def normal(self, layer: int, index: int) -> float:
        """About normal with mean 0 and deviation 1, never beyond 3.5: a sum of four uniforms."""
        total: int = sum(_UNITS(self.bits(layer, index)))
        return (total / _UNIT_RANGE - 2.0) * 1.7320508

    def smooth(self, layer: int, position: int, period: int) -> float:
        """A curve through one uniform number (-1 to 1) every `period` positions."""
        index, offset = divmod(position, period)
        left = 2.0 * self.uniform(layer, index) - 1.0
        if offset == 0:
            return left
        right = 2.0 * self.uniform(layer, index + 1) - 1.0
        t = offset / period
        return left + (right - left) * t * t * (3.0 - 2.0 * t)


class Path:
    """A random walk on 0..steps that is pinned at given places and stays between two bounds.

    Built by halving: the point between two known ones is theirs plus noise that grows with the
    gap. Any single point costs a few hashes, and asking for it never depends on having asked for
    others.
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
        """`deviation` is that of one step; `first_index + i` is the noise's index of point i."""
        self._noise = noise
        self._layer = layer
        self._first_index = first_index
        self._known = dict(pins)
        self._pins = sorted(pins)
        self._low, self._high = bounds
        self._deviation = deviation

    def __getitem__(self, index: int) -> int:
        if len(self._known) > _MOST_KEPT:
            self._known = {
                point: value
                for point, value in self._known.items()
                if point % _KEPT_ANYWAY == 0 or point in self._pins
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
