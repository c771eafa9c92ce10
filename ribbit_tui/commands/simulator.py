"""`ribbit simulator`: serve the simulated Broker API."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TypedDict, Unpack

from ribbit_tui.simulator.server import run
from ribbit_tui.simulator.settings import (
    ApiVersion,
    ClockKind,
    MarketHours,
    Pace,
    Setup,
    SimulatorSettings,
    SimulatorStartError,
)

from .errors import WRONG_USAGE, CommandError


class SimulatorOptions(TypedDict):
    """The options that SimulatorSettings takes as they are."""

    host: str
    port: int
    pace: Pace
    market_hours: MarketHours
    seed: int
    setup: Setup
    api_version: ApiVersion
    api_key: str
    api_secret: str
    clock: ClockKind
    journal_limit: Decimal
    journal_daily_limit: Decimal
    account_trading_limit: Decimal | None
    firm_trading_limit: Decimal | None
    exit_with_parent: bool


def serve(
    data_dir: Path | None,
    in_memory: bool,
    start_time: str | None,
    **options: Unpack[SimulatorOptions],
) -> None:
    """Serve until SIGINT or SIGTERM. Raises CommandError and ConfigurationError.

    Without `data_dir` and `in_memory` the database lies in the app's data folder.
    """
    if in_memory and data_dir is not None:
        raise CommandError("use either --in-memory or --data-dir, not both", WRONG_USAGE)
    if start_time is not None and options["clock"] != "manual":
        raise CommandError("--start-time needs --clock manual", WRONG_USAGE)
    if not in_memory and data_dir is None:
        data_dir = _default_data_dir()
    try:
        run(SimulatorSettings(data_dir=data_dir, start_time=_parse_time(start_time), **options))
    except SimulatorStartError as error:
        raise CommandError(error.message, error.exit_code) from None


def _default_data_dir() -> Path:
    from ribbit_tui.config.loader import load_settings
    from ribbit_tui.runtime.data_folder import SIMULATOR_FOLDER

    return load_settings().data_dir / SIMULATOR_FOLDER


def _parse_time(text: str | None) -> datetime | None:
    """Parse an RFC 3339 time. Raises CommandError."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"--start-time: {text!r} is not a time such as 2026-01-15T15:00:00Z", WRONG_USAGE
        ) from None
