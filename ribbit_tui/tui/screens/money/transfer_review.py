"""The dialog in which a transfer is reviewed before it is sent."""

from collections.abc import Sequence
from datetime import tzinfo

from ribbit_tui.session.funding.bank_link import masked_account
from ribbit_tui.session.unanswered.writes import UnansweredWrite, WriteKind
from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from ribbit_tui.tui.words.formats import day_and_time, usd
from ribbit_tui.tui.words.unanswered import waiting_note
from ribbit_tui.wire.funding import AchRelationship, Transfer, TransferDirection

from .transfer_panel import TransferPanel


def transfer_cancellation(transfer: Transfer, zone: tzinfo | None) -> ConfirmDialog:
    """Build the dialog that asks before a queued transfer is canceled."""
    is_deposit = transfer.direction == TransferDirection.INCOMING
    facts = [
        ("Transfer", "Deposit from your bank" if is_deposit else "Withdrawal to your bank"),
        ("Amount", usd(transfer.amount)),
        ("Requested", day_and_time(transfer.created_at, zone)),
    ]
    title = "Cancel this deposit?" if is_deposit else "Cancel this withdrawal?"
    label = "Cancel deposit" if is_deposit else "Cancel withdrawal"
    return ConfirmDialog(title, facts, label, "No money moves then.", is_destructive=True)


def transfer_review(
    bank: AchRelationship,
    request: TransferPanel.TransferRequested,
    unanswered: Sequence[UnansweredWrite] = (),
    *,
    arrives: str,
) -> ConfirmDialog:
    """Build the dialog for a deposit or a withdrawal. Tells of `unanswered` transfers."""
    is_deposit = request.direction == TransferDirection.INCOMING
    name = bank.nickname or bank.account_owner_name
    facts = [
        ("Transfer", "Deposit from your bank" if is_deposit else "Withdrawal to your bank"),
        ("Amount", usd(request.amount)),
        ("Bank", f"{name}  {masked_account(bank.bank_account_number)}"),
        ("Arrives", arrives[:1].upper() + arrives[1:]),
    ]
    return ConfirmDialog(
        "Review your deposit" if is_deposit else "Review your withdrawal",
        facts,
        "Deposit" if is_deposit else "Withdraw",
        waiting_note(unanswered, WriteKind.TRANSFER) or "You can cancel it while it is queued.",
    )
