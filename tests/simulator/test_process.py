"""The simulator as a process: how it starts, refuses to start, dies and goes on."""

import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ribbit_tui.simulator.server import run
from ribbit_tui.simulator.settings import SimulatorSettings, SimulatorStartError
from ribbit_tui.simulator.startup import open_simulation
from tests.waiting import wait_until

from .conftest import application
from .processes import Process

Start = Callable[..., Process]


@pytest.fixture
def start() -> Iterator[Start]:
    processes: list[Process] = []

    def started(folder: Path | None = None, pace: str = "demo") -> Process:
        processes.append(Process(folder, pace))
        return processes[-1]

    yield started
    for process in processes:
        process.client.close()
        process.child.kill()
        process.child.communicate()


def test_it_ends_with_its_parent_even_while_a_stream_is_read(start: Start, tmp_path: Path) -> None:
    process = start(tmp_path / "new" / "folder")
    with process.client.stream("GET", "/v1/events/accounts/status") as response:
        lines = response.iter_lines()
        assert next(lines) == ":heartbeat"
        assert process.child.stdin is not None
        process.child.stdin.close()
        process.child.stdin = None
        assert process.ended() == (0, "")
    folder = tmp_path / "new" / "folder"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert set(modes.values()) == {0o600}, modes
    assert (folder / "simulator.log").read_text() == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_mean_a_clean_end(start: Start, number: int) -> None:
    process = start()
    process.child.send_signal(number)
    assert process.ended() == (0, "")


def test_killed_simulator_goes_on_where_it_was(start: Start, tmp_path: Path) -> None:
    first = start(tmp_path, "demo")
    answer = first.client.post("/v1/accounts", json=application())
    account_id = answer.json()["id"]
    first.child.kill()
    first.child.wait()

    with sqlite3.connect(tmp_path / "simulator.sqlite3") as database:
        kinds = [row[0] for row in database.execute("SELECT kind FROM schedule ORDER BY due_at")]
    database.close()
    assert "account.activate" in kinds
    second = start(tmp_path, "demo")
    path = f"/v1/accounts/{account_id}"
    assert second.client.get(path).json()["account_number"] == answer.json()["account_number"]
    with second.client.stream("GET", "/v1/events/accounts/status?since_id=0") as response:
        statuses = []
        for line in response.iter_lines():
            if line.startswith("data:"):
                statuses.append(line.split('"status_to":"')[1].split('"')[0])
            if statuses[-1:] == ["ACTIVE"]:
                break
    assert statuses == ["SUBMITTED", "APPROVED", "ACTIVE"]


def test_instant_pace_follows_up_at_once(start: Start) -> None:
    process = start(pace="instant")
    account_id = process.client.post("/v1/accounts", json=application()).json()["id"]
    path = f"/v1/accounts/{account_id}"
    wait_until(lambda: process.client.get(path).json()["status"] == "ACTIVE")


def test_folder_is_served_by_one_simulator_only(start: Start, tmp_path: Path) -> None:
    start(tmp_path)
    with pytest.raises(SimulatorStartError, match="already served") as failure:
        run(SimulatorSettings(port=0, data_dir=tmp_path))
    assert failure.value.exit_code == 1


def refused_start(**settings: Any) -> SimulatorStartError:
    with pytest.raises(SimulatorStartError) as failure:
        run(SimulatorSettings(**({"port": 0} | settings)))
    assert "\n" not in failure.value.message
    return failure.value


def test_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        error = refused_start(port=port)
    assert str(port) in error.message
    assert error.exit_code == 1


@pytest.mark.parametrize(
    ("settings", "exit_code"), [({"host": "no such host"}, 1), ({"port": 70_000}, 2)]
)
def test_address_that_cannot_be(settings: dict[str, Any], exit_code: int) -> None:
    assert refused_start(**settings).exit_code == exit_code


def test_newer_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "simulator.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    before = path.read_bytes()
    error = refused_start(data_dir=tmp_path)
    assert "newer version" in error.message
    assert path.read_bytes() == before


def test_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "simulator.sqlite3"
    path.write_text("my diary, not a database at all\n" * 40)
    assert "not ours" in refused_start(data_dir=tmp_path).message
    assert path.read_text().startswith("my diary")


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    error = refused_start(data_dir=tmp_path / "file" / "folder")
    assert "cannot write" in error.message
    assert error.exit_code == 1


def test_start_time_without_offset_is_wrong_usage() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    assert refused_start(clock="manual", start_time=naive).exit_code == 2


def test_settings_do_not_show_the_secret_and_are_cheap_to_import() -> None:
    assert "secret" not in repr(SimulatorSettings(api_secret="very-secret")).replace(
        "api_secret", ""
    )
    code = "import sys, ribbit_tui.simulator.settings; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    ).stdout.split()
    assert not {"fastapi", "pydantic", "uvicorn", "sqlite3"} & set(loaded)


def test_world_of_another_seed_is_left_alone(start: Start, tmp_path: Path) -> None:
    first = start(tmp_path)
    first.child.kill()
    first.child.wait()
    error = refused_start(data_dir=tmp_path, seed=8)
    assert error.exit_code == 2
    assert "seed 1:" in error.message
    assert "--seed 1 " in error.message
    start(tmp_path)


def test_database_without_a_seed_takes_that_of_its_next_opening(tmp_path: Path) -> None:
    with open_simulation(SimulatorSettings(data_dir=tmp_path)):
        pass
    with sqlite3.connect(tmp_path / "simulator.sqlite3") as database:
        assert database.execute("DELETE FROM counters WHERE kind = 'seed'").rowcount == 1
    database.close()
    largest = 2**63 - 1
    with open_simulation(SimulatorSettings(data_dir=tmp_path, seed=largest)):
        pass
    assert f"--seed {largest} " in refused_start(data_dir=tmp_path).message
