"""Server process of a simulator."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TextIO

import uvicorn
from filelock import FileLock, Timeout
from starlette.types import ASGIApp

from ribbit_tui.simulator.routes.api import create_api
from ribbit_tui.simulator.routes.connections import BACKLOG, connection_limit, connections
from ribbit_tui.simulator.routes.request_guard import LARGEST_HEAD
from ribbit_tui.simulator.storage.database import NewerDatabaseError, NotADatabaseError
from ribbit_tui.simulator.storage.ids import OtherSeedError
from ribbit_tui.simulator.storage.schedule import Runner

from .scheduled_steps import handlers
from .settings import SimulatorSettings, SimulatorStartError
from .simulation import Simulation
from .startup import open_simulation

LOG_NAME = "simulator.log"
_LOCK_NAME = "simulator.lock"
_SHUTDOWN_SECONDS = 1
_LAST_PORT = 65_535


def run(settings: SimulatorSettings) -> None:
    """Serve until SIGINT or SIGTERM. Blocks; must run in the main thread.

    Prints `listening on http://HOST:PORT` once it accepts requests. Raises SimulatorStartError.
    """
    start = settings.start_time
    if settings.clock == "manual" and start is not None and start.tzinfo is None:
        raise SimulatorStartError("start_time needs a UTC offset, for example a final Z", 2)
    with contextlib.ExitStack() as stack:
        if settings.data_dir is not None:
            folder = Path(settings.data_dir).expanduser()
            stack.enter_context(_locked_folder(folder))
            settings = replace(settings, data_dir=folder)
        stack.enter_context(_error_log(settings.data_dir))
        simulation = stack.enter_context(_open_simulation(settings))
        listener = stack.enter_context(_listening_socket(settings.host, settings.port))
        asyncio.run(_serve(simulation, listener))


@contextlib.contextmanager
def _locked_folder(folder: Path) -> Iterator[None]:
    """Create the folder if necessary, and lock it against other simulators."""
    lock = FileLock(folder / _LOCK_NAME, mode=0o600)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise SimulatorStartError(
            f"{folder} is already served by another simulator: stop that one or choose another"
            " data folder",
            1,
        ) from None
    except OSError as error:
        raise SimulatorStartError(
            f"cannot write to {folder} ({_reason(error)}): choose another data folder", 1
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _open_simulation(settings: SimulatorSettings) -> Iterator[Simulation]:
    """Open the simulation. Raises SimulatorStartError."""
    try:
        stack = contextlib.ExitStack()
        simulation = stack.enter_context(open_simulation(settings))
    except NewerDatabaseError:
        raise SimulatorStartError(
            f"the database in {settings.data_dir} was written by a newer version: update this"
            " program or choose another data folder",
            1,
        ) from None
    except NotADatabaseError:
        raise SimulatorStartError(
            f"the database in {settings.data_dir} is damaged or not ours: choose another data"
            " folder",
            1,
        ) from None
    except OtherSeedError as other:
        raise SimulatorStartError(
            f"the simulation in {settings.data_dir} was made with seed {other.made_with}:"
            f" start it with --seed {other.made_with} or choose another data folder",
            2,
        ) from None
    except OSError as error:
        raise SimulatorStartError(
            f"cannot open the database in {settings.data_dir} ({_reason(error)}):"
            " choose another data folder",
            1,
        ) from None
    with stack:
        yield simulation


def _listening_socket(host: str, port: int) -> socket.socket:
    """Return a bound socket.

    TCP is named explicitly: asyncio sets TCP_NODELAY only then, which saves 44 ms a request.
    """
    # getaddrinfo would accept any port, modulo 65536.
    if not 0 <= port <= _LAST_PORT:
        raise SimulatorStartError(f"--port must be from 0 to {_LAST_PORT}", 2)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        family, _, _, _, address = found[0]
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            if os.name == "posix":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError:
            listener.close()
            raise
    except (OSError, UnicodeError) as error:
        raise SimulatorStartError(
            f"cannot listen on {host} port {port} ({_reason(error)}): choose another --port"
            " (0 picks a free one) or --host",
            1,
        ) from None
    return listener


def _reason(error: Exception) -> str:
    """Return a short reason without personal data, such as a path."""
    return (isinstance(error, OSError) and error.strerror) or type(error).__name__


@contextlib.contextmanager
def _error_log(folder: Path | None) -> Iterator[None]:
    """Log failures to a file beside the database, and nothing to the terminal."""
    handler: logging.Handler = logging.NullHandler()
    if folder is not None:
        path = folder / LOG_NAME
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        handler = logging.FileHandler(path, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.ERROR)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()


class _Server(uvicorn.Server):
    """Uvicorn server that prints its address, and ends event streams before it shuts down."""

    def __init__(self, simulation: Simulation, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._simulation = simulation

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            _print(sys.stdout, f"listening on http://{shown}:{port}")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._simulation.events.close()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Shut down cleanly on both signals. Uvicorn would raise them again afterwards."""

        def stop(_signal: int, _frame: FrameType | None) -> None:
            self.should_exit = True

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _print(stream: TextIO, line: str) -> None:
    stream.write(f"{line}\n")
    stream.flush()


def uvicorn_config(app: ASGIApp) -> uvicorn.Config:
    """Return uvicorn's settings for the application. Tests use the same."""
    return uvicorn.Config(
        app,
        http=connections(connection_limit()),
        h11_max_incomplete_event_size=LARGEST_HEAD,
        backlog=BACKLOG,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )


async def _serve(simulation: Simulation, listener: socket.socket) -> None:
    config = uvicorn_config(create_api(simulation))
    server = _Server(simulation, config)
    if simulation.settings.exit_with_parent:
        threading.Thread(target=_stop_at_end_of_input, args=(server,), daemon=True).start()
    async with asyncio.TaskGroup() as tasks:
        runner = None
        if simulation.settings.clock == "system":
            runner = tasks.create_task(
                Runner(
                    simulation.schedule, handlers(simulation), simulation.clock, simulation.database
                ).run()
            )
        await server.serve([listener])
        if runner is not None:
            runner.cancel()


def _stop_at_end_of_input(server: uvicorn.Server) -> None:
    """Stop the server when the parent process ends, which closes our standard input."""
    # Not sys.stdin: this thread would hold its lock when the interpreter ends.
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    server.should_exit = True
