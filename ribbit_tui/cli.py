"""The `ribbit` command. Every command is a few lines; what it needs is imported when it runs."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from . import __version__

if TYPE_CHECKING:
    from ribbit_tui.config.settings import Settings

FAILURE, WRONG_USAGE = 1, 2

Command = TypeVar("Command", bound=Callable[..., Any])


def _fail(message: str, code: int = FAILURE) -> NoReturn:
    click.echo(f"ribbit: {message}", err=True)
    sys.exit(code)


def _settings(**flags: Any) -> "Settings":
    from ribbit_tui.config.file import ConfigurationError
    from ribbit_tui.config.loader import load_settings

    config_file = flags.pop("config", None)
    try:
        return load_settings(config_file, **flags)
    except ConfigurationError as error:
        _fail(str(error), WRONG_USAGE)


_config_option = click.option(
    "--config", type=click.Path(path_type=Path), help="The configuration file to read."
)
_data_dir_option = click.option(
    "--data-dir", type=click.Path(path_type=Path), help="Where everything is kept."
)
_environment_option = click.option(
    "--environment", metavar="NAME", help="simulated, sandbox or live."
)
_pace_option = click.option("--pace", metavar="PACE", help="instant, demo or real.")
_market_hours_option = click.option("--market-hours", metavar="HOURS", help="always or nyse.")
_seed_option = click.option("--seed", metavar="N", help="What ids and prices follow from.")


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@_options(
    _config_option,
    _environment_option,
    click.option("--customer", metavar="ID", help="The customer to open at once."),
    _data_dir_option,
    _pace_option,
    _market_hours_option,
    _seed_option,
    click.option("--timezone", metavar="ZONE", help="The zone that times are shown in."),
)
@click.version_option(__version__, prog_name="ribbit")
@click.pass_context
def main(context: click.Context, /, **flags: Any) -> None:
    """Ribbit: a whole brokerage life in a terminal, on Alpaca's Broker API.

    Without a command it runs the app, beside a simulator of the API that needs no key and no
    network.
    """
    if context.invoked_subcommand is None:
        _run_app(_settings(**flags))
    elif given := [name for name, value in flags.items() if value is not None]:
        flag = given[0].replace("_", "-")
        raise click.UsageError(f"put --{flag} after {context.invoked_subcommand}")


def _run_app(settings: "Settings") -> None:
    from ribbit_tui.commands.run import run_app
    from ribbit_tui.config.file import ConfigurationError

    try:
        settings.require_credentials()
    except ConfigurationError as error:
        _fail(str(error), WRONG_USAGE)
    if settings.environment == "live":
        _confirm_live()
    sys.exit(run_app(settings))


def _confirm_live() -> None:
    click.echo("environment = live: everything you do moves real money.", err=True)
    if click.prompt("Type LIVE to go on", default="", show_default=False, err=True) != "LIVE":
        _fail("not started", WRONG_USAGE)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    default=8765,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 picks a free one.",
)
@click.option("--data-dir", type=click.Path(path_type=Path), help="Where the database is kept.")
@click.option("--in-memory", is_flag=True, help="Keep nothing on disk.")
@click.option("--pace", type=click.Choice(["instant", "demo", "real"]), default="demo")
@click.option("--market-hours", type=click.Choice(["always", "nyse"]), default="always")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**63 - 1))
@click.option(
    "--setup",
    type=click.Choice(["trading_app", "fully_disclosed", "omnibus"]),
    default="trading_app",
    show_default=True,
    help="Who approves customers: the simulator, the firm, or nobody.",
)
@click.option("--api-key", envvar="RIBBIT_API_KEY", default="ribbit-demo-key", show_default=True)
@click.option(
    "--api-secret", envvar="RIBBIT_API_SECRET", default="ribbit-demo-secret", show_default=True
)
@click.option(
    "--clock",
    type=click.Choice(["system", "manual"]),
    default="system",
    help="A manual clock moves only by POST /simulator/clock/advance.",
)
@click.option("--start-time", metavar="TIME", help="Where a manual clock starts (RFC 3339).")
@click.option("--exit-with-parent", is_flag=True, hidden=True)
def simulator(
    data_dir: Path | None, in_memory: bool, start_time: str | None, **options: Any
) -> None:
    """Serve the Broker API on this machine, for alpaca-py, curl or code of your own.

    Prints one line, `listening on http://HOST:PORT`, when it accepts requests.
    """
    from ribbit_tui.simulator.server import run
    from ribbit_tui.simulator.settings import SimulatorSettings, SimulatorStartError

    if in_memory and data_dir is not None:
        _fail("--in-memory and --data-dir exclude each other", WRONG_USAGE)
    if start_time is not None and options["clock"] != "manual":
        _fail("--start-time is for a manual clock: add --clock manual", WRONG_USAGE)
    if not in_memory and data_dir is None:
        from ribbit_tui.runtime.data_folder import SIMULATOR_FOLDER

        data_dir = _settings().data_dir / SIMULATOR_FOLDER
    try:
        run(SimulatorSettings(data_dir=data_dir, start_time=_moment(start_time), **options))
    except SimulatorStartError as error:
        _fail(error.message, error.exit_code)


def _moment(text: str | None) -> Any:
    from datetime import datetime

    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        _fail(f"--start-time: {text!r} is no time such as 2026-01-15T15:00:00Z", WRONG_USAGE)


@main.command()
@_options(_config_option, _environment_option, _data_dir_option)
def check(**flags: Any) -> None:
    """Try the configuration, the credentials, the server and the streams; a verdict for each."""
    import asyncio

    from ribbit_tui.commands.check import run_checks

    settings = _settings(**flags)
    well = True
    for verdict in asyncio.run(run_checks(settings)):
        click.echo(f"{'ok  ' if verdict.well else 'FAIL'}  {verdict.what}: {verdict.words}")
        well = well and verdict.well
    sys.exit(0 if well else FAILURE)


@main.group()
def config() -> None:
    """The settings: what they are, where they are, and a file to start from."""


@config.command("show")
@_options(_config_option, _environment_option, _data_dir_option)
def config_show(**flags: Any) -> None:
    """Every setting, and where its value comes from. Secrets are masked."""
    for name, value, source in _settings(**flags).shown():
        click.echo(f"{name:<16} {value:<44} {source}")


@config.command("path")
@_config_option
def config_path(config: Path | None) -> None:
    """Where the configuration file is looked for."""
    from .config import loader as configuration

    click.echo(configuration.config_path(config))


@config.command("init")
@_config_option
def config_init(config: Path | None) -> None:
    """Write a configuration file with every setting explained; an existing one is left alone."""
    from ribbit_tui.config.example import example

    from .config import loader as configuration

    path = configuration.config_path(config)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            path.chmod(0o600)
            file.write(example())
    except FileExistsError:
        _fail(f"{path} exists already; it was left as it is")
    except OSError as error:
        _fail(f"{path} cannot be written: {error.strerror}")
    click.echo(f"wrote {path}")


@main.command()
@_options(_config_option, _data_dir_option)
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(yes: bool, **flags: Any) -> None:
    """Forget the simulated world: its customers, drafts and the simulator's database.

    What belongs to the sandbox or to live is left alone.
    """
    from ribbit_tui.commands.reset import reset_simulated_world, simulated_folders
    from ribbit_tui.runtime.data_folder import CannotStartError, lock_data_folder

    settings = _settings(**flags)
    folders = simulated_folders(settings.data_dir)
    if not folders:
        click.echo(f"nothing to forget in {settings.data_dir}")
        return
    for folder in folders:
        click.echo(f"will be deleted: {folder}")
    if not yes:
        click.confirm("Forget the simulated world?", abort=True)
    try:
        with lock_data_folder(settings.data_dir):
            reset_simulated_world(settings.data_dir)
    except (CannotStartError, OSError) as error:
        _fail(str(error))
    click.echo("forgotten")


@main.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("screenshots"),
    show_default=True,
    help="Where the pictures go.",
)
@click.option("--size", default="120x40", show_default=True, metavar="COLUMNSxROWS")
def screenshots(folder: Path, size: str) -> None:
    """Take a picture (SVG) of every screen of the flow; the same bytes on every run."""
    import asyncio

    from ribbit_tui.runtime.composition import create_stage
    from ribbit_tui.tour.player import SceneFailedError
    from ribbit_tui.tour.screenshots import take_screenshots

    async def take() -> None:
        async for path in take_screenshots(create_stage, folder, _size(size)):
            click.echo(path)

    try:
        asyncio.run(take())
    except (SceneFailedError, OSError) as error:
        _fail(str(error))


def _size(text: str) -> tuple[int, int]:
    columns, _, rows = text.partition("x")
    if not (columns.isdecimal() and rows.isdecimal()):
        raise click.UsageError(f"--size: {text!r} is no size such as 120x40")
    return int(columns), int(rows)
