"""The base of the panels that show one step of the application each."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.containers import Vertical
from textual.message import Message


class StepPanel(Vertical):
    """The content of one step. It changes the draft and posts `Changed`; it knows no other step."""

    DEFAULT_CSS = "StepPanel { height: auto; }"

    @dataclass
    class Changed(Message):
        """Posted when the panel has changed the draft."""

        is_complete: bool = False
        """Nothing is left to do in this step."""

    async def show_errors(self, errors: Mapping[str, str]) -> bool:
        """Show the errors and focus the first control to use; False if there is none.

        Called when the panel is mounted, and again whenever the step is checked.
        """
        return False

    def complete(self) -> None:
        """Do what is due when the user continues, before the step is checked."""
