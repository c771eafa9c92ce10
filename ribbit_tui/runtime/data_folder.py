"""The data folder: private to its user, and used by one app at a time."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_FILE = "ribbit.lock"
SIMULATOR_FOLDER = "simulator"


class DataFolderError(Exception):
    """The data folder cannot be used; the message is one line that says what to do."""


def lock_data_folder(data_dir: Path) -> "BaseFileLock":
    """Make the folder if needed and lock it for this app; the lock is a context manager.

    Raises DataFolderError where another app holds the lock or the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    make_private_folder(data_dir)
    lock = FileLock(data_dir / LOCK_FILE, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise DataFolderError(
            f"another ribbit is running on {data_dir}; "
            "use that one, or choose another folder with --data-dir"
        ) from None
    except OSError as error:
        raise _not_writable(data_dir, error) from None
    return lock


def make_private_folder(folder: Path) -> None:
    """Make the folder if it is missing, readable by its owner only. Raises DataFolderError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _not_writable(folder, error) from None


def _not_writable(folder: Path, error: OSError) -> DataFolderError:
    return DataFolderError(
        f"{folder} cannot be written: {error.strerror}; choose another with --data-dir"
    )
