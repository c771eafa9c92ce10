"""The field for the amount of a transfer: the arrow keys step through the offered amounts."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from ribbit_tui.tui.inputs.text_field import TextField
from ribbit_tui.tui.keys.bindings import bind


class AmountField(TextField):
    """A text field that asks its panel for the next larger or smaller offered amount."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("amount.larger", "step(True)"),
        bind("amount.smaller", "step(False)"),
    ]

    @dataclass
    class Stepped(Message):
        """Posted when the user wants the next offered amount."""

        is_larger: bool

    def action_step(self, is_larger: bool) -> None:
        self.post_message(self.Stepped(is_larger))
