"""What is on screen of one step of the application."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.containers import Vertical
from textual.message import Message


class Page(Vertical):
    """The content of a step. It is begun once it is on screen, and whenever errors are found."""

    @dataclass
    class Changed(Message):
        """The draft is another now."""

        is_finished: bool = False
        """Nothing is left to do on this page."""

    async def begin(self, errors: Mapping[str, str]) -> bool:
        """Show what is wrong and put the focus where to go on; False if that is not in here."""
        return False

    def finish(self) -> None:
        """The person goes on from here: what has to be done at that, before it is judged."""
