"""The account itself: what it says, what may be changed, what it may do, and its end."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from ribbit_tui.session.account_edit import AccountEdit
from ribbit_tui.session.application.agreements import AcceptedAgreement
from ribbit_tui.session.closing import Remedy, withdrawable
from ribbit_tui.session.crypto import CRYPTO_AGREEMENT, CryptoStanding, crypto_standing
from ribbit_tui.session.state import NOTHING, Change
from ribbit_tui.wire.accounts import Account, AccountStatus, TradingConfigurationsChange
from ribbit_tui.wire.funding import TransferDirection

from ..account_sections import (
    CLOSING,
    CRYPTO,
    EDITED,
    OVERVIEW,
    TITLES,
    TRADING,
    crypto_stages,
    facts_of,
    note_of,
)
from ..formats import plain, usd
from ..modals.agreement import AgreementDialog
from ..modals.choose_one import ChooseOneDialog
from ..modals.confirm import ConfirmDialog
from ..modals.edit_account import EditAccountDialog
from ..modals.typed_confirm import TypedConfirmDialog
from ..status_words import Mood, account_words
from ..trading_words import SUSPEND, Setting
from ..widgets.closing_panel import ClosingPanel
from ..widgets.facts import Facts
from ..widgets.timeline import Stage, Timeline
from ..widgets.trading_settings import TradingSettings
from .base import RoomScreen

WATCHER = "account"
SHOWN = (
    Change.ACCOUNT
    | Change.TIMELINE
    | Change.MONEY
    | Change.BANKS
    | Change.TRANSFERS
    | Change.JOURNALS
    | Change.ORDERS
    | Change.POSITIONS
    | Change.CONFIGURATIONS
    | Change.CIP
    | Change.CONNECTION
)
CRYPTO_WORDS = {
    CryptoStanding.NOT_YET: "Crypto can be enabled once the account is ACTIVE.",
    CryptoStanding.POSSIBLE: "This account trades shares. Crypto can be enabled beside them, once"
    " its agreement is read and accepted.",
    CryptoStanding.ASKED_FOR: "Crypto was asked for; each status below arrives as an event.",
}
_OF_A_SECTION = ("#account-facts", "#crypto", "#trading", "#closing")


class AccountScreen(RoomScreen):
    ROOM = "account"
    HELP = """
    # Account

    - `↑` `↓` go through the parts of the account, `Enter` goes into the one that is shown.
    - `PgUp` `PgDn` scroll a long part.
    - `e` changes what may be changed; the rest says who can.
    - **Crypto** is enabled with its agreement. **Trading** holds what the account may do.
    - **Close account** shows what has to go first, and offers to do it, step by step.
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
                with Vertical(id="crypto"):
                    yield Timeline(id="crypto-stages")
                    yield Button(
                        "Read the agreement…", id="enable-crypto", variant="primary", compact=True
                    )
                with Vertical(id="trading"):
                    yield TradingSettings()
                with Vertical(id="closing"):
                    yield ClosingPanel()
                yield Button("Change…", id="edit", variant="primary", compact=True)
            with VerticalScroll(id="account-summary", can_focus=False):
                yield Static("Overview", classes="section", markup=False)
                yield Facts(id="summary-facts")

    def on_mount(self) -> None:
        sections = self.query_one(OptionList)
        sections.highlighted = 0
        sections.focus()

    def on_screen_resume(self) -> None:
        self.session.show_parts(WATCHER, Change.CONFIGURATIONS | Change.CIP)

    def on_screen_suspend(self) -> None:
        self.session.show_parts(WATCHER, NOTHING)

    @property
    def section(self) -> str:
        """The part that is shown."""
        index = self.query_one(OptionList).highlighted or 0
        return list(TITLES)[index]

    @property
    def _is_open(self) -> bool:
        account = self.state.account
        return account is not None and account.status != AccountStatus.ACCOUNT_CLOSED

    def show_changes(self, changes: Change) -> None:
        if changes & SHOWN:
            self._show()

    @on(OptionList.OptionHighlighted, "#account-sections")
    def _section_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show()
        self.query_one("#account-page").scroll_home(animate=False)

    def _show(self) -> None:
        section, state, zone = self.section, self.state, self.ribbit.zone
        self.query_one("#account-title", Static).update(TITLES[section])
        note = note_of(section, state) if state.account else self.trouble or "Reading the account…"
        if section == CRYPTO and state.account is not None:
            note = CRYPTO_WORDS[crypto_standing(state)]
        self.query_one("#account-note", Static).update(Content(note))
        self.query_one("#account-note").display = bool(note)
        shown = {CRYPTO: "#crypto", TRADING: "#trading", CLOSING: "#closing"}.get(
            section, "#account-facts"
        )
        for part in _OF_A_SECTION:
            self.query_one(part).display = part == shown and state.account is not None
        self.query_one("#edit").display = section in EDITED and self._is_open
        self.query_one("#account-facts", Facts).show(facts_of(section, state, zone))
        self.query_one("#summary-facts", Facts).show(facts_of(OVERVIEW, state, zone))
        if section == CRYPTO:
            self._show_crypto()
        elif section == TRADING:
            instead = self.instead_of_rows(Change.CONFIGURATIONS, "No settings.")
            self.query_one(TradingSettings).show(state.configurations, instead)
        elif section == CLOSING:
            self.query_one(ClosingPanel).show(state)
        self.refresh_bindings()

    def _show_crypto(self) -> None:
        standing = crypto_standing(self.state)
        self.query_one("#enable-crypto").display = standing is CryptoStanding.POSSIBLE
        timeline = self.query_one("#crypto-stages", Timeline)
        timeline.display = standing is CryptoStanding.ASKED_FOR
        account = self.state.account
        if account is None or account.crypto_status is None:
            return
        past = crypto_stages(self.state, self.ribbit.zone)
        if not past or past[-1][0] != account.crypto_status:
            past = [*past, (str(account.crypto_status), "")]
        stages = [
            Stage(account_words(status).label, when.strip(), Mood.GOOD) for status, when in past
        ]
        stages[-1] = replace(stages[-1], mood=account_words(account.crypto_status).mood)
        if account.crypto_status in (AccountStatus.SUBMITTED, AccountStatus.APPROVED):
            stages.append(Stage(account_words(AccountStatus.ACTIVE).label))
        timeline.show(stages)

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
            return True if self.section in EDITED and self._is_open else None
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
            self.ribbit.today(),
        )
        if await self.app.push_screen_wait(dialog):
            self.notify("The account was changed.", markup=False)

    @on(Button.Pressed, "#enable-crypto")
    @work(group="crypto", exclusive=True, description="enable crypto")
    async def _enable_crypto(self) -> None:
        if not await self.app.push_screen_wait(AgreementDialog(CRYPTO_AGREEMENT)):
            return
        surroundings = self.ribbit.surroundings
        accepted = AcceptedAgreement(
            CRYPTO_AGREEMENT.agreement,
            surroundings.clock.now(),
            surroundings.local_ip(),
            CRYPTO_AGREEMENT.revision,
        )
        if crypto_standing(self.state) is CryptoStanding.POSSIBLE:
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
            ChooseOneDialog(setting.label, setting.meaning, words, now)
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
            self.ribbit.go_to_room("money")
        elif self.state.account is not None and not self.is_busy("closing"):
            self._take_closing_step(event.remedy, self.state.account)

    @work(group="closing", description="take a step towards closing")
    async def _take_closing_step(self, remedy: Remedy | None, account: Account) -> None:
        """One step, after asking. What follows from it arrives as events, and shows here."""
        actions = self.session.account_actions
        steps: dict[
            Remedy | None,
            tuple[
                Callable[[], ConfirmDialog | TypedConfirmDialog], Callable[[], Awaitable[object]]
            ],
        ] = {
            Remedy.CANCEL_ORDERS: (self._canceling, self.session.actions.cancel_all_orders),
            Remedy.SELL_POSITIONS: (self._selling, self.session.actions.sell_all_positions),
            Remedy.WITHDRAW: (self._withdrawing, self._withdraw),
            None: (lambda: _closing(account), actions.close_account),
        }
        ask, act = steps[remedy]
        if not await self.app.push_screen_wait(ask()):
            return
        if self.state.customer_id != account.id:
            return
        if await self.do(act()) and remedy is None:
            self.notify("The account is closed.", markup=False)

    def _canceling(self) -> ConfirmDialog:
        live = [order for order in self.state.orders.values() if not order.is_closed]
        symbols = sorted({plain(order.symbol, 12) for order in live})
        facts = [("Orders", str(len(live))), ("Assets", ", ".join(symbols))]
        hint = "What has been filled by then stays."
        return ConfirmDialog(
            "Cancel all open orders?", facts, "Cancel orders", hint, takes_away=True
        )

    def _selling(self) -> ConfirmDialog:
        held = list(self.state.positions.values())
        symbols = sorted(plain(one.symbol, 12) for one in held)
        value = sum((one.market_value for one in held), start=withdrawable(self.state) * 0)
        facts = [("Positions", ", ".join(symbols)), ("Worth now", usd(value))]
        hint = "Market orders: each sells at the price of its moment."
        return ConfirmDialog("Sell everything?", facts, "Sell", hint, takes_away=True)

    def _withdrawing(self) -> ConfirmDialog:
        bank = self.state.linked_bank
        name = plain(bank.nickname or bank.account_owner_name, 40) if bank else ""
        facts = [("Amount", usd(withdrawable(self.state))), ("To", name)]
        hint = "It takes as long as any withdrawal; this page shows when it is done."
        return ConfirmDialog("Withdraw the cash?", facts, "Withdraw", hint)

    async def _withdraw(self) -> None:
        bank = self.state.linked_bank
        if bank is not None:
            amount = withdrawable(self.state)
            await self.session.actions.transfer(bank, amount, TransferDirection.OUTGOING)


def _suspension(setting: Setting) -> ConfirmDialog:
    facts = [(setting.label, "Suspended")]
    return ConfirmDialog("Suspend trading?", facts, "Suspend", setting.meaning, takes_away=True)


def _closing(account: Account) -> TypedConfirmDialog:
    identity = account.identity
    name = f"{identity.given_name} {identity.family_name}" if identity else ""
    return TypedConfirmDialog(
        "Close this account for good?",
        [("Customer", name), ("Account", account.account_number)],
        "It cannot be opened again. Nothing is deleted; bank links are given up.",
        plain(account.account_number, 40),
        "Close the account",
    )
