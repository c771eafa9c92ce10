"""The app as its screens know it: a protocol, so that no screen imports the app."""

from collections.abc import Awaitable
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ribbit_tui.session.application.drafts.draft import Draft
    from ribbit_tui.session.errors import ErrorReport
    from ribbit_tui.session.session import Session

    from .dependencies import AppDependencies
    from .keys.key_map import KeyMap


class Shell(Protocol):
    """Navigation, problems and the context that every screen shares. `RibbitApp` provides it."""

    dependencies: "AppDependencies"
    environment: str
    """`simulated`, `sandbox` or `live`."""
    zone: tzinfo | None
    """The time zone of the times on screen; None for the zone of this machine."""
    keys: "KeyMap"
    session: "Session | None"
    """None until the first frame is painted and the session is made."""
    no_server: str | None
    """The reason why no server could be reached; None otherwise."""

    def today(self) -> date:
        """Return the date in the zone that times are shown in."""

    def open_application(self, draft: "Draft") -> None:
        """Show the application form of a draft."""

    def open_customer(self, account_id: str) -> None:
        """Open a customer on Home, or on Status while the account is not ACTIVE."""

    def go_to_screen(self, name: str) -> Awaitable[object] | None:
        """Switch to a screen of the open customer; None without a customer.

        Await the result to wait until the screen is mounted.
        """

    def invest_in(self, symbol: str, side: int = 0) -> object:
        """Open the order ticket of an asset on the Invest screen, to buy (0) or to sell (1)."""

    def go_and_act(self, name: str, action: str) -> object:
        """Switch to a screen of the open customer, and run one of its actions, if any, there."""

    def show_error(self, report: "ErrorReport") -> None:
        """Show an error in a dialog."""

    def show_unanswered(self) -> None:
        """Look for what has no answer and show it; or show the wait of what is not sent yet."""

    def notify_still_starting(self) -> None:
        """Tell the user that the app is still starting."""

    def run_session(self) -> object:
        """Start the session again after its server could not be reached."""

    def action_welcome(self) -> None:
        """Switch to the Welcome screen."""

    def action_switch_customer(self) -> object:
        """Let the user find a customer of the firm and open it."""

    def action_help(self) -> None:
        """Show the help of what has the focus on top of the screen."""

    def action_retry_now(self) -> None:
        """Connect and read everything again, without waiting for the next attempt."""

    async def action_quit(self) -> None:
        """End the app."""
