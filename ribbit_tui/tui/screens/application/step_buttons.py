"""The buttons below a step of the application."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Static


class StepButtons(Horizontal):
    """Back, Continue or Submit, and Samples."""

    def __init__(self, *, with_samples: bool) -> None:
        super().__init__(id="step-buttons")
        self._with_samples = with_samples

    def compose(self) -> ComposeResult:
        yield Button("Back", id="back", compact=True)
        if self._with_samples:
            yield Button("Samples", id="sample", compact=True)
        yield Static("Saved as you type", id="saved", markup=False)
        yield Button("Continue", id="continue", variant="primary", compact=True)

    def show(self, *, is_first: bool, is_last: bool, is_sending: bool = False) -> None:
        """Update labels and enable the buttons that can be used."""
        back, next_ = self.query_one("#back", Button), self.query_one("#continue", Button)
        back.disabled = is_first or is_sending
        next_.disabled = is_sending
        next_.label = "Sending…" if is_sending else "Submit" if is_last else "Continue"

    def focus_continue(self) -> None:
        self.query_one("#continue", Button).focus()
