"""Drafts on disk: one private file each, replaced whole, without the sensitive answers.

The welcome screen asks for drafts before its first frame: the questions are imported only once
there is one to read.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ribbit_tui.session.stores.private_files import replace_file

if TYPE_CHECKING:
    from .draft import Draft

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_STEM = 40  # of an id, so that one made of it is not too long
_LARGEST = 1_000_000  # a draft is some kilobytes; whatever is larger is something else


class UnreadableDraftError(Exception):
    """A file that is no draft of ours, with the reason in words."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class DraftStore:
    """The drafts of one folder. What the disk refuses is raised as OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, draft: "Draft", now: datetime) -> bool:
        """Write a draft so that a crash leaves the old file or the new one, never half of one.

        False if another app has saved the same draft meanwhile: that file stays as it is, and
        this draft goes on as one of its own.
        """
        from .file import encode

        is_ours = _is_as_saved(self._path(draft.id), draft)
        id = draft.id if is_ours else f"{draft.id[:_STEM]}-{os.urandom(4).hex()}"
        saved = replace(draft, id=id, updated_at=now.astimezone(UTC))
        replace_file(self._path(id), encode(saved))
        draft.id, draft.updated_at = saved.id, saved.updated_at
        return is_ours

    def load(self, id: str) -> "Draft":
        """Raises UnreadableDraftError if there is no such draft or its file is not one of ours."""
        return _read(self._path(id))

    def list(self) -> "tuple[Draft, ...]":
        """Every draft that can be read, newest first."""
        drafts = [found for found in self._found() if not isinstance(found, UnreadableDraftError)]
        return tuple(sorted(drafts, key=lambda draft: draft.updated_at, reverse=True))

    def unreadable(self) -> tuple[UnreadableDraftError, ...]:
        """The files that `list` skips, and why. They stay where they are."""
        return tuple(found for found in self._found() if isinstance(found, UnreadableDraftError))

    def _found(self) -> "Iterator[Draft | UnreadableDraftError]":
        for path in sorted(self.folder.glob("*.json")):
            try:
                yield _read(path)
            except UnreadableDraftError as error:
                yield error

    def delete(self, id: str) -> None:
        """Remove a draft and what a crash may have left of it; nothing happens if it is gone."""
        self._path(id).unlink(missing_ok=True)
        for temporary in self.folder.glob(f".{id}.*.tmp"):
            temporary.unlink(missing_ok=True)

    def delete_unreadable(self, unreadable: UnreadableDraftError) -> None:
        """Remove a file that `unreadable` named; nothing happens if it is gone."""
        (self.folder / unreadable.path.name).unlink(missing_ok=True)

    def _path(self, id: str) -> Path:
        """An id becomes part of a path, so it may hold nothing that means something there."""
        if not _ID.fullmatch(id):
            raise ValueError(f"{id!r} cannot be the id of a draft")
        return self.folder / f"{id}.json"


def _is_as_saved(path: Path, draft: "Draft") -> bool:
    """Whether nobody else has written the file since this draft was read from it or saved to it."""
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return True
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("updated_at") == draft.updated_at.isoformat()


def _read(path: Path) -> "Draft":
    from .file import decode

    try:
        if not path.is_file():
            raise UnreadableDraftError(path, "there is no such file")
        if path.stat().st_size > _LARGEST:
            raise UnreadableDraftError(path, "it is too large to be a draft")
        draft = decode(path.read_bytes())
    except OSError as error:
        raise UnreadableDraftError(path, error.strerror or "it cannot be read") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableDraftError(path, "it is not a draft that this version can read") from error
    if draft.id != path.stem or not _ID.fullmatch(draft.id):
        raise UnreadableDraftError(path, "it holds a draft of another name")
    return draft
