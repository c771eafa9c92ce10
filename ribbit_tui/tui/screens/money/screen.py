"""The Money screen: bank link, transfers, and credits from the firm."""

from decimal import Decimal
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.errors import ActionFailedError
from ribbit_tui.session.funding.transfer_request import transfer_amount, transfers_blocked
from ribbit_tui.session.state import Change
from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.base import CustomerScreen
from ribbit_tui.tui.widgets.form import Form
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.timeline import Timeline
from ribbit_tui.tui.widgets.unreadable_note import UnreadableNote
from ribbit_tui.tui.words.formats import usd
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    Transfer,
    TransferDirection,
    TransferStatus,
)
from ribbit_tui.wire.model import sort_time

from .bank_panel import BankCard, BankForm, BankPanel
from .rows import JOURNAL_COLUMNS, TRANSFER_COLUMNS, journal_rows, transfer_rows, transfer_stages
from .transfer_panel import TransferPanel
from .transfer_review import transfer_cancellation, transfer_review


class MoneyScreen(CustomerScreen):
    """Bank and transfer form on the left, past transfers and journals on the right."""

    SCREEN_NAME = "money"
    HELP = """
    # Money

    - Link a bank with its routing and account number. The bank verifies the link.
    - `d` goes to the amount. The buttons fill it in. You review every transfer before it is sent.
    - A transfer moves from Queued to Complete; only then does the cash rise.
    - `c` cancels the selected transfer while it is queued.
    - What was sent and has no answer is listed at the top. It may still arrive; `F5` looks for it.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("money.deposit", "amount('INCOMING')"),
        bind("money.withdraw", "amount('OUTGOING')"),
        bind("money.link", "link"),
        bind("money.cancel", "cancel"),
        bind("money.remove-bank", "remove_bank"),
    ]

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="money-scroll", can_focus=False):
            yield Static("", id="money-cash", markup=False)
            with Horizontal(id="money-columns"):
                with Vertical(id="money-left"):
                    yield Static("Bank", classes="section", markup=False)
                    yield BankPanel()
                    yield UnreadableNote(Change.BANKS, "bank")
                    with Vertical(id="deposit-part"):
                        yield Static("Deposit or withdraw", classes="section", markup=False)
                        yield TransferPanel(self._amount)
                with Vertical(id="money-right"):
                    yield Static(
                        "Latest transfer", classes="section", id="latest-title", markup=False
                    )
                    yield Timeline(id="latest-transfer")
                    yield Static("Transfers", classes="section", markup=False)
                    with Vertical(id="transfers-part"):
                        yield LiveTable(*TRANSFER_COLUMNS, empty="Loading…", id="transfers")
                        yield UnreadableNote(Change.TRANSFERS, "transfer")
                    yield Static("From the firm", classes="section", markup=False)
                    yield LiveTable(*JOURNAL_COLUMNS, empty="Loading…", id="journals")
                    yield UnreadableNote(
                        Change.JOURNALS, "payment from the firm", "payments from the firm"
                    )

    def show_changes(self, changes: Change) -> None:
        everywhere = Change.CONNECTION | Change.ACCOUNT
        if changes & (Change.MONEY | everywhere):
            self._show_cash()
        if changes & (Change.BANKS | Change.MONEY | everywhere):
            self._show_bank()
        if changes & (Change.TRANSFERS | everywhere):
            self._show_transfers()
        if changes & (Change.JOURNALS | everywhere):
            self._show_journals()

    def _show_cash(self) -> None:
        money = self.state.trading_account
        cash = usd(money.cash if money else None)
        withdrawable = usd(money.cash_withdrawable if money else None)
        self.query_one("#money-cash", Static).update(
            Content.assemble(
                ("Cash ", "$quiet"),
                (cash, "bold"),
                (f"   Withdrawable {withdrawable}", "$quiet"),
            )
        )

    def _show_bank(self) -> None:
        see_status = f"{self.press('screen.status')} to see its status."
        self.query_one(BankPanel).show(self.state, self.load_error, self.shell.today(), see_status)
        self.query_one("#deposit-part").display = self.state.newest_linked_bank is not None
        self.query_one(TransferPanel).show_block(transfers_blocked(self.state))

    def _amount(self, text: str, direction: TransferDirection) -> Decimal:
        """Return the amount typed (USD). Raises AmountError."""
        return transfer_amount(text, self.state, direction)

    def _show_transfers(self) -> None:
        table = self.query_one("#transfers", LiveTable)
        table.show_empty(self.empty_text(Change.TRANSFERS, "No transfers yet."))
        transfers = self._newest_transfers()
        table.show_rows(transfer_rows(transfers, self.shell.zone))
        timeline = self.query_one("#latest-transfer", Timeline)
        title = self.query_one("#latest-title")
        title.display = timeline.display = bool(transfers)
        if transfers:
            timeline.show(transfer_stages(transfers[0], self.shell.zone))
        self.refresh_bindings()

    def _show_journals(self) -> None:
        table = self.query_one("#journals", LiveTable)
        table.show_empty(self.empty_text(Change.JOURNALS, "Nothing yet."))
        table.show_rows(journal_rows(self.state.journals.values(), self.state.customer_id))

    @on(BankForm.Submitted)
    def _bank_submitted(self, event: BankForm.Submitted) -> None:
        if not self.is_busy("link bank"):
            self._link_bank(event.creation)

    @work(group="link bank", description="link bank")
    async def _link_bank(self, creation: AchRelationshipCreation) -> None:
        actions = self.session.funding_actions
        try:
            await self.send(lambda again: actions.link_bank(creation, again=again))
        except ActionFailedError as failure:
            if not self.query_one(BankPanel).show_refusal(failure.report):
                self.show_failure(failure)
        else:
            self.call_after_refresh(self._focus_amount)

    def _focus_amount(self) -> None:
        """Focus the amount of a transfer, unless the user has gone elsewhere in the meantime."""
        if self.is_current and self.query_one("#deposit-part").display:
            self.query_one("#amount").focus()

    @on(BankCard.RemoveRequested)
    def _removal_requested(self, event: BankCard.RemoveRequested) -> None:
        if not self.is_busy("remove bank"):
            self._remove_bank(event.bank)

    @work(group="remove bank", description="remove bank")
    async def _remove_bank(self, bank: AchRelationship) -> None:
        actions = self.session.funding_actions
        if await self.app.push_screen_wait(_removal(bank)):
            await self.attempt(lambda again: actions.unlink_bank(bank, again=again))

    @on(TransferPanel.TransferRequested)
    def _transfer_requested(self, event: TransferPanel.TransferRequested) -> None:
        if not self.is_busy("transfer"):
            self._transfer(event)

    @work(group="transfer", description="transfer")
    async def _transfer(self, event: TransferPanel.TransferRequested) -> None:
        """Let the user confirm the transfer, then send it."""
        bank = self.state.newest_linked_bank
        panel = self.query_one(TransferPanel)
        if bank is None:
            return
        waiting = self.session.unanswered.lost(self.state.customer_id)
        review = transfer_review(bank, event, waiting, is_simulated=self.state.is_simulated)
        if not await self.app.push_screen_wait(review):
            return
        panel.show_message("Sending…")
        try:
            await self.send(
                lambda again: self.session.funding_actions.transfer(
                    bank, event.amount, event.direction, again=again
                )
            )
        except ActionFailedError as failure:
            panel.show_message("")
            self.show_failure(failure)
            return
        panel.clear()
        panel.show_message("")

    def action_amount(self, direction: str) -> None:
        """Focus the amount; Enter there deposits or withdraws, by `direction`."""
        if self.query_one("#deposit-part").display:
            self.query_one(TransferPanel).choose(TransferDirection(direction))
            self.query_one("#amount").focus()
        else:
            self.notify("Link a bank first.", markup=False)

    def action_link(self) -> None:
        """Focus the form that links a bank."""
        for form in self.query(BankForm):
            form.query_one(Form).focus_first()
            return
        self.notify("A bank is linked already. Remove it to link another.", markup=False)

    def action_remove_bank(self) -> None:
        bank = self.state.newest_linked_bank
        if bank is not None and not self.is_busy("remove bank"):
            self._remove_bank(bank)

    def _queued_transfer(self) -> Transfer | None:
        """Return the selected transfer if it is queued, or else the newest one that is."""
        key = self.query_one("#transfers", LiveTable).cursor_key
        selected = self.state.transfers.get(key) if key else None
        candidates = [*([selected] if selected else []), *self._newest_transfers()]
        return next((one for one in candidates if one.status == TransferStatus.QUEUED), None)

    def _newest_transfers(self) -> list[Transfer]:
        return sorted(
            self.state.transfers.values(), key=lambda one: sort_time(one.created_at), reverse=True
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "cancel" and self.is_mounted:
            return True if self._queued_transfer() is not None else None
        if action == "link":
            return bool(self.query(BankForm))
        if action in ("amount", "remove_bank"):
            return self.state.newest_linked_bank is not None
        return super().check_action(action, parameters)

    def action_cancel(self) -> None:
        transfer = self._queued_transfer()
        if transfer is not None and not self.is_busy("cancel transfer"):
            self._cancel(transfer)

    @work(group="cancel transfer", description="cancel transfer")
    async def _cancel(self, transfer: Transfer) -> None:
        actions = self.session.funding_actions
        if not await self.app.push_screen_wait(transfer_cancellation(transfer, self.shell.zone)):
            return
        await self.attempt(lambda again: actions.cancel_transfer(transfer, again=again))


def _removal(bank: AchRelationship) -> ConfirmDialog:
    name = bank.nickname or bank.account_owner_name
    return ConfirmDialog(
        "Remove this bank?",
        [("Bank", name)],
        "Remove",
        "Your money stays where it is.",
        is_destructive=True,
    )
