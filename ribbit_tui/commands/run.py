"""`ribbit`: run the app in a terminal."""

import sys
from typing import TYPE_CHECKING

from ribbit_tui.runtime.composition import create_app, create_app_with_defaults
from ribbit_tui.runtime.data_folder import DataFolderError

from .errors import FAILURE, WRONG_USAGE, CommandError

if TYPE_CHECKING:
    from ribbit_tui.config.settings import Settings


def run(settings: "Settings") -> int:
    """Run the app on `settings` and return its exit code.

    Asks for a typed confirmation in the live environment. Raises ConfigurationError without
    credentials, and CommandError without the confirmation.
    """
    settings.require_credentials()
    if settings.environment == "live":
        _confirm_live()
    return _run_app(settings)


def run_with_defaults() -> int:
    """Run the app on the default settings, loaded after its first frame; return its exit code."""
    return _run_app(None)


def _run_app(settings: "Settings | None") -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _fail(
            "the app needs a terminal; ribbit --help lists what works without", WRONG_USAGE
        )
    try:
        app = create_app_with_defaults() if settings is None else create_app(settings)
    except DataFolderError as error:
        return _fail(str(error), FAILURE)
    app.run()
    return app.return_code or 0


def _fail(message: str, exit_code: int) -> int:
    """Print `message` as the command line does, without importing it; return the exit code."""
    print(f"ribbit: {message}", file=sys.stderr)
    return exit_code


def _confirm_live() -> None:
    import click

    click.echo('environment = "live": orders and transfers use real money.', err=True)
    if click.prompt("Type LIVE to continue", default="", show_default=False, err=True) != "LIVE":
        raise CommandError("not started", WRONG_USAGE)
