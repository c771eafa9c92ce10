"""The Money screen: cash, the bank, transfers, and payments from the firm."""

from decimal import Decimal
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content

from ribbit_tui.session.errors import ActionFailedError
from ribbit_tui.session.funding.cash import transfer_totals
from ribbit_tui.session.funding.movements import (
    can_be_canceled,
    has_failed,
    is_under_way,
    movements,
)
from ribbit_tui.session.funding.transfer_request import transfer_amount, transfers_blocked
from ribbit_tui.session.state import Change
from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.base import CustomerScreen
from ribbit_tui.tui.widgets.cash_panel import CashPanel
from ribbit_tui.tui.widgets.form import Form
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.widgets.unreadable_note import UnreadableNote
from ribbit_tui.tui.words.formats import usd
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    Transfer,
    TransferDirection,
)

from .bank_panel import BankCard, BankForm, BankPanel
from .outlook import arrival, bank_title, transfer_limit, transfer_outlook
from .rows import COLUMNS, movement_rows
from .transfer_panel import TransferPanel
from .transfer_review import transfer_cancellation, transfer_review


class MoneyScreen(CustomerScreen):
    """Cash and the transfer to make on the left, the bank and what has moved on the right.

    In a narrow terminal the transfer to make takes the place of what has moved. Without a bank,
    the form that links one takes the right side.
    """

    SCREEN_NAME = "money"
    HELP = """
    # Money

    Link a bank with its routing and account number; the bank verifies the link. Type an amount, or
    step through amounts with the arrows. You review every transfer before it is sent. It moves from
    Queued to Complete; only then does the cash change. What was sent and has no answer is listed at
    the top: it may still arrive.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("money.deposit", "amount('INCOMING')"),
        bind("money.withdraw", "amount('OUTGOING')"),
        bind("money.link", "link"),
        bind("money.cancel", "cancel"),
        bind("money.remove-bank", "remove_bank"),
    ]

    def compose_body(self) -> ComposeResult:
        with Container(id="money"):
            yield CashPanel()
            with BankPanel():
                yield UnreadableNote(Change.BANKS, "bank")
            with Panel("Move money", id="move-panel"):
                cancel_keys = self.shell.keys.names("money.cancel")
                yield TransferPanel(self._amount, self._outlook, cancel_keys)
            with Panel("Transfers", id="transfers-panel"):
                yield LiveTable(*COLUMNS, empty="Loading…", id="transfers")
                yield UnreadableNote(Change.TRANSFERS, "transfer")
                yield UnreadableNote(
                    Change.JOURNALS, "payment from the firm", "payments from the firm"
                )

    def show_changes(self, changes: Change) -> None:
        everywhere = Change.CONNECTION | Change.ACCOUNT
        moved = Change.BANKS | Change.TRANSFERS | Change.JOURNALS
        if changes & (Change.MONEY | Change.TRANSFERS | Change.ACTIVITIES | everywhere):
            self.query_one(CashPanel).show(self.state, self.load_error)
        if changes & (Change.BANKS | Change.MONEY | everywhere):
            self._show_bank()
        if changes & (moved | everywhere):
            self._show_movements()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_movements)

    def _show_bank(self) -> None:
        see_status = f"{self.press('screen.status')} to see its status."
        self.query_one(BankPanel).show(
            self.state, self.load_error, self.shell.today(), self.shell.zone, see_status
        )
        self.set_class(self.state.newest_linked_bank is not None, "-linked")
        panel = self.query_one(TransferPanel)
        panel.show_block(transfers_blocked(self.state))
        panel.show_limit(transfer_limit(self.state, panel.direction))
        panel.show_outlook()
        self.refresh_bindings()

    def _amount(self, text: str, direction: TransferDirection) -> Decimal:
        """Return the amount typed (USD). Raises AmountError."""
        return transfer_amount(text, self.state, direction)

    def _outlook(self, amount: Decimal | None, direction: TransferDirection, width: int) -> Content:
        is_tall = self.has_class("-tall") and not self.has_class("-narrow")
        return transfer_outlook(self.state, amount, direction, width, is_tall=is_tall)

    @on(LiveTable.RowHighlighted, "#transfers")
    def _show_movements(self) -> None:
        table = self.query_one("#transfers", LiveTable)
        shown = movements(self.state)
        is_linked = self.state.newest_linked_bank is not None
        deposit = self.press("money.deposit")
        first = f"{deposit[:1].lower()}{deposit[1:]} to deposit" if is_linked else "link a bank"
        table.show_empty(self.empty_text(Change.TRANSFERS, f"No transfers yet: {first}."))
        rows = movement_rows(
            shown,
            self.state,
            self.shell.zone,
            self.shell.today(),
            selected=table.cursor_key,
            is_tall=self.has_class("-tall"),
        )
        table.show_rows(rows)
        if not table.has_focus:
            table.cursor = 0  # the newest, until the user has chosen another one
        under_way = sum(map(is_under_way, shown))
        failed = sum(map(has_failed, shown))
        panel = self.query_one("#transfers-panel", Panel)
        panel.show_title(
            str(len(shown)),
            *([Content.styled(f"in flight {under_way}", "$info not bold")] if under_way else []),
            *([Content.styled(f"failed {failed}", "$error not bold")] if failed else []),
        )
        self._show_totals(panel)
        self.refresh_bindings()

    def _show_totals(self, panel: Panel) -> None:
        totals = transfer_totals(self.state)
        panel.border_subtitle = (
            Content.assemble(
                (usd(totals.deposited), ""),
                (" in   ", "$quiet"),
                (usd(totals.withdrawn), ""),
                (" out", "$quiet"),
            )
            if totals.deposited or totals.withdrawn
            else ""
        )

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
            return
        if self.is_current:
            self._open_transfer(TransferDirection.INCOMING)

    def action_link(self) -> None:
        for form in self.query(Form):
            form.focus_first()

    def action_remove_bank(self) -> None:
        bank = self.state.newest_linked_bank
        if bank is not None and not self.is_busy("remove bank"):
            self._remove_bank(bank)

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
        review = transfer_review(bank, event, waiting, arrives=arrival(self.state))
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
        self._close_transfer()

    def action_amount(self, direction: str) -> None:
        """Focus the amount; Enter there reviews a deposit or a withdrawal, by `direction`."""
        self._open_transfer(TransferDirection(direction))

    def _open_transfer(self, direction: TransferDirection) -> None:
        if self.state.newest_linked_bank is None:
            return
        self.add_class("-linked", "-moving")
        panel = self.query_one(TransferPanel)
        panel.focus_amount(direction)
        panel.show_limit(transfer_limit(self.state, direction))

    def _close_transfer(self) -> None:
        """Show what has moved where it shares its place with the transfer to make."""
        self._show_movements()
        if self.has_class("-moving") and self.has_class("-narrow"):
            self.query_one("#transfers", LiveTable).focus()
        self.remove_class("-moving")

    def action_leave_field(self) -> None:
        super().action_leave_field()
        self._close_transfer()

    def _cancelable(self) -> Transfer | None:
        """Return the selected transfer if it can be canceled, or else the newest that can be."""
        key = self.query_one("#transfers", LiveTable).cursor_key
        selected = self.state.transfers.get(key) if key else None
        found = [one for one in [selected, *movements(self.state)] if one and can_be_canceled(one)]
        return found[0] if found and isinstance(found[0], Transfer) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "cancel" and self.is_mounted:
            return True if self._cancelable() is not None else None
        if action in ("amount", "remove_bank") and self.state.newest_linked_bank is None:
            return False
        if action == "amount":
            return True if transfers_blocked(self.state) is None else None
        if action == "link":
            return bool(self.query(BankForm))
        return super().check_action(action, parameters)

    def action_cancel(self) -> None:
        transfer = self._cancelable()
        if transfer is not None and not self.is_busy("cancel transfer"):
            self._cancel(transfer)

    @work(group="cancel transfer", description="cancel transfer")
    async def _cancel(self, transfer: Transfer) -> None:
        actions = self.session.funding_actions
        if await self.app.push_screen_wait(transfer_cancellation(transfer, self.shell.zone)):
            await self.attempt(lambda again: actions.cancel_transfer(transfer, again=again))


def _removal(bank: AchRelationship) -> ConfirmDialog:
    return ConfirmDialog(
        "Remove this bank?",
        [("Bank", bank_title(bank))],
        "Remove",
        "Your money stays where it is.",
        is_destructive=True,
    )
