"""The configuration file: where it is, what it holds, and at which line."""

import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

APPLICATION = "ribbit"
LARGEST_FILE = 64 * 1024
PREFIX = "RIBBIT_"
VARIABLE = f"{PREFIX}CONFIG"


class ConfigurationError(Exception):
    """The configuration cannot be used. One printable line: where, what is wrong, what to do."""

    def __init__(self, message: str) -> None:
        super().__init__("".join(c if c.isprintable() else "?" for c in message))


class ConfigFile(NamedTuple):
    path: Path
    text: str
    values: dict[str, Any]
    open_to_others: bool

    def where(self, key: str) -> str:
        return f"{self.path}:{_line_of(self.text, key)}: {key}"


def locate(config_file: Path | None, variable: str | None) -> tuple[Path, str]:
    """The file, and who named it ("" for the default place); `variable` is RIBBIT_CONFIG."""
    if config_file is not None:
        path, by = config_file, "--config"
    elif variable:
        path, by = Path(variable), VARIABLE
    else:
        import platformdirs

        path, by = Path(platformdirs.user_config_dir(APPLICATION, appauthor=False)), ""
        path /= "config.toml"
    try:
        return path.expanduser(), by
    except RuntimeError:
        return path, by


def read(config_file: Path | None, variable: str | None) -> ConfigFile | None:
    """The file, if there is one; one that was named must be there. Raises ConfigurationError."""
    path, by = locate(config_file, variable)
    given = f" (given by {by})" if by else ""
    failure = ""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        if not by:
            return None
        failure = str(error.strerror)
    except (OSError, ValueError) as error:
        failure = getattr(error, "strerror", None) or "not a path"
    if failure:
        raise ConfigurationError(f"{path}: cannot be read: {failure}{given}")
    if len(content) > LARGEST_FILE:
        raise ConfigurationError(f"{path}: cannot be read: larger than 64 KiB{given}")

    line = 0
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    if line:
        raise ConfigurationError(f"{path}:{line}: cannot be read: not UTF-8 text{given}")
    return ConfigFile(path, text, _parse(path, text), os.name == "posix" and bool(mode & 0o077))


def _parse(path: Path, text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
    except (ValueError, ArithmeticError, RecursionError):
        message = "a value is too large or too deep"
    place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if place is None:
        line, message = text.rstrip("\n").count("\n") + 1, message.split(" (at ")[0]
    else:
        line, message = int(place[1]), f"{message[: place.start()]} (column {place[2]})"
    raise ConfigurationError(f"{path}:{line}: not valid TOML: {message}")


def _line_of(text: str, key: str) -> int:
    """The line of valid TOML at which the top-level `key` begins.

    Statement by statement: lines are added until they parse, so that quoted keys, tables and
    strings of many lines are read as TOML reads them. Keys inside tables need no telling apart:
    the first table is refused before anything below it is looked at.
    """
    import tomllib

    lines = text.split("\n")
    start = 0
    for end in range(1, len(lines) + 1):
        statement = "\n".join(lines[start:end]) + "\n"
        try:
            found = tomllib.loads(statement, parse_float=Decimal)
        except ValueError:
            continue
        if key in found:
            return start + 1
        start = end
    return 1


def nothing_is_set() -> bool:
    """No variable and no file says anything: the defaults hold, whatever they are."""
    if any(name.upper().startswith(PREFIX) for name in os.environ):
        return False
    return not os.path.lexists(locate(None, None)[0])
