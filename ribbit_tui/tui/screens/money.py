"""Money: the bank link, deposits and withdrawals, and what the firm gives."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.bank_link import masked_account
from ribbit_tui.session.deposit import transfer_refusal
from ribbit_tui.session.problems import ActionFailed, Problem
from ribbit_tui.session.state import Change
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    AchRelationshipStatus,
    Transfer,
    TransferDirection,
    TransferStatus,
)
from ribbit_tui.wire.journals import Journal

from ..formats import clock_time, day_and_time, plain, shares, usd
from ..modals.confirm import ConfirmDialog
from ..status_words import Mood, journal_words, transfer_words
from ..widgets.bank_panel import BankCard, BankForm
from ..widgets.deposit_panel import DepositPanel
from ..widgets.form import Form
from ..widgets.live_table import Cell, Column, LiveTable, Row
from ..widgets.timeline import Stage, Timeline
from .base import RoomScreen

TONES = {Mood.GOOD: "gain", Mood.BAD: "loss"}
WAY_OF_A_TRANSFER = (
    TransferStatus.QUEUED,
    TransferStatus.SENT_TO_CLEARING,
    TransferStatus.COMPLETE,
)


class MoneyScreen(RoomScreen):
    ROOM = "money"
    HELP = """
    # Money

    - Link a bank by its routing and account number; it is checked by the bank.
    - `d` goes to the amount. The chips fill it in.
    - A transfer moves from QUEUED to COMPLETE; only then does the cash rise.
    - `c` cancels the transfer under the cursor, while it is queued.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "amount", "Deposit", id="money.deposit"),
        Binding("c", "cancel", "Cancel transfer", id="money.cancel"),
    ]

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="money-page", can_focus=False):
            yield Static("", id="money-cash", markup=False)
            with Horizontal(id="money-columns"):
                with Vertical(id="money-left"):
                    yield Static("Bank", classes="section", markup=False)
                    yield Static("", id="bank-closed", markup=False)
                    yield BankCard()
                    yield Vertical(id="bank-form-place")
                    with Vertical(id="deposit-part"):
                        yield Static("Deposit or withdraw", classes="section", markup=False)
                        yield DepositPanel(self._refusal)
                with Vertical(id="money-right"):
                    yield Static(
                        "Latest transfer", classes="section", id="latest-title", markup=False
                    )
                    yield Timeline(id="latest-transfer")
                    yield Static("Transfers", classes="section", markup=False)
                    yield LiveTable(
                        Column("When", 12),
                        Column("Transfer", 10),
                        Column("Amount", 11, right=True),
                        Column("Status", 14, grows=True),
                        empty="Reading…",
                        id="transfers",
                    )
                    yield Static("From the firm", classes="section", markup=False)
                    yield LiveTable(
                        Column("Journal", 26, grows=True),
                        Column("Amount", 11, right=True),
                        Column("Status", 18),
                        empty="Reading…",
                        id="journals",
                    )

    def show_changes(self, changes: Change) -> None:
        everywhere = Change.CONNECTION | Change.ACCOUNT
        if changes & (Change.MONEY | everywhere):
            self._show_cash()
        if changes & (Change.BANKS | everywhere):
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
                (f"   Can be withdrawn {withdrawable}", "$quiet"),
            )
        )

    def _show_bank(self) -> None:
        """The card where there is a link; the form where there is none and there may be one."""
        account, bank = self.state.account, self.state.linked_bank
        active = account is not None and account.status == AccountStatus.ACTIVE
        known = self.state.has(Change.BANKS)
        closed = self.query_one("#bank-closed", Static)
        words = self._rejected_bank()
        if account is None or (active and not known):
            words = self.trouble or "Reading…"
        elif not active:
            words = "A bank can be linked when the account is ACTIVE. Press s to see its status."
        closed.display = bool(words) and bank is None
        closed.update(Content(words))
        card = self.query_one(BankCard)
        card.display = bank is not None
        if bank is not None:
            card.show(bank)
        self.query_one("#deposit-part").display = bank is not None
        self._show_bank_form(active and known and bank is None)

    def _rejected_bank(self) -> str:
        """That the newest link was rejected, since its card is gone; empty when it was not."""
        banks = self.state.ach_relationships.values()
        newest = max(banks, key=lambda one: one.created_at, default=None)
        if newest is None or newest.status != AchRelationshipStatus.REJECTED:
            return ""
        number = masked_account(newest.bank_account_number)
        return f"✗ The bank rejected the link to {number}. Look at the numbers and try again."

    def _show_bank_form(self, wanted: bool) -> None:
        place = self.query_one("#bank-form-place")
        if wanted and not place.children:
            identity = self.state.account.identity if self.state.account else None
            owner = f"{identity.given_name} {identity.family_name}" if identity else ""
            place.mount(BankForm(plain(owner), self.ribbit.today()))
        elif not wanted and place.children:
            place.remove_children()

    def _refusal(self, text: str, direction: TransferDirection) -> str | None:
        return transfer_refusal(text, self.state, direction)

    def _show_transfers(self) -> None:
        table = self.query_one("#transfers", LiveTable)
        table.show_empty(self.instead_of_rows(Change.TRANSFERS, "No transfers yet."))
        transfers = sorted(
            self.state.transfers.values(), key=lambda one: one.created_at, reverse=True
        )
        table.show_rows([self._transfer_row(transfer) for transfer in transfers])
        timeline = self.query_one("#latest-transfer", Timeline)
        title = self.query_one("#latest-title")
        title.display = timeline.display = bool(transfers)
        if transfers:
            timeline.show(self._stages(transfers[0]))
        self.refresh_bindings()

    def _transfer_row(self, transfer: Transfer) -> Row:
        words = transfer_words(transfer.status)
        incoming = transfer.direction == TransferDirection.INCOMING
        return Row(
            transfer.id,
            (
                Cell(day_and_time(transfer.created_at, self.ribbit.zone), "quiet"),
                Cell("Deposit" if incoming else "Withdrawal"),
                Cell(usd(transfer.amount)),
                Cell(f"{words.glyph} {words.label}", TONES.get(words.mood, "")),
            ),
        )

    def _stages(self, transfer: Transfer) -> list[Stage]:
        """Where a transfer stands on its way; a way that ended early is shown as it ended."""
        zone = self.ribbit.zone
        words = transfer_words(transfer.status)
        if transfer.status not in WAY_OF_A_TRANSFER:
            reason = plain(transfer.reason or "", 60)
            return [
                Stage("Queued", clock_time(transfer.created_at, zone), Mood.GOOD),
                Stage(words.label, f"{clock_time(transfer.updated_at, zone)} {reason}", words.mood),
            ]
        stages = []
        here = WAY_OF_A_TRANSFER.index(TransferStatus(transfer.status))
        for index, status in enumerate(WAY_OF_A_TRANSFER):
            label = transfer_words(status).label
            if index > here:
                stages.append(Stage(label))
            elif index == here:
                at = transfer.updated_at if index else transfer.created_at
                detail = f"{clock_time(at, zone)} · {usd(transfer.amount)}"
                stages.append(Stage(label, detail, words.mood))
            else:
                at_first = clock_time(transfer.created_at, zone) if index == 0 else ""
                stages.append(Stage(label, at_first, Mood.GOOD))
        return stages

    def _show_journals(self) -> None:
        table = self.query_one("#journals", LiveTable)
        table.show_empty(self.instead_of_rows(Change.JOURNALS, "Nothing yet."))
        rows = []
        for journal in self.state.journals.values():
            words = journal_words(journal.status)
            rows.append(
                Row(
                    journal.id,
                    (
                        Cell(plain(journal.description or str(journal.entry_type), 60)),
                        Cell(_journal_amount(journal)),
                        Cell(f"{words.glyph} {words.label}", TONES.get(words.mood, "")),
                    ),
                )
            )
        table.show_rows(rows)

    @on(BankForm.Filled)
    def _bank_filled(self, event: BankForm.Filled) -> None:
        if not self.is_busy("link bank"):
            self._link_bank(event.creation)

    @work(group="link bank", description="link bank")
    async def _link_bank(self, creation: AchRelationshipCreation) -> None:
        try:
            await self.session.actions.link_bank(creation)
        except ActionFailed as failure:
            self._show_bank_refusal(failure.problem)

    def _show_bank_refusal(self, problem: Problem) -> None:
        """At the field the server names, where it names one of ours."""
        words = problem.detail
        if problem.request_id:
            words = f"{words} (request id {problem.request_id})"
        forms = self.query(Form)
        if not (problem.field and forms and forms.first(Form).show_errors({problem.field: words})):
            self.ribbit.show_problem(problem)

    @on(BankCard.Remove)
    @work(group="remove bank", exclusive=True, description="remove bank")
    async def _remove_bank(self, event: BankCard.Remove) -> None:
        if await self.app.push_screen_wait(_removal(event.bank)):
            await self.do(self.session.actions.unlink_bank(event.bank))

    @on(DepositPanel.Asked)
    def _transfer_asked(self, event: DepositPanel.Asked) -> None:
        if not self.is_busy("transfer"):
            self._transfer(event)

    @work(group="transfer", description="transfer")
    async def _transfer(self, event: DepositPanel.Asked) -> None:
        bank = self.state.linked_bank
        panel = self.query_one(DepositPanel)
        if bank is None:
            return
        try:
            await self.session.actions.transfer(bank, event.amount, event.direction)
        except ActionFailed as failure:
            panel.show_message("")
            self.ribbit.show_problem(failure.problem)
            return
        panel.clear()
        panel.show_message("")

    def action_amount(self) -> None:
        if self.query_one("#deposit-part").display:
            self.query_one("#amount").focus()
        else:
            self.notify("Link a bank first.", markup=False)

    def _queued_transfer(self) -> Transfer | None:
        key = self.query_one("#transfers", LiveTable).key
        transfer = self.state.transfers.get(key) if key else None
        return transfer if transfer and transfer.status == TransferStatus.QUEUED else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "cancel" and self.is_mounted:
            return True if self._queued_transfer() is not None else None
        return super().check_action(action, parameters)

    @work(group="cancel transfer", exclusive=True, description="cancel transfer")
    async def action_cancel(self) -> None:
        transfer = self._queued_transfer()
        if transfer is not None:
            await self.do(self.session.actions.cancel_transfer(transfer))


def _journal_amount(journal: Journal) -> str:
    if journal.net_amount is None and journal.qty is not None:
        return f"{shares(journal.qty)} {plain(journal.symbol or '', 12)}"
    return usd(journal.net_amount)


def _removal(bank: AchRelationship) -> ConfirmDialog:
    name = bank.nickname or bank.account_owner_name
    return ConfirmDialog(
        "Remove this bank?",
        [("Bank", name)],
        "Remove",
        "Money stays where it is.",
        takes_away=True,
    )
