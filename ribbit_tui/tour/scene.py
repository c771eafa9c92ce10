"""What a scene is made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Press:
    """Keys, one after the other."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Type:
    """Text, letter by letter."""

    text: str


@dataclass(frozen=True)
class Pass:
    """Time goes by for the simulator and the app (seconds)."""

    seconds: int


Step = Press | Type | Pass


def press(*keys: str) -> Press:
    return Press(keys)


@dataclass(frozen=True)
class Scene:
    """A moment of the walkthrough: what is done, what it shows, what must then be on screen."""

    name: str
    caption: str
    steps: tuple[Step, ...]
    seen: tuple[str, ...]
    """Texts that are all on screen when the scene has come true."""
