"""The parts of a scene."""

from dataclasses import dataclass


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


Step = Press | Type | PassTime


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
