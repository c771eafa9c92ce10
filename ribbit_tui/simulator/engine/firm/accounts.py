"""The firm's own accounts, which every database starts with."""

from ribbit_tui.simulator.clock import to_micros
from ribbit_tui.simulator.engine.portfolio.positions import add_shares
from ribbit_tui.simulator.exact import MICROS_PER_CENT, NANOS_PER_SHARE
from ribbit_tui.simulator.ledger.ledger import USD, WORLD_BANK, WORLD_MARKET, Entry
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus

SWEEP_ACCOUNT = "8f8c8cee-2591-4f83-be12-82c659b5e748"
"""Funded with 50,000 USD."""
DEPOSIT_ACCOUNT = "0de90517-ac00-4000-8000-000000000001"
"""Empty: where a firm's own deposits would arrive."""
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
    """Open and fund them, unless the database has them already."""
    if simulation.database.value("SELECT 1 FROM accounts WHERE is_firm") is not None:
        return
    with simulation.database.transaction():
        now = simulation.now()
        for account_id, number in _ACCOUNT_NUMBERS.items():
            simulation.database.insert(
                "accounts",
                id=account_id,
                account_number=number,
                is_firm=1,
                status=AccountStatus.ACTIVE,
                search_text="",
                application="{}",
                created_at=to_micros(now),
            )
        micros = _SWEEP_USD * 100 * MICROS_PER_CENT
        funding = [Entry(WORLD_BANK, USD, -micros), Entry(SWEEP_ACCOUNT, USD, micros)]
        simulation.ledger.post(funding, SWEEP_ACCOUNT, now)
        for symbol, count in _REWARD_SHARES.items():
            nanos = count * NANOS_PER_SHARE
            stock = [Entry(WORLD_MARKET, symbol, -nanos), Entry(REWARDS_ACCOUNT, symbol, nanos)]
            simulation.ledger.post(stock, REWARDS_ACCOUNT, now)
            listing = simulation.prices.listing(symbol)
            cost = listing.base * listing.tick * count
            add_shares(simulation, REWARDS_ACCOUNT, symbol, nanos, cost)
