"""Clients of the Broker API: of a remote server, or of a simulator that this app starts."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.environment import (
    LIVE_BROKER_URL,
    LIVE_DATA_URL,
    SANDBOX_BROKER_URL,
    SANDBOX_DATA_URL,
    Endpoint,
)
from ribbit_tui.session.errors import NoServerError
from ribbit_tui.session.state import Server

from .data_folder import DataFolderError, lock_data_folder
from .simulator_process import SimulatorFailedError, SimulatorProcess

if TYPE_CHECKING:
    from ribbit_tui.config.settings import Settings
    from ribbit_tui.session.session import ReportServer

log = logging.getLogger(__name__)

RESTART_DELAYS = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds before each attempt to restart the simulator; the last value repeats."""


def _remote_endpoint(settings: "Settings") -> Endpoint:
    """Return the server of the settings or else of their environment, with the credentials.

    Raises ConfigurationError without credentials.
    """
    key, secret = settings.credentials
    if settings.environment == "live":
        broker_url, data_url = LIVE_BROKER_URL, LIVE_DATA_URL
    else:
        broker_url, data_url = SANDBOX_BROKER_URL, SANDBOX_DATA_URL
    broker_url = settings.broker_url or broker_url
    if settings.environment == "simulated":
        data_url = broker_url
    return Endpoint(broker_url, settings.data_url or data_url, key, secret)


@asynccontextmanager
async def open_remote_broker(settings: "Settings", report: "ReportServer") -> AsyncIterator[Broker]:
    """Open a client of Alpaca's servers, or of the server that the settings name.

    Raises ConfigurationError, and NoServerError where another app uses the data folder.
    """
    with _locked_data_folder(settings):
        async with Broker(_remote_endpoint(settings)) as broker:
            yield broker


@asynccontextmanager
async def open_simulated_broker(
    settings: "Settings",
    arguments: Sequence[str],
    report: "ReportServer",
) -> AsyncIterator[Broker]:
    """Start a simulator and open a client of it.

    It is restarted when it ends by itself, and stopped at exit. `arguments` are those of
    `ribbit simulator`, without the port. Raises NoServerError where it cannot start or another app
    uses the data folder.
    """
    key, secret = settings.credentials
    # Passed in the environment: a list of processes shows arguments to every user.
    environment = {"RIBBIT_API_KEY": key, "RIBBIT_API_SECRET": secret}
    with _locked_data_folder(settings):
        try:
            process = await SimulatorProcess.start([*arguments, "--port=0"], environment)
        except SimulatorFailedError as error:
            raise NoServerError(str(error)) from None
        supervisor = _SimulatorSupervisor(process, arguments, environment, report)
        try:
            async with (
                Broker(_simulator_endpoint(process.url, environment)) as broker,
                _in_background(supervisor.run(broker)),
            ):
                yield broker
        finally:
            await supervisor.process.stop()


@asynccontextmanager
async def _in_background(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run `work` as a task; at exit, cancel it and wait for its end."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()


@contextmanager
def _locked_data_folder(settings: "Settings") -> Iterator[None]:
    """Lock the data folder. Raises NoServerError where that fails."""
    try:
        lock = lock_data_folder(settings.data_dir)
    except DataFolderError as error:
        raise NoServerError(str(error)) from None
    with lock:
        yield


def _simulator_endpoint(url: str, environment: Mapping[str, str]) -> Endpoint:
    return Endpoint(url, url, environment["RIBBIT_API_KEY"], environment["RIBBIT_API_SECRET"])


class _SimulatorSupervisor:
    """Restarts the simulator process whenever it ends by itself."""

    def __init__(
        self,
        process: SimulatorProcess,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        report: "ReportServer",
    ) -> None:
        self.process = process
        self._arguments = arguments
        self._environment = environment
        self._report = report

    async def run(self, broker: Broker) -> None:
        """Restart the process at each end and point `broker` at its new address; run forever.

        The first attempt takes the same port, so that other clients find the simulator again.
        """
        while True:
            code = await self.process.wait()
            log.warning("the simulator ended with code %s; restarting it", code)
            reason = self.process.last_error
            stopped = f"the simulator stopped: {reason}" if reason else "the simulator stopped"
            self._report(Server.RESTARTING, stopped)
            self.process = await self._restart()
            broker.move_to(_simulator_endpoint(self.process.url, self._environment))
            self._report(Server.RUNNING, "")

    async def _restart(self) -> SimulatorProcess:
        """Try until a start succeeds; report failures from the second on."""
        port = self.process.url.rpartition(":")[2]
        attempt = 0
        while True:
            await asyncio.sleep(RESTART_DELAYS[min(attempt, len(RESTART_DELAYS) - 1)])
            next_port = port if attempt == 0 else "0"
            try:
                return await SimulatorProcess.start(
                    [*self._arguments, f"--port={next_port}"], self._environment
                )
            except SimulatorFailedError as error:
                attempt += 1
                log.warning("the simulator did not restart: %s", error)
                if attempt > 1:
                    self._report(Server.RESTARTING, str(error))
