"""Small files that only their owner can read, replaced atomically."""

import json
import os
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Write `path` atomically, with mode 0600 and its folder with 0700.

    A crash leaves the old file or the new one.

    Raises OSError.
    """
    folder = path.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    temporary = folder / f".{path.stem}.{os.urandom(4).hex()}.tmp"
    try:
        _write_private(temporary, content)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(folder)


def write_json(path: Path, value: object) -> None:
    """Write `value` as JSON to `path`, atomically. Raises OSError."""
    replace_file(path, json.dumps(value, ensure_ascii=False, indent=1).encode())


def read_json(path: Path) -> object:
    """Return the value in a JSON file; None if there is no file. Raises OSError, ValueError."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def _write_private(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the replacement durable, on systems that can open a folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
