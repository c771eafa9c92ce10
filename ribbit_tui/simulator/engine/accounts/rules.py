"""Rules of finding an account: it exists, and its status allows what is asked."""

from ribbit_tui.simulator.errors import ForbiddenError, NotFoundError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus

from . import records
from .records import AccountRecord


def find_account(
    simulation: Simulation, account_id: str, field: str | None = None
) -> AccountRecord:
    """Return an account; raises NotFoundError, naming `field` if the id came in a body."""
    account = records.by_id(simulation, account_id.lower())
    if account is None:
        raise NotFoundError("account not found", field)
    return account


def find_active_account(
    simulation: Simulation, account_id: str, field: str | None = None
) -> AccountRecord:
    """Return an account as `find_account`; raises ForbiddenError unless it is ACTIVE."""
    account = find_account(simulation, account_id, field)
    if account.status != AccountStatus.ACTIVE:
        raise ForbiddenError(f"account is not active, its status is {account.status}", field)
    return account


def find_acting_account(simulation: Simulation, account_id: str) -> AccountRecord:
    """Return an ACTIVE account whose owner may act; raises ForbiddenError if it is blocked."""
    account = find_active_account(simulation, account_id)
    if account.account_blocked:
        raise ForbiddenError("account is blocked: account_blocked")
    return account


def find_trading_account(simulation: Simulation, account_id: str) -> AccountRecord:
    """Return an account that may place orders; raises ForbiddenError for any other."""
    account = find_acting_account(simulation, account_id)
    if account.trading_blocked:
        raise ForbiddenError("account is not allowed to place orders: trading_blocked")
    return account


def find_transferring_account(simulation: Simulation, account_id: str) -> AccountRecord:
    """Return an account that may request transfers; raises ForbiddenError for any other."""
    account = find_acting_account(simulation, account_id)
    if account.transfers_blocked:
        raise ForbiddenError("account is not allowed to request transfers: transfers_blocked")
    return account


def find_open_account(simulation: Simulation, account_id: str) -> AccountRecord:
    """Return an account as `find_account`; raises ForbiddenError once it is closed."""
    account = find_account(simulation, account_id)
    if account.status == AccountStatus.ACCOUNT_CLOSED:
        raise ForbiddenError("the account is closed")
    return account
