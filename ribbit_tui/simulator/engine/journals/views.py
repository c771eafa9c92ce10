"""Journals as the API returns them."""

from ribbit_tui.simulator.clock import from_timestamp
from ribbit_tui.simulator.exact import shares, usd
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.wire.journals import Journal

from .records import JournalRecord


def as_wire(journal: JournalRecord) -> Journal:
    """Return a journal."""
    executed = None if journal.executed_at is None else from_timestamp(journal.executed_at)
    executed_on = None if executed is None else executed.astimezone(NEW_YORK).date()
    transmitter = journal.transmitter_body()
    return Journal(
        id=journal.id,
        entry_type=journal.entry_type,
        from_account=journal.from_account,
        to_account=journal.to_account,
        status=journal.status,
        net_amount=None if journal.amount is None else usd(journal.amount),
        symbol=journal.symbol,
        qty=None if journal.qty is None else shares(journal.qty),
        price=None if journal.price is None else usd(journal.price),
        description=journal.description,
        settle_date=executed_on,
        system_date=executed_on,
        currency="USD",
        created_at=from_timestamp(journal.created_at),
        transmitter_name=transmitter.transmitter_name,
        transmitter_account_number=transmitter.transmitter_account_number,
        transmitter_address=transmitter.transmitter_address,
        transmitter_financial_institution=transmitter.transmitter_financial_institution,
        transmitter_timestamp=transmitter.transmitter_timestamp,
    )
