"""Downloaded documents, saved where the customer chooses."""

import os
import re
from contextlib import suppress
from pathlib import Path

_UNSAFE = re.compile(r"[^\w.,() -]+")
_LONGEST_NAME = 80
_SUFFIXES = {b"%PDF": ".pdf", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"{": ".json"}


class CannotSaveError(Exception):
    """The file was not written. The message says why."""


class AlreadyThereError(CannotSaveError):
    """A file of this name exists, and `replaces` was not set."""


def suggested_path(title: str) -> Path:
    """Return the default path for a document with this title."""
    name = _UNSAFE.sub(" ", title.replace("/", "-")).strip(" .")[:_LONGEST_NAME].strip(" .")
    downloads = Path.home() / "Downloads"
    return (downloads if downloads.is_dir() else Path.home()) / (name or "document")


def save(typed: str, content: bytes, *, replaces: bool = False) -> Path:
    """Write a file with mode 0600 and return its path. Raises CannotSaveError. Blocks on the disk.

    A path without a suffix gets one from the content.
    """
    if not typed.strip() or "\0" in typed:
        raise CannotSaveError("Type where to save it.")
    try:
        path = Path(typed.strip()).expanduser().absolute()
        if path.is_dir():
            raise CannotSaveError(f"{path} is a folder: add a name for the file.")
        if not path.suffix:
            path = path.with_name(path.name + _suffix(content))
        if not path.parent.is_dir():
            raise CannotSaveError(f"There is no folder {path.parent}.")
        if path.is_dir() or (path.exists() and not path.is_file()):
            raise CannotSaveError(f"{path} is not a file.")
        _write(path, content, replaces)
    except FileExistsError:
        raise AlreadyThereError(f"There is a file {path.name} already.") from None
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: no home for `~name`
        reason = error.strerror if isinstance(error, OSError) else "no such place"
        raise CannotSaveError(f"It cannot be written there: {reason}.") from None
    return path


def _suffix(content: bytes) -> str:
    return next((end for begin, end in _SUFFIXES.items() if content.startswith(begin)), "")


def _write(path: Path, content: bytes, replaces: bool) -> None:
    """Write the file atomically, by way of a temporary file in the same folder."""
    temporary = path.with_name(f".{path.name[:40]}.{os.urandom(4).hex()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        if replaces:
            temporary.replace(path)
        else:
            _rename_to_new(temporary, path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _rename_to_new(temporary: Path, path: Path) -> None:
    try:
        path.hardlink_to(temporary)  # unlike rename, it never replaces a file
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError from None
        temporary.rename(path)
