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
from ribbit_tui.session.account.next_step import NextStep
from ribbit_tui.session.application.steps.agreements import AcceptedAgreement
from ribbit_tui.session.state import CUSTOMER_PARTS, NOTHING, Change
from ribbit_tui.session.trading.crypto import CRYPTO_AGREEMENT, CryptoAccess, crypto_access
from ribbit_tui.tui.dialogs.agreement import AgreementDialog
from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.account.configurations import SUSPEND, Setting
from ribbit_tui.tui.screens.account.setting_dialog import SettingDialog
from ribbit_tui.tui.screens.base import WIDE, CustomerScreen
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.widgets.fact_list import FactList
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.words.next_steps import STEP_WORDS
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
_SETTINGS = (TRADING, CRYPTO, CLOSING)
"""The sections with more than facts. A wide terminal shows all of them below each other."""
_INTO = {TRADING: "#settings", CRYPTO: "#enable-crypto", CLOSING: "#closing-button"}
"""The widget with the focus after Enter."""


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
            with VerticalScroll(id="account-detail", can_focus=False):
                with Panel(id="facts-panel"):
                    yield Static("", classes="note", markup=False)
                    yield FactList(id="account-facts")
                    yield Button("Change…", id="edit", variant="primary", compact=True)
                for section, content in zip(
                    _SETTINGS, (TradingSettings(), CryptoPanel(), ClosurePanel()), strict=True
                ):
                    with Panel(TITLES[section], id=f"{section}-panel"):
                        yield Static("", classes="note", markup=False)
                        yield content
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
        if self.section in _SETTINGS:
            selected = self.query_one(f"#{self.section}-panel")
            self.call_after_refresh(selected.scroll_visible, animate=False)

    def _show(self) -> None:
        """Show the facts, or else the settings: side by side where there is room for that."""
        section, is_known = self.section, self.state.account is not None
        has_facts = section not in _SETTINGS or not is_known
        in_columns = self.app.size.width >= WIDE and has_facts and is_known
        self.query_one(Glance).display = in_columns
        self.query_one("#account-detail").display = not in_columns
        self.query_one("#account-columns").set_class(in_columns, "-in-columns")
        self.query_one("#facts-panel").display = has_facts
        if in_columns:
            self._show_columns()
        elif has_facts:
            self._show_facts()
        self._show_settings(are_shown=not has_facts)
        if not in_columns:
            facts = section_facts(OVERVIEW, self.state, self.shell.zone)
            self.query_one("#summary-facts", FactList).show(facts)
        self.refresh_bindings()

    def _show_columns(self) -> None:
        glance, can_edit = self.query_one(Glance), self.section in EDITED and self._is_open
        glance.show(self.state, self.shell.zone)
        edit_key = self.shell.keys.written("account.edit") if can_edit else ""
        glance.select(self.section, self.state, edit_key)

    def _show_facts(self) -> None:
        section, state = self.section, self.state
        panel = self.query_one("#facts-panel", Panel)
        panel.show_border_title(Content(TITLES[section]))
        loading = self.load_error or "Loading the account…"
        _show_note(panel, section_note(section, state) if state.account else loading)
        self.query_one("#edit").display = section in EDITED and self._is_open
        facts = section_facts(section, state, self.shell.zone)
        self.query_one("#account-facts", FactList).show(facts)

    def _show_settings(self, *, are_shown: bool) -> None:
        state, is_wide = self.state, self.app.size.width >= WIDE
        for section in _SETTINGS:
            panel, is_selected = self.query_one(f"#{section}-panel", Panel), section == self.section
            panel.display = are_shown and (is_selected or is_wide)
            panel.set_class(is_selected and is_wide, "-selected")
            _show_note(panel, section_note(section, state))
        if are_shown:
            empty_text = self.empty_text(Change.CONFIGURATIONS, "No settings.")
            self.query_one(TradingSettings).show(state.configurations, empty_text)
            self.query_one(CryptoPanel).show(state, self.shell.zone)
            self.query_one(ClosurePanel).show(state)

    def on_resize(self) -> None:
        if self.is_mounted:
            self._show()

    @on(Glance.Clicked)
    def _section_clicked(self, event: Glance.Clicked) -> None:
        event.stop()
        self.query_one(OptionList).highlighted = list(TITLES).index(event.section)

    @on(OptionList.OptionSelected, "#account-sections")
    def _section_chosen(self, event: OptionList.OptionSelected) -> None:
        """Go into the section on Enter: to its table, its button or its dialog."""
        event.stop()
        self._enter()

    def _enter(self) -> None:
        if self.section in EDITED:
            self.action_edit()
        elif self.section in _INTO and self.query_one(_INTO[self.section]).display:
            self.query_one(_INTO[self.section]).focus()

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
            self.shell.go_and_act(*STEP_WORDS[NextStep.LINK_A_BANK].way)
        elif not self.is_busy("closing"):
            self._take_closure_step(event.remedy)

    @work(group="closing", description="take a step towards closing")
    async def _take_closure_step(self, remedy: Remedy | None) -> None:
        await take_closure_step(self, remedy)


def _show_note(panel: Panel, words: str) -> None:
    note = panel.query_one(".note", Static)
    show_text(note, Content(words))
    note.display = bool(words)


def _suspension(setting: Setting) -> ConfirmDialog:
    facts = [(setting.label, "Suspended")]
    return ConfirmDialog("Suspend trading?", facts, "Suspend", setting.meaning, is_destructive=True)
