"""The steps that are left before the account can be closed."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from ribbit_tui.session.account.access import blocked_reason
from ribbit_tui.session.account.closure import (
    Remedy,
    can_be_closed,
    closing_steps,
    is_loaded,
    next_closing_step,
    withdrawable,
)
from ribbit_tui.session.state import State
from ribbit_tui.tui.words.formats import usd
from ribbit_tui.wire.accounts import AccountStatus

INTRO = (
    "A closed account cannot be reopened. Its records and documents are kept."
    " It must be empty first. Each step below asks for confirmation."
)
CLOSED = "This account is closed. You can still see its activity and documents."
ALL_CLEAR = "The account is empty and can be closed."
WAIT = "Nothing to do: this updates by itself."

_BUTTONS = {
    Remedy.CANCEL_ORDERS: "Cancel all orders…",
    Remedy.SELL_POSITIONS: "Sell everything…",
    Remedy.LINK_A_BANK: "Go to Money to link a bank",
}


class ClosurePanel(Vertical):
    """The steps, and a button that takes the next one."""

    DEFAULT_CSS = """
    ClosurePanel {
        height: auto;
        Static { height: auto; margin-bottom: 1; }
        Button { width: auto; }
    }
    """

    @dataclass
    class StepRequested(Message):
        """Posted when the user wants to take the next step; None closes the account."""

        remedy: Remedy | None

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._remedy: Remedy | None = None

    def compose(self) -> ComposeResult:
        yield Static(INTRO, id="closing-intro", markup=False)
        yield Static("", id="closing-steps", markup=False)
        yield Static("", id="closing-next", markup=False)
        yield Button("", id="closing-button", compact=True)

    def show(self, state: State) -> None:
        """Show the steps that the state requires."""
        intro, shows_steps = INTRO, True
        if state.account is not None and not can_be_closed(state):
            is_closed = state.account.status == AccountStatus.ACCOUNT_CLOSED
            intro = (
                CLOSED
                if is_closed
                else blocked_reason(state, "An account can be closed here") or ""
            )
            shows_steps = False
        self.query_one("#closing-intro", Static).update(Content(intro))
        known = shows_steps and is_loaded(state)
        self.query_one("#closing-steps").display = shows_steps
        button = self.query_one("#closing-button", Button)
        note = self.query_one("#closing-next", Static)
        if not known:
            self.query_one("#closing-steps", Static).update(
                Content("Loading…" if shows_steps else "")
            )
            button.display = note.display = False
            return
        self.query_one("#closing-steps", Static).update(_steps(state))
        step = next_closing_step(state)
        self._remedy = step.remedy if step else None
        note.display = step is None or step.remedy is None
        note.update(Content(ALL_CLEAR if step is None else WAIT))
        button.display = step is None or step.remedy is not None
        button.variant = "warning" if step is None else "primary"
        button.label = self._label(state) if button.display else ""
        button.refresh(layout=True)  # Textual keeps the width of the previous label

    def _label(self, state: State) -> str:
        if self._remedy is None:
            return "Close the account…"
        if self._remedy is Remedy.WITHDRAW:
            return f"Withdraw {usd(withdrawable(state))}…"
        return _BUTTONS[self._remedy]

    @on(Button.Pressed, "#closing-button")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.StepRequested(self._remedy))


def _steps(state: State) -> Content:
    next_step = next_closing_step(state)
    lines = []
    for step in closing_steps(state):
        if step.is_clear:
            lines.append(Content.styled(f"✓ {step.words}", "$success"))
        else:
            is_next = next_step is not None and step.obstacle is next_step.obstacle
            lines.append(
                Content.styled(f"{'▸' if is_next else '○'} {step.words}", "bold" if is_next else "")
            )
    return Content("\n").join(lines)
