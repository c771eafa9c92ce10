"""What every screen shares: the status line, the footer, and being told of changes."""

from collections.abc import Awaitable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from ribbit_tui.tui.words.formats import plain
from ribbit_tui.tui.dialogs.base import LEAST, keep_focus_in_sight
from ribbit_tui.tui.text_selection import SelectingScreen
from ribbit_tui.tui.widgets.missed_events import AwayPanel
from ribbit_tui.tui.widgets.key_bar import KeyBar
from ribbit_tui.tui.widgets.screen_tabs import RoomBar, RoomTab
from ribbit_tui.tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from ribbit_tui.session.session import Session
    from ribbit_tui.session.state import Change, State

    from ribbit_tui.tui.app import RibbitApp


class RibbitScreen(SelectingScreen[None]):
    """A screen that is redrawn from the state when the parts it shows have changed.

    The app tells the screens that can be seen; the others catch up when they come back.
    """

    ROOM: ClassVar[str] = ""
    TAKES_LETTERS: ClassVar[bool] = False
    """Letters are answers here, even where the focus is on no text: so none of them quits."""
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (LEAST[0], "-narrow"), (100, "-wide"), (150, "-xwide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST[1], "-short"), (30, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave_field", "Leave field", id="screen.leave-field"),
    ]

    @property
    def ribbit(self) -> "RibbitApp":
        return cast("RibbitApp", self.app)

    def compose(self) -> ComposeResult:
        yield StatusBar(self.ribbit.environment)
        if self.ROOM:
            yield RoomBar(self.ROOM)
            yield AwayPanel()
        with Vertical(id="body"):
            yield from self.compose_body()
        yield KeyBar()
        yield Static(f"Ribbit needs at least {LEAST[0]}x{LEAST[1]}.", id="too-small", markup=False)

    def compose_body(self) -> ComposeResult:
        """The widgets between the bars."""
        raise NotImplementedError

    def show_changes(self, changes: "Change") -> None:
        """Bring the widgets up to date with these parts of the state."""

    def on_mount(self) -> None:
        self.set_interval(1, self._show_status)

    def on_resize(self) -> None:
        self.call_after_refresh(keep_focus_in_sight, self)

    def on_screen_resume(self) -> None:
        """Show whatever changed while another screen was on top."""
        if self.ribbit.session is not None:
            from ribbit_tui.session.state import Change

            self.state_changed(~Change(0))

    def state_changed(self, changes: "Change") -> None:
        """The app's word that the state differs in these parts."""
        self.show_changes(changes)
        self._show_status()

    def _show_status(self) -> None:
        if self.is_current:
            self.query_one(StatusBar).show(self.ribbit.session)

    def action_leave_field(self) -> None:
        """Give the keys back to the screen, so that 1 to 7 go to rooms again."""
        if isinstance(self.focused, Input):
            self.set_focus(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "leave_field":
            return isinstance(self.focused, Input)
        return True

    @on(RoomTab.Chosen)
    def _room_chosen(self, event: RoomTab.Chosen) -> None:
        event.stop()
        self.ribbit.go_to_room(event.room.name)


class RoomScreen(RibbitScreen):
    """A screen of the open customer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "put_news_away", "Put news away", id="room.put-news-away"),
    ]

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session

    @property
    def state(self) -> "State":
        return self.session.state

    def state_changed(self, changes: "Change") -> None:
        super().state_changed(changes)
        self._show_news()

    def _show_news(self) -> None:
        """What happened while no app was running, until the person has put it away."""
        panel = self.query_one(AwayPanel)
        was_shown = panel.display
        panel.show(self.state.away, self.ribbit.zone, self.size.height)
        if panel.display != was_shown:
            self.refresh_bindings()

    @on(AwayPanel.PutAway)
    def action_put_news_away(self) -> None:
        self.session.put_news_away()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "put_news_away":
            return bool(self.state.away)
        return super().check_action(action, parameters)

    def instead_of_rows(self, part: "Change", none: str) -> str:
        """What an empty list says: that it is read, why it can't be, or (`none`) that it is."""
        if self.state.has(part) and not self.state.is_missing:
            return none
        return self.trouble or "Reading…"

    @property
    def trouble(self) -> str:
        """Why something could not be read, and what happens next; empty when all is well."""
        if self.state.is_missing:
            return "This server has no such customer: press w to open another one."
        reason = plain(self.state.trouble, 200)
        return f"Not read yet, trying again: {reason}" if reason else ""

    def is_busy(self, group: str) -> bool:
        """Whether a write of this group is under way: a second one would break off the first."""
        return any(
            worker.group == group and worker.node is self and not worker.is_finished
            for worker in self.workers
        )

    async def do(self, action: Awaitable[object]) -> bool:
        """Await an action; False when it failed, after showing why."""
        from ribbit_tui.session.errors import ActionFailed

        try:
            await action
        except ActionFailed as failure:
            self.ribbit.show_problem(failure.problem)
            return False
        return True
