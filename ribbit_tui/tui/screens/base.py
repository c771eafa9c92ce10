"""The base classes of the screens: the bars around the content, and updates from the state."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from ribbit_tui.tui.dialogs.base import MIN_SIZE, scroll_to_focus
from ribbit_tui.tui.frame.key_bar import KeyBar
from ribbit_tui.tui.frame.missed_events import MissedEventsPanel
from ribbit_tui.tui.frame.screen_tabs import ScreenTab, ScreenTabs
from ribbit_tui.tui.frame.status_bar import StatusBar
from ribbit_tui.tui.frame.unanswered import UnansweredPanel
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.shell import Shell
from ribbit_tui.tui.text_selection import SelectableScreen
from ribbit_tui.tui.widgets.unreadable_note import UnreadableNote
from ribbit_tui.tui.words.formats import plain

if TYPE_CHECKING:
    from ribbit_tui.session.errors import ActionFailedError
    from ribbit_tui.session.session import Session
    from ribbit_tui.session.state import Change, State

Result = TypeVar("Result")


WIDE = 100
"""Columns from which a screen has its parts beside each other."""
LEAVE_FIELD = bind("every.leave-field", "leave_field")
ESCAPES = (LEAVE_FIELD, bind("customer.dismiss-missed", "dismiss_missed"))
"""The keys of a customer's screen that a subclass with a use of its own for Esc repeats.

