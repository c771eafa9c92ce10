"""How a simulator is set up. Cheap to import: the command line reads it before anything heavy."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

Pace = Literal["instant", "demo", "real"]
MarketHours = Literal["always", "nyse"]
ClockKind = Literal["system", "manual"]
Setup = Literal["trading_app", "fully_disclosed", "omnibus"]


class SimulatorStartError(Exception):
    """The simulator cannot start; the message is one line that says what to do about it."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.message = message
        self.exit_code = exit_code


@dataclass(frozen=True, kw_only=True)
class SimulatorSettings:
    """Everything a simulator can be told.

    Without `data_dir` all state is in memory. `start_time` is where a manual clock starts in a
    new database; a clock that has a stored time goes on from there. `setup` is who approves
    customers: the simulated Alpaca, the firm itself, or nobody since an omnibus firm opens none.
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
    stream_backlog: int = 10_000
    """How many events a live reader of a stream may fall behind before some are dropped."""
