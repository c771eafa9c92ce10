"""An entry of the table of keys."""

from dataclasses import dataclass


@dataclass(frozen=True)
class KeyEntry:
    """The effect of a key in one place of the app, with its words."""

    id: str
    """`place.name`, as `[keys]` of the configuration and Textual's bindings name it."""
    keys: str
    """Textual's names of the keys, parted by commas. The first is shown."""
    label: str
    """One to three words for footer, palette and borders."""
    help: str
    """A sentence for the help and the README."""
    footer: int = 0
    """Rank in the footer: where space is short, the lowest is dropped first. 0 is never shown."""
    is_shared: bool = False
    """Whether others with this mark may have the same key, as Esc, Enter and the arrows.

    The innermost place that has the key takes it, or the action that is possible now.
    """

    @property
    def place(self) -> str:
        """The name of the place where the key counts."""
        return self.id.partition(".")[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Textual's names of the keys."""
        return tuple(self.keys.split(","))
