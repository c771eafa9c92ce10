"""The servers that are measured, each a process of its own that ends with the measurement."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import psutil

_SECONDS_TO_END = 5
_KIB_A_MIB = 1024


class Server(NamedTuple):
    address: tuple[str, int]
    pid: int
    seconds_to_listen: float

    def peak_memory(self) -> float:
        """MiB that it ever had in memory at once; where that is not known, has now."""
        status = Path(f"/proc/{self.pid}/status")
        if not status.exists():
            return psutil.Process(self.pid).memory_info().rss / _KIB_A_MIB**2
        lines = status.read_text("ascii").splitlines()
        peak = next(line for line in lines if line.startswith("VmHWM:"))
        return int(peak.split()[1]) / _KIB_A_MIB


@contextmanager
def simulator(data_dir: Path | None, pace: str = "real") -> Iterator[Server]:
    """`ribbit simulator` on a database in `data_dir`, or in memory."""
    where = ["--in-memory"] if data_dir is None else ["--data-dir", str(data_dir)]
    command = ["-m", "ribbit_tui", "simulator", "--port", "0", "--exit-with-parent"]
    with _process([*command, "--pace", pace, *where]) as server:
        yield server


@contextmanager
def ceiling(data_dir: Path) -> Iterator[Server]:
    """The bare reference, with a new database in `data_dir`."""
    with _process(["-m", "tests.benchmarks.ceiling", str(data_dir / "ceiling.sqlite3")]) as server:
        yield server


@contextmanager
def _process(arguments: Sequence[str]) -> Iterator[Server]:
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
            child.communicate(timeout=_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
