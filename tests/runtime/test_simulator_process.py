"""The simulator as a child process: what it runs, and what its end leaves behind."""

import asyncio
import os
import pty
import select
import sys
import warnings
from pathlib import Path

import psutil
import pytest

from ribbit_tui.runtime.simulator_process import SimulatorProcess
from tests.waiting import PATIENCE_SECONDS, until, waiting_for

CREDENTIALS = {"RIBBIT_API_KEY": "key", "RIBBIT_API_SECRET": "secret"}


def _arguments(folder: Path) -> list[str]:
    return [f"--data-dir={folder}", "--port=0"]


def _children() -> set[psutil.Process]:
    return set(psutil.Process().children())


async def test_P1_a_start_that_is_cancelled_leaves_no_process(tmp_path: Path) -> None:
    before = _children()
    start = asyncio.create_task(SimulatorProcess.start(_arguments(tmp_path), CREDENTIALS))
    await until(lambda: _children() - before)
    (child,) = _children() - before
    start.cancel()
    with pytest.raises(asyncio.CancelledError):
        await start
    assert not child.is_running()


async def test_P1_a_stop_that_is_cancelled_twice_is_done_to_its_end(tmp_path: Path) -> None:
    simulator = await SimulatorProcess.start(_arguments(tmp_path), CREDENTIALS)
    child = psutil.Process(simulator.pid)
    stop = asyncio.create_task(simulator.stop())
    for _ in range(2):
        await asyncio.sleep(0)
        stop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stop
    assert not child.is_running()
    with warnings.catch_warnings():  # a transport that is still open warns when it is deleted
        warnings.simplefilter("error")
        assert await simulator.wait() == 0


def test_P1_quitting_leaves_the_terminal_without_a_word(tmp_path: Path) -> None:
    """Quit in a pseudo-terminal, with the interpreter that runs the tests."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, "-m", "ribbit_tui", f"--data-dir={tmp_path}"])
    try:
        _read_until(terminal, "● live".encode())
        os.write(terminal, b"q")
        printed = _read_until(terminal, None)
    finally:
        os.close(terminal)  # hangs it up: what still runs there ends
        _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    _, _, after = printed.rpartition(b"\x1b[?1049l")  # where the alternate screen is left
    assert b"Exception" not in after
    assert b"Traceback" not in after


def _read_until(terminal: int, mark: bytes | None, seconds: float = PATIENCE_SECONDS) -> bytes:
    """Return what is printed up to `mark`, or to the end without one. Raises TimeoutError."""
    printed = b""
    while mark is None or mark not in printed:
        if not select.select([terminal], [], [], seconds)[0]:
            raise TimeoutError(printed[-2000:])
        try:
            data = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not data:
            break
        printed += data
    return printed


CHATTY = """
import os, sys
print("listening on http://127.0.0.1:1", flush=True)
for stream in (1, 2):
    for _ in range(64):
        os.write(stream, b"x" * 65_535 + b"\\n")
os.write(2, b"ribbit: \\xff the disk is full\\n")
sys.exit(3)
"""


async def test_a_simulator_that_prints_a_lot_never_waits_for_a_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """4 MiB on each pipe, where Linux holds 64 KiB."""
    program = tmp_path / "python"
    program.write_text(f"#!{sys.executable}\n{CHATTY}")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    simulator = await SimulatorProcess.start([], CREDENTIALS)
    assert simulator.url == "http://127.0.0.1:1"
    async with waiting_for("the end of the process"):
        assert await simulator.wait() == 3
    assert simulator.last_error == "\N{REPLACEMENT CHARACTER} the disk is full"
    await simulator.stop()


async def test_P2_a_module_of_the_working_directory_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("secrets", "uvicorn", "sitecustomize"):
        (tmp_path / f"{module}.py").write_text("from pathlib import Path\nPath('run').touch()\n")
    monkeypatch.chdir(tmp_path)
    # An empty entry of PYTHONPATH is the working directory, too.
    monkeypatch.setenv("PYTHONPATH", f"{os.pathsep}{tmp_path / 'elsewhere'}{os.pathsep}")
    simulator = await SimulatorProcess.start(_arguments(tmp_path / "data"), CREDENTIALS)
    await simulator.stop()
    assert not (tmp_path / "run").exists()
