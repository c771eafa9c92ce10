"""The account itself: what it says, what may be changed, what it may do, and its end."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
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
from ribbit_tui.tui.screens.account.configurations import SUSPEND, Setting
from ribbit_tui.tui.screens.account.setting_dialog import SettingDialog
from ribbit_tui.tui.screens.base import CustomerScreen
from ribbit_tui.wire.trading_accounts import TradingConfigurationsChange

from .closure import take_closing_step
from .closure_panel import ClosingPanel
from .crypto_panel import CryptoPanel
from .edit_dialog import EditAccountDialog
from .fact_list import Facts
from .sections import CLOSING, CRYPTO, EDITED, OVERVIEW, TITLES, TRADING, facts_of, note_of
from .trading_settings import TradingSettings

WATCHER = "account"
SHOWN = (
    (CUSTOMER_PARTS & ~Change.ACTIVITIES) | Change.CONFIGURATIONS | Change.CIP | Change.CONNECTION
)
_OF_A_SECTION = ("#account-facts", "#crypto", "#trading", "#closing")


class AccountScreen(CustomerScreen):
    SCREEN_NAME = "account"
    HELP = """
    # Account

    - `↑` `↓` go through the parts of the account, `Enter` goes into the one that is shown.
    - `PgUp` `PgDn` scroll a long part.
    - `e` changes what may be changed; the rest says who can.
    - **Crypto** (`c`) is enabled with its agreement. **Trading** (`t`) is what the account may do.
    - **Close account** (`x`) shows what has to go first, and offers to do it, step by step.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Change", id="account.edit"),
        Binding("pageup", "page(-1)", "Page up", show=False, priority=True, id="account.page-up"),
        Binding(
            "pagedown", "page(1)", "Page down", show=False, priority=True, id="account.page-down"
        ),
        Binding("c", f"go_to('{CRYPTO}')", "Enable crypto", show=False, id="account.crypto"),
        Binding("t", f"go_to('{TRADING}')", "Trading settings", id="account.trading"),
        Binding("x", f"go_to('{CLOSING}')", "Close account", show=False, id="account.close"),
    ]

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="account-room"):
            yield OptionList(
                *(Option(title, name) for name, title in TITLES.items()),
                id="account-sections",
                markup=False,
                compact=True,
            )
            with VerticalScroll(id="account-page", can_focus=False):
                yield Static("", id="account-title", classes="section", markup=False)
                yield Static("", id="account-note", markup=False)
                yield Facts(id="account-facts")
                yield CryptoPanel(id="crypto")
                yield TradingSettings(id="trading")
                yield ClosingPanel(id="closing")
                yield Button("Change…", id="edit", variant="primary", compact=True)
            with VerticalScroll(id="account-summary", can_focus=False):
                yield Static("Overview", classes="section", markup=False)
                yield Facts(id="summary-facts")

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
        """The part that is shown."""
        index = self.query_one(OptionList).highlighted or 0
        return list(TITLES)[index]

    @property
    def _is_open(self) -> bool:
        return self.state.account is not None and not is_closed(self.state)

    def show_changes(self, changes: Change) -> None:
        if changes & SHOWN:
            self._show()

    @on(OptionList.OptionHighlighted, "#account-sections")
    def _section_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show()
        self.query_one("#account-page").scroll_home(animate=False)

    def _show(self) -> None:
        section, state, zone = self.section, self.state, self.shell.zone
        self.query_one("#account-title", Static).update(TITLES[section])
        note = note_of(section, state) if state.account else self.trouble or "Reading the account…"
        self.query_one("#account-note", Static).update(Content(note))
        self.query_one("#account-note").display = bool(note)
        shown = {CRYPTO: "#crypto", TRADING: "#trading", CLOSING: "#closing"}.get(
            section, "#account-facts"
        )
        for part in _OF_A_SECTION:
            self.query_one(part).display = part == shown and state.account is not None
        self.query_one("#edit").display = section in EDITED and self._is_open
        self.query_one("#account-facts", Facts).show(facts_of(section, state, zone))
        self.query_one("#account-summary").set_class(section == OVERVIEW, "-told")
        self.query_one("#summary-facts", Facts).show(facts_of(OVERVIEW, state, zone))
        if section == CRYPTO:
            self.query_one(CryptoPanel).show(state, zone)
        elif section == TRADING:
            instead = self.instead_of_rows(Change.CONFIGURATIONS, "No settings.")
            self.query_one(TradingSettings).show(state.configurations, instead)
        elif section == CLOSING:
            self.query_one(ClosingPanel).show(state)
        self.refresh_bindings()

    @on(OptionList.OptionSelected, "#account-sections")
    def _section_chosen(self, event: OptionList.OptionSelected) -> None:
        """Enter goes into the part: to its settings, its button, or its form."""
        event.stop()
        self._enter()

    def _enter(self) -> None:
        into = {CRYPTO: "#enable-crypto", TRADING: "#settings", CLOSING: "#closing-button"}
        if self.section in EDITED:
            self.action_edit()
        elif self.section in into and self.query_one(into[self.section]).display:
            self.query_one(into[self.section]).focus()

    def action_go_to(self, section: str) -> None:
        """Show a part and go into it."""
        sections = self.query_one(OptionList)
        sections.focus()
        sections.highlighted = list(TITLES).index(section)
        self.call_after_refresh(self._enter)

    def action_page(self, by: int) -> None:
        """Scroll the part that is shown: the arrows go from part to part."""
        page = self.query_one("#account-page")
        page.scroll_relative(y=by * max(1, page.size.height - 2), animate=False)

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
        dialog = EditAccountDialog(
            AccountEdit.of(EDITED[self.section], account),
            self.session.account_actions.change_account,
            self.shell.today(),
        )
        if await self.app.push_screen_wait(dialog):
            self.notify("The account was changed.", markup=False)

    @on(CryptoPanel.Asked)
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
            await self.do(self.session.account_actions.enable_crypto(accepted))

    @on(TradingSettings.Asked)
    def _setting_asked(self, event: TradingSettings.Asked) -> None:
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
        asks_first = setting.name == SUSPEND and values[chosen] is True
        if asks_first and not await self.app.push_screen_wait(_suspension(setting)):
            return
        change = TradingConfigurationsChange.model_validate({setting.name: values[chosen]})
        await self.do(self.session.account_actions.configure(change))

    @on(ClosingPanel.Asked)
    def _closing_asked(self, event: ClosingPanel.Asked) -> None:
        event.stop()
        if event.remedy is Remedy.LINK_A_BANK:
            self.shell.go_to_screen("money")
        elif not self.is_busy("closing"):
            self._take_closing_step(event.remedy)

    @work(group="closing", description="take a step towards closing")
    async def _take_closing_step(self, remedy: Remedy | None) -> None:
        await take_closing_step(self, remedy)


def _suspension(setting: Setting) -> ConfirmDialog:
    facts = [(setting.label, "Suspended")]
    return ConfirmDialog("Suspend trading?", facts, "Suspend", setting.meaning, takes_away=True)
