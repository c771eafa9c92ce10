"""The simulator as a child process: started, watched, and gone with its parent."""

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from pathlib import Path

START_SECONDS = 15.0
STOP_SECONDS = 3.0
_LISTENING = "listening on "
_WHO_SPEAKS = "ribbit: "


class SimulatorFailedError(Exception):
    """The simulator did not start; the message is its own, one line for people."""


class SimulatorProcess:
    """One run of `ribbit simulator`.

    The child holds the read end of a pipe whose other end is ours: when this process dies, however
    it dies, the child sees the end of its standard input and leaves.
    """

    def __init__(self, process: Process, url: str) -> None:
        self._process = process
        self.url = url

    @classmethod
    async def start(
        cls, arguments: Sequence[str], environment: Mapping[str, str]
    ) -> "SimulatorProcess":
        """Start it and wait until it accepts requests. Raises SimulatorFailedError."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "ribbit_tui",
            "simulator",
            "--exit-with-parent",
            *arguments,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env={**os.environ, **environment, "PYTHONPATH": _import_path()},
        )
        assert process.stdout is not None
        try:
            async with asyncio.timeout(START_SECONDS):
                line = (await process.stdout.readline()).decode().strip()
        except TimeoutError:
            await _end(process)
            raise SimulatorFailedError(
                f"the simulator did not start within {START_SECONDS:.0f} seconds"
            ) from None
        if not line.startswith(_LISTENING):
            raise SimulatorFailedError(await _last_words(process))
        return cls(process, line.removeprefix(_LISTENING))

    @property
    def pid(self) -> int:
        return self._process.pid

    async def wait(self) -> int:
        """Its exit code, once it has ended."""
        return await self._process.wait()

    async def stop(self) -> None:
        """Ask it to leave; insist after some seconds."""
        await _end(self._process)


def _import_path() -> str:
    """The child finds this package even where it is run from a checkout without installing."""
    here = str(Path(__file__).resolve().parent.parent.parent)
    rest = os.environ.get("PYTHONPATH")
    return f"{here}{os.pathsep}{rest}" if rest else here


async def _end(process: Process) -> None:
    if process.returncode is not None:
        return
    if process.stdin is not None:
        process.stdin.close()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
            return
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.wait()


async def _last_words(process: Process) -> str:
    assert process.stderr is not None
    said = (await process.stderr.read()).decode(errors="replace").strip()
    await process.wait()
    if not said:
        return f"the simulator left with code {process.returncode}"
    return said.splitlines()[-1].removeprefix(_WHO_SPEAKS)
