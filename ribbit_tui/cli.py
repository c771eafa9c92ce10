"""The command line of `ribbit`: its commands, options and help.

Each command imports its own module when it runs, so that `--help` stays quick.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, Unpack

import click

from . import __version__
from .commands.errors import FAILURE, WRONG_USAGE, CommandError
from .config.file import ConfigurationError

if TYPE_CHECKING:
    from .commands.simulator import SimulatorOptions
    from .config.settings import Settings

Command = TypeVar("Command", bound=Callable[..., object])


class _Commands(click.Group):
    """A group of commands that prints a failure as one line on stderr and exits with its code."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: object,
    ) -> click.Context:
        with _failures_in_one_line():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        with _failures_in_one_line():
            return super().invoke(ctx)


@contextmanager
def _failures_in_one_line() -> Iterator[None]:
    """Print a failure on stderr and exit with its code."""
    try:
        yield
        return
    except CommandError as error:
        failure, exit_code = str(error), error.exit_code
    except ConfigurationError as error:
        failure, exit_code = str(error), WRONG_USAGE
    except click.ClickException as error:
        failure, exit_code = _usage_failure(error), error.exit_code
    click.echo(f"ribbit: {failure}", err=True)
    sys.exit(exit_code)


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


def _usage_failure(error: click.ClickException) -> str:
    """Return click's message in one line, with the command whose help tells more."""
    message = " ".join(error.format_message().split())
    message = message[:1].lower() + message[1:]
    if not message.endswith((".", "?")):
        message += "."
    if isinstance(error, click.UsageError) and error.ctx is not None:
        message += f" See '{error.ctx.command_path} --help'."
    return message


def _load_settings(config: Path | None, flags: dict[str, object]) -> "Settings":
    from .config.loader import load_settings

    return load_settings(config, **flags)


_config_option = click.option(
    "--config", type=click.Path(path_type=Path), help="Configuration file to read."
)
_data_dir_option = click.option(
    "--data-dir", type=click.Path(path_type=Path), help="Folder for everything kept on disk."
)
_environment_option = click.option(
    "--environment", metavar="NAME", help="Broker API to use: simulated, sandbox or live."
)
_pace_option = click.option(
    "--pace", metavar="PACE", help="Length of simulated delays: instant, demo or real."
)
_market_hours_option = click.option(
    "--market-hours", metavar="HOURS", help="Hours of the simulated market: always or nyse."
)
_seed_option = click.option(
    "--seed", metavar="N", help="Seed of the simulator's ids, account numbers and prices."
)
_api_version_option = click.option(
    "--api-version",
    metavar="YEAR",
    help="Year of Alpaca's API that the simulator's responses follow: 2021 or 2026.",
)


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Decorate a command with `options`, shown in its help in this order."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@_options(
    _config_option,
    _environment_option,
    click.option("--customer", metavar="ID", help="Account id of the customer to open at start."),
    _data_dir_option,
    _pace_option,
    _market_hours_option,
    _seed_option,
    _api_version_option,
    click.option(
        "--timezone", metavar="ZONE", help="Time zone of times on screen, as America/New_York."
    ),
)
@click.version_option(__version__, prog_name="ribbit")
@click.pass_context
def main(context: click.Context, /, config: Path | None, **flags: object) -> None:
    """Open, fund and trade a brokerage account in a terminal, through Alpaca's Broker API.

    Without a command, run the app. By default it uses a simulator of the API, which needs no key
    and no network.
    """
    if context.invoked_subcommand is None:
        from .commands.run import run

        sys.exit(run(_load_settings(config, flags)))
    given = [name for name, value in {"config": config, **flags}.items() if value is not None]
    if given:
        flag = given[0].replace("_", "-")
        raise CommandError(f"put --{flag} after {context.invoked_subcommand}", WRONG_USAGE)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8765,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 picks a free one.",
)
@click.option(
    "--data-dir", type=click.Path(path_type=Path), help="Folder of the simulator's database."
)
@click.option("--in-memory", is_flag=True, help="Keep nothing on disk.")
@click.option(
    "--pace",
    type=click.Choice(["instant", "demo", "real"]),
    default="demo",
    show_default=True,
    help="Length of simulated delays: none, seconds or minutes.",
)
@click.option(
    "--market-hours",
    type=click.Choice(["always", "nyse"]),
    default="always",
    show_default=True,
    help="Hours of the simulated market.",
)
@click.option(
    "--seed",
    default=1,
    show_default=True,
    type=click.IntRange(0, 2**63 - 1),
    help="Seed of ids, account numbers and prices.",
)
@click.option(
    "--setup",
    type=click.Choice(["trading_app", "fully_disclosed", "omnibus"]),
    default="trading_app",
    show_default=True,
    help="Who approves customers: Alpaca, the firm, or nobody.",
)
@click.option(
    "--journal-limit",
    callback=_usd,
    default="50",
    show_default=True,
    metavar="USD",
    help="Largest journal that is executed without a review.",
)
@click.option(
    "--journal-daily-limit",
    callback=_usd,
    default="1000",
    show_default=True,
    metavar="USD",
    help="Largest sum of a customer's cash journals in a day without a review.",
)
@click.option(
    "--account-trading-limit",
    callback=_usd_or_none,
    metavar="USD",
    help="Most that an account may buy in a day, net of its sales. Without it, no limit.",
)
@click.option(
    "--firm-trading-limit",
    callback=_usd_or_none,
    metavar="USD",
    help="The same for all accounts together.",
)
@click.option(
    "--api-version",
    type=click.Choice(["2021", "2026"]),
    default="2026",
    show_default=True,
    help="Year of Alpaca's API that the responses follow.",
)
@click.option(
    "--api-key",
    envvar="RIBBIT_API_KEY",
    default="ribbit-demo-key",
    show_default=True,
    help="Key that clients must send.",
)
@click.option(
    "--api-secret",
    envvar="RIBBIT_API_SECRET",
    default="ribbit-demo-secret",
    show_default=True,
    help="Secret that clients must send.",
)
@click.option(
    "--clock",
    type=click.Choice(["system", "manual"]),
    default="system",
    show_default=True,
    help="A manual clock moves only by POST /simulator/clock/advance.",
)
@click.option("--start-time", metavar="TIME", help="Start of a manual clock (RFC 3339).")
@click.option("--exit-with-parent", is_flag=True, hidden=True)
def simulator(
    data_dir: Path | None,
    in_memory: bool,
    start_time: str | None,
    **options: "Unpack[SimulatorOptions]",
) -> None:
    """Serve a simulated Broker API.

    Clients such as alpaca-py, curl or your own code use it like Alpaca's sandbox. Prints
    one line, `listening on http://HOST:PORT`, when it accepts requests.
    """
    from .commands.simulator import serve

    serve(data_dir, in_memory, start_time, **options)


