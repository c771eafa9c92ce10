"""The simulator as a child process, which ends with its parent."""

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path

START_TIMEOUT = 15.0
STOP_TIMEOUT = 3.0
_LISTENING_PREFIX = "listening on "
_MESSAGE_PREFIX = "ribbit: "


class SimulatorFailedError(Exception):
    """The simulator did not start; the message is its last line on stderr."""


class SimulatorProcess:
    """A running `ribbit simulator`.

    Its standard input is a pipe from this process. However this process ends, the child reads the
    end of the pipe and exits.
    """

    def __init__(self, process: Process, url: str) -> None:
        self._process = process
        self.url = url

    @classmethod
    async def start(
        cls, arguments: Sequence[str], environment: Mapping[str, str]
    ) -> "SimulatorProcess":
        """Start the process and wait until it accepts requests.

        A failed or cancelled start leaves no process. Raises SimulatorFailedError.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # a module in the working directory must not replace one of Python's
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
        """Wait for the end of the process and return its exit code."""
        return await self._process.wait()

    async def stop(self) -> None:
        """Ask the process to exit; kill it after STOP_TIMEOUT seconds."""
        await _run_to_end(_end(self._process))


def _import_path() -> str:
    """Return a PYTHONPATH with which the child finds this package even if it is not installed.

    Empty entries are left out, since Python takes them for the working directory.
    """
    here = str(Path(__file__).resolve().parent.parent.parent)
    rest = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return os.pathsep.join([here, *filter(None, rest)])


async def _listening_url(process: Process) -> str:
    """Read the URL from the first line of output. Raises SimulatorFailedError."""
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_TIMEOUT):
            line = (await process.stdout.readline()).decode(errors="replace").strip()
            if line.startswith(_LISTENING_PREFIX):
                return line.removeprefix(_LISTENING_PREFIX)
            reason = await _read_error(process)
    except TimeoutError:
        reason = f"the simulator did not start within {START_TIMEOUT:.0f} seconds"
    raise SimulatorFailedError(reason)


async def _end(process: Process) -> None:
    """Close its standard input, kill it if it does not exit, and read its pipes to their end.

    Python prints a traceback for pipes that are still open when the event loop closes.
    """
    if process.stdin is not None:
        process.stdin.close()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STOP_TIMEOUT):
            await process.communicate()
            return
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.communicate()


async def _run_to_end(work: Coroutine[None, None, None]) -> None:
    """Await `work` to its end even if the caller is cancelled; then raise the cancellation."""
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


async def _read_error(process: Process) -> str:
    """Wait for the end of the process and return its last line on stderr."""
    assert process.stderr is not None
    output = (await process.stderr.read()).decode(errors="replace").strip()
    await process.wait()
    if not output:
        return f"the simulator exited with code {process.returncode}"
    return output.splitlines()[-1].removeprefix(_MESSAGE_PREFIX)
