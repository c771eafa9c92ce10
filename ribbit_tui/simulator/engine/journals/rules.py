"""Rules for journals: the accounts they may connect, and the limits of what they move."""

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_active_account
from ribbit_tui.simulator.engine.balances import settlement, valuation
from ribbit_tui.simulator.engine.common import trading_days
from ribbit_tui.simulator.engine.common.request_amounts import share_amount, usd_amount
from ribbit_tui.simulator.errors import ForbiddenError, InvalidError, NotFoundError
from ribbit_tui.simulator.exact import USD_PLACES, Micros, scaled, value_of
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.journals import JournalCreation, JournalEntryType, Transmitter

from . import records
from .movements import Movement
from .records import Cash, JournalRecord, Shares

_LONGEST_DESCRIPTION = 1024
_LONGEST_TRANSMITTER = 255


def find_journal(simulation: Simulation, journal_id: str) -> JournalRecord:
    """Return a journal; raises NotFoundError."""
    journal = records.by_id(simulation, journal_id.lower())
    if journal is None:
        raise NotFoundError("journal not found")
    return journal


def checked_movement(simulation: Simulation, creation: JournalCreation) -> Movement:
    """Return the movement that a request asks for.

    Raises InvalidError, NotFoundError for an unknown account, and ForbiddenError if the accounts
    may not journal or the giver lacks what is to move.
    """
    if len(creation.description or "") > _LONGEST_DESCRIPTION:
        raise InvalidError("description must be at most 1024 characters", "description")
    if creation.currency not in (None, "USD"):
        raise InvalidError("currency must be USD", "currency")
    giver, taker = _accounts(simulation, creation)
    moved = _moved(simulation, creation)
    transmitter = _transmitter(creation)
    if isinstance(moved, Cash):
        if not giver.is_firm and not taker.is_firm:
            raise ForbiddenError("cash cannot be journaled between customers", "to_account")
    elif not giver.is_firm:
        raise ForbiddenError("shares can be journaled from the firm only", "from_account")
    elif taker.is_firm:
        raise ForbiddenError("shares can be journaled to a customer only", "to_account")
    check_available(simulation, giver.id, moved)
    _check_unmixed(creation)
    return Movement(giver.id, taker.id, moved, creation.description, transmitter)


def check_available(simulation: Simulation, giver: str, moved: Cash | Shares) -> None:
    """Check that the account has what is to move. Unsettled proceeds of sales do not count.

    Raises ForbiddenError.
    """
    match moved:
        case Cash(amount):
            if amount > settlement.withdrawable(simulation, giver):
                raise ForbiddenError("insufficient balance", "amount")
        case Shares(symbol, qty):
            if qty > simulation.ledger.available_shares(giver, symbol):
                raise ForbiddenError("insufficient assets", "qty")


def _accounts(
    simulation: Simulation, creation: JournalCreation
) -> tuple[AccountRecord, AccountRecord]:
    """Return giver and taker. The remains of a closed account may be journaled away."""
    giver = find_account(simulation, creation.from_account, "from_account")
    if giver.status != AccountStatus.ACCOUNT_CLOSED:
        giver = find_active_account(simulation, creation.from_account, "from_account")
    taker = find_active_account(simulation, creation.to_account, "to_account")
    if giver.id == taker.id:
        raise InvalidError("to_account must differ from from_account", "to_account")
    return giver, taker


def _moved(simulation: Simulation, creation: JournalCreation) -> Cash | Shares:
    if creation.entry_type == JournalEntryType.JNLC:
        if creation.amount is None:
            raise InvalidError("amount is required for JNLC", "amount")
        return Cash(usd_amount(creation.amount, "amount"))
    if creation.entry_type != JournalEntryType.JNLS:
        raise InvalidError("entry_type must be JNLC or JNLS", "entry_type")
    if creation.symbol is None:
        raise InvalidError("symbol is required for JNLS", "symbol")
    if creation.qty is None:
        raise InvalidError("qty is required for JNLS", "qty")
    asset = simulation.assets.find(creation.symbol)
    if asset is None:
        raise InvalidError("symbol is not an asset", "symbol")
    if asset.asset_class != AssetClass.US_EQUITY:
        raise InvalidError("symbol must be a share's; crypto cannot be journaled", "symbol")
    return Shares(asset.symbol, share_amount(creation.qty, "qty"))


def _check_unmixed(creation: JournalCreation) -> None:
    """Refuse shares in a journal of cash, and cash in one of shares. Raises InvalidError."""
    is_cash = creation.entry_type == JournalEntryType.JNLC
    others = ("symbol", "qty") if is_cash else ("amount",)
    for name in others:
        if getattr(creation, name) is not None:
            raise InvalidError(f"{name} is not for {creation.entry_type}", name)


def _transmitter(creation: JournalCreation) -> str | None:
    """Return the Travel Rule's fields as JSON. Alpaca requires none, even above 3,000 USD."""
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


def needs_approval(simulation: Simulation, journal: JournalRecord) -> bool:
    """Whether a journal is above a limit of the settings. Shares count at market price.

    The daily limit is for the sum of a customer's cash journals in a day of New York. Alpaca
    documents it as a safeguard for any user, but does not say whose sum it limits.
    """
    limit = Micros(scaled(simulation.settings.journal_limit, USD_PLACES))
    daily_limit = Micros(scaled(simulation.settings.journal_daily_limit, USD_PLACES))
    match journal.moved:
        case Shares(symbol, qty):
            return value_of(qty, valuation.price_now(simulation, symbol)) > limit
        case Cash(amount):
            if amount > limit:
                return True
            customer = _customer(simulation, journal)
            if customer is None:
                return False
            today = to_timestamp(trading_days.start_of(trading_days.today(simulation)))
            executed = records.executed_since(simulation, customer, today)
            return executed + amount > daily_limit


def _customer(simulation: Simulation, journal: JournalRecord) -> str | None:
    """Return the customer's account; None if both accounts are the firm's."""
    for account_id in (journal.from_account, journal.to_account):
        if not find_account(simulation, account_id).is_firm:
            return account_id
    return None
