"""The Activity screen."""

from textual.app import ComposeResult
from textual.widgets import Static

from ribbit_tui.session.state import Change
from ribbit_tui.tui.screens.base import CustomerScreen
from ribbit_tui.tui.widgets.activity_rows import COLUMNS, activity_rows
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.unreadable_note import UnreadableNote


class ActivityScreen(CustomerScreen):
    """The activities of the account."""

    SCREEN_NAME = "activity"
    HELP = """
    # Activity

    Trades, deposits, withdrawals, gifts and fees, the latest first.
    """

    def compose_body(self) -> ComposeResult:
        yield Static("Activity", classes="section", markup=False)
        yield LiveTable(*COLUMNS, empty="Loading…", id="activities")
        yield UnreadableNote(Change.ACTIVITIES, "activity", "activities")

    def on_mount(self) -> None:
        self.query_one(LiveTable).focus()

    def show_changes(self, changes: Change) -> None:
        if not changes & (Change.ACTIVITIES | Change.CONNECTION):
            return
        table = self.query_one(LiveTable)
        none = "No activity yet. Make a deposit to get started."
        table.show_empty(self.empty_text(Change.ACTIVITIES, none))
        table.show_rows(activity_rows(self.state.activities, self.shell.zone))
