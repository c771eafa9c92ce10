"""The app: it wires the session to the screens, and owns nothing else."""

import asyncio
from contextlib import suppress
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import App, ScreenStackError, SystemCommand
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.widgets import Button, Input
from textual.worker import WorkerCancelled, WorkerFailed

from ribbit_tui.tui.screens.base import RibbitScreen
from ribbit_tui.tui.screens.welcome.screen import WelcomeScreen
from ribbit_tui.tui.words.formats import plain

from .dependencies import AppDependencies
from .main_screens import MAIN_SCREENS
from .style_sheet import ParsedOnce
from .textual_private import Palette, mend_textual
from .theme import EXTRA_VARIABLES, RIBBIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ribbit_tui.session.application.drafts.draft import Draft
    from ribbit_tui.session.errors import ErrorReport
    from ribbit_tui.session.notices import Notice
    from ribbit_tui.session.session import Session
    from ribbit_tui.session.state import Change


class RibbitApp(App[None]):
    """Ribbit in the terminal."""

    TITLE = "Ribbit"
    CSS_PATH = "ribbit.tcss"
    DEFAULT_MODE = "welcome"
    NOTIFICATION_TIMEOUT = 4
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                room.key,
                f"show_screen('{room.name}')",
                room.title,
                show=False,
                id=f"screen.{room.name}",
                tooltip=room.help,
            )
            for room in MAIN_SCREENS
        ),
        Binding(
            "u",
            "switch_customer",
            "Customers",
            id="app.customers",
            tooltip="Find another customer of this firm",
        ),
        Binding("w", "welcome", "Welcome", show=False, id="app.welcome"),
        Binding("question_mark", "help", "Help", key_display="?", id="app.help"),
        Binding("f1", "help", "Help", id="app.help-while-typing"),
        Binding("ctrl+p", "command_palette", "Commands", show=False, id="app.commands"),
        Binding("q", "leave", "Quit", id="app.quit"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit-anywhere"),
    ]

    def __init__(self, dependencies: AppDependencies) -> None:
        mend_textual()
        super().__init__()
        self.dependencies = dependencies
        self.environment = dependencies.environment
        self.zone = dependencies.zone
        self.session: Session | None = None
        self._was_mounted = False
        self.no_server: str | None = None
        """Why there is no server, when it could not be had."""
        self.register_theme(RIBBIT)
        self.theme = RIBBIT.name
        self.stylesheet = ParsedOnce(variables=self.get_css_variables())
        if not dependencies.animations:
            self.animation_level = "none"
        self.add_mode(
            "welcome", partial(WelcomeScreen, dependencies.customers, dependencies.drafts)
        )

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return EXTRA_VARIABLES

    def on_mount(self) -> None:
        self._was_mounted = True
        self.call_after_refresh(self.run_session)

    @work(group="session", exclusive=True, description="session", exit_on_error=True)
    async def run_session(self) -> None:
        """Live with the session, made once the first frame is out, until the app ends."""
        session = self.session or await self._make_session()
        from ribbit_tui.session.errors import NoServerError
        from ribbit_tui.session.state import Change

        self.no_server = None
        self.tell_screens(Change.CONNECTION)
        if self.dependencies.customer_id is not None:
            self.open_customer(self.dependencies.customer_id)
        try:
            await session.run(publish=self.tell_screens, notify=self.show_notice)
        except NoServerError as error:
            self.no_server = str(error)
            self.tell_screens(Change.CONNECTION)
            self.show_error(error.report)

    async def _make_session(self) -> "Session":
        self.session = session = await asyncio.to_thread(self.dependencies.load_session)
        from ribbit_tui.tui.screens.customer_screens import CUSTOMER_SCREENS

        for screen in CUSTOMER_SCREENS:
            self.add_mode(screen.SCREEN_NAME, partial(screen, session))
        return session

    async def on_unmount(self) -> None:
        """Let the session close its streams and its server while everything still stands.

        Textual has cancelled its worker by now; a second time would interrupt the closing.
        """
        for worker in [one for one in self.workers if one.group == "session"]:
            if not worker.is_cancelled:
                worker.cancel()
            with suppress(WorkerFailed, WorkerCancelled):
                await worker.wait()

    def tell_screens(self, changes: "Change") -> None:
        """Have what is on screen brought up to date."""
        for screen in self.screen_stack:
            if isinstance(screen, RibbitScreen) and screen.is_mounted:
                screen.call_later(screen.state_changed, changes)

    def today(self) -> date:
        """The day it is where the person sits."""
        return self.dependencies.clock.now().astimezone(self.zone).date()

    def open_application(self, draft: "Draft") -> None:
        """Show an application's form."""
        from ribbit_tui.tui.screens.application.screen import ApplicationScreen

        self.push_screen(ApplicationScreen(draft, self.dependencies))

    def open_customer(self, account_id: str) -> None:
        """Open a customer, in the room that suits the account's status."""
        if self.session is None:
            self.say_still_starting()
            return
        self.session.open_customer(account_id)
        customer = self.dependencies.customers.get(account_id)
        self.go_to_screen("home" if customer is None or customer.status == "ACTIVE" else "status")

    @work(group="switch customer", exclusive=True, description="switch customer")
    async def action_switch_customer(self) -> None:
        """Find a customer among the firm's, and open it."""
        from ribbit_tui.tui.screens.customers.switch import switch_customer

        if not self.screen.is_modal:
            await switch_customer(self, self)

    def go_to_screen(self, name: str) -> AwaitMount | None:
        """Show a room of the open customer; awaited, it is there with all it holds."""
        if self.session is None or self.session.state.customer_id is None:
            self.notify("Open a customer first, or apply for an account.", markup=False)
            return None
        if self.current_mode == "welcome":
            while len(self.screen_stack) > 1:
                self.pop_screen()
        return self.switch_mode(name)

    @work(group="invest in", exclusive=True, description="open a ticket")
    async def invest_in(self, symbol: str) -> None:
        """Open the ticket of an asset."""
        from ribbit_tui.tui.screens.invest.screen import InvestScreen

        if (room := self.go_to_screen("invest")) is not None:
            await room
        if isinstance(self.screen, InvestScreen):
            await self.screen.open_ticket(symbol)

    async def action_leave(self) -> None:
        """Quit by a letter, where letters are not what is being typed."""
        await self.action_quit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "switch_customer" and self.screen.is_modal:
            return False
        if action in ("leave", "switch_customer", "show_screen", "welcome"):
            return not (isinstance(self.screen, RibbitScreen) and self.screen.TAKES_LETTERS)
        return True

    def action_show_screen(self, name: str) -> None:
        if not self.screen.is_modal:
            self.go_to_screen(name)

    def action_command_palette(self) -> None:
        """Show the command palette."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def action_help(self) -> None:
        """Show what this screen is for and which keys it has; the same key hides it again."""
        from ribbit_tui.tui.frame.help_panel import RibbitHelp

        if shown := self.screen.query(RibbitHelp):
            shown.remove()
        else:
            self.screen.mount(RibbitHelp())

    def action_welcome(self) -> None:
        if self.current_mode != "welcome":
            self.switch_mode("welcome")

    def say_still_starting(self) -> None:
        self.notify("The app is still starting; try again in a moment.", markup=False)

    def show_notice(self, notice: "Notice") -> None:
        """Show a notice as a toast; without a detail, its title alone."""
        title, detail = plain(notice.title, 80), plain(notice.detail, 200)
        self.notify(
            detail or title,
            title=title if detail else "",
            severity=notice.tone.value,
            markup=False,
        )

    def show_error(self, report: "ErrorReport") -> None:
        """An error that needs reading."""
        from ribbit_tui.tui.dialogs.error import ErrorDialog

        self.push_screen(ErrorDialog(report))

    def get_system_commands(self, screen: Screen[object]) -> "Iterable[SystemCommand]":
        if isinstance(screen, RibbitScreen):
            for binding in type(screen).BINDINGS:
                if isinstance(binding, Binding):
                    run = partial(screen.run_action, binding.action)
                    yield SystemCommand(binding.description, f"Key {binding.key}", run)
        for room in MAIN_SCREENS:
            yield SystemCommand(room.title, room.help, partial(self.go_to_screen, room.name))
        yield SystemCommand(
            "Switch customer", "Find another customer of this firm", self.action_switch_customer
        )
        yield SystemCommand("Welcome", "Apply, continue, open a customer", self.action_welcome)
        yield SystemCommand("Help", "The keys of this screen", self.action_help)
        yield SystemCommand("Quit", "Leave; everything is kept", self.action_quit)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A cursor that blinks and a button that flashes are animations too."""
        if self.dependencies.animations:
            return
        if isinstance(event.widget, Input):
            event.widget.cursor_blink = False
        elif isinstance(event.widget, Button):
            event.widget.active_effect_duration = 0

    @on(Input.Submitted)
    def _enter_goes_on(self, event: Input.Submitted) -> None:
        """Enter in a field that has no meaning of its own goes to the next one."""
        self.screen.focus_next()

    def _handle_exception(self, error: Exception) -> None:
        """What looks for a widget or a screen that the app has just taken down is no fault."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        has_ended = self._was_mounted and not self.is_running
        if not (has_ended and isinstance(cause, (NoMatches, ScreenStackError))):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """A fault of ours ends the app with a line, never with a traceback full of data."""
        fault = self._exception
        if fault is not None:
            where = self.dependencies.report_fault(fault)
            self._exit_renderables.append(f"Ribbit stopped by a fault of its own. {where}")
        self._close_messages_no_wait()
