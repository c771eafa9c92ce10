"""`ribbit config`: show the settings, and write a configuration file to start from."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ribbit_tui.config.loader import config_path

from .errors import CommandError

if TYPE_CHECKING:
    from ribbit_tui.config.settings import Settings


def show(settings: "Settings") -> None:
    """Print every setting with its source; secrets are masked."""
    for name, value, source in settings.describe():
        click.echo(f"{name:<16} {value:<44} {source}")


def print_path(config_file: Path | None) -> None:
    """Print the path of the configuration file, whether it exists or not."""
    click.echo(config_path(config_file))


def init(config_file: Path | None) -> None:
    """Write the example as a private configuration file.

    Raises CommandError where the file exists or cannot be written.
    """
    from ribbit_tui.config.example import render_example

    path = config_path(config_file)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            path.chmod(0o600)
            file.write(render_example())
    except FileExistsError:
        raise CommandError(f"{path} exists already; it was not changed") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}") from None
    click.echo(f"wrote {path}")
