"""The keys in use: those of the table, and their changes by `[keys]` of the configuration."""

import difflib
from collections.abc import Mapping

from .entry import KeyEntry
from .key_names import normal_name, written
from .table import SURFACES, TABLE


class KeyMapError(ValueError):
    """A key that cannot be changed so; the message is one line that names it."""


class KeyMap:
    """The keys of each entry of the table after the changes."""

    def __init__(self, changes: Mapping[str, str] | None = None) -> None:
        """Apply changes: keys, parted by commas, by the id of an entry. Raises KeyMapError."""
        self.changes = {id: _checked(id, keys) for id, keys in (changes or {}).items()}
        """Textual's names of the changed keys, parted by commas, by the id of their entry."""
        if clash := self._clash():
            raise KeyMapError(clash)

    def names(self, id: str) -> tuple[str, ...]:
        """Return Textual's names of the keys of an entry."""
        changed = self.changes.get(id)
        return tuple(changed.split(",")) if changed else TABLE[id].names

    def written(self, id: str) -> str:
        """Return the first key of an entry as sentences write it."""
        return written(self.names(id)[0])

    def _clash(self) -> str:
        """Return a sentence about a key that means two things in one place; empty if none does."""
        for surface, places in SURFACES.items():
            taken: dict[str, KeyEntry] = {}
            for entry in (one for one in TABLE.values() if one.place in places):
                for key in self.names(entry.id):
                    other = taken.setdefault(key, entry)
                    if other is not entry and not (other.is_shared and entry.is_shared):
                        return (
                            f"{written(key)} is the key of both {other.id} and {entry.id} "
                            f"in {surface}"
                        )
        return ""


def _checked(id: str, keys: str) -> str:
    if id not in TABLE:
        close = difflib.get_close_matches(id, TABLE, n=1, cutoff=0.5)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise KeyMapError(f"{id}: there is no action with this id{hint}")
    names = []
    for key in _parted(keys):
        name = normal_name(key)
        if name is None:
            raise KeyMapError(f"{id}: there is no key {key!r}; keys are written k, f4 or ctrl+k")
        names.append(name)
    return ",".join(dict.fromkeys(names))


def _parted(keys: str) -> list[str]:
    """Return the keys of a list parted by commas; a comma alone is the key itself."""
    return [","] if keys.strip() == "," else keys.split(",")
