"""The line at the top of every screen: environment, market, customer and connection."""

from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.words.formats import age, plain
from ribbit_tui.tui.words.statuses import TONE_STYLES, account_words

if TYPE_CHECKING:
    from datetime import tzinfo

    from ribbit_tui.session.session import Session

_OVERDUE_SECONDS = 3.0
_WIDE = 100
"""Columns from which there is room for the account number and the market's next change."""
_NAME_CELLS = 24

BADGES = {"simulated": "SIMULATED", "sandbox": "SANDBOX", "live": "LIVE"}


class StatusBar(Horizontal):
    """The status line. It reads the session and changes nothing."""

    DEFAULT_CSS = """
    StatusBar {
        height: 1;
        background: $panel;
        Static { width: auto; height: 1; padding: 0 1; }
        #badge { text-style: bold; color: $on-colour; background: $accent; margin-right: 1; }
        #badge.-sandbox { background: $secondary; }
        #market { width: 1fr; color: $label; padding: 0 2; text-wrap: nowrap; }
        #connection.-ok { color: $success; }
        #connection.-warning { color: $warning; }
        &.-live {
            background: $live-ground;
            #badge, #market, #customer, #connection { color: $live-text; }
            #badge { background: $live-ground; }
        }
    }
    """

    def __init__(self, environment: str, zone: "tzinfo | None", retry_key: str) -> None:
        """`retry_key` is the key that reads everything again, as it is written."""
        super().__init__(classes=f"-{environment}")
        self._retry_key = retry_key
        self._environment = environment
        self._zone = zone

    def compose(self) -> ComposeResult:
        badge = Static(BADGES[self._environment], id="badge", markup=False)
        badge.add_class(f"-{self._environment}")
        yield badge
        yield Static("", id="customer", markup=False)
        yield Static("", id="market", markup=False)
        yield Static("● starting", id="connection", classes="-warning", markup=False)

    def show(self, session: "Session | None") -> None:
        """Show the state of the session."""
        if session is None:
            return
        wide = self.app.size.width >= _WIDE
        show_text(self.query_one("#customer", Static), _customer(session, wide=wide))
        show_text(self.query_one("#market", Static), _market(session, self._zone, wide=wide))
        text, well = _connection(session, self._retry_key)
        connection = self.query_one("#connection", Static)
        show_text(connection, Content(text))
        connection.set_class(well, "-ok")
        connection.set_class(not well, "-warning")


def _market(session: "Session", zone: "tzinfo | None", *, wide: bool) -> Content:
    """Say whether the market is open, and in a wide terminal when that changes."""
    clock = session.state.clock
    if clock is None:
        return Content("")
    if session.state.always_open:
        state, then = "open", "always"
    elif clock.is_open:
        state, then = "open", f"closes {_moment(clock.next_close, session, zone)}"
    else:
        state, then = "closed", f"opens {_moment(clock.next_open, session, zone)}"
    market = Content.assemble("Market ", (state, "$foreground"))
    return market + Content(f" · {then}") if wide or then == "always" else market


def _moment(at: datetime, session: "Session", zone: "tzinfo | None") -> str:
    """Format a time in the next days: `16:00 EST` today, else `Tue 09:30 EST`."""
    local = at.astimezone(zone)
    is_today = local.date() == session.clock.now().astimezone(zone).date()
    return f"{local:%H:%M %Z}" if is_today else f"{local:%a %H:%M %Z}"


def _customer(session: "Session", *, wide: bool) -> Content:
    """Name the customer and the status of the account."""
    account = session.state.account
    if account is None:
        return Content("")
    words = account_words(account.status)
    name = plain(account.identity.full_name if account.identity else "", _NAME_CELLS)
    parts: list[Content] = []
    if name:
        parts.append(Content.styled(name, "bold"))
    if wide or not name:
        parts.append(Content.styled(plain(account.account_number, 16), "$label"))
    parts.append(Content.styled(f"{words.glyph} {words.label.upper()}", TONE_STYLES[words.tone]))
    return Content(" ").join(parts)


def _connection(session: "Session", retry_key: str) -> tuple[str, bool]:
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
            return f"▲ no answer for {age(waiting)} · {retry_key}", False
        since = session.age_of_last_event()
        return (f"● live · event {age(since)} ago" if since is not None else "● live"), True
    if connection.reading.works and connection.retry_at is None:
        return "● connecting", False
    return f"{_trouble(session)} · {_retry(session, retry_key)}", False


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


def _retry(session: "Session", key: str) -> str:
    at = session.state.connection.retry_at
    seconds = 0 if at is None else ceil(session.seconds_until(at))
    return f"{key}, or in {seconds} s" if seconds else "trying now"