A key of a subclass replaces that of its base.
"""


class RibbitScreen(SelectableScreen[None]):
    """A screen that shows parts of the state and is updated when they change.

    The app updates the visible screens. The others are updated when they are resumed.
    """

    SCREEN_NAME: ClassVar[str] = ""
    TAKES_LETTERS: ClassVar[bool] = False
    """Whether letters are answers on this screen and must not trigger keys of the app."""
    CLOSES_ON_LEAVING: ClassVar[bool] = False
    """Whether the screen lies on top of a main screen and closes when a main screen is opened."""
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [
        (0, "-tiny"),
        (MIN_SIZE[0], "-narrow"),
        (WIDE, "-wide"),
        (150, "-xwide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (MIN_SIZE[1], "-short"), (30, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        LEAVE_FIELD,
        bind("every.no-answer", "show_unanswered"),
    ]

    def press(self, id: str) -> str:
        """Return the words `Press` and the key of an entry of the table of keys."""
        return f"Press {self.shell.keys.written(id)}"

    @property
    def shell(self) -> Shell:
        return cast(Shell, self.app)

    def compose(self) -> ComposeResult:
        retry_key = self.shell.keys.written("always.read-again")
        yield StatusBar(self.shell.environment, self.shell.zone, retry_key)
        if self.SCREEN_NAME:
            yield ScreenTabs(self.SCREEN_NAME, self.shell.keys)
            yield MissedEventsPanel()
        if self.SCREEN_NAME or self.TAKES_LETTERS:
            yield UnansweredPanel()
        with Vertical(id="body"):
            yield from self.compose_body()
        yield KeyBar()
        yield Static(
            f"Ribbit needs at least {MIN_SIZE[0]}x{MIN_SIZE[1]}.", id="too-small", markup=False
        )

    def compose_body(self) -> ComposeResult:
        """Yield the widgets between the bars."""
        raise NotImplementedError

    def show_changes(self, changes: "Change") -> None:
        """Update the widgets that show these parts of the state."""

    def on_mount(self) -> None:
        self.set_interval(1, self._show_status)

    def on_resize(self) -> None:
        """Show at once what the new size has room for."""
        self._show_status()
        self.call_after_refresh(scroll_to_focus, self)

    def on_screen_resume(self) -> None:
        """Show the changes that were made while another screen was on top."""
        if self.shell.session is not None:
            from ribbit_tui.session.state import Change

            self.state_changed(~Change(0))

    def state_changed(self, changes: "Change") -> None:
        """Update the screen after these parts of the state have changed."""
        self.show_changes(changes)
        self._show_status()

    def _show_status(self) -> None:
        if not (self.is_mounted and self.is_current):
            return
        self.query_one(StatusBar).show(self.shell.session)
        for panel in self.query(UnansweredPanel):
            was_shown = panel.display
            if panel.show(self.shell.session, self.shell.zone, self.app.size.height) != was_shown:
                self.refresh_bindings()

    def action_leave_field(self) -> None:
        """Remove the focus from a field, so that the keys of the screen work again."""
        if isinstance(self.focused, Input):
            self.set_focus(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "leave_field":
            return isinstance(self.focused, Input)
        if action == "show_unanswered":
            return any(panel.display for panel in self.query(UnansweredPanel))
        return True

    def action_show_unanswered(self) -> None:
        self.shell.show_unanswered()

    @on(ScreenTab.Clicked)
    def _tab_clicked(self, event: ScreenTab.Clicked) -> None:
        event.stop()
        self.shell.go_to_screen(event.entry.name)


class CustomerScreen(RibbitScreen):
    """A screen that shows the open customer."""

    BINDINGS: ClassVar[list[BindingType]] = [*ESCAPES]

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session
        self._unreadable_shown: dict[Change, int] = {}

    @property
    def state(self) -> "State":
        return self.session.state

    def state_changed(self, changes: "Change") -> None:
        super().state_changed(changes)
        self._show_missed_events()
        if self._unreadable_shown != self.state.unreadable:
            self._unreadable_shown = dict(self.state.unreadable)
            for note in self.query(UnreadableNote):
                note.show(self.state)

    def on_resize(self) -> None:
        if self.is_mounted:
            self._show_missed_events()

    def _show_missed_events(self) -> None:
        """Show the events missed while the app was closed, until the user dismisses them."""
        panel = self.query_one(MissedEventsPanel)
        was_shown = panel.display
        panel.show(self.state.missed, self.shell.zone, self.app.size.height)
        if panel.display != was_shown:
            self.refresh_bindings()

    @on(MissedEventsPanel.Dismissed)
    def action_dismiss_missed(self) -> None:
        self.session.dismiss_missed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "dismiss_missed":
            return bool(self.state.missed) and not isinstance(self.focused, Input)
        return super().check_action(action, parameters)

    def empty_text(self, part: "Change", none: str) -> str:
        """Return the text of an empty list: loading, the error, or `none` once it is loaded."""
        if self.state.has(part) and not self.state.is_missing:
            return "Nothing that can be shown." if self.state.unreadable.get(part) else none
        return self.load_error or "Loading…"

    @property
    def load_error(self) -> str:
        """The reason why the state could not be loaded; empty without an error."""
        if self.state.is_missing:
            other = f"{self.press('app.welcome')} to open another one."
            return f"This server does not know this customer. {other}"
        reason = plain(self.state.load_error, 200)
        return f"Not loaded yet; retrying. {reason}" if reason else ""

    def is_busy(self, group: str) -> bool:
        """Whether a worker of this group runs. Starting another would cancel it."""
        return any(
            worker.group == group and worker.node is self and not worker.is_finished
            for worker in self.workers
        )

    async def send(self, action: Callable[[bool], Awaitable[Result]]) -> Result:
        """Await `action(again)`; ask before it sends again what has no answer.

        Raises ActionFailedError, which `show_failure` shows. Call it in a worker.
        """
        from ribbit_tui.tui.dialogs.unanswered import send_or_ask

        return await send_or_ask(self.app, self.session, self.shell.zone, action)

    def show_failure(self, failure: "ActionFailedError") -> None:
        """Show an error of `send` in a dialog, unless it has been shown already."""
        from ribbit_tui.session.unanswered.writes import UnansweredError

        if not isinstance(failure, UnansweredError):
            self.shell.show_error(failure.report)

    async def attempt(self, action: Callable[[bool], Awaitable[object]]) -> bool:
        """Await `action(again)` as `send` does, and show its error. Returns whether it succeeded.

        Call it in a worker.
        """
        from ribbit_tui.session.errors import ActionFailedError

        try:
            await self.send(action)
        except ActionFailedError as failure:
            self.show_failure(failure)
            return False
        return True
