"""The folder in which everything is kept: private, and one app's at a time."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_FILE = "ribbit.lock"
SIMULATOR_FOLDER = "simulator"


class CannotStartError(Exception):
    """The app cannot start; the message is one line that says what to do."""


def lock_data_folder(data_dir: Path) -> "BaseFileLock":
    """Make this the only app on a data folder. Raises CannotStartError where there is one
    already."""
    from filelock import FileLock, Timeout

    make_private_folder(data_dir)
    lock = FileLock(data_dir / LOCK_FILE, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise CannotStartError(
            f"another ribbit is running on {data_dir}; "
            "use that one, or give this one a folder of its own with --data-dir"
        ) from None
    except OSError as error:
        raise CannotStartError(_not_writable(data_dir, error)) from None
    return lock


def make_private_folder(folder: Path) -> None:
    """Have the folder, readable by its owner alone where it is new. Raises CannotStartError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStartError(_not_writable(folder, error)) from None


def _not_writable(folder: Path, error: OSError) -> str:
    return f"{folder} cannot be written: {error.strerror}; choose another with --data-dir"
