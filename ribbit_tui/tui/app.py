"""The app: it connects the session with the screens."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.widgets import Button, Input
from textual.worker import WorkerCancelled, WorkerFailed

from ribbit_tui.tui.screens.base import RibbitScreen
from ribbit_tui.tui.screens.welcome.screen import WelcomeScreen
from ribbit_tui.tui.words.formats import plain

from .dependencies import AppDependencies
from .inputs.go_on import GoOn
from .keys.bindings import bind
from .keys.key_map import KeyMap
from .main_screens import MAIN_SCREENS
from .palette_commands import app_commands, screen_commands
from .textual_private.mends import mend_textual
from .textual_private.palette import Palette
from .textual_private.reporting_app import ReportingApp
from .textual_private.stylesheet import CachingStylesheet
from .theme import EXTRA_VARIABLES, textual_theme
from .write_dialogs import WriteDialogs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ribbit_tui.session.application.drafts.draft import Draft
    from ribbit_tui.session.errors import ErrorReport
    from ribbit_tui.session.notices import Notice
    from ribbit_tui.session.session import Session
    from ribbit_tui.session.state import Change

WARNING_SECONDS = 15.0
"""Time for which a notice stays that tells of something wrong."""


class RibbitApp(ReportingApp):
    """Ribbit in the terminal."""

    TITLE = "Ribbit"
    CSS_PATH = "ribbit.tcss"
    DEFAULT_MODE = "welcome"
    NOTIFICATION_TIMEOUT = 4
    BINDINGS: ClassVar[list[BindingType]] = [
        *(bind(f"screen.{entry.name}", f"show_screen('{entry.name}')") for entry in MAIN_SCREENS),
        bind("app.customers", "switch_customer"),
        bind("app.welcome", "welcome"),
        bind("always.help", "help"),
        bind("always.commands", "command_palette"),
        bind("always.read-again", "retry_now"),
        bind("app.quit", "leave"),
        bind("wait.give-up", "give_up_waiting", priority=True),
        bind("always.quit", "quit", priority=True),
    ]

    def __init__(self, dependencies: AppDependencies) -> None:
        """Create the app. Raises KeyMapError if the changed keys cannot be used."""
        mend_textual()
        super().__init__()
        self.dependencies = dependencies
        self.environment = dependencies.environment
        self.zone = dependencies.zone
        self.keys = KeyMap(dependencies.keys)
        self.set_keymap(self.keys.changes)
        self.session: Session | None = None
        self.no_server: str | None = None
        """The reason why no server could be reached; None otherwise."""
        self._write_dialogs = WriteDialogs(self, self.zone)
        theme = textual_theme(dependencies.theme, dependencies.gain_colors)
        self.register_theme(theme)
        self.theme = theme.name
        self.stylesheet = CachingStylesheet(variables=self.get_css_variables())
        if not dependencies.animations:
            self.animation_level = "none"
        self.add_mode(
            "welcome", partial(WelcomeScreen, dependencies.customers, dependencies.drafts)
        )

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return EXTRA_VARIABLES

    def on_mount(self) -> None:
        self.has_started = True
        self.call_after_refresh(self.run_session)

    @work(group="session", exclusive=True, description="session", exit_on_error=True)
    async def run_session(self) -> None:
        """Run the session until the app ends. It is created after the first frame is painted."""
        session = self.session or await self._make_session()
        from ribbit_tui.session.errors import NoServerError
        from ribbit_tui.session.state import Change

        self.no_server = None
        self.update_screens(Change.CONNECTION)
        if self.dependencies.customer_id is not None:
            self.open_customer(self.dependencies.customer_id)
        try:
            await session.run(publish=self.update_screens, notify=self.show_notice)
        except NoServerError as error:
            self.no_server = str(error)
            self.update_screens(Change.CONNECTION)
            again = f"press {self.keys.written('always.read-again')} or restart the app."
            self.show_error(replace(error.report, remedy=f"Once that is fixed, {again}"))

    async def _make_session(self) -> "Session":
        self.session = session = await asyncio.to_thread(self.dependencies.load_session)
        from ribbit_tui.tui.screens.customer_screens import CUSTOMER_SCREENS

        for screen in CUSTOMER_SCREENS:
            self.add_mode(screen.SCREEN_NAME, partial(screen, session))
        return session

    async def on_unmount(self) -> None:
        """Wait until the session has closed its streams and its server.

        Textual has cancelled its worker already. Cancelling it again would interrupt the closing.
        """
        for worker in [one for one in self.workers if one.group == "session"]:
            if not worker.is_cancelled:
                worker.cancel()
            with suppress(WorkerFailed, WorkerCancelled):
                await worker.wait()

    def update_screens(self, changes: "Change") -> None:
        """Update the visible screens after a change of the state."""
        self._write_dialogs.update_wait(self.session)
        for screen in self.screen_stack:
            if isinstance(screen, RibbitScreen) and screen.is_mounted:
                screen.call_later(screen.state_changed, changes)

    def today(self) -> date:
        """Return the date in the zone that times are shown in."""
        return self.dependencies.clock.now().astimezone(self.zone).date()

    def open_application(self, draft: "Draft") -> None:
        """Show the application form of a draft."""
        from ribbit_tui.tui.screens.application.screen import ApplicationScreen

        self.push_screen(ApplicationScreen(draft, self.dependencies))

    def open_customer(self, account_id: str) -> None:
        """Open a customer on Home, or on Status while the account is not ACTIVE."""
        if self.session is None:
            self.notify_still_starting()
            return
        self.session.open_customer(account_id)
        customer = self.dependencies.customers.get(account_id)
        self.go_to_screen("home" if customer is None or customer.status == "ACTIVE" else "status")

    @work(group="switch customer", exclusive=True, description="switch customer")
    async def action_switch_customer(self) -> None:
        """Let the user find a customer of the firm and open it."""
        from ribbit_tui.tui.screens.customers.switch import switch_customer

        if not self.screen.is_modal:
            await switch_customer(self, self)

    def go_to_screen(self, name: str) -> AwaitMount | None:
        """Switch to a screen. Await the result to wait until it is mounted."""
        if self.session is None or self.session.state.customer_id is None:
            self.notify("Open a customer first, or apply for an account.", markup=False)
            return None
        if self.current_mode == "welcome":
            while len(self.screen_stack) > 1:
                self.pop_screen()
        self._close_what_lies_on_top()
        return self.switch_mode(name)

    def _close_what_lies_on_top(self) -> None:
        """Close a screen that does not stay when another one is opened."""
        if isinstance(self.screen, RibbitScreen) and self.screen.CLOSES_ON_LEAVING:
            self.pop_screen()

    @work(group="invest in", exclusive=True, description="open a ticket")
    async def invest_in(self, symbol: str, side: int = 0) -> None:
        """Open the order ticket of an asset on the Invest screen, to buy (0) or to sell (1)."""
        from ribbit_tui.tui.screens.invest.screen import InvestScreen

        if (mounted := self.go_to_screen("invest")) is not None:
            await mounted
        if isinstance(self.screen, InvestScreen):
            self.screen.open_ticket(symbol, side)

    @work(group="go and act", exclusive=True, description="open a screen")
    async def go_and_act(self, name: str, action: str) -> None:
        """Switch to a screen of the open customer, and run one of its actions, if any, there."""
        if (mounted := self.go_to_screen(name)) is not None:
            await mounted
        is_there = isinstance(self.screen, RibbitScreen) and name == self.screen.SCREEN_NAME
        if action and is_there:  # its forms are mounted with the first state that it shows
            self.screen.call_after_refresh(self.screen.run_action, action)

    async def action_leave(self) -> None:
        """Quit. Unlike Ctrl+Q, the key is off while letters are typed (see `check_action`)."""
        await self.action_quit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "give_up_waiting":
            return self._write_dialogs.is_waiting and not isinstance(self.screen.focused, Input)
        if action == "switch_customer" and self.screen.is_modal:
            return False
        if action == "welcome" and self.current_mode == "welcome":
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
        """Show the help of what has the focus on top of the screen."""
        from ribbit_tui.tui.dialogs.help import HelpDialog, help_sections

        if not isinstance(self.screen, (HelpDialog, Palette)):
            self.push_screen(HelpDialog(help_sections(self.screen, self.keys)))

    def action_retry_now(self) -> None:
        """Connect and read everything again, without waiting for the next attempt."""
        if self.no_server is not None:
            self.run_session()
        elif self.session is not None:
            self.session.retry_now()

    def action_give_up_waiting(self) -> None:
        """Give up the writes that wait, also while another dialog lies on top of theirs."""
        if self.session is not None:
            self.session.give_up_waiting()

    def action_welcome(self) -> None:
        if self.current_mode != "welcome":
            self._close_what_lies_on_top()
            self.switch_mode("welcome")

    def notify_still_starting(self) -> None:
        self.notify("Ribbit is still starting. Try again in a moment.", markup=False)

    def show_notice(self, notice: "Notice") -> None:
        """Show a notice as a toast: title and detail, or the title alone."""
        title, detail = plain(notice.title, 80), plain(notice.detail, 200)
        self.notify(
            detail or title,
            title=title if detail else "",
            severity=notice.tone.value,
            timeout=None if notice.tone.value == "information" else WARNING_SECONDS,
            markup=False,
        )

    def show_error(self, report: "ErrorReport") -> None:
        """Show an error in a dialog."""
        from ribbit_tui.tui.dialogs.error import ErrorDialog

        self.push_screen(ErrorDialog(report))

    def show_unanswered(self) -> None:
        """Look for what has no answer and show it; or show the wait of what is not sent yet."""
        self._write_dialogs.show(self.session)

    def get_system_commands(self, screen: Screen[object]) -> "Iterable[SystemCommand]":
        if isinstance(screen, RibbitScreen):
            yield from screen_commands(screen)
        yield from app_commands(self)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Turn off blinking cursors and flashing buttons where animations are off."""
        if self.dependencies.animations:
            return
        if isinstance(event.widget, Input):
            event.widget.cursor_blink = False
        elif isinstance(event.widget, Button):
            event.widget.active_effect_duration = 0

    @on(Input.Submitted)
    @on(GoOn)
    def _focus_next_field(self, event: Input.Submitted | GoOn) -> None:
        """Focus the next field on Enter, unless the field handles Enter itself."""
        self.screen.focus_next()

    def report_error(self, error: BaseException) -> str:
        where = self.dependencies.report_fault(error)
        return f"Ribbit stopped because of an internal error. {where}"
