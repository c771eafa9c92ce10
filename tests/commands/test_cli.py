"""The commands, as somebody types them: what they print, and with which code they leave."""

import os
from pathlib import Path

import pytest
from click import Group
from click.testing import CliRunner, Result
from filelock import FileLock

from ribbit_tui import __version__
from ribbit_tui.cli import main
from ribbit_tui.config.file import only_defaults_apply
from ribbit_tui.config.loader import load_settings
from ribbit_tui.runtime.composition import create_app
from ribbit_tui.runtime.data_folder import DataFolderError, lock_data_folder


def ribbit(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="ribbit")


def _every_command(group: Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the path of each command of a group, and of the groups in it."""
    paths: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        paths.append((*path, name))
        if isinstance(command, Group):
            paths += _every_command(command, (*path, name))
    return paths


def test_the_version() -> None:
    assert ribbit("--version").output == f"ribbit, version {__version__}\n"


def test_check_gives_a_verdict_for_everything_and_leaves_no_simulator(tmp_path: Path) -> None:
    result = ribbit("check", "--data-dir", tmp_path)
    assert result.exit_code == 0, result.output
    whats = [line[6:].split(":")[0] for line in result.output.splitlines()]
    assert whats == [
        "configuration",
        "data folder",
        "server",
        "credentials",
        "read calendar",
        "read assets",
        "read crypto pairs",
        "read prices",
        "read crypto prices",
        "read accounts",
        "read account",
        "stream accounts",
        "stream journals",
        "stream trades",
        "stream funding",
        "stream activities",
    ]
    assert all(line.startswith("ok") for line in result.output.splitlines())
    lock = FileLock(tmp_path / "simulator" / "simulator.lock", timeout=0)
    with lock:
        assert lock.is_locked


def test_check_of_the_sandbox_without_keys_names_what_is_missing(tmp_path: Path) -> None:
    result = ribbit("check", "--environment", "sandbox", "--data-dir", tmp_path)
    assert result.exit_code == 1
    assert "FAIL  credentials" in result.output
    assert "RIBBIT_API_KEY" in result.output
    assert "RIBBIT_API_SECRET" in result.output


def test_check_finds_that_nobody_listens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIBBIT_BROKER_URL", "http://127.0.0.1:9")
    result = ribbit("check", "--data-dir", tmp_path)
    assert result.exit_code == 1
    assert "FAIL  server" in result.output


def test_a_world_of_another_seed_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ribbit("check", "--data-dir", tmp_path).exit_code == 0
    monkeypatch.setenv("RIBBIT_SEED", "8")
    result = ribbit("check", "--data-dir", tmp_path)
    assert result.exit_code == 1
    told = next(line for line in result.output.splitlines() if line.startswith("FAIL  server: "))
    assert told == (
        f"FAIL  server: the simulation in {tmp_path / 'simulator'} was made with seed 1:"
        " start it with --seed 1 or choose another data folder"
    )


def test_a_data_folder_in_use_is_explained(tmp_path: Path) -> None:
    with lock_data_folder(tmp_path):
        result = ribbit("check", "--data-dir", tmp_path)
        assert result.exit_code == 1
        assert "another ribbit is running" in result.output
        assert "--data-dir" in result.output
        refused = ribbit("reset", "--data-dir", tmp_path, "--yes")
    assert refused.exit_code == 0
    assert "nothing to delete" in refused.output


def test_a_data_folder_that_is_a_file_is_explained(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("mine")
    with pytest.raises(DataFolderError, match="cannot be written"):
        create_app(load_settings(data_dir=in_the_way))
    assert in_the_way.read_text() == "mine"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('seed = 3\n\npaec = "demo"\n', "config.toml:3: paec: no such setting"),
        ('seed = "x"\n', "config.toml:1: seed: must be a whole number"),
        ("seed = = 1\n", "config.toml:1: not valid TOML"),
    ],
)
def test_a_wrong_config_file_is_one_line_and_code_2(
    content: str, words: str, tmp_path: Path
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(content)
    result = ribbit("check", "--config", file)
    assert result.exit_code == 2
    assert words in result.output
    assert result.output.count("\n") == 1


def test_a_wrong_flag_of_the_app_is_one_line_and_code_2() -> None:
    result = ribbit("--pace", "slow")
    assert result.exit_code == 2
    assert result.output == "ribbit: --pace: must be 'instant', 'demo' or 'real'\n"


@pytest.mark.parametrize(
    ("arguments", "culprit", "whose_help"),
    [
        ("--bogus", "no such option", "ribbit"),
        ("bogus", "no such command", "ribbit"),
        ("--seed", "--seed", None),
        ("config", "missing command", "ribbit config"),
        ("config bogus", "no such command", "ribbit config"),
        ("config show --dat", "no such option", "ribbit config show"),
        ("simulator --pace slow", "'slow'", "ribbit simulator"),
        ("simulator --port 99999", "99999", "ribbit simulator"),
        ("check one\x85two", "one two", "ribbit check"),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(
    arguments: str, culprit: str, whose_help: str | None
) -> None:
    line = _usage_failure(*arguments.split(" "))
    assert culprit in line.lower()
    assert line.endswith(f" See '{whose_help} --help'." if whose_help else ".")


@pytest.mark.parametrize("command", _every_command(main), ids=" ".join)
def test_each_command_refuses_an_unknown_option_in_one_line(command: tuple[str, ...]) -> None:
    line = _usage_failure(*command, "--bogus")
    assert "no such option" in line
    assert line.endswith(f" See '{' '.join(('ribbit', *command))} --help'.")


def _usage_failure(*arguments: str) -> str:
    """Run a command that is used wrongly; return its one line on stderr."""
    result = ribbit(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    assert line.startswith("ribbit: ")
    return line


@pytest.mark.parametrize("command", [("config", "path"), ("config", "init"), ("simulator",)])
def test_a_wrong_variable_is_one_line_and_code_2(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIBBIT_PAEC", "demo")
    result = ribbit(*command)
    assert result.exit_code == 2
    assert result.output == "ribbit: RIBBIT_PAEC: no such setting; did you mean RIBBIT_PACE?\n"


def test_flags_of_the_app_are_not_swallowed_by_a_command(tmp_path: Path) -> None:
    result = ribbit("--data-dir", tmp_path, "check")
    assert result.exit_code == 2
    assert result.output == "ribbit: put --data-dir after check\n"


def test_without_a_terminal_the_app_says_so() -> None:
    result = ribbit()
    assert result.exit_code == 2


def test_config_init_writes_a_private_file_once(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "config.toml"
    assert ribbit("config", "init", "--config", file).exit_code == 0
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
    first = file.read_text()
    again = ribbit("config", "init", "--config", file)
    assert again.exit_code == 1
    assert "not changed" in again.output
    assert file.read_text() == first
    assert ribbit("config", "show", "--config", file).exit_code == 0


def test_config_show_masks_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIBBIT_API_SECRET", "zq7-hidden")
    result = ribbit("config", "show")
    assert result.exit_code == 0
    assert "zq7-hidden" not in result.output
    assert "••••" in result.output


def test_reset_forgets_the_simulated_world_alone(tmp_path: Path) -> None:
    for folder in ("simulator", "simulated", "sandbox"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "kept.json").write_text("{}")
    result = ribbit("reset", "--data-dir", tmp_path, "--yes")
    assert result.exit_code == 0
    assert not (tmp_path / "simulator").exists()
    assert not (tmp_path / "simulated").exists()
    assert (tmp_path / "sandbox" / "kept.json").exists()


def test_reset_leaves_a_served_database_alone(tmp_path: Path) -> None:
    served = tmp_path / "simulator"
    served.mkdir()
    with FileLock(served / "simulator.lock"):
        result = ribbit("reset", "--data-dir", tmp_path, "--yes")
    assert result.exit_code == 1
    assert "stop it first" in result.output
    assert served.exists()


def test_reset_asks_first(tmp_path: Path) -> None:
    (tmp_path / "simulated").mkdir()
    result = CliRunner().invoke(main, ["reset", "--data-dir", str(tmp_path)], input="n\n")
    assert result.exit_code == 1
    assert (tmp_path / "simulated").exists()


def test_simulator_refuses_what_excludes_each_other(tmp_path: Path) -> None:
    result = ribbit("simulator", "--in-memory", "--data-dir", tmp_path)
    assert result.exit_code == 2
    assert "not both" in result.output


def test_a_start_time_needs_a_manual_clock() -> None:
    result = ribbit(
        "simulator", "--in-memory", "--port", "1", "--start-time", "2024-01-01T00:00:00Z"
    )
    assert result.exit_code == 2
    assert "--clock manual" in result.output


def test_simulator_wants_a_time_it_can_read() -> None:
    result = ribbit("simulator", "--in-memory", "--clock", "manual", "--start-time", "noon")
    assert result.exit_code == 2
    assert "2026-01-15T15:00:00Z" in result.output


def test_the_short_cut_to_the_first_frame_is_taken_only_where_only_defaults_apply(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert only_defaults_apply()
    monkeypatch.setenv("RIBBIT_SEED", "2")
    assert not only_defaults_apply()
    monkeypatch.delenv("RIBBIT_SEED")
    (tmp_path / "ribbit").mkdir()
    (tmp_path / "ribbit" / "config.toml").write_text("")
    assert not only_defaults_apply()


def test_the_first_frame_knows_the_defaults_of_the_settings(tmp_path: Path) -> None:
    from ribbit_tui.runtime.composition import FirstFrameSettings

    settings = load_settings(data_dir=tmp_path)
    assert FirstFrameSettings.from_settings(settings) == FirstFrameSettings(tmp_path)


def test_nothing_heavy_is_imported_before_the_first_frame() -> None:
    import subprocess
    import sys

    heavy = ("pydantic", "httpx", "fastapi", "uvicorn", "phonenumbers", "pycountry", "click")
    program = (
        "import sys, ribbit_tui.__main__, ribbit_tui.commands.run as r;"
        " r.create_app_with_defaults(); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_key_for_two_things_is_one_line_before_the_app_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    file = tmp_path / "ribbit.toml"
    file.write_text('[keys]\n"money.deposit" = "w"\n', encoding="utf-8")
    result = ribbit("--config", file, "--data-dir", tmp_path)
    assert result.exit_code == 2
    assert result.stderr == (
        "ribbit: [keys] w is the key of both money.deposit and money.withdraw in Money\n"
    )
    assert result.stdout == ""
