"""The Account screen: details, checks, settings and closing of the account."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from ribbit_tui.session.account.access import is_closed
from ribbit_tui.session.account.closure import Remedy
from ribbit_tui.session.account.edits import AccountEdit
from ribbit_tui.session.application.steps.agreements import AcceptedAgreement
from ribbit_tui.session.state import CUSTOMER_PARTS, NOTHING, Change
from ribbit_tui.session.trading.crypto import CRYPTO_AGREEMENT, CryptoAccess, crypto_access
from ribbit_tui.tui.dialogs.agreement import AgreementDialog
from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.account.configurations import SUSPEND, Setting
from ribbit_tui.tui.screens.account.setting_dialog import SettingDialog
from ribbit_tui.tui.screens.base import CustomerScreen
from ribbit_tui.tui.widgets.fact_list import FactList
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.wire.account_options import TradingConfigurationsChange

from .closure_dialogs import take_closure_step
from .closure_panel import ClosurePanel
from .crypto_panel import CryptoPanel
from .edit_dialog import EditAccountDialog
from .glance import Glance
from .sections import (
    CLOSING,
    CRYPTO,
    EDITED,
    OVERVIEW,
    TITLES,
    TRADING,
    section_facts,
    section_note,
)
from .trading_settings import TradingSettings

WATCHER = "account"
SHOWN_PARTS = (
    (CUSTOMER_PARTS & ~Change.ACTIVITIES) | Change.CONFIGURATIONS | Change.CIP | Change.CONNECTION
)
_SECTION_PANELS = ("#account-facts", "#crypto", "#trading", "#closing")


class AccountScreen(CustomerScreen):
    """A list of sections and the content of the selected one."""

    SCREEN_NAME = "account"
    HELP = """
    # Account

    Select a section at the left and go into it. Only the firm can change what has no button.
    Close account shows the steps that are left, and takes them one by one.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("account.edit", "edit"),
        bind("account.page-up", "scroll_section(-1)", priority=True),
        bind("account.page-down", "scroll_section(1)", priority=True),
        bind("account.crypto", f"go_to('{CRYPTO}')"),
        bind("account.trading", f"go_to('{TRADING}')"),
        bind("account.close", f"go_to('{CLOSING}')"),
    ]

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="account-columns"):
            with Panel("Account", id="account-menu"):
                yield OptionList(
                    *(Option(title, name) for name, title in TITLES.items()),
                    id="account-sections",
                    markup=False,
                    compact=True,
                )
            yield Glance()
            with (
                Panel(id="account-panel"),
                VerticalScroll(id="account-detail", can_focus=False),
            ):
                yield Static("", id="account-note", markup=False)
                yield FactList(id="account-facts")
                yield CryptoPanel(id="crypto")
                yield TradingSettings(id="trading")
                yield ClosurePanel(id="closing")
                yield Button("Change…", id="edit", variant="primary", compact=True)
            with (
                Panel("Overview", id="account-summary"),
                VerticalScroll(id="summary", can_focus=False),
            ):
                yield FactList(id="summary-facts")

    def on_mount(self) -> None:
        sections = self.query_one(OptionList)
        sections.highlighted = 0
        sections.focus()

    def on_screen_resume(self) -> None:
        self.session.track_parts(WATCHER, Change.CONFIGURATIONS | Change.CIP)

    def on_screen_suspend(self) -> None:
        self.session.track_parts(WATCHER, NOTHING)

    @property
    def section(self) -> str:
        """The id of the selected section."""
        index = self.query_one(OptionList).highlighted or 0
        return list(TITLES)[index]

    @property
    def _is_open(self) -> bool:
        return self.state.account is not None and not is_closed(self.state)

    def show_changes(self, changes: Change) -> None:
        if changes & SHOWN_PARTS:
            self._show()

    @on(OptionList.OptionHighlighted, "#account-sections")
    def _section_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show()
        self.query_one("#account-detail").scroll_home(animate=False)

    def _show(self) -> None:
        section, state, zone = self.section, self.state, self.shell.zone
        self.query_one("#account-panel", Panel).show_border_title(Content(TITLES[section]))
        note = (
            section_note(section, state)
            if state.account
            else self.load_error or "Loading the account…"
        )
        self.query_one("#account-note", Static).update(Content(note))
        self.query_one("#account-note").display = bool(note)
        shown = {CRYPTO: "#crypto", TRADING: "#trading", CLOSING: "#closing"}.get(
            section, "#account-facts"
        )
        for part in _SECTION_PANELS:
            self.query_one(part).display = part == shown and state.account is not None
        self.query_one("#edit").display = section in EDITED and self._is_open
        self.query_one("#account-facts", FactList).show(section_facts(section, state, zone))
        is_overview = section == OVERVIEW and state.account is not None
        self.query_one("#account-columns").set_class(is_overview, "-overview")
        if is_overview:
            self.query_one(Glance).show(state, zone)
        self.query_one("#summary-facts", FactList).show(section_facts(OVERVIEW, state, zone))
        if section == CRYPTO:
            self.query_one(CryptoPanel).show(state, zone)
        elif section == TRADING:
            empty_text = self.empty_text(Change.CONFIGURATIONS, "No settings.")
            self.query_one(TradingSettings).show(state.configurations, empty_text)
        elif section == CLOSING:
            self.query_one(ClosurePanel).show(state)
        self.refresh_bindings()

    @on(OptionList.OptionSelected, "#account-sections")
    def _section_chosen(self, event: OptionList.OptionSelected) -> None:
        """Go into the section on Enter: to its table, its button or its dialog."""
        event.stop()
        self._enter()

    def _enter(self) -> None:
        into = {CRYPTO: "#enable-crypto", TRADING: "#settings", CLOSING: "#closing-button"}
        if self.section in EDITED:
            self.action_edit()
        elif self.section in into and self.query_one(into[self.section]).display:
            self.query_one(into[self.section]).focus()

    def action_go_to(self, section: str) -> None:
        """Select a section and go into it."""
        sections = self.query_one(OptionList)
        sections.focus()
        sections.highlighted = list(TITLES).index(section)
        self.call_after_refresh(self._enter)

    def action_scroll_section(self, pages: int) -> None:
        """Scroll the section by pages. The arrow keys select sections."""
        detail = self.query_one("#account-detail")
        detail.scroll_relative(y=pages * max(1, detail.size.height - 2), animate=False)
        self.query_one(Glance).scroll_pages(pages)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "edit" and self.is_mounted:
            return self.section in EDITED and self._is_open
        return super().check_action(action, parameters)

    @on(Button.Pressed, "#edit")
    @work(group="edit", exclusive=True, description="change the account")
    async def action_edit(self) -> None:
        account = self.state.account
        if account is None or self.section not in EDITED or not self._is_open:
            return
        actions = self.session.account_actions
        dialog = EditAccountDialog(
            AccountEdit.of(EDITED[self.section], account),
            lambda change: self.send(lambda again: actions.change_account(change, again=again)),
            self.shell.today(),
        )
        if await self.app.push_screen_wait(dialog):
            self.notify("Your changes are saved.", markup=False)

    @on(CryptoPanel.AgreementRequested)
    @work(group="crypto", exclusive=True, description="enable crypto")
    async def _enable_crypto(self) -> None:
        if not await self.app.push_screen_wait(AgreementDialog(CRYPTO_AGREEMENT)):
            return
        dependencies = self.shell.dependencies
        accepted = AcceptedAgreement(
            CRYPTO_AGREEMENT.agreement,
            dependencies.clock.now(),
            dependencies.local_ip(),
            CRYPTO_AGREEMENT.revision,
        )
        if crypto_access(self.state) is CryptoAccess.POSSIBLE:
            actions = self.session.account_actions
            await self.attempt(lambda again: actions.enable_crypto(accepted, again=again))

    @on(TradingSettings.ChangeRequested)
    def _change_requested(self, event: TradingSettings.ChangeRequested) -> None:
        event.stop()
        if self._is_open and not self.is_busy("setting"):
            self._change_setting(event.setting)

    @work(group="setting", description="change a trading setting")
    async def _change_setting(self, setting: Setting) -> None:
        configurations = self.state.configurations
        if configurations is None:
            return
        values = [value for value, _ in setting.choices]
        before = getattr(configurations, setting.name)
        now = values.index(before) if before in values else None
        words = [label for _, label in setting.choices]
        chosen = await self.app.push_screen_wait(
            SettingDialog(setting.label, setting.meaning, words, now)
        )
        if chosen is None or chosen == now:
            return
        needs_confirmation = setting.name == SUSPEND and values[chosen] is True
        if needs_confirmation and not await self.app.push_screen_wait(_suspension(setting)):
            return
        change = TradingConfigurationsChange.model_validate({setting.name: values[chosen]})
        actions = self.session.account_actions
        await self.attempt(lambda again: actions.configure(change, again=again))

    @on(ClosurePanel.StepRequested)
    def _step_requested(self, event: ClosurePanel.StepRequested) -> None:
        event.stop()
        if event.remedy is Remedy.LINK_A_BANK:
            self.shell.go_to_screen("money")
        elif not self.is_busy("closing"):
            self._take_closure_step(event.remedy)

    @work(group="closing", description="take a step towards closing")
    async def _take_closure_step(self, remedy: Remedy | None) -> None:
        await take_closure_step(self, remedy)


def _suspension(setting: Setting) -> ConfirmDialog:
    facts = [(setting.label, "Suspended")]
    return ConfirmDialog("Suspend trading?", facts, "Suspend", setting.meaning, is_destructive=True)
