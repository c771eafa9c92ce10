"""The field for the amount of a transfer: the arrow keys step through the offered amounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from ribbit_tui.session.amounts import DOLLAR_LETTERS
from ribbit_tui.tui.inputs.text_field import ALT_DIGITS, TextField
from ribbit_tui.tui.keys.bindings import bind


class AmountField(TextField):
    """A text field that asks its panel for the next larger or smaller offered amount.

    It leaves those of `keys` to the screen that can be no part of an amount.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("amount.larger", "step(True)"),
        bind("amount.smaller", "step(False)"),
    ]

    @dataclass
    class Stepped(Message):
        """Posted when the user wants the next offered amount."""

        is_larger: bool

    def __init__(self, keys: Iterable[str], *, id: str) -> None:
        others = (key for key in keys if len(key) == 1 and key.casefold() not in DOLLAR_LETTERS)
        refused = "".join(("/", ALT_DIGITS, *others))
        super().__init__(placeholder="Amount in USD", id=id, refused=refused)

    def action_step(self, is_larger: bool) -> None:
        self.post_message(self.Stepped(is_larger))
