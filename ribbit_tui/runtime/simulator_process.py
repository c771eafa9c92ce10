"""The simulator as a child process, which ends with its parent."""

import asyncio
import contextlib
import os
import sys
from asyncio import StreamReader
from asyncio.subprocess import PIPE, Process
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path

START_TIMEOUT = 15.0
STOP_TIMEOUT = 3.0
_LISTENING_PREFIX = "listening on "
_MESSAGE_PREFIX = "ribbit: "
_CHUNK_BYTES = 65_536
_TAIL_BYTES = 8_192
"""Bytes of stderr that are kept to tell why the process ended."""


class SimulatorFailedError(Exception):
    """The simulator did not start; the message is its last line on stderr."""


class SimulatorProcess:
    """A running `ribbit simulator`.

    Its standard input is a pipe from this process. However this process ends, the child reads the
    end of the pipe and exits. What it prints is read all the time: it never waits for a reader.
    """

    def __init__(self, process: Process) -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        self.url = ""
        self._process = process
        self._first_line = b""
        self._has_first_line = asyncio.Event()
        self._error_tail = b""
        self._readers = (
            asyncio.create_task(self._read_output(process.stdout)),
            asyncio.create_task(self._read_errors(process.stderr)),
        )

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
        simulator = cls(process)
        started = False
        try:
            await simulator._wait_until_listening()
            started = True
        finally:
            if not started:
                await simulator.stop()
        return simulator

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def last_error(self) -> str:
        """The last line on stderr; empty without one."""
        lines = self._error_tail.decode(errors="replace").strip().splitlines()
        return lines[-1].removeprefix(_MESSAGE_PREFIX) if lines else ""

    async def wait(self) -> int:
        """Wait for the end of the process and of its output. Return the exit code."""
        await asyncio.wait(self._readers)
        return await self._process.wait()

    async def stop(self) -> None:
        """Ask the process to exit; kill it after STOP_TIMEOUT seconds."""
        await _run_to_end(self._end())

    async def _wait_until_listening(self) -> None:
        """Wait for the line with the URL. Raises SimulatorFailedError."""
        try:
            async with asyncio.timeout(START_TIMEOUT):
                await self._has_first_line.wait()
                line = self._first_line.decode(errors="replace").strip()
                if line.startswith(_LISTENING_PREFIX):
                    self.url = line.removeprefix(_LISTENING_PREFIX)
                    return
                code = await self.wait()
        except TimeoutError:
            reason = f"the simulator did not start within {START_TIMEOUT:.0f} seconds"
        else:
            reason = self.last_error or f"the simulator exited with code {code}"
        raise SimulatorFailedError(reason)

    async def _read_output(self, stdout: StreamReader) -> None:
        """Keep the first line; drop the rest."""
        self._first_line = await stdout.readline()
        self._has_first_line.set()
        while await stdout.read(_CHUNK_BYTES):
            pass

    async def _read_errors(self, stderr: StreamReader) -> None:
        """Keep the last bytes."""
        while data := await stderr.read(_CHUNK_BYTES):
            self._error_tail = (self._error_tail + data)[-_TAIL_BYTES:]

    async def _end(self) -> None:
        """Close its standard input, kill it if it does not exit, and read its pipes to their end.

        Python prints a traceback for pipes that are still open when the event loop closes.
        """
        if self._process.stdin is not None:
            self._process.stdin.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_TIMEOUT):
                await self.wait()
                return
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self.wait()


def _import_path() -> str:
    """Return a PYTHONPATH with which the child finds this package even if it is not installed.

    Empty entries are left out, since Python takes them for the working directory.
    """
    here = str(Path(__file__).resolve().parent.parent.parent)
    rest = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return os.pathsep.join([here, *filter(None, rest)])


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
