"""Coming by a client of a Broker API: a hosted one, or a simulator of our own beside it."""

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

RESTART_PAUSES = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds before each further attempt to bring the simulator back; the last one stays."""


def _remote_endpoint(settings: "Settings") -> Endpoint:
    """Where a server is that we do not start. Raises ConfigurationError without credentials."""
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
    """A client of Alpaca's hosts, or of a server named in the settings."""
    with _data_folder(settings):
        async with Broker(_remote_endpoint(settings)) as broker:
            yield broker


@asynccontextmanager
async def open_simulated_broker(
    settings: "Settings",
    arguments: Sequence[str],
    report: "ReportServer",
) -> AsyncIterator[Broker]:
    """A client of a simulator that we start, bring back when it dies, and end in the end."""
    key, secret = settings.credentials
    # By the environment, where no list of processes shows them.
    environment = {"RIBBIT_API_KEY": key, "RIBBIT_API_SECRET": secret}
    with _data_folder(settings):
        try:
            first = await SimulatorProcess.start([*arguments, "--port=0"], environment)
        except SimulatorFailedError as failure:
            raise NoServerError(str(failure)) from None
        keeper = _Keeper(first, arguments, environment, report)
        try:
            async with (
                Broker(_endpoint(first.url, environment)) as broker,
                _in_background(keeper.keep_alive(broker)),
            ):
                yield broker
        finally:
            await keeper.process.stop()


@asynccontextmanager
async def _in_background(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run `work` as a task that is cancelled, and awaited, at the end."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()


@contextmanager
def _data_folder(settings: "Settings") -> Iterator[None]:
    """The data folder for this app alone. Raises NoServerError where another one has it."""
    try:
        lock = lock_data_folder(settings.data_dir)
    except DataFolderError as reason:
        raise NoServerError(str(reason)) from None
    with lock:
        yield


def _endpoint(url: str, environment: Mapping[str, str]) -> Endpoint:
    return Endpoint(url, url, environment["RIBBIT_API_KEY"], environment["RIBBIT_API_SECRET"])


class _Keeper:
    """Sees to it that there is a simulator."""

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

    async def keep_alive(self, broker: Broker) -> None:
        """Start it again whenever it ends, at the same address where that can be had."""
        while True:
            code = await self.process.wait()
            log.warning("the simulator ended with code %s; starting it again", code)
            self._report(Server.RESTARTING, "the simulator stopped")
            self.process = await self._start_again()
            broker.move_to(_endpoint(self.process.url, self._environment))
            self._report(Server.RUNNING, "")

    async def _start_again(self) -> SimulatorProcess:
        port = self.process.url.rpartition(":")[2]
        attempt = 0
        while True:
            await asyncio.sleep(RESTART_PAUSES[min(attempt, len(RESTART_PAUSES) - 1)])
            wanted = port if attempt == 0 else "0"
            try:
                return await SimulatorProcess.start(
                    [*self._arguments, f"--port={wanted}"], self._environment
                )
            except SimulatorFailedError as failure:
                attempt += 1
                log.warning("the simulator did not start again: %s", failure)
                if attempt > 1:
                    self._report(Server.RESTARTING, str(failure))