@main.command()
@_options(_config_option, _environment_option, _data_dir_option)
def check(config: Path | None, **flags: object) -> None:
    """Check configuration, server, keys and event streams."""
    from .commands.check import check

    sys.exit(0 if check(_load_settings(config, flags)) else FAILURE)


@main.group("config", no_args_is_help=False)
def config_commands() -> None:
    """Show the settings or write a configuration file."""


@config_commands.command("show")
@_options(_config_option, _environment_option, _data_dir_option)
def config_show(config: Path | None, **flags: object) -> None:
    """Show every setting and its source. Secrets are masked."""
    from .commands.config import show

    show(_load_settings(config, flags))


@config_commands.command("path")
@_config_option
def config_path(config: Path | None) -> None:
    """Show the path of the configuration file."""
    from .commands.config import print_path

    print_path(config)


@config_commands.command("init")
@_config_option
def config_init(config: Path | None) -> None:
    """Write a configuration file that explains every setting.

    An existing file is not changed.
    """
    from .commands.config import init

    init(config)


@main.command()
@_options(_config_option, _data_dir_option)
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def reset(config: Path | None, yes: bool, **flags: object) -> None:
    """Delete all simulated data.

    It consists of simulated customers, drafts and the simulator's database. Data of the
    sandbox and live environments is kept.
    """
    from .commands.reset import reset

    reset(_load_settings(config, flags).data_dir, ask=not yes)


@main.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("screenshots"),
    show_default=True,
    help="Folder for the pictures.",
)
@click.option(
    "--size",
    default="120x40",
    show_default=True,
    metavar="COLUMNSxROWS",
    help="Size of the terminal.",
)
def screenshots(folder: Path, size: str) -> None:
    """Take a picture (SVG) of every scene of the walkthrough.

    Each run writes the same bytes.
    """
    from .commands.screenshots import screenshots

    screenshots(folder, size)
