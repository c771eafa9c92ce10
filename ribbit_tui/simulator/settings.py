"""Settings of a simulator. Cheap to import: the command line reads them before anything heavy."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

Pace = Literal["instant", "demo", "real"]
MarketHours = Literal["always", "nyse"]
ClockKind = Literal["system", "manual"]
Setup = Literal["trading_app", "fully_disclosed", "omnibus"]
ApiVersion = Literal["2021", "2026"]


class SimulatorStartError(Exception):
    """Reason why the simulator cannot start: one line that says what to do about it."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.message = message
        self.exit_code = exit_code


@dataclass(frozen=True, kw_only=True)
class SimulatorSettings:
    """Settings of a simulator.

    Without `data_dir` all state is in memory. `start_time` is where a manual clock starts in a new
    database; in an existing one it goes on from the stored time. `setup` says who approves
    customers: the simulated Alpaca (trading_app), the firm itself (fully_disclosed), or nobody,
    since an omnibus firm opens no customer accounts. `api_version` is the form of the responses:
    that of Alpaca's description of August 2026, or that of its documents of 2021 and 2022.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    data_dir: Path | None = None
    pace: Pace = "demo"
    market_hours: MarketHours = "always"
    seed: int = 1
    api_key: str = "ribbit-demo-key"
    api_secret: str = field(default="ribbit-demo-secret", repr=False)
    clock: ClockKind = "system"
    start_time: datetime | None = None
    exit_with_parent: bool = False
    setup: Setup = "trading_app"
    journal_limit: Decimal = Decimal(50)
    """Largest value (USD) of a journal that is executed without a review."""
    journal_daily_limit: Decimal = Decimal(1_000)
    """Largest sum (USD) of a customer's cash journals in a day that are not reviewed."""
    account_trading_limit: Decimal | None = None
    """Most (USD) that an account may buy in a trading day net of what it sells; None: no limit."""
    firm_trading_limit: Decimal | None = None
    """The same for all accounts together."""
    api_version: ApiVersion = "2026"
    stream_backlog: int = 10_000
    """Number of events that a live reader of a stream may fall behind before some are dropped."""
