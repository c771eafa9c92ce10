"""Options of the commands, and the checks of their values."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])


def with_options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Decorate a command with `options`, shown in its help in this order."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _usd(_context: click.Context, _parameter: click.Parameter, value: str) -> Decimal:
    """Return an amount of money, to the cent and up to ten million. Raises click.BadParameter."""
    try:
        amount = Decimal(value)
        if 0 <= amount <= 10_000_000 and amount == amount.quantize(Decimal("0.01")):
            return amount
    except InvalidOperation:
        pass
    raise click.BadParameter(f"{value!r} is not an amount from 0 to 10000000 such as 250.50")


def _usd_or_none(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> Decimal | None:
    """Return an amount as `_usd`; None for an option that was not given."""
    return None if value is None else _usd(context, parameter, value)


CONFIG_OPTION = click.option(
    "--config", type=click.Path(path_type=Path), help="Configuration file to read."
)
DATA_DIR_OPTION = click.option(
    "--data-dir", type=click.Path(path_type=Path), help="Folder for everything kept on disk."
)
ENVIRONMENT_OPTION = click.option(
    "--environment", metavar="NAME", help="Broker API to use: simulated, sandbox or live."
)
PACE_OPTION = click.option(
    "--pace", metavar="PACE", help="Length of simulated delays: instant, demo or real."
)
MARKET_HOURS_OPTION = click.option(
    "--market-hours", metavar="HOURS", help="Hours of the simulated market: always or nyse."
)
SEED_OPTION = click.option(
    "--seed", metavar="N", help="Seed of the simulator's ids, account numbers and prices."
)
API_VERSION_OPTION = click.option(
    "--api-version",
    metavar="YEAR",
    help="Year of Alpaca's API that the simulator's responses follow: 2021 or 2026.",
)

SIMULATOR_OPTIONS = (
    click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on."),
    click.option(
        "--port",
        default=8765,
        show_default=True,
        type=click.IntRange(0, 65535),
        help="Port to listen on; 0 picks a free one.",
    ),
    click.option(
        "--data-dir", type=click.Path(path_type=Path), help="Folder of the simulator's database."
    ),
    click.option("--in-memory", is_flag=True, help="Keep nothing on disk."),
    click.option(
        "--pace",
        type=click.Choice(["instant", "demo", "real"]),
        default="demo",
        show_default=True,
        help="Length of simulated delays: none, seconds or minutes.",
    ),
    click.option(
        "--market-hours",
        type=click.Choice(["always", "nyse"]),
        default="always",
        show_default=True,
        help="Hours of the simulated market.",
    ),
    click.option(
        "--seed",
        default=1,
        show_default=True,
        type=click.IntRange(0, 2**63 - 1),
        help="Seed of ids, account numbers and prices.",
    ),
    click.option(
        "--setup",
        type=click.Choice(["trading_app", "fully_disclosed", "omnibus"]),
        default="trading_app",
        show_default=True,
        help="Who approves customers: Alpaca, the firm, or nobody.",
    ),
    click.option(
        "--journal-limit",
        callback=_usd,
        default="50",
        show_default=True,
        metavar="USD",
        help="Largest journal that is executed without a review.",
    ),
    click.option(
        "--journal-daily-limit",
        callback=_usd,
        default="1000",
        show_default=True,
        metavar="USD",
        help="Largest sum of a customer's cash journals in a day without a review.",
    ),
    click.option(
        "--account-trading-limit",
        callback=_usd_or_none,
        metavar="USD",
        help="Most that an account may buy in a day, net of its sales. Without it, no limit.",
    ),
    click.option(
        "--firm-trading-limit",
        callback=_usd_or_none,
        metavar="USD",
        help="The same for all accounts together.",
    ),
    click.option(
        "--api-version",
        type=click.Choice(["2021", "2026"]),
        default="2026",
        show_default=True,
        help="Year of Alpaca's API that the responses follow.",
    ),
    click.option(
        "--api-key",
        envvar="RIBBIT_API_KEY",
        default="ribbit-demo-key",
        show_default=True,
        help="Key that clients must send.",
    ),
    click.option(
        "--api-secret",
        envvar="RIBBIT_API_SECRET",
        default="ribbit-demo-secret",
        show_default=True,
        help="Secret that clients must send.",
    ),
    click.option(
        "--clock",
        type=click.Choice(["system", "manual"]),
        default="system",
        show_default=True,
        help="A manual clock moves only by POST /simulator/clock/advance.",
    ),
    click.option("--start-time", metavar="TIME", help="Start of a manual clock (RFC 3339)."),
    click.option("--exit-with-parent", is_flag=True, hidden=True),
)
"""The options of `ribbit simulator`, in the order of its help."""
