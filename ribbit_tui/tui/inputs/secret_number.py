"""A line for a number that nobody else may see, in the groups that it is known by."""

from collections.abc import Sequence
from typing import Any

from rich.text import Text

from ribbit_tui.session.application.values.text import in_groups

from .text_field import TextField


class SecretNumber(TextField):
    """Dots in place of the digits; the dashes come by themselves."""

    def __init__(self, value: str, groups: Sequence[int], **more: Any) -> None:
        super().__init__(in_groups(value, groups), password=True, classes="control", **more)
        self._groups = groups

    def replace(self, text: str, start: int, end: int) -> None:
        """Every change comes by here: the whole is grouped anew, and the cursor stays at its
        digit."""
        whole = f"{self.value[:start]}{text}{self.value[end:]}"
        grouped = in_groups(whole, self._groups)
        cursor = start + len(text)
        if grouped != whole:
            cursor = _place_after(_digits(whole[:cursor]), grouped)
        super().replace(grouped, 0, len(self.value))
        if self.value == grouped:
            self.cursor_position = cursor

    @property
    def _value(self) -> Text:
        """Textual paints a dot for every character; if it stops asking here, it still does."""
        dots = "".join("-" if sign == "-" else "•" for sign in self.value)
        return Text(dots, no_wrap=True, overflow="ignore", end="")


def _digits(text: str) -> int:
    return sum(sign.isdigit() for sign in text)


def _place_after(count: int, text: str) -> int:
    """The place behind the first `count` digits."""
    return next(at for at in range(len(text) + 1) if _digits(text[:at]) == count)
