"""Closing an account: its records stay, and nothing happens on it any more."""

from ribbit_tui.simulator.engine.accounts import status_changes
from ribbit_tui.simulator.engine.accounts.rules import find_active_account
from ribbit_tui.simulator.engine.balances import settlement
from ribbit_tui.simulator.engine.banks import ach_relationships as banks
from ribbit_tui.simulator.engine.banks import recipient_banks
from ribbit_tui.simulator.errors import ForbiddenError, InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.journals import JournalStatus

_UNDER_WAY = (
    JournalStatus.QUEUED,
    JournalStatus.SENT_TO_CLEARING,
    JournalStatus.PENDING,
)


def close(simulation: Simulation, account_id: str) -> None:
    """Raises ForbiddenError unless it is an ACTIVE customer's account, InvalidError while it is
    not empty."""
    row = find_active_account(simulation, account_id)
    if row.is_firm:
        raise ForbiddenError("an account of the firm itself cannot be closed")
    left = _what_is_left(simulation, row.id)
    if left:
        raise InvalidError(f"the account cannot be closed, it still has {', '.join(left)}")
    banks.cancel_all(simulation, row.id)
    recipient_banks.cancel_all(simulation, row.id)
    status_changes.change_status(simulation, row, AccountStatus.ACCOUNT_CLOSED)


def _what_is_left(simulation: Simulation, account_id: str) -> list[str]:
    marks = ", ".join("?" * len(_UNDER_WAY))
    journals = (
        f"SELECT 1 FROM journals WHERE (from_account = ? OR to_account = ?) AND status IN ({marks})"
    )
    transfers = settlement.pending_in(simulation, account_id) + settlement.pending_out(
        simulation, account_id
    )
    found = {
        "cash": simulation.ledger.cash(account_id),
        "positions": simulation.database.value(
            "SELECT 1 FROM positions WHERE account_id = ?", (account_id,)
        ),
        "open orders": simulation.database.value(
            "SELECT 1 FROM orders WHERE account_id = ? AND is_open = 1", (account_id,)
        ),
        "transfers under way": transfers,
        "journals under way": simulation.database.value(
            journals, (account_id, account_id, *_UNDER_WAY)
        ),
    }
    return [what for what, amount in found.items() if amount]
