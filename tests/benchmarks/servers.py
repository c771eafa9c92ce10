"""The measured servers, each a process that ends with its measurement."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import psutil

_EXIT_TIMEOUT = 5
_KIB_PER_MIB = 1024


class Server(NamedTuple):
    """A running server."""

    address: tuple[str, int]
    pid: int
    seconds_to_listen: float

    def peak_memory(self) -> float:
        """Return the peak resident memory in MiB; the current one where the peak is unknown."""
        return peak_memory(self.pid)


def peak_memory(pid: int) -> float:
    """Return the peak resident memory of a process in MiB; the current one if that is unknown."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return psutil.Process(pid).memory_info().rss / _KIB_PER_MIB**2
    lines = status.read_text("ascii").splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / _KIB_PER_MIB


@contextmanager
def simulator(data_dir: Path | None, pace: str = "real") -> Iterator[Server]:
    """Run `ribbit simulator` on a database in `data_dir`, or in memory."""
    where = ["--in-memory"] if data_dir is None else ["--data-dir", str(data_dir)]
    command = ["-m", "ribbit_tui", "simulator", "--port", "0", "--exit-with-parent"]
    with _process([*command, "--pace", pace, *where]) as server:
        yield server


@contextmanager
def bare_server(data_dir: Path) -> Iterator[Server]:
    """Run the bare server with a new database in `data_dir`."""
    with _process(["-m", "tests.benchmarks.bare_server", str(data_dir / "bare.sqlite3")]) as server:
        yield server


@contextmanager
def _process(arguments: Sequence[str]) -> Iterator[Server]:
    """Run a server and wait until it prints its address. Raises RuntimeError."""
    began = perf_counter()
    child = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        line = child.stdout.readline().strip()
        took = perf_counter() - began
        if not line.startswith("listening on http://"):
            raise RuntimeError(f"the server did not start: {line}")
        host, _, port = line.rpartition("/")[2].rpartition(":")
        yield Server((host, int(port)), child.pid, took)
    finally:
        child.terminate()
        try:
            child.communicate(timeout=_EXIT_TIMEOUT)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
