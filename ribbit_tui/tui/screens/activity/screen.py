"""Everything that happened in the account."""

from textual.app import ComposeResult
from textual.widgets import Static

from ribbit_tui.session.state import Change
from ribbit_tui.tui.screens.base import CustomerScreen
from ribbit_tui.tui.widgets.activity_rows import COLUMNS, activity_rows
from ribbit_tui.tui.widgets.live_table import LiveTable


class ActivityScreen(CustomerScreen):
    SCREEN_NAME = "activity"
    HELP = """
    # Activity

    Fills, deposits and journals as the Broker API lists them (`/v1/accounts/activities`).
    """

    def compose_body(self) -> ComposeResult:
        yield Static("Activity", classes="section", markup=False)
        yield LiveTable(*COLUMNS, empty="Reading…", id="activities")

    def on_mount(self) -> None:
        self.query_one(LiveTable).focus()

    def show_changes(self, changes: Change) -> None:
        if not changes & (Change.ACTIVITIES | Change.CONNECTION):
            return
        table = self.query_one(LiveTable)
        none = "Nothing has happened yet: a deposit would be the first thing."
        table.show_empty(self.instead_of_rows(Change.ACTIVITIES, none))
        table.show_rows(activity_rows(self.state.activities, self.shell.zone))
