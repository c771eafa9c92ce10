"""Durations of simulated steps."""

from dataclasses import dataclass
from datetime import timedelta

from ribbit_tui.simulator.storage.ids import Ids

from .settings import Pace


@dataclass(frozen=True)
class Span:
    """Delay between two bounds, in seconds."""

    shortest: float
    longest: float

    def draw(self, ids: Ids, key: str) -> timedelta:
        """Draw a delay from the seed and `key`, the id of what is delayed."""
        fraction = ids.fraction("delay", key)
        return timedelta(seconds=self.shortest + (self.longest - self.shortest) * fraction)

    def half(self) -> "Span":
        """Return half the delay. With a spread up to twofold, it always ends before the whole."""
        return Span(self.shortest / 2, self.longest / 2)


@dataclass(frozen=True)
class Delays:
    """Delays since the request was accepted, not since the previous step.

    The review of a journal begins when a journal below the limits would be executed.
    """

    account_approved: Span
    account_active: Span
    bank_approved: Span
    transfer_sent: Span
    transfer_complete: Span
    journal_pending: Span
    journal_executed: Span
    journal_reviewed: Span
    order_new: Span
    order_fill: Span


def _exactly(seconds: float) -> Span:
    return Span(seconds, seconds)


DELAYS: dict[Pace, Delays] = {
    "instant": Delays(*[_exactly(0)] * 10),
    "demo": Delays(
        account_approved=_exactly(2),
        account_active=_exactly(4),
        bank_approved=_exactly(3),
        transfer_sent=_exactly(3),
        transfer_complete=_exactly(8),
        journal_pending=_exactly(0.5),
        journal_executed=_exactly(1),
        journal_reviewed=_exactly(6),
        order_new=_exactly(0.5),
        order_fill=_exactly(1.5),
    ),
    "real": Delays(
        account_approved=Span(50, 70),
        account_active=Span(80, 120),
        bank_approved=_exactly(60),
        transfer_sent=Span(120, 300),
        transfer_complete=Span(600, 1800),
        journal_pending=Span(0.2, 0.8),
        journal_executed=Span(1, 3),
        journal_reviewed=Span(300, 900),
        order_new=Span(0.05, 0.15),
        order_fill=Span(0.2, 1),
    ),
}
