"""Closures of accounts: the records of a closed one stay, and nothing happens on it any more."""

from ribbit_tui.simulator.engine.accounts import status_changes
from ribbit_tui.simulator.engine.accounts.rules import find_acting_account
from ribbit_tui.simulator.engine.balances import settlement
from ribbit_tui.simulator.engine.banks import cancellation as bank_cancellation
from ribbit_tui.simulator.engine.orders import records as order_records
from ribbit_tui.simulator.errors import ForbiddenError, InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.journals import JOURNAL_TRANSITIONS, JournalStatus
from ribbit_tui.wire.status_tables import statuses_before

_UNDER_WAY = statuses_before(JOURNAL_TRANSITIONS, JournalStatus.EXECUTED)


def close(simulation: Simulation, account_id: str) -> None:
    """Close an empty account and cancel its bank links.

    Raises ForbiddenError unless it is an ACTIVE customer's account, InvalidError while it is not
    empty.
    """
    account = find_acting_account(simulation, account_id)
    if account.is_firm:
        raise ForbiddenError("an account of the firm itself cannot be closed")
    left = _left(simulation, account.id)
    if left:
        raise InvalidError(f"the account cannot be closed, it still has {', '.join(left)}")
    bank_cancellation.cancel_all(simulation, account.id)
    status_changes.change_status(simulation, account, AccountStatus.ACCOUNT_CLOSED)


def _left(simulation: Simulation, account_id: str) -> list[str]:
    """Return the kinds of things that the account still has."""
    database = simulation.database
    transfers = settlement.pending_in(simulation, account_id) + settlement.pending_out(
        simulation, account_id
    )
    found = {
        "cash": simulation.ledger.cash(account_id) != 0,
        "positions": database.exists("FROM positions WHERE account_id = ?", (account_id,)),
        "open orders": order_records.has_open(simulation, account_id),
        "transfers under way": transfers != 0,
        "journals under way": _has_journal_under_way(simulation, account_id),
    }
    return [name for name, is_left in found.items() if is_left]


def _has_journal_under_way(simulation: Simulation, account_id: str) -> bool:
    marks = ", ".join("?" * len(_UNDER_WAY))
    return simulation.database.exists(
        f"FROM journals WHERE (from_account = ? OR to_account = ?) AND status IN ({marks})",
        (account_id, account_id, *_UNDER_WAY),
    )
