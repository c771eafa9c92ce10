"""A simulator as a child process."""

import subprocess
import sys
from pathlib import Path

import httpx

from .conftest import CREDENTIALS

PROGRAM = """
import sys
from pathlib import Path
from ribbit_tui.simulator.server import run
from ribbit_tui.simulator.settings import SimulatorSettings
folder = Path(sys.argv[1]) if sys.argv[1] else None
run(SimulatorSettings(port=0, data_dir=folder, exit_with_parent=True, pace=sys.argv[2]))
"""


class Process:
    def __init__(self, folder: Path | None, pace: str) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(folder or ""), pace],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.child.stdout is not None
        line = self.child.stdout.readline()
        assert line.startswith("listening on http://127.0.0.1:"), line + self.ended()[1]
        self.client = httpx.Client(base_url=line.split()[-1], auth=CREDENTIALS)

    def ended(self) -> tuple[int, str]:
        """Exit code, and all that was said after the first line."""
        out, err = self.child.communicate(timeout=5)
        return self.child.returncode, out + err
