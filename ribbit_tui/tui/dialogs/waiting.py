"""The dialog that shows how long a write waits until the server accepts it."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from ribbit_tui.tui.words.unanswered import wait_words

from .base import Dialog

if TYPE_CHECKING:
    from ribbit_tui.session.session import Session


class WaitDialog(Dialog[None]):
    """A countdown that can be given up. It closes by itself when the wait is over."""

    DEFAULT_CSS = """
    WaitDialog {
        .dialog { border: round $warning; }
        .wait { height: auto; margin-bottom: 1; }
    }
    """

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self._session = session

    def compose_dialog(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Waiting to send", classes="title", markup=False)
            yield Static("", classes="wait", markup=False)
            yield Static(
                "It is sent as soon as the wait is over. g gives it up: then it is not sent again.",
                classes="hint",
                markup=False,
            )
            with Horizontal(classes="buttons"):
                yield Button("Wait in the background", id="hide", variant="primary", compact=True)
                yield Button("Give up", id="give-up", compact=True)

    def on_mount(self) -> None:
        self.query("#hide").focus()
        self.show()
        self.set_interval(1, self.show)

    def show(self) -> None:
        """Show the seconds that are left, or close the dialog if there is no wait."""
        wait = self._session.state.connection.write_wait
        if wait is None:
            self.finish(None)
            return
        words = wait_words(wait, self._session.clock.now())
        self.query_one(".wait", Static).update(words)

    @on(Button.Pressed, "#give-up")
    def _give_up(self) -> None:
        self._session.give_up_waiting()

    @on(Button.Pressed, "#hide")
    def _hide(self) -> None:
        self.finish(None)
