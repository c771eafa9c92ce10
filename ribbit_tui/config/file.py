"""The configuration file: its path, its values, and the line of each."""

import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

APPLICATION = "ribbit"
MAX_FILE_SIZE = 64 * 1024
"""Bytes; a larger file is no configuration."""

VARIABLE_PREFIX = "RIBBIT_"
FILE_VARIABLE = f"{VARIABLE_PREFIX}CONFIG"


class ConfigurationError(Exception):
    """The configuration cannot be used; the message is one line with place, fault and remedy."""

    def __init__(self, message: str) -> None:
        super().__init__("".join(c if c.isprintable() else "?" for c in message))


class ConfigFile(NamedTuple):
    """A configuration file that was read and parsed."""

    path: Path
    text: str
    values: dict[str, Any]
    readable_by_others: bool

    def location_of(self, key: str) -> str:
        """Return path, line and name of the setting `key`, for an error message."""
        return f"{self.path}:{_line_of(self.text, key)}: {key}"


def find_config_file(option: Path | None, variable: str | None) -> tuple[Path, str]:
    """Return the file's path and the source of the path ("" for the default path).

    `option` is the value of --config, `variable` that of RIBBIT_CONFIG.
    """
    if option is not None:
        path, source = option, "--config"
    elif variable:
        path, source = Path(variable), FILE_VARIABLE
    else:
        import platformdirs

        path, source = Path(platformdirs.user_config_dir(APPLICATION, appauthor=False)), ""
        path /= "config.toml"
    try:
        return path.expanduser(), source
    except RuntimeError:  # there is no such home directory
        return path, source


def read_config_file(option: Path | None, variable: str | None) -> ConfigFile | None:
    """Read the file that `option`, `variable` or the default names; None if there is none.

    Raises ConfigurationError where it cannot be read, and where a file named by the option or the
    variable is missing.
    """
    # Errors are raised outside the except blocks: a chained one would carry the file's content,
    # which may hold a secret, into tracebacks.
    path, source = find_config_file(option, variable)
    given = f" (given by {source})" if source else ""
    failure = ""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(MAX_FILE_SIZE + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        if not source:
            return None
        failure = str(error.strerror)
    except (OSError, ValueError) as error:
        failure = getattr(error, "strerror", None) or "not a path"
    if failure:
        raise ConfigurationError(f"{path}: cannot be read: {failure}{given}")
    if len(content) > MAX_FILE_SIZE:
        raise ConfigurationError(f"{path}: cannot be read: larger than 64 KiB{given}")

    undecodable_line = 0
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        undecodable_line = content.count(b"\n", 0, error.start) + 1
    if undecodable_line:
        raise ConfigurationError(
            f"{path}:{undecodable_line}: cannot be read: not UTF-8 text{given}"
        )
    return ConfigFile(path, text, _parse(path, text), os.name == "posix" and bool(mode & 0o077))


def _parse(path: Path, text: str) -> dict[str, Any]:
    """Parse `text` as TOML; floats become Decimal. Raises ConfigurationError with the line."""
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
    """Return the number of the line, in valid TOML, at which the top-level `key` begins.

    Each statement is found by adding lines until they parse, so that quoted keys, tables and
    strings of several lines are read as TOML reads them. Keys inside tables are not told apart
    from top-level ones: the first table is refused before the lines below it are read.
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


def only_defaults_apply() -> bool:
    """Whether there is neither a RIBBIT_* variable nor a configuration file."""
    if any(name.upper().startswith(VARIABLE_PREFIX) for name in os.environ):
        return False
    return not os.path.lexists(find_config_file(None, None)[0])
