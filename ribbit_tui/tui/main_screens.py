"""The main screens in the order of their tabs; the table of keys has their keys and words."""

from dataclasses import dataclass

from .keys.table import TABLE


@dataclass(frozen=True)
class ScreenEntry:
    """A main screen as tabs and the command palette show it."""

    name: str

    @property
    def key_id(self) -> str:
        """The id of its entry in the table of keys."""
        return f"screen.{self.name}"

    @property
    def title(self) -> str:
        return TABLE[self.key_id].label

    @property
    def help(self) -> str:
        return TABLE[self.key_id].help


MAIN_SCREENS = tuple(
    ScreenEntry(name)
    for name in (
        "home",
        "invest",
        "orders",
        "money",
        "activity",
        "documents",
        "account",
        "status",
    )
)
