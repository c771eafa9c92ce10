"""Scheduled steps of crypto trading that is enabled later: approved, activated."""

from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.accounts.status_changes import change_crypto_status
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus

APPROVE_CRYPTO = "crypto.approve"
ACTIVATE_CRYPTO = "crypto.activate"


def approve_crypto(simulation: Simulation, account_id: str) -> None:
    """Approve crypto trading that was submitted."""
    _advance(simulation, account_id, AccountStatus.SUBMITTED, AccountStatus.APPROVED)


def activate_crypto(simulation: Simulation, account_id: str) -> None:
    """Activate crypto trading that was approved."""
    _advance(simulation, account_id, AccountStatus.APPROVED, AccountStatus.ACTIVE)


def _advance(
    simulation: Simulation,
    account_id: str,
    status_from: AccountStatus,
    status_to: AccountStatus,
) -> None:
    account = find_account(simulation, account_id)
    if account.crypto_status == status_from:
        change_crypto_status(simulation, account, status_to)


STEPS = {APPROVE_CRYPTO: approve_crypto, ACTIVATE_CRYPTO: activate_crypto}
