"""What every screen shares: the status line, the footer, and being told of changes."""

from collections.abc import Awaitable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Footer, Input

from ..widgets.room_bar import RoomBar, RoomTab
from ..widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from ribbit_tui.session.session import Session
    from ribbit_tui.session.state import Change, State

    from ..app import RibbitApp


class RibbitScreen(Screen[None]):
    """A screen that is redrawn from the state when the parts it shows have changed.

    The app tells the screens that can be seen; the others catch up when they come back.
    """

    ROOM: ClassVar[str] = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-xwide")]
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
        with Vertical(id="body"):
            yield from self.compose_body()
        yield Footer(show_command_palette=False)

    def compose_body(self) -> ComposeResult:
        """The widgets between the bars."""
        raise NotImplementedError

    def show_changes(self, changes: "Change") -> None:
        """Bring the widgets up to date with these parts of the state."""

    def on_mount(self) -> None:
        self.set_interval(1, self._show_status)

    def on_screen_resume(self) -> None:
        """Whatever changed while another screen was on top."""
        self.state_changed(None)

    def state_changed(self, changes: "Change | None") -> None:
        """The app's word that the state differs: in these parts, or (None) perhaps anywhere."""
        if changes is None:
            from ribbit_tui.session.state import Change

            changes = ~Change(0)
        self.show_changes(changes)
        self._show_status()

    def _show_status(self) -> None:
        if self.is_current:
            self.query_one(StatusBar).show(self.ribbit.session)

    def action_leave_field(self) -> None:
        """Give the keys back to the screen, so that 1 to 5 go to rooms again."""
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

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session

    @property
    def state(self) -> "State":
        return self.session.state

    async def do(self, action: Awaitable[object]) -> bool:
        """Await an action; False when it failed, after showing why."""
        from ribbit_tui.session.problems import ActionFailed

        try:
            await action
        except ActionFailed as failure:
            self.ribbit.show_problem(failure.problem)
            return False
        return True
