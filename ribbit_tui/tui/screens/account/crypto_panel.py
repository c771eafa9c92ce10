"""The crypto part of an account: enabling it, or the progress of the request."""

from dataclasses import dataclass, replace
from datetime import tzinfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Button

from ribbit_tui.session.state import State
from ribbit_tui.session.trading.crypto import CryptoAccess, crypto_access
from ribbit_tui.tui.widgets.timeline import Stage, Timeline
from ribbit_tui.tui.words.formats import day_and_time
from ribbit_tui.tui.words.statuses import StatusTone, account_words
from ribbit_tui.wire.accounts import Account, AccountStatus


class CryptoPanel(Vertical):
    """The button that enables crypto, or the statuses since it was requested."""

    DEFAULT_CSS = """
    CryptoPanel {
        height: auto;
        #crypto-stages { margin-bottom: 1; }
    }
    """

    @dataclass
    class AgreementRequested(Message):
        """Posted when the user wants to read the crypto agreement."""

    def compose(self) -> ComposeResult:
        yield Timeline(id="crypto-stages")
        yield Button("Read the agreement…", id="enable-crypto", variant="primary", compact=True)

    def show(self, state: State, zone: tzinfo | None) -> None:
        """Show the button or the statuses."""
        access = crypto_access(state)
        self.query_one("#enable-crypto").display = access is CryptoAccess.POSSIBLE
        timeline = self.query_one("#crypto-stages", Timeline)
        timeline.display = access is CryptoAccess.REQUESTED
        if state.account is not None and state.account.crypto is not None:
            timeline.show(_stages(state.account, _past(state, zone)))

    @on(Button.Pressed, "#enable-crypto")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.AgreementRequested())


def _past(state: State, zone: tzinfo | None) -> list[tuple[str, str]]:
    """Return the past crypto statuses, each with its time."""
    return [
        (str(event.crypto_status_to), day_and_time(event.at, zone))
        for event in state.timeline
        if event.crypto_status_to and event.crypto_status_to != event.crypto_status_from
    ]


def _stages(account: Account, past: list[tuple[str, str]]) -> list[Stage]:
    """Return the stages so far, and the final one if crypto can still become active."""
    status = str(account.crypto)
    if not past or past[-1][0] != status:
        past = [*past, (status, "")]
    stages = [Stage(account_words(one).label, when.strip(), StatusTone.GOOD) for one, when in past]
    stages[-1] = replace(stages[-1], tone=account_words(status).tone)
    if status in (AccountStatus.SUBMITTED, AccountStatus.APPROVED):
        stages.append(Stage(account_words(AccountStatus.ACTIVE).label))
    return stages
