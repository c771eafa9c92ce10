"""Inputs whose keys lay nothing out, and the names of keys."""

from typing import TYPE_CHECKING

from rich.text import Text
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.widgets import Input

if TYPE_CHECKING:
    # Imported with the first form, not before the first frame.
    from textual.widgets import RadioSet


class DrawnInput(Input):
    """An input that can draw another text than its value.

    Textual lays out the whole screen at each key, since the width of the text is a size. Here only
    the field is painted: its own size does not depend on its text.
    """

    def _watch_value(self, value: str) -> None:
        self.set_reactive(Input.virtual_size, Size(self.content_width, 1))
        super()._watch_value(value)

    def drawn_text(self) -> str | None:
        """Return the text to draw, as long as the value; None to draw what Textual draws."""
        return None

    @property
    def _value(self) -> Text:
        drawn = self.drawn_text()
        if drawn is None:
            return super()._value
        return Text(drawn, no_wrap=True, overflow="ignore", end="")


def set_radio_cursor(radios: "RadioSet", index: int) -> None:
    """Put the cursor of a set of radio buttons on the button with this index."""
    radios._selected = index


def key_name(character: str) -> str:
    """Return Textual's name for the key that types a character."""
    return character if character.isalnum() else _character_to_key(character)
