"""Settings: their sources, the errors of each, and the example file."""

import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from ribbit_tui.config.example import render_example
from ribbit_tui.config.file import ConfigurationError
from ribbit_tui.config.loader import config_path, load_settings
from ribbit_tui.config.settings import DEMO_KEY, DEMO_SECRET, SWEEP_ACCOUNT, Settings

ROOT = Path(__file__).parents[2]
SECRET = "zq7-not-for-anyones-eyes"

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.upper().startswith("RIBBIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setattr(platformdirs, "user_config_dir", lambda *_, **__: str(tmp_path / "config"))
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path / "data"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ribbit.toml"
    path.touch(0o600)
    return path


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def failure(config_file: Path | None = None, **flags: Any) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(config_file, **flags)
    message = str(caught.value)
    assert message.isprintable(), "one line, and nothing that moves a terminal's cursor"
    return message


# Where values come from


def test_defaults(tmp_path: Path) -> None:
    settings = load_settings()
    assert settings.model_dump() == {
        "environment": "simulated",
        "data_dir": tmp_path / "data",
        "customer": None,
        "api_key": None,
        "api_secret": None,
        "broker_url": None,
        "data_url": None,
        "pace": "demo",
        "market_hours": "always",
        "seed": 1,
        "api_version": "2026",
        "timezone": None,
        "ip_address": None,
        "firm_account_id": None,
        "welcome_gift": Decimal(10),
        "animations": True,
        "theme": "dark",
        "gain_colors": "green_up",
        "glyphs": "braille",
        "keys": {},
    }
    assert settings.credentials == (DEMO_KEY, DEMO_SECRET)
    assert settings.gift == Decimal("10.00")
    assert settings.firm_account == SWEEP_ACCOUNT
    assert {source for _, _, source in settings.describe()} == {"default"}


def test_flags_win_over_variables_over_the_file_over_defaults(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(file, 'seed = 3\npace = "real"\ncustomer = "from-file"\n')
    monkeypatch.setenv("RIBBIT_SEED", "2")
    monkeypatch.setenv("RIBBIT_PACE", "instant")
    settings = load_settings(file, seed=7, pace=None)
    assert (settings.seed, settings.pace, settings.customer) == (7, "instant", "from-file")
    sources = {name: (value, source) for name, value, source in settings.describe()}
    assert sources["seed"] == ("7", "flag")
    assert sources["pace"] == ("instant", "environment")
    assert sources["customer"] == ("from-file", "file")
    assert sources["animations"] == ("true", "default")


def test_a_file_is_read_for_one_load_only(file: Path) -> None:
    assert load_settings(write(file, "seed = 3")).seed == 3
    assert load_settings().seed == 1


def test_every_variable_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    variables = {
        "environment": "sandbox",
        "data_dir": str(tmp_path / "elsewhere"),
        "customer": "an-account",
        "api_key": "CKKEY",
        "api_secret": SECRET,
        "broker_url": "https://broker.example",
        "data_url": "https://data.example",
        "pace": "real",
        "market_hours": "nyse",
        "seed": "42",
        "api_version": "2021",
        "timezone": "Europe/Berlin",
        "ip_address": "2001:db8::7",
        "firm_account_id": "the-firm",
        "welcome_gift": "12.50",
        "animations": "false",
        "theme": "light",
        "gain_colors": "blue_orange",
        "glyphs": "ascii",
    }
    assert {*variables, "keys"} == set(Settings.model_fields)
    for name, text in variables.items():
        monkeypatch.setenv(f"RIBBIT_{name.upper()}", text)
    settings = load_settings()
    masked = {"api_key": "••••", "api_secret": "••••"}
    assert settings.describe() == [
        *((name, masked.get(name, text), "environment") for name, text in variables.items()),
        ("keys", "not changed", "default"),
    ]
    assert settings.credentials == ("CKKEY", SECRET)
    assert settings.gift == Decimal("12.50")


def test_an_empty_variable_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIBBIT_PACE", "")
    assert ("pace", "demo", "default") in load_settings().describe()


def test_which_file(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    default = tmp_path / "config" / "config.toml"
    assert config_path() == default
    default.parent.mkdir()
    write(default, "seed = 11")
    assert load_settings().seed == 11

    monkeypatch.setenv("RIBBIT_CONFIG", str(write(file, "seed = 12")))
    assert config_path() == file
    assert load_settings().seed == 12

    named = write(tmp_path / "named.toml", "seed = 13")
    assert config_path(named) == named
    assert load_settings(named).seed == 13


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().seed = 2  # type: ignore[misc]


# Failures say where


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('seed = 1\n\npace = "fast"\n', 3, "pace: must be 'instant', 'demo' or 'real'"),
        ('\r\n"pace" = "fast"\r\n', 2, "pace: must be 'instant', 'demo' or 'real'"),
        ("seed = -1", 1, "seed: must be greater than or equal to 0"),
        ("seed = 9223372036854775808", 1, "seed: must be less than"),
        ("seed = true", 1, "seed: must be a whole number"),
        ('seed = "1"', 1, "seed: must be a whole number"),
        ("seed = 1.0", 1, "seed: must be a whole number"),
        ("\npace = 1", 2, "pace: must be text in quotes"),
        ("[pace]\nreal = true", 1, "pace: must be text in quotes"),
        ("pace.real = true", 1, "pace: must be text in quotes"),
        ("timezone = 2026-01-01", 1, "timezone: must be text in quotes"),
        ("customer = [\n1,\n\n2]", 1, "customer: must be text in quotes"),
        ('animations = "yes"', 1, "animations: must be true or false"),
        ("welcome_gift = false", 1, "welcome_gift: must be a number"),
        ("welcome_gift = 10.001", 1, "welcome_gift: Decimal input should have no more than 2"),
        ("welcome_gift = nan", 1, "welcome_gift: must be a finite number"),
        ("welcome_gift = -0.01", 1, "welcome_gift: must be greater than or equal to 0"),
        ("# one\npase = 1", 2, "pase: no such setting; did you mean pace?"),
        ('seed = 1\n"api-key" = "x"', 2, "api-key: no such setting; did you mean api_key?"),
        ("zzzzzzzz = 1", 1, "zzzzzzzz: no such setting"),
        ("seed = 1\n[ribbit]\npace = 1", 2, "ribbit: no such setting; put settings at the top"),
        ('customer = """\npase = 1\n"""\npase = 2', 4, "pase: no such setting"),
        ("seed = 1\n\npace = demo\n", 3, "not valid TOML: Invalid value (column 8)"),
        ("seed = 1\nseed = 2\n", 2, "not valid TOML: Cannot overwrite a value"),
        ("seed = 1\npace = [", 2, "not valid TOML: "),
        ("\nwelcome_gift = 1e9999999999999999999", 2, ""),
        ("seed = " + "[" * 20_000, 1, "not valid TOML: "),
        ("seed = " + "9" * 5000, 1, "not valid TOML: "),
        ('"\\u001b[2J" = 1', 1, "?[2J: no such setting"),
        ('data_dir = ""', 1, "data_dir: must be the path of a directory"),
        ('data_dir = "a\\u0000b"', 1, "data_dir: must be the path of a directory"),
        ('data_dir = "~no-such-user-here/x"', 1, "data_dir: begins with ~"),
    ],
)
def test_a_wrong_file_names_path_line_and_key(file: Path, text: str, line: int, what: str) -> None:
    assert failure(write(file, text)).startswith(f"{file}:{line}: {what}")


@pytest.mark.parametrize(
    ("name", "wrong", "what"),
    [
        ("environment", "production", "must be 'simulated', 'sandbox' or 'live'"),
        ("pace", "fast", "must be 'instant', 'demo' or 'real'"),
        ("market_hours", "never", "must be 'always' or 'nyse'"),
        ("seed", "one", "must be a valid integer"),
        ("seed", "-1", "must be greater than or equal to 0"),
        ("animations", "perhaps", "must be a valid boolean"),
        ("theme", "solarized", "must be 'dark' or 'light'"),
        ("gain_colors", "blue", "must be 'green_up', 'red_up' or 'blue_orange'"),
        ("glyphs", "emoji", "must be 'braille', 'blocks' or 'ascii'"),
        ("welcome_gift", "ten", "must be a valid decimal"),
        ("welcome_gift", "1E99", "Decimal input should have no more than 12 digits"),
        ("customer", " ", "must not be empty"),
        ("api_key", "two words", "must be printable ASCII without spaces"),
        ("api_secret", "schlüssel", "must be printable ASCII without spaces"),
        ("broker_url", "broker.example", "must be a URL"),
        ("broker_url", "ftp://broker.example", "must be a URL"),
        ("broker_url", "https://", "must be a URL"),
        ("broker_url", "http://host:port", "must be a URL"),
        ("broker_url", "http://[::1", "must be a URL"),
        ("broker_url", "http://a b", "must be a URL"),
        ("data_url", "https://host/?q=1", "must be a URL"),
        ("data_url", "https://user:word@host", "must not carry credentials"),
        ("timezone", "Berlin", "must be an IANA time zone"),
        ("timezone", "../etc/passwd", "must be an IANA time zone"),
        ("timezone", "America", "must be an IANA time zone"),
        ("ip_address", "10.0.0.256", "must be an IPv4 or IPv6 address"),
        ("ip_address", "fe80::1%eth0", "must be an IPv4 or IPv6 address"),
    ],
)
def test_a_wrong_variable_or_flag_is_named(
    name: str, wrong: str, what: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flag = "--" + name.replace("_", "-")
    assert failure(None, **{name: wrong}).startswith(f"{flag}: {what}")
    variable = f"RIBBIT_{name.upper()}"
    monkeypatch.setenv(variable, wrong)
    assert failure(write(file, "seed = 3")).startswith(f"{variable}: {what}")


def test_the_source_in_force_is_blamed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(file, 'pace = "wrong"')
    monkeypatch.setenv("RIBBIT_PACE", "wrong")
    assert failure(file, pace="wrong").startswith("--pace: ")
    assert failure(file).startswith("RIBBIT_PACE: ")
    assert load_settings(file, pace="real").pace == "real"


def test_unknown_variables_and_flags_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert failure(pase="demo") == "--pase: no such setting; did you mean pace?"
    monkeypatch.setenv("RIBBIT_API_SECRT", SECRET)
    hint = "RIBBIT_API_SECRT: no such setting; did you mean RIBBIT_API_SECRET?"
    assert failure() == hint
    with pytest.raises(ConfigurationError, match="RIBBIT_API_SECRT"):
        config_path()


def test_values_are_made_canonical(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    settings = load_settings(
        data_dir="~/here", broker_url="http://127.0.0.1:8765/", ip_address="2001:DB8:0::7"
    )
    assert settings.data_dir == tmp_path / "here"
    assert settings.broker_url == "http://127.0.0.1:8765"
    assert settings.ip_address == "2001:db8::7"
    assert load_settings(data_dir=Path("here")).data_dir == tmp_path / "here"


def test_money_in_a_file_is_exact(file: Path) -> None:
    gift = load_settings(write(file, "welcome_gift = 9999999999.99")).gift
    assert str(gift) == "9999999999.99"


# Files that cannot be read


def test_a_missing_file_is_refused_when_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = tmp_path / "none.toml"
    assert failure(missing).startswith(f"{missing}: cannot be read: ")
    assert failure(missing).endswith("(given by --config)")
    monkeypatch.setenv("RIBBIT_CONFIG", str(missing))
    assert failure().endswith("(given by RIBBIT_CONFIG)")


def test_a_directory_and_a_huge_file_are_refused(tmp_path: Path, file: Path) -> None:
    assert failure(tmp_path).startswith(f"{tmp_path}: cannot be read: ")
    assert "larger than 64 KiB" in failure(write(file, "#" * 65_537))
    assert "cannot be read: not a path" in failure(Path("a\0b"))


def test_a_file_that_is_not_utf8_is_refused_with_the_line(file: Path) -> None:
    file.write_bytes(b'# one\ncustomer = "\xff"\n')
    assert failure(file).startswith(f"{file}:2: cannot be read: not UTF-8 text")


def test_a_byte_order_mark_is_no_harm(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfseed = 5\r\n")
    assert load_settings(file).seed == 5


def test_a_file_without_permission_is_refused(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)  # a real mode would not stop root
    assert failure(file).startswith(f"{file}: cannot be read: Permission denied")
    assert "cannot be read: Permission denied" in failure(), "the default file too"


# Secrets


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_secret_in_a_file_others_can_read_is_refused(file: Path, mode: int) -> None:
    write(file, f'api_key = "k"\napi_secret = "{SECRET}"\n').chmod(mode)
    message = failure(file)
    assert message.startswith(f"{file}:2: api_secret: ")
    assert message.endswith(f"chmod 600 {file}")
    assert SECRET not in message
    file.chmod(0o600)
    assert load_settings(file).credentials == ("k", SECRET)


@posix
def test_a_file_without_a_secret_may_be_open(file: Path) -> None:
    write(file, "seed = 2").chmod(0o644)
    assert load_settings(file).seed == 2


@posix
def test_the_command_to_run_is_quoted(tmp_path: Path) -> None:
    path = write(tmp_path / "my settings.toml", f'api_secret = "{SECRET}"')
    path.chmod(0o644)
    assert failure(path).endswith(f"chmod 600 '{path}'")


def test_secrets_are_not_shown() -> None:
    settings = load_settings(api_key="CKVISIBLE", api_secret=SECRET)
    texts = [repr(settings), str(settings), repr(settings.api_secret), str(settings.describe())]
    for text in texts:
        assert SECRET not in text
        assert "CKVISIBLE" not in text
    assert ("api_secret", "••••", "flag") in settings.describe()
    assert settings.credentials == ("CKVISIBLE", SECRET)


@pytest.mark.parametrize(
    "text",
    [
        f'api_secret = "{SECRET}"\npace = "fast"',
        f'api_secret = "{SECRET}',
        f"api_secret = {SECRET}",
        f"api_secret: {SECRET}",
        f'api_secret = "{SECRET} "\napi_secret = "{SECRET}"',
        f'api_secret = "{SECRET} and more"',
        f'api_secret = ["{SECRET}"]',
        f'[api_secret]\nvalue = "{SECRET}"',
        f'api_secrte = "{SECRET}"',
        f'secrets = {{ api = "{SECRET}" }}',
        f'api_key = "{SECRET} "\napi_secret = ""',
        f'environment = "{SECRET}"',
        f'timezone = "{SECRET}"',
        f'ip_address = "{SECRET}"',
        f'data_dir = "~{SECRET}/"',
        f'broker_url = "https://key:{SECRET}@host"',
        f'broker_url = "https://host:{SECRET}"',
        f'data_url = "https://[{SECRET}"',
        f'welcome_gift = "{SECRET}"',
        f'seed = "{SECRET}"',
    ],
)
def test_no_failure_repeats_a_secret(file: Path, text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(write(file, text))
    error: BaseException | None = caught.value
    while error is not None:
        assert SECRET not in f"{error} {error!r} {getattr(error, 'doc', '')}"
        assert not hasattr(error, "errors"), "a ValidationError would carry the input along"
        error = error.__cause__ or error.__context__


def test_no_failure_of_a_variable_or_flag_repeats_a_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in sorted(Settings.model_fields.keys() - {"data_dir", "customer", "firm_account_id"}):
        assert SECRET not in failure(None, **{name: f"{SECRET} ü"})
        with monkeypatch.context() as patch:
            patch.setenv(f"RIBBIT_{name.upper()}", f"{SECRET} ü")
            assert SECRET not in failure()
    monkeypatch.setenv("RIBBIT_API_SECRET", SECRET)
    assert SECRET not in failure(seed=-1)


# What depends on the environment


@pytest.mark.parametrize("environment", ["sandbox", "live"])
def test_sandbox_and_live_need_credentials(environment: str) -> None:
    settings = load_settings(environment=environment)
    for ask in (settings.require_credentials, lambda: settings.credentials):
        with pytest.raises(ConfigurationError) as caught:
            ask()
        assert f'environment "{environment}" needs' in str(caught.value)
        assert "api_key (RIBBIT_API_KEY) and api_secret (RIBBIT_API_SECRET)" in str(caught.value)

    half = load_settings(environment=environment, api_key="CKKEY")
    with pytest.raises(ConfigurationError, match=r"needs api_secret \(RIBBIT_API_SECRET\)"):
        half.require_credentials()

    whole = load_settings(environment=environment, api_key="CKKEY", api_secret=SECRET)
    whole.require_credentials()
    assert whole.credentials == ("CKKEY", SECRET)


def test_live_is_never_reached_in_the_clear() -> None:
    assert "must be https" in failure(environment="live", broker_url="http://127.0.0.1:1")
    assert load_settings(environment="live", broker_url="https://a.example").broker_url
    assert load_settings(environment="sandbox", broker_url="http://127.0.0.1:1").broker_url


def test_a_gift_needs_an_amount_and_a_firm_account() -> None:
    assert load_settings(welcome_gift=0).gift is None
    assert load_settings(welcome_gift="0.00").gift is None
    assert load_settings(environment="sandbox").firm_account is None
    assert load_settings(environment="sandbox").gift is None
    ours = load_settings(environment="sandbox", firm_account_id="the-firm", welcome_gift="5")
    assert (ours.firm_account, str(ours.gift)) == ("the-firm", "5.00")
    assert load_settings(firm_account_id="another").firm_account == "another"


# The example


def test_the_example_file_is_the_rendered_one() -> None:
    assert (ROOT / "config.example.toml").read_bytes() == render_example().encode()


def test_the_example_changes_nothing_as_it_is(file: Path) -> None:
    assert load_settings(write(file, render_example())) == load_settings()


def test_the_example_loads_with_every_setting_turned_on(file: Path) -> None:
    text, count = re.subn(r"^#(?=[\w[\"])", "", render_example(), flags=re.MULTILINE)
    settings = load_settings(write(file, text))
    assert count == len(Settings.model_fields) + len(settings.keys)
    assert {source for _, _, source in settings.describe()} == {"file"}
    for name, field in Settings.model_fields.items():
        if field.default is not None and field.default_factory is None:
            assert getattr(settings, name) == field.default, "it shows the default"
    for earlier, line in zip(
        render_example().splitlines(), render_example().splitlines()[1:], strict=False
    ):
        assert len(line) < 100
        assert not re.match(r"#\w", line) or earlier.startswith("# "), "each is explained"


def test_importing_stays_cheap() -> None:
    code = (
        "import sys, ribbit_tui.config\n"
        "heavy = {'platformdirs', 'tomllib', 'difflib', 'httpx', 'textual'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert run.stdout.decode().strip() == "[]"


# The table of keys


def test_keys_with_and_without_quotes(file: Path) -> None:
    write(file, 'seed = 3\n\n[keys]\n"money.deposit" = "D"\nalways.help = "f1,h"\n')
    settings = load_settings(file)
    assert settings.keys == {"money.deposit": "D", "always.help": "f1,h"}
    assert ("keys", "money.deposit = D, always.help = f1,h", "file") in settings.describe()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('keys = "d"', "a table [keys]"),
        ('seed = 1\n[keys]\n"money.deposit" = 5', ":2: keys: money.deposit must be keys in quotes"),
        ('[keys]\n"money.deposit" = ""', "money.deposit must be keys in quotes"),
        ('[keys]\n"money.deposit" = "d"\n[kyes]\na = "b"', "did you mean keys?"),
    ],
)
def test_keys_that_are_no_keys(file: Path, text: str, words: str) -> None:
    assert words in failure(write(file, text))


def test_keys_are_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIBBIT_KEYS", "money.deposit=D")
    assert "RIBBIT_KEYS: must be a table [keys] in the configuration file" in failure()
