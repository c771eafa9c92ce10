"""One settings object from flags, RIBBIT_* variables, config.toml and defaults, in that order."""

import os
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from .file import PREFIX, ConfigFile, ConfigurationError, locate, read
from .settings import Settings


def load_settings(config_file: Path | None = None, **flags: Any) -> Settings:
    """The settings in force. A flag that is None was not given, nor was an empty variable."""
    given = {name: value for name, value in flags.items() if value is not None}
    variables = _variables()
    file = read(config_file, variables.pop("config", None))
    if file is not None:
        _check(file)
    try:
        return Settings.of(file=file.values if file else {}, environment=variables, flag=given)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)[0]

    # Raised out here so that no ValidationError, which knows the inputs, hangs on this one.
    name = str(wrong["loc"][0]) if wrong["loc"] else "settings"
    where = _where(name, given, variables, file)
    if wrong["type"] == "extra_forbidden":
        raise ConfigurationError(f"{where}: {_unknown(name, Settings.model_fields)}")
    what = wrong["msg"].removeprefix("Value error, ")
    raise ConfigurationError(f"{where}: {what.replace('Input should be', 'must be')}")


def config_path(config_file: Path | None = None) -> Path:
    """The configuration file in force, whether it exists or not."""
    return locate(config_file, _variables().get("config"))[0]


def _where(
    name: str,
    flags: Mapping[str, object],
    variables: Mapping[str, object],
    file: ConfigFile | None,
) -> str:
    """The place that says what a setting is, as the person wrote it."""
    if name in flags:
        return "--" + name.replace("_", "-")
    if name in variables:
        return PREFIX + name.upper()
    return file.where(name) if file is not None and name in file.values else name


def _variables() -> dict[str, str]:
    """Setting -> text, for the RIBBIT_* variables that are set and not empty."""
    known = {*Settings.model_fields, "config"}
    found = {}
    for variable, text in os.environ.items():
        name = variable.lower().removeprefix(PREFIX.lower())
        if name == variable.lower():
            continue
        if name not in known:
            hint = _unknown(name, known, lambda close: PREFIX + close.upper())
            raise ConfigurationError(f"{variable}: {hint}")
        if text:
            found[name] = text
    return found


def _check(file: ConfigFile) -> None:
    """Refuse what a file must not hold: open secrets, unknown settings, values of a wrong kind."""
    if "api_secret" in file.values and file.open_to_others:
        import shlex

        raise ConfigurationError(
            f"{file.where('api_secret')}: others can read this file; "
            f"run: chmod 600 {shlex.quote(str(file.path))}"
        )
    for key, value in file.values.items():
        if key not in Settings.model_fields:
            hint = _unknown(key, Settings.model_fields)
            if isinstance(value, dict):
                hint += "; settings stand at the top, in no table"
            raise ConfigurationError(f"{file.where(key)}: {hint}")
        kinds, name = _KINDS.get(key, _TEXT)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise ConfigurationError(f"{file.where(key)}: must be {name}")


_TEXT: tuple[tuple[type, ...], str] = ((str,), 'text in quotes, "like this"')
_KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    "seed": ((int,), "a whole number"),
    "welcome_gift": ((int, Decimal, str), "a number"),
    "animations": ((bool,), "true or false"),
}


def _unknown(name: str, known: Iterable[str], spelled: Callable[[str], str] = str) -> str:
    import difflib

    close = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    return "no such setting" + (f"; did you mean {spelled(close[0])}?" if close else "")
