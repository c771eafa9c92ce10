"""Measured figures, each with its target and reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A measured number.

    `reference` is a comparison from the same run, `why` the cause of a missed target.
    """

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    reference: str = ""
    why: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the value meets its target; None without a target."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least

    def __str__(self) -> str:
        target, verdict = "", ""
        if self.is_met is not None:
            bound = f"<= {self.at_most:g}" if self.at_most is not None else f">= {self.at_least:g}"
            target = f"  (target {bound} {self.unit})"
            verdict = "met   " if self.is_met else "MISSED"
        shown = f"{self.value:,.0f}" if self.value >= 100 else f"{self.value:.3g}"
        lines = [f"  {verdict:6} {self.name}: {shown} {self.unit}{target}"]
        if self.reference:
            lines.append(f"           beside: {self.reference}")
        if self.is_met is False and self.why:
            lines.append(f"           why: {self.why}")
        return "\n".join(lines)


def p99(values: Sequence[float]) -> float:
    """Return the 99th percentile."""
    return quantiles(values, n=100)[98]


def spread(values: Sequence[float]) -> str:
    """Return median, minimum and maximum as text."""
    return f"{median(values):,.0f} ({min(values):,.0f} to {max(values):,.0f})"
