"""The simulator as a child process: started, watched, and gone with its parent."""

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Coroutine, Mapping, Sequence
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
        """Start it and wait until it accepts requests; a start that fails leaves no process.

        Raises SimulatorFailedError.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # no module of the working directory may take the place of one of Python's
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
        started = False
        try:
            url = await _listening_url(process)
            started = True
        finally:
            if not started:
                await _run_to_end(_end(process))
        return cls(process, url)

    @property
    def pid(self) -> int:
        return self._process.pid

    async def wait(self) -> int:
        """Its exit code, once it has ended."""
        return await self._process.wait()

    async def stop(self) -> None:
        """Ask it to leave; insist after some seconds."""
        await _run_to_end(_end(self._process))


def _import_path() -> str:
    """Return the child's PYTHONPATH: it finds this package in a checkout that is not installed.

    Empty entries are left out: Python takes them for the working directory.
    """
    here = str(Path(__file__).resolve().parent.parent.parent)
    rest = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return os.pathsep.join([here, *filter(None, rest)])


async def _listening_url(process: Process) -> str:
    """Wait for the line that tells the address. Raises SimulatorFailedError."""
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            line = (await process.stdout.readline()).decode(errors="replace").strip()
            if line.startswith(_LISTENING):
                return line.removeprefix(_LISTENING)
            reason = await _last_words(process)
    except TimeoutError:
        reason = f"the simulator did not start within {START_SECONDS:.0f} seconds"
    raise SimulatorFailedError(reason)


async def _end(process: Process) -> None:
    """Close its standard input, kill it if it stays, and read its pipes to their end.

    Pipes that are still open when the event loop closes make Python print a traceback.
    """
    if process.stdin is not None:
        process.stdin.close()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STOP_SECONDS):
            await process.communicate()
            return
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.communicate()


async def _run_to_end(work: Coroutine[None, None, None]) -> None:
    """Await `work` to its end, however often the caller is cancelled meanwhile.

    A cancellation is raised again once `work` has ended.
    """
    task = asyncio.ensure_future(work)
    cancellation: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancellation = error
    task.result()
    if cancellation is not None:
        raise cancellation


async def _last_words(process: Process) -> str:
    assert process.stderr is not None
    said = (await process.stderr.read()).decode(errors="replace").strip()
    await process.wait()
    if not said:
        return f"the simulator left with code {process.returncode}"
    return said.splitlines()[-1].removeprefix(_WHO_SPEAKS)
