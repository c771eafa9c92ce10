"""How much is measured."""

from typing import NamedTuple


class Options(NamedTuple):
    """`scale` 1 is the full measurement; `repeats` is how often a rate is measured."""

    scale: float = 1.0
    repeats: int = 3

    def scaled(self, count: int) -> int:
        return max(1, round(count * self.scale))
