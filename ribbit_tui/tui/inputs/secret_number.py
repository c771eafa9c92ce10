"""A field for a secret number, such as a Social Security number, written in groups."""

from collections.abc import Sequence

from ribbit_tui.session.application.values.text import in_groups

from .text_field import ALT_DIGITS, TextField


class SecretNumber(TextField):
    """An input that shows dots for the digits and inserts the dashes between the groups."""

    def __init__(self, value: str, groups: Sequence[int], *, placeholder: str = "") -> None:
        super().__init__(
            in_groups(value, groups),
            placeholder=placeholder,
            password=True,
            classes="control",
            refused=ALT_DIGITS,
        )
        self._groups = groups

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a range, group the whole value again and keep the cursor behind its digit.

        Textual calls this method for every change that the user makes.
        """
        whole = f"{self.value[:start]}{text}{self.value[end:]}"
        grouped = in_groups(whole, self._groups)
        cursor = start + len(text)
        if grouped != whole:
            cursor = _place_after(_digits(whole[:cursor]), grouped)
        super().replace(grouped, 0, len(self.value))
        if self.value == grouped:
            self.cursor_position = cursor

    def drawn_text(self) -> str:
        """Return a dot for each digit, and the dashes."""
        return "".join("-" if char == "-" else "•" for char in self.value)


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _place_after(count: int, text: str) -> int:
    """Return the position behind the first `count` digits."""
    return next(at for at in range(len(text) + 1) if _digits(text[:at]) == count)
