"""Crypto in an account: the way to ask for it, or how far it has come."""

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
from ribbit_tui.tui.words.statuses import Mood, account_words
from ribbit_tui.wire.accounts import Account, AccountStatus


class CryptoPanel(Vertical):
    DEFAULT_CSS = """
    CryptoPanel {
        height: auto;
        #crypto-stages { margin-bottom: 1; }
    }
    """

    @dataclass
    class Asked(Message):
        """The person wants to read the agreement that crypto comes with."""

    def compose(self) -> ComposeResult:
        yield Timeline(id="crypto-stages")
        yield Button("Read the agreement…", id="enable-crypto", variant="primary", compact=True)

    def show(self, state: State, zone: tzinfo | None) -> None:
        """Bring the way or the stages up to date."""
        access = crypto_access(state)
        self.query_one("#enable-crypto").display = access is CryptoAccess.POSSIBLE
        timeline = self.query_one("#crypto-stages", Timeline)
        timeline.display = access is CryptoAccess.REQUESTED
        if state.account is not None and state.account.crypto_status is not None:
            timeline.show(_stages(state.account, _past(state, zone)))

    @on(Button.Pressed, "#enable-crypto")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Asked())


def _past(state: State, zone: tzinfo | None) -> list[tuple[str, str]]:
    """What crypto's status has been, and since when."""
    return [
        (str(event.crypto_status_to), day_and_time(event.at, zone))
        for event in state.timeline
        if event.crypto_status_to and event.crypto_status_to != event.crypto_status_from
    ]


def _stages(account: Account, past: list[tuple[str, str]]) -> list[Stage]:
    """The way so far, and the end of it where that is still to come."""
    status = str(account.crypto_status)
    if not past or past[-1][0] != status:
        past = [*past, (status, "")]
    stages = [Stage(account_words(one).label, when.strip(), Mood.GOOD) for one, when in past]
    stages[-1] = replace(stages[-1], mood=account_words(status).mood)
    if status in (AccountStatus.SUBMITTED, AccountStatus.APPROVED):
        stages.append(Stage(account_words(AccountStatus.ACTIVE).label))
    return stages
