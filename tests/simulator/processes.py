"""A simulator as a child process."""

import subprocess
import sys
from pathlib import Path

import httpx

from tests.waiting import PATIENCE_SECONDS

from .conftest import CREDENTIALS

PROGRAM = """
import sys
from dataclasses import replace
from pathlib import Path
from ribbit_tui.simulator.server import run
from ribbit_tui.simulator.settings import SimulatorSettings
folder = Path(sys.argv[1]) if sys.argv[1] else None
_, _, pace, version = sys.argv
settings = SimulatorSettings(port=0, data_dir=folder, pace=pace, api_version=version)
run(replace(settings, exit_with_parent=True))
"""


class Process:
    """A simulator that has printed its address. Whoever starts it ends it."""

    def __init__(self, folder: Path | None, pace: str, api_version: str = "2026") -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(folder or ""), pace, api_version],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.child.stdout is not None
        line = self.child.stdout.readline()
        if not line.startswith("listening on http://127.0.0.1:"):
            self.child.kill()
            raise AssertionError(line + "".join(self.child.communicate()))
        self.client = httpx.Client(
            base_url=line.split()[-1], auth=CREDENTIALS, timeout=PATIENCE_SECONDS
        )

    def ended(self) -> tuple[int, str]:
        """Wait for the end; return the exit code and what was printed after the first line."""
        out, err = self.child.communicate(timeout=PATIENCE_SECONDS)
        return self.child.returncode, out + err
