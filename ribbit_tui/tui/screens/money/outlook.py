"""The effects of a transfer, before it is sent."""

from decimal import Decimal

from textual.content import Content

from ribbit_tui.session.funding.bank_link import masked_account
from ribbit_tui.session.funding.cash import cash_after
from ribbit_tui.session.funding.transfer_request import most_transferable
from ribbit_tui.session.state import State
from ribbit_tui.tui.widgets.fact_lines import fact
from ribbit_tui.tui.widgets.status_track import track_lines
from ribbit_tui.tui.words.formats import plain, usd
from ribbit_tui.wire.funding import AchRelationship, TransferDirection
from ribbit_tui.wire.money import spendable

from .stages import STAGES_AHEAD

_ARRIVAL = "in 1 to 3 business days"
_SIMULATED_ARRIVAL = "in a few seconds (simulated bank)"


def arrival(state: State) -> str:
    """Return when a transfer usually arrives."""
    return _SIMULATED_ARRIVAL if state.is_simulated else _ARRIVAL


def bank_title(bank: AchRelationship) -> str:
    """Return the name of a bank and the end of its account number."""
    name = plain(bank.nickname or bank.account_owner_name, 18)
    return plain(f"{name} {masked_account(bank.bank_account_number)}", 40)


def transfer_limit(state: State, direction: TransferDirection) -> str:
    """Return the words for the largest amount of one transfer."""
    return f"at most {spendable(most_transferable(state, direction))} now"


def transfer_outlook(
    state: State,
    amount: Decimal | None,
    direction: TransferDirection,
    width: int,
    *,
    is_tall: bool,
) -> Content:
    """Draw where an amount (USD) goes, when it arrives, and the cash after that.

    On a tall screen, also the stages that it will take.
    """
    bank = state.newest_linked_bank
    name = bank_title(bank) if bank is not None else "–"
    is_deposit = direction == TransferDirection.INCOMING
    after = None if amount is None else cash_after(state, amount, direction)
    cash = state.trading_account.cash if state.trading_account else None
    when = "in a few seconds" if state.is_simulated else _ARRIVAL
    facts = (
        ("From" if is_deposit else "To", name, ""),
        ("Leaves your bank" if is_deposit else "Leaves your cash", usd(amount), ""),
        ("Arrives", when, ""),
        ("Your cash now", usd(cash), ""),
        ("Your cash then", usd(after), "bold"),
    )
    lines = [fact(name, value, width, style) for name, value, style in facts]
    if is_tall:
        lines.insert(0, Content.styled("─" * width, "$idle-border"))
        lines += [Content(), *track_lines(STAGES_AHEAD, width)[:2]]
    return Content("\n").join(lines)
