"""Paths as people type, paste and drop them, and their completion.

All functions except `typed_path` block on the disk: call them in a thread.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from ribbit_tui.session.application.values.text import is_hidden

_MAX_ENTRIES = 20_000
"""The number of entries of a folder that are considered for completion."""


def typed_path(text: str) -> Path:
    """Return the path that a text means.

    `~` is the home folder. A file dropped on the terminal comes quoted, escaped or as a URL.
    """
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    elif os.sep == "/" and "\\ " in text:
        text = re.sub(r"\\(.)", r"\1", text)
    if text.startswith("file://"):
        text = unquote(text.removeprefix("file://"))
    try:
        text = os.path.expanduser(text)  # noqa: PTH111 (an unknown name is left as it is)
        return Path(os.path.abspath(text))  # noqa: PTH100 (leaves links alone)
    except (OSError, ValueError):  # the working directory is gone; a NUL
        return Path(text)


def last_path(text: str) -> str:
    """Return the last complete path in a text: one that was pasted behind another replaces it."""
    if (address := text.find("file://")) >= 0:
        return text[address:]
    return re.sub(r"""^.*/(?=['"]?(?:/|~/))""", "", text, flags=re.DOTALL)


@dataclass(frozen=True)
class PathCompletion:
    """A completion of a typed path."""

    text: str
    """The completed path, beginning as it was typed."""
    name: str
    """The name of the file, or of the folder with a slash."""


def path_completions(text: str, limit: int = 50) -> list[PathCompletion]:
    """Return the files and folders whose path starts with the text, folders first.

    Hidden ones are included only if the name starts with a dot. Nothing is returned for a folder
    that cannot be read.
    """
    folder, name = os.path.split(text)
    if text == "~":
        return [PathCompletion("~/", "~/")]
    found = []
    try:
        with os.scandir(os.path.expanduser(folder) or os.curdir) as entries:  # noqa: PTH111
            for number, entry in enumerate(entries):
                if number >= _MAX_ENTRIES:
                    break
                if _is_completion(name, entry.name):
                    found.append((not _is_folder(entry), entry))
    except (OSError, ValueError):
        return []
    found.sort(key=lambda one: (one[0], one[1].name.casefold()))
    return [_match(folder, entry, not is_file) for is_file, entry in found[:limit]]


def _is_completion(typed: str, name: str) -> bool:
    if name.startswith(".") and not typed.startswith("."):
        return False
    if any(is_hidden(sign) for sign in name):
        return False  # cannot be shown; it can still be typed
    return name.casefold().startswith(typed.casefold())


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _match(folder: str, entry: "os.DirEntry[str]", is_folder: bool) -> PathCompletion:
    name = f"{entry.name}/" if is_folder else entry.name
    return PathCompletion(os.path.join(folder, name), name)  # noqa: PTH118 (keeps what was typed)
