"""The parts of a scene."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ribbit_tui.wire.journals import JournalStatus


@dataclass(frozen=True)
class Press:
    """Keys to press, one after the other."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Type:
    """Text to type, letter by letter."""

    text: str


@dataclass(frozen=True)
class PassTime:
    """Time that passes in the simulator and in the app (seconds)."""

    seconds: int


@dataclass(frozen=True)
class Pay:
    """A journal of cash from the firm to the open customer (USD)."""

    description: str
    amount: Decimal


@dataclass(frozen=True)
class Decide:
    """Statuses that the simulator gives to the journal with a description, one after the other."""

    description: str
    statuses: Sequence[JournalStatus]
    amount: Decimal | None = None
    """The right amount of a corrected journal (USD)."""


Step = Press | Type | PassTime | Pay | Decide


def press(*keys: str) -> Press:
    """Create a step that presses these keys."""
    return Press(keys)


@dataclass(frozen=True)
class Scene:
    """A scene of the walkthrough: steps, caption and the expected text on screen."""

    name: str
    caption: str
    steps: tuple[Step, ...]
    expected: tuple[str, ...]
    """Texts that are all on screen after the steps."""
