"""The command line of `ribbit`: its commands and their help.

Each command imports its own module when it runs, so that `--help` stays quick.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from . import __version__
from .commands.errors import FAILURE, WRONG_USAGE, CommandError
from .commands.options import (
    API_VERSION_OPTION,
    CONFIG_OPTION,
    DATA_DIR_OPTION,
    ENVIRONMENT_OPTION,
    MARKET_HOURS_OPTION,
    PACE_OPTION,
    SEED_OPTION,
    SIMULATOR_OPTIONS,
    with_options,
)
from .config.file import ConfigurationError

if TYPE_CHECKING:
    from .commands.simulator import SimulatorOptions
    from .config.settings import Settings


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


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@with_options(
    CONFIG_OPTION,
    ENVIRONMENT_OPTION,
    click.option("--customer", metavar="ID", help="Account id of the customer to open at start."),
    DATA_DIR_OPTION,
    PACE_OPTION,
    MARKET_HOURS_OPTION,
    SEED_OPTION,
    API_VERSION_OPTION,
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
@with_options(*SIMULATOR_OPTIONS)
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
@with_options(CONFIG_OPTION, ENVIRONMENT_OPTION, DATA_DIR_OPTION)
def check(config: Path | None, **flags: object) -> None:
    """Check configuration, server, keys and event streams."""
    from .commands.check import check

    sys.exit(0 if check(_load_settings(config, flags)) else FAILURE)


@main.group("config", no_args_is_help=False)
def config_commands() -> None:
    """Show the settings or write a configuration file."""


@config_commands.command("show")
@with_options(CONFIG_OPTION, ENVIRONMENT_OPTION, DATA_DIR_OPTION)
def config_show(config: Path | None, **flags: object) -> None:
    """Show every setting and its source. Secrets are masked."""
    from .commands.config import show

    show(_load_settings(config, flags))


@config_commands.command("path")
@CONFIG_OPTION
def config_path(config: Path | None) -> None:
    """Show the path of the configuration file."""
    from .commands.config import print_path

    print_path(config)


@config_commands.command("init")
@CONFIG_OPTION
def config_init(config: Path | None) -> None:
    """Write a configuration file that explains every setting.

    An existing file is not changed.
    """
    from .commands.config import init

    init(config)


@main.command()
@with_options(CONFIG_OPTION, DATA_DIR_OPTION)
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
