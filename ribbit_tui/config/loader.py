"""Loading: one Settings object from flags, RIBBIT_* variables, config.toml and the defaults."""

import os
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError

from .file import (
    VARIABLE_PREFIX,
    ConfigFile,
    ConfigurationError,
    find_config_file,
    read_config_file,
)
from .settings import Settings


def load_settings(config_file: Path | None = None, **flags: object) -> Settings:
    """Load the settings. A flag that is None and an empty variable count as not given.

    Raises ConfigurationError.
    """
    given_flags = {name: value for name, value in flags.items() if value is not None}
    variables = _read_variables()
    file = read_config_file(config_file, variables.pop("config", None))
    if file is not None:
        _check_file(file)
    try:
        return Settings.from_sources(
            file=file.values if file else {}, environment=variables, flags=given_flags
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]

    # Raised outside the except block: a chained ValidationError would carry the input, which may
    # be a secret, into tracebacks.
    name = str(first["loc"][0]) if first["loc"] else "settings"
    location = _location_of(name, given_flags, variables, file)
    if first["type"] == "extra_forbidden":
        raise ConfigurationError(f"{location}: {_describe_unknown(name, Settings.model_fields)}")
    reason = first["msg"].removeprefix("Value error, ")
    raise ConfigurationError(f"{location}: {reason.replace('Input should be', 'must be')}")


def config_path(config_file: Path | None = None) -> Path:
    """Return the path of the configuration file, whether it exists or not.

    Raises ConfigurationError for an unknown RIBBIT_* variable.
    """
    return find_config_file(config_file, _read_variables().get("config"))[0]


def _location_of(
    name: str,
    flags: Mapping[str, object],
    variables: Mapping[str, object],
    file: ConfigFile | None,
) -> str:
    """Return the place that sets `name`, as the user wrote it."""
    if name in flags:
        return "--" + name.replace("_", "-")
    if name in variables:
        return VARIABLE_PREFIX + name.upper()
    return file.location_of(name) if file is not None and name in file.values else name


def _read_variables() -> dict[str, str]:
    """Return setting -> text for the RIBBIT_* variables that are not empty.

    Raises ConfigurationError for an unknown one.
    """
    known = {*Settings.model_fields, "config"}
    found = {}
    for variable, text in os.environ.items():
        name = variable.lower().removeprefix(VARIABLE_PREFIX.lower())
        if name == variable.lower():
            continue
        if name not in known:
            hint = _describe_unknown(name, known, lambda close: VARIABLE_PREFIX + close.upper())
            raise ConfigurationError(f"{variable}: {hint}")
        if text:
            found[name] = text
    return found


def _check_file(file: ConfigFile) -> None:
    """Refuse unknown settings, values of a wrong type, and a secret that others can read.

    Raises ConfigurationError.
    """
    if "api_secret" in file.values and file.readable_by_others:
        import shlex

        raise ConfigurationError(
            f"{file.location_of('api_secret')}: others can read this file; "
            f"run: chmod 600 {shlex.quote(str(file.path))}"
        )
    for key, value in file.values.items():
        if key not in Settings.model_fields:
            hint = _describe_unknown(key, Settings.model_fields)
            if isinstance(value, dict):
                hint += "; put settings at the top, outside any table"
            raise ConfigurationError(f"{file.location_of(key)}: {hint}")
        types, description = _TOML_TYPES.get(key, _TEXT)
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise ConfigurationError(f"{file.location_of(key)}: must be {description}")


_TEXT: tuple[tuple[type, ...], str] = ((str,), 'text in quotes, "like this"')
_TOML_TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "seed": ((int,), "a whole number"),
    "welcome_gift": ((int, Decimal, str), "a number"),
    "animations": ((bool,), "true or false"),
    "keys": ((dict,), "a table [keys] at the end of the file"),
}


def _describe_unknown(name: str, known: Iterable[str], spell: Callable[[str], str] = str) -> str:
    """Say that there is no setting `name`, and which one may be meant, written by `spell`."""
    import difflib

    close = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    return "no such setting" + (f"; did you mean {spell(close[0])}?" if close else "")
