"""What every screen shares: the status line, the footer, and being told of changes."""

from collections.abc import Awaitable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from ribbit_tui.tui.dialogs.base import LEAST, keep_focus_in_sight
from ribbit_tui.tui.frame.key_bar import KeyBar
from ribbit_tui.tui.frame.missed_events import MissedEventsPanel
from ribbit_tui.tui.frame.screen_tabs import ScreenTab, ScreenTabs
from ribbit_tui.tui.frame.status_bar import StatusBar
from ribbit_tui.tui.shell import Shell
from ribbit_tui.tui.text_selection import SelectingScreen
from ribbit_tui.tui.words.formats import plain

if TYPE_CHECKING:
    from ribbit_tui.session.session import Session
    from ribbit_tui.session.state import Change, State


class RibbitScreen(SelectingScreen[None]):
    """A screen that is redrawn from the state when the parts it shows have changed.

    The app tells the screens that can be seen; the others catch up when they come back.
    """

    SCREEN_NAME: ClassVar[str] = ""
    TAKES_LETTERS: ClassVar[bool] = False
    """Letters are answers here, even where the focus is on no text: so none of them quits."""
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (LEAST[0], "-narrow"), (100, "-wide"), (150, "-xwide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST[1], "-short"), (30, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave_field", "Leave field", id="screen.leave-field"),
    ]

    @property
    def shell(self) -> Shell:
        return cast(Shell, self.app)

    def compose(self) -> ComposeResult:
        yield StatusBar(self.shell.environment)
        if self.SCREEN_NAME:
            yield ScreenTabs(self.SCREEN_NAME)
            yield MissedEventsPanel()
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
        if self.shell.session is not None:
            from ribbit_tui.session.state import Change

            self.state_changed(~Change(0))

    def state_changed(self, changes: "Change") -> None:
        """The app's word that the state differs in these parts."""
        self.show_changes(changes)
        self._show_status()

    def _show_status(self) -> None:
        if self.is_current:
            self.query_one(StatusBar).show(self.shell.session)

    def action_leave_field(self) -> None:
        """Give the keys back to the screen, so that 1 to 7 go to rooms again."""
        if isinstance(self.focused, Input):
            self.set_focus(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "leave_field":
            return isinstance(self.focused, Input)
        return True

    @on(ScreenTab.Chosen)
    def _tab_chosen(self, event: ScreenTab.Chosen) -> None:
        event.stop()
        self.shell.go_to_screen(event.entry.name)


class CustomerScreen(RibbitScreen):
    """A screen of the open customer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "dismiss_missed", "Put news away", id="screen.dismiss-missed"),
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
        panel = self.query_one(MissedEventsPanel)
        was_shown = panel.display
        panel.show(self.state.missed, self.shell.zone, self.size.height)
        if panel.display != was_shown:
            self.refresh_bindings()

    @on(MissedEventsPanel.Dismissed)
    def action_dismiss_missed(self) -> None:
        self.session.dismiss_missed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "dismiss_missed":
            return bool(self.state.missed)
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
        reason = plain(self.state.load_error, 200)
        return f"Not read yet, trying again: {reason}" if reason else ""

    def is_busy(self, group: str) -> bool:
        """Whether a write of this group is under way: a second one would break off the first."""
        return any(
            worker.group == group and worker.node is self and not worker.is_finished
            for worker in self.workers
        )

    async def do(self, action: Awaitable[object]) -> bool:
        """Await an action; False when it failed, after showing why."""
        from ribbit_tui.session.errors import ActionFailedError

        try:
            await action
        except ActionFailedError as failure:
            self.shell.show_error(failure.report)
            return False
        return True
