"""What a journal may be: between whom, of what, and up to which amount at once."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, time

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_active_account
from ribbit_tui.simulator.engine.balances import settlement, valuation
from ribbit_tui.simulator.engine.common.request_amounts import share_amount, usd_amount
from ribbit_tui.simulator.errors import ForbiddenError, InvalidError
from ribbit_tui.simulator.exact import MICROS_PER_CENT, value_of
from ribbit_tui.simulator.ledger.double_entry import USD
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.journals import JournalCreation, JournalEntryType, JournalStatus, Transmitter

TRANSACTION_LIMIT = 50 * 100 * MICROS_PER_CENT
"""What one journal may move at once (1e-6 USD, shares at the market's price)."""
DAILY_LIMIT = 1_000 * 100 * MICROS_PER_CENT
"""What cash journals may move at once in a day of New York, for each customer (1e-6 USD).

Alpaca gives the amount, and calls it a safeguard for any user, but does not say whose sum it is.
"""

_LONGEST_DESCRIPTION = 1024
_LONGEST_TRANSMITTER = 255
_EQUITY = "us_equity"


@dataclass(frozen=True)
class Movement:
    """What a journal is to move: `amount` in 1e-6 USD or 1e-9 shares of `unit`."""

    giver: str
    taker: str
    unit: str
    amount: int
    description: str | None = None
    transmitter: str | None = None

    @property
    def entry_type(self) -> JournalEntryType:
        return JournalEntryType.JNLC if self.unit == USD else JournalEntryType.JNLS


def check(simulation: Simulation, creation: JournalCreation) -> Movement:
    """Raises InvalidError, NotFoundError for an account that is not there, and ForbiddenError if
    the accounts may not journal or the giving one has not got it."""
    if len(creation.description or "") > _LONGEST_DESCRIPTION:
        raise InvalidError("description must be at most 1024 characters", "description")
    if creation.currency not in (None, "USD"):
        raise InvalidError("currency must be USD", "currency")
    giver, taker = _accounts(simulation, creation)
    if creation.entry_type == JournalEntryType.JNLC:
        unit, amount = USD, _cash_amount(creation)
    elif creation.entry_type == JournalEntryType.JNLS:
        unit, amount = _share_amount(simulation, creation)
    else:
        raise InvalidError("entry_type must be JNLC or JNLS", "entry_type")
    transmitter = _transmitter(creation)
    if unit == USD:
        if not giver.is_firm and not taker.is_firm:
            raise ForbiddenError("cash cannot be journaled between customers", "to_account")
    elif not giver.is_firm:
        raise ForbiddenError("shares can be journaled from the firm only", "from_account")
    elif taker.is_firm:
        raise ForbiddenError("shares can be journaled to a customer only", "to_account")
    check_available(simulation, giver.id, unit, amount)
    return Movement(giver.id, taker.id, unit, amount, creation.description, transmitter)


def check_available(simulation: Simulation, giver: str, unit: str, amount: int) -> None:
    """Raises ForbiddenError if the account has not got it; unsettled proceeds of sales stay
    there."""
    if unit == USD:
        if amount > settlement.withdrawable(simulation, giver):
            raise ForbiddenError("insufficient balance", "amount")
    elif amount > simulation.ledger.available(giver, unit):
        raise ForbiddenError("insufficient assets", "qty")


def _accounts(
    simulation: Simulation, creation: JournalCreation
) -> tuple[AccountRecord, AccountRecord]:
    """Who gives and who takes; what a closed account still has may be journaled away."""
    giver = find_account(simulation, creation.from_account, "from_account")
    if giver.status != AccountStatus.ACCOUNT_CLOSED:
        giver = find_active_account(simulation, creation.from_account, "from_account")
    taker = find_active_account(simulation, creation.to_account, "to_account")
    if giver.id == taker.id:
        raise InvalidError("to_account must differ from from_account", "to_account")
    return giver, taker


def _cash_amount(creation: JournalCreation) -> int:
    if creation.amount is None:
        raise InvalidError("amount is required for JNLC", "amount")
    return usd_amount(creation.amount, "amount")


def _share_amount(simulation: Simulation, creation: JournalCreation) -> tuple[str, int]:
    if creation.symbol is None:
        raise InvalidError("symbol is required for JNLS", "symbol")
    if creation.qty is None:
        raise InvalidError("qty is required for JNLS", "qty")
    asset = simulation.assets.find(creation.symbol)
    if asset is None:
        raise InvalidError("symbol is not an asset", "symbol")
    if asset.asset_class != _EQUITY:
        raise InvalidError("symbol must be a share's; crypto cannot be journaled", "symbol")
    return asset.symbol, share_amount(creation.qty, "qty")


def _transmitter(creation: JournalCreation) -> str | None:
    """The Travel Rule's fields as JSON; Alpaca wants them above 3,000 USD but requires none."""
    given = {
        name: value
        for name in Transmitter.model_fields
        if (value := getattr(creation, name)) is not None
    }
    if not given:
        return None
    for name, value in given.items():
        if creation.entry_type != JournalEntryType.JNLC:
            raise InvalidError(f"{name} is for JNLC only", name)
        if isinstance(value, str) and len(value) > _LONGEST_TRANSMITTER:
            raise InvalidError(f"{name} must be at most {_LONGEST_TRANSMITTER} characters", name)
    return Transmitter(**given).model_dump_json(exclude_unset=True)


def needs_approval(simulation: Simulation, row: sqlite3.Row) -> bool:
    """Whether a journal goes beyond what may be moved at once."""
    if row["entry_type"] == JournalEntryType.JNLS:
        price = valuation.price_now(simulation, row["symbol"])
        return value_of(row["qty"], price) > TRANSACTION_LIMIT
    if row["amount"] > TRANSACTION_LIMIT:
        return True
    customer = simulation.database.value(
        "SELECT id FROM accounts WHERE id IN (?, ?) AND NOT is_firm",
        (row["from_account"], row["to_account"]),
    )
    return customer is not None and _moved_today(simulation, customer) + row["amount"] > DAILY_LIMIT


def _moved_today(simulation: Simulation, customer: str) -> int:
    """Cash that journals moved to and from an account today, in 1e-6 USD."""
    today = simulation.now().astimezone(NEW_YORK).date()
    total: int = simulation.database.value(
        "SELECT coalesce(sum(amount), 0) FROM journals WHERE (from_account = ? OR to_account = ?)"
        " AND status = ? AND executed_at >= ?",
        (customer, customer, JournalStatus.EXECUTED, to_timestamp(midnight(today))),
    )
    return total


def midnight(day: date) -> datetime:
    """When a day of New York begins."""
    return datetime.combine(day, time(0), NEW_YORK)
