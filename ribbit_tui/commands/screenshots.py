"""`ribbit screenshots`: take a picture of every scene of the walkthrough."""

import asyncio
from pathlib import Path

import click

from ribbit_tui.runtime.composition import create_tour_app
from ribbit_tui.tour.player import SceneFailedError
from ribbit_tui.tour.screenshots import take_screenshots

from .errors import WRONG_USAGE, CommandError


def screenshots(folder: Path, size: str) -> None:
    """Write the pictures into `folder` and print their paths. Raises CommandError."""
    try:
        asyncio.run(_take(folder, _parse_size(size)))
    except (SceneFailedError, OSError) as error:
        raise CommandError(str(error)) from None


async def _take(folder: Path, size: tuple[int, int]) -> None:
    async for path in take_screenshots(create_tour_app, folder, size):
        click.echo(path)


def _parse_size(text: str) -> tuple[int, int]:
    """Parse COLUMNSxROWS. Raises CommandError."""
    columns, _, rows = text.partition("x")
    if not (columns.isdecimal() and rows.isdecimal()):
        raise CommandError(f"--size: {text!r} is not a size such as 120x40", WRONG_USAGE)
    return int(columns), int(rows)
