"""`ribbit reset`: delete the simulated data."""

import shutil
from pathlib import Path

import click
from filelock import FileLock, Timeout

from ribbit_tui.runtime.data_folder import SIMULATOR_FOLDER, DataFolderError, lock_data_folder

from .errors import CommandError

SIMULATED_FOLDERS = (SIMULATOR_FOLDER, "simulated")
"""Folders of the data folder: the simulator's, and the app's of the simulated environment."""


def reset(data_dir: Path, ask: bool) -> None:
    """Delete the simulated data in `data_dir`, after a confirmation if `ask`.

    Raises CommandError where the data is in use or cannot be deleted.
    """
    folders = _simulated_folders(data_dir)
    if not folders:
        click.echo(f"nothing to delete in {data_dir}")
        return
    for folder in folders:
        click.echo(f"to be deleted: {folder}")
    if ask:
        click.confirm("Delete all simulated data?", abort=True)
    try:
        with lock_data_folder(data_dir):
            _delete(data_dir)
    except (DataFolderError, OSError) as error:
        raise CommandError(str(error)) from None
    click.echo("deleted")


def _simulated_folders(data_dir: Path) -> list[Path]:
    return [folder for name in SIMULATED_FOLDERS if (folder := data_dir / name).is_dir()]


def _delete(data_dir: Path) -> None:
    """Delete the folders, unless a simulator uses its own; the app's lock must be held."""
    simulator_folder = data_dir / SIMULATOR_FOLDER
    if simulator_folder.is_dir():
        try:
            with FileLock(simulator_folder / "simulator.lock", timeout=0):
                pass
        except Timeout:
            raise CommandError(
                f"a simulator is running on {simulator_folder}; stop it first"
            ) from None
    for folder in _simulated_folders(data_dir):
        shutil.rmtree(folder)
