"""The Activity screen."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content

from ribbit_tui.session.account.activity_log import ActivityKind, cash_sums, of_kind
from ribbit_tui.session.state import Change
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.base import CustomerScreen
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.panel import Panel, choices, key_hints
from ribbit_tui.tui.widgets.unreadable_note import UnreadableNote
from ribbit_tui.tui.words.formats import signed_usd
from ribbit_tui.wire.activities import Activity

from .detail import ActivityDetail, ActivityDialog
from .rows import COLUMNS, day_rows

if TYPE_CHECKING:
    from ribbit_tui.session.session import Session


class ActivityScreen(CustomerScreen):
    """The activities of the account by day, beside the selected one in detail."""

    SCREEN_NAME = "activity"
    HELP = """
    # Activity

    Trades, deposits, withdrawals, gifts and fees, the latest first. Beside each day is what it did
    to your cash.

    - `f` shows only trades, only money moved, only income, or all.
    - Enter opens the selected one where there is no room for it beside the list.
    """
    BINDINGS: ClassVar[list[BindingType]] = [bind("activity.filter", "filter")]

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._kind = ActivityKind.ALL

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="activity-body"):
            with Panel("Activity", id="activity-panel"):
                yield LiveTable(*COLUMNS, empty="Loading…", id="activities")
                yield UnreadableNote(Change.ACTIVITIES, "activity", "activities")
            yield ActivityDetail()

    def on_mount(self) -> None:
        self.query_one(LiveTable).focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_activities)

    def show_changes(self, changes: Change) -> None:
        if changes & (Change.ACTIVITIES | Change.ORDERS | Change.CONNECTION):
            self._show_activities()

    def _show_activities(self) -> None:
        table, activities = self.query_one(LiveTable), self.state.activities
        none = f"No activity yet. {self.press('screen.money')} to make a deposit."
        if activities:
            none = f"Nothing of this kind. {self.press('activity.filter')} for the next."
        table.show_empty(self.empty_text(Change.ACTIVITIES, none))
        shown = of_kind(activities, self._kind)
        is_tall = self.has_class("-tall")
        table.show_rows(day_rows(shown, self.shell.zone, self.shell.today(), is_spaced=is_tall))
        panel = self.query_one("#activity-panel", Panel)
        counts = {one: len(of_kind(activities, one)) for one in ActivityKind}
        names = {one: f"{one} {counts[one]}" for one in ActivityKind if counts[one]}
        panel.show_title(choices(list(names.values()), names.get(self._kind, "")))
        panel.show_border_subtitle(self._sums(shown))
        self._show_detail()

    def _sums(self, shown: list[Activity]) -> Content:
        """Return the cash that came and went in the list, and the keys of the panel."""
        keys = [("f", "Filter")] + ([("enter", "Detail")] if self.has_class("-narrow") else [])
        came, went = cash_sums(shown)
        if not came and not went:
            return key_hints(keys)
        sums = Content.assemble(
            (signed_usd(came), ""), (" in   ", "$quiet"), (signed_usd(went), ""), (" out", "$quiet")
        )
        return Content("   ").join([sums, key_hints(keys)])

    @on(LiveTable.RowHighlighted)
    def _show_detail(self) -> None:
        is_loaded = self.state.has(Change.ACTIVITIES)
        none = "The selected activity is shown here." if is_loaded else ""
        self.query_one(ActivityDetail).show(self.state, self._activity(), self.shell.zone, none)

    @on(LiveTable.RowSelected)
    def _open(self) -> None:
        """Open the selected activity where its panel is not shown."""
        activity = self._activity()
        if activity is not None and not self.query_one(ActivityDetail).display:
            self.app.push_screen(ActivityDialog(self.state, activity, self.shell.zone))

    def _activity(self) -> Activity | None:
        key = self.query_one(LiveTable).cursor_key
        return next((one for one in self.state.activities if one.id == key), None)

    def action_filter(self) -> None:
        """Show the next kind of activities that there are any of."""
        kinds = [
            one
            for one in ActivityKind
            if one in (ActivityKind.ALL, self._kind) or of_kind(self.state.activities, one)
        ]
        self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)]
        self._show_activities()
