"""The type of a file, by its first bytes, and the reasons to reject one.

All functions block on the disk: call them in a thread.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MAX_ENCODED_SIZE = 10 * 1024 * 1024
"""The base64 characters that one document may have."""
MAX_FILE_SIZE = MAX_ENCODED_SIZE // 4 * 3

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
FORMATS = {PDF: "PDF", PNG: "PNG", JPEG: "JPEG"}
"""The accepted types and their names."""

_HEAD = 64
_OTHER_FORMATS: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftyphei", "an HEIC photo"),
    (4, b"ftypmif1", "an HEIC photo"),
    (4, b"ftyp", "a video"),
    (0, b"GIF8", "a GIF picture"),
    (8, b"WEBP", "a WebP picture"),
    (0, b"II*\x00", "a TIFF picture"),
    (0, b"MM\x00*", "a TIFF picture"),
    (0, b"BM", "a BMP picture"),
    (0, b"PK\x03\x04", "an office document or a ZIP archive"),
    (0, b"\xd0\xcf\x11\xe0", "an old office document"),
    (0, b"{\\rtf", "an RTF text"),
)
_WORDS = {
    errno.ENOENT: "There is no such file: check the path.",
    errno.ENOTDIR: "There is no such file: a part of the path is not a folder.",
    errno.EACCES: "You may not read this file: change its permissions, or choose another.",
    errno.EPERM: "You may not read this file: change its permissions, or choose another.",
    errno.ENAMETOOLONG: "This path is too long to be one of a file.",
    errno.ELOOP: "This path is a link that leads back to itself.",
}
_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}


class UnusableFileError(Exception):
    """The file cannot be sent. The message gives the reason and the remedy."""


class NoFileError(UnusableFileError):
    """No file is at the path. The path may be incomplete while it is typed."""


@dataclass(frozen=True)
class FileInfo:
    """The properties of a file by which a change is noticed."""

    mime_type: str
    size: int
    modified: int
    """The time of the last change in nanoseconds, to notice a change."""


def examine(path: Path) -> FileInfo:
    """Return a file's type and size without reading all of it. Raises UnusableFileError."""
    with _opened(path) as file:
        status = os.fstat(file.fileno())
        return FileInfo(_mime_type(_head(file)), _checked(status.st_size), status.st_mtime_ns)


def read(path: Path) -> tuple[FileInfo, bytes]:
    """Return a file's type, size and content. Raises UnusableFileError."""
    with _opened(path) as file:
        mime_type = _mime_type(_head(file))
        status = os.fstat(file.fileno())
        file.seek(0)
        # A limit, since the file may grow meanwhile.
        content = file.read(MAX_FILE_SIZE + 1)
        return FileInfo(mime_type, _checked(len(content)), status.st_mtime_ns), content


def encoded_size(size: int) -> int:
    """Return the number of base64 characters for `size` bytes."""
    return (size + 2) // 3 * 4


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        _check_is_regular(path.stat())
        # The file may have been replaced by a pipe since, and opening that would block.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            _check_is_regular(os.fstat(file.fileno()))
            yield file
    except OSError as error:
        words = _WORDS.get(error.errno or 0) or f"It cannot be read: {error.strerror}."
        kind = NoFileError if error.errno in _NOT_THERE else UnusableFileError
        raise kind(words) from None
    except ValueError:
        raise NoFileError("No file can have such a path.") from None


def _check_is_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise NoFileError("This is a folder: choose a file in it.")
    if not stat.S_ISREG(status.st_mode):
        raise UnusableFileError(
            "This is a device or a pipe, not a file: choose a PDF or a picture."
        )


def _checked(size: int) -> int:
    if size == 0:
        raise UnusableFileError("This file is empty.")
    if size > MAX_FILE_SIZE:
        raise UnusableFileError(
            f"This file has {in_megabytes(size)}, and the most is {in_megabytes(MAX_FILE_SIZE)}"
            " (10 MB once encoded): scan it again at a lower resolution."
        )
    return size


def _head(file: BinaryIO) -> bytes:
    head = file.read(_HEAD)
    if not head:
        raise UnusableFileError("This file is empty.")
    return head


def _mime_type(head: bytes) -> str:
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    other = next((name for at, mark, name in _OTHER_FORMATS if head[at:].startswith(mark)), None)
    what = f"This is {other}" if other else "This is not a PDF, PNG or JPEG file"
    raise UnusableFileError(f"{what}: save it as a PDF, PNG or JPEG file.")


def in_megabytes(size: int) -> str:
    """Return a size in words, such as `7.5 MB`, `12 KB` or `900 bytes`."""
    if size < 1024:
        return f"{size} bytes"
    if size < 1024 * 1024:
        return f"{size // 1024} KB"
    return f"{size / (1024 * 1024):.1f} MB"
