"""Drafts on disk: one private file each, without the sensitive answers.

The welcome screen lists drafts before its first frame. The form is imported only if there is a
draft.
"""

import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ribbit_tui.session.stores.private_files import replace_file

if TYPE_CHECKING:
    from .draft import Draft

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_STEM = 40  # length of an id's part that a derived id contains
_MAX_SIZE = 1_000_000  # bytes; a draft has some kilobytes


class UnreadableDraftError(Exception):
    """A file is not a draft that this version can read. `reason` is in words."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class FoundDrafts(NamedTuple):
    """The files in the folder of drafts."""

    drafts: "tuple[Draft, ...]"
    """The newest first."""
    unreadable: tuple[UnreadableDraftError, ...]


class DraftStore:
    """The drafts in one folder. Errors of the disk are raised as OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, draft: "Draft", now: datetime) -> bool:
        """Write a draft atomically; return False if another app has changed it meanwhile.

        In this case the file stays as it is, and this draft is saved as a new one.
        """
        from .file import encode

        is_ours = _is_as_saved(self._path(draft.id), draft)
        id = draft.id if is_ours else f"{draft.id[:_STEM]}-{os.urandom(4).hex()}"
        saved = replace(draft, id=id, updated_at=now.astimezone(UTC))
        replace_file(self._path(id), encode(saved))
        draft.id, draft.updated_at = saved.id, saved.updated_at
        return is_ours

    def load(self, id: str) -> "Draft":
        """Load a draft. Raises UnreadableDraftError."""
        return _read(self._path(id))

    def read(self) -> "FoundDrafts":
        """Read every file once."""
        drafts: list[Draft] = []
        unreadable = []
        for path in sorted(self.folder.glob("*.json")):
            try:
                drafts.append(_read(path))
            except UnreadableDraftError as error:
                unreadable.append(error)
        drafts.sort(key=lambda draft: draft.updated_at, reverse=True)
        return FoundDrafts(tuple(drafts), tuple(unreadable))

    def delete(self, id: str) -> None:
        """Delete a draft and any temporary files of it. Does nothing if there are none."""
        self._path(id).unlink(missing_ok=True)
        for temporary in self.folder.glob(f".{id}.*.tmp"):
            temporary.unlink(missing_ok=True)

    def delete_unreadable(self, unreadable: UnreadableDraftError) -> None:
        """Delete a file that `read` could not read. Does nothing if it is gone."""
        (self.folder / unreadable.path.name).unlink(missing_ok=True)

    def _path(self, id: str) -> Path:
        """Return the file of a draft. Raises ValueError for an id that is not safe in a path."""
        if not _ID.fullmatch(id):
            raise ValueError(f"{id!r} cannot be the id of a draft")
        return self.folder / f"{id}.json"


def _is_as_saved(path: Path, draft: "Draft") -> bool:
    """Whether the file is unchanged since this draft was loaded from it or saved to it."""
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
        if path.stat().st_size > _MAX_SIZE:
            raise UnreadableDraftError(path, "it is too large to be a draft")
        draft = decode(path.read_bytes())
    except OSError as error:
        raise UnreadableDraftError(path, error.strerror or "it cannot be read") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableDraftError(path, "it is not a draft that this version can read") from error
    if draft.id != path.stem or not _ID.fullmatch(draft.id):
        raise UnreadableDraftError(path, "it holds a draft of another name")
    return draft
