"""The line at the top of every screen: environment, market, customer and connection."""

from math import ceil
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.tui.words.formats import age, plain
from ribbit_tui.tui.words.statuses import account_words

if TYPE_CHECKING:
    from ribbit_tui.session.session import Session

_OVERDUE_SECONDS = 3.0
_RETRY_KEY = "Ctrl+R"

BADGES = {"simulated": "SIMULATED", "sandbox": "SANDBOX", "live": "LIVE"}


class StatusBar(Horizontal):
    """The status line. It reads the session and changes nothing."""

    DEFAULT_CSS = """
    StatusBar {
        height: 1;
        background: $panel;
        Static { width: auto; height: 1; padding: 0 1; }
        #badge { text-style: bold; color: $background; background: $accent; }
        #badge.-sandbox { background: $secondary; }
        #badge.-live { background: $error; color: white; }
        #market { color: $quiet; }
        #customer { width: 1fr; }
        #connection.-ok { color: $success; }
        #connection.-warning { color: $warning; }
    }
    """

    def __init__(self, environment: str) -> None:
        super().__init__()
        self._environment = environment

    def compose(self) -> ComposeResult:
        badge = Static(BADGES[self._environment], id="badge", markup=False)
        badge.add_class(f"-{self._environment}")
        yield badge
        yield Static("", id="market", markup=False)
        yield Static("", id="customer", markup=False)
        yield Static("● starting", id="connection", classes="-warning", markup=False)

    def show(self, session: "Session | None") -> None:
        """Show the state of the session."""
        if session is None:
            return
        self.query_one("#market", Static).update(Content(_market(session)))
        self.query_one("#customer", Static).update(Content(_customer(session)))
        text, well = _connection(session)
        connection = self.query_one("#connection", Static)
        connection.update(Content(text))
        connection.set_class(well, "-ok")
        connection.set_class(not well, "-warning")


def _market(session: "Session") -> str:
    clock = session.state.clock
    if clock is None:
        return ""
    if session.state.always_open:
        return "Market always open"
    return "Market open" if clock.is_open else "Market closed"


def _customer(session: "Session") -> str:
    account = session.state.account
    if account is None:
        return ""
    status = account_words(account.status).label.upper()
    return f"│ {plain(account.account_number, 16)} {status}"


def _connection(session: "Session") -> tuple[str, bool]:
    from ribbit_tui.session.state import Server

    connection = session.state.connection
    match connection.server:
        case Server.STARTING:
            return "● starting", False
        case Server.RESTARTING:
            return "● restarting the simulator", False
        case Server.FAILED:
            return "✗ no server", False
    if connection.is_live and connection.reading.works:
        if (waiting := _waiting(session)) is not None:
            return f"▲ no answer for {age(waiting)} · {_RETRY_KEY}", False
        since = session.age_of_last_event()
        return (f"● live · event {age(since)} ago" if since is not None else "● live"), True
    if connection.reading.works and connection.retry_at is None:
        return "● connecting", False
    return f"{_trouble(session)} · {_retry(session)}", False


def _waiting(session: "Session") -> float | None:
    """Return the seconds for which an answer is overdue; None if none is."""
    since = session.state.connection.reading.waiting_since
    seconds = 0.0 if since is None else session.seconds_since(since)
    return seconds if seconds >= _OVERDUE_SECONDS else None


def _trouble(session: "Session") -> str:
    """Say which of reading and events works, and how old the figures are."""
    connection = session.state.connection
    last_at = connection.reading.last_at
    old = f"{age(session.seconds_since(last_at))} old" if last_at else "nothing read yet"
    if connection.reading.works and _waiting(session) is None:
        return "▲ no events"
    return f"▲ events only · {old}" if connection.is_live else f"✗ no answer · {old}"


def _retry(session: "Session") -> str:
    at = session.state.connection.retry_at
    seconds = 0 if at is None else ceil(session.seconds_until(at))
    return f"{_RETRY_KEY}, or in {seconds} s" if seconds else "trying now"
