"""The firm's own accounts, which every database starts with."""

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts import records as account_records
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.positions.records import add_shares
from ribbit_tui.simulator.exact import MICROS_PER_CENT, NANOS_PER_SHARE, Micros, Nanos
from ribbit_tui.simulator.ledger.double_entry import (
    WORLD_BANK,
    WORLD_MARKET,
    cash_moves,
    share_moves,
)
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus

SWEEP_ACCOUNT = "8f8c8cee-2591-4f83-be12-82c659b5e748"
"""Funded with 50,000 USD."""
DEPOSIT_ACCOUNT = "0de90517-ac00-4000-8000-000000000001"
"""Empty; receives the firm's own deposits."""
REWARDS_ACCOUNT = "4e3a4d50-ac00-4000-8000-000000000002"
"""Owns shares to give away."""

_ACCOUNT_NUMBERS = {
    SWEEP_ACCOUNT: "927721227",
    DEPOSIT_ACCOUNT: "927721228",
    REWARDS_ACCOUNT: "927721229",
}
_SWEEP_USD = 50_000
_REWARD_SHARES = {"AAPL": 200, "AMZN": 200, "GOOGL": 200, "MSFT": 100, "NVDA": 300, "TSLA": 100}


def open_firm_accounts(simulation: Simulation) -> None:
    """Open and fund the firm's accounts, unless the database has them already."""
    if simulation.database.exists("FROM accounts WHERE is_firm"):
        return
    with simulation.database.transaction():
        now = simulation.now()
        for account_id, number in _ACCOUNT_NUMBERS.items():
            account_records.insert(
                simulation,
                AccountRecord(
                    id=account_id,
                    account_number=number,
                    is_firm=True,
                    status=AccountStatus.ACTIVE,
                    created_at=to_timestamp(now),
                ),
            )
        amount = Micros(_SWEEP_USD * 100 * MICROS_PER_CENT)
        simulation.ledger.post(cash_moves(WORLD_BANK, SWEEP_ACCOUNT, amount), SWEEP_ACCOUNT, now)
        for symbol, count in _REWARD_SHARES.items():
            qty = Nanos(count * NANOS_PER_SHARE)
            moves = share_moves(WORLD_MARKET, REWARDS_ACCOUNT, symbol, qty)
            simulation.ledger.post(moves, REWARDS_ACCOUNT, now)
            listing = simulation.prices.listing(symbol)
            cost = Micros(listing.base * listing.tick * count)
            add_shares(simulation, REWARDS_ACCOUNT, symbol, qty, cost)
