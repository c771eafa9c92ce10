"""Paths as people type, paste and drop them, and how they go on.

Everything but `typed_path` waits for the disk: call it in a thread.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from ribbit_tui.session.application.values.text import is_hidden

_MOST_READ = 20_000
"""Entries of one folder that are looked at: a person who has more types more letters."""


def typed_path(text: str) -> Path:
    """The file that a text means: `~` is home, and a file dropped on the terminal comes quoted."""
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
    except (OSError, ValueError):  # started in a folder that is gone; a NUL, which no path has
        return Path(text)


def last_path(text: str) -> str:
    """The last whole path in a text: who types or drops one behind `~/` means what comes last."""
    if (address := text.find("file://")) >= 0:
        return text[address:]
    return re.sub(r"""^.*/(?=['"]?(?:/|~/))""", "", text, flags=re.DOTALL)


@dataclass(frozen=True)
class PathCompletion:
    """A way in which a typed path can go on."""

    text: str
    """The whole path, typed as far as this."""
    name: str
    """Its last part; that of a folder ends with a slash."""


def matches(text: str, most: int = 50) -> list[PathCompletion]:
    """The files and folders whose path starts with the text, folders first.

    Hidden ones only if the name starts with a dot. Nothing for a folder that cannot be read.
    """
    folder, name = os.path.split(text)
    if text == "~":
        return [PathCompletion("~/", "~/")]
    found = []
    try:
        with os.scandir(os.path.expanduser(folder) or os.curdir) as entries:  # noqa: PTH111
            for number, entry in enumerate(entries):
                if number >= _MOST_READ:
                    break
                if _goes_on(name, entry.name):
                    found.append((not _is_folder(entry), entry))
    except (OSError, ValueError):
        return []
    found.sort(key=lambda one: (one[0], one[1].name.casefold()))
    return [_match(folder, entry, not is_file) for is_file, entry in found[:most]]


def _goes_on(typed: str, name: str) -> bool:
    if name.startswith(".") and not typed.startswith("."):
        return False
    if any(is_hidden(sign) for sign in name):
        return False  # it cannot be shown; typed by hand it still is found
    return name.casefold().startswith(typed.casefold())


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _match(folder: str, entry: "os.DirEntry[str]", is_folder: bool) -> PathCompletion:
    name = f"{entry.name}/" if is_folder else entry.name
    return PathCompletion(os.path.join(folder, name), name)  # noqa: PTH118 (keeps what was typed)
