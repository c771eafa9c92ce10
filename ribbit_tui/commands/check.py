"""`ribbit check`: the configuration, the server, the credentials and every stream, one by one."""

import asyncio
import os
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BadCredentialsError, BrokerError
from ribbit_tui.broker.streams import STREAMS, Connected, Lost, StreamName, follow
from ribbit_tui.config.file import ConfigurationError
from ribbit_tui.runtime.composition import Fixture, broker_opener
from ribbit_tui.session.errors import NoServerError

if TYPE_CHECKING:
    from ribbit_tui.config.settings import Settings

STREAM_SECONDS = 10.0


@dataclass(frozen=True)
class Verdict:
    what: str
    well: bool
    words: str


async def run_checks(settings: "Settings") -> list[Verdict]:
    """One verdict for each thing that must be well. What depends on a failure is left out."""
    verdicts = [
        Verdict("configuration", True, f"environment {settings.environment}"),
        _data_folder(settings),
    ]
    try:
        settings.require_credentials()
    except ConfigurationError as error:
        return [*verdicts, Verdict("credentials", False, str(error))]
    try:
        async with broker_opener(settings, Fixture())(lambda server, error: None) as broker:
            verdicts += await _server(broker)
    except NoServerError as failure:
        verdicts.append(Verdict("server", False, str(failure)))
    return verdicts


def _data_folder(settings: "Settings") -> Verdict:
    folder = settings.data_dir
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(existing, os.W_OK):
        return Verdict("data folder", False, f"{folder} cannot be written; see --data-dir")
    return Verdict("data folder", True, str(folder))


async def _server(broker: Broker) -> list[Verdict]:
    try:
        clock = await broker.market_data.clock()
    except BadCredentialsError:
        words = "the server does not know these API keys: check api_key and api_secret"
        return [Verdict("server", True, "reachable"), Verdict("credentials", False, words)]
    except BrokerError as error:
        return [Verdict("server", False, error.message)]
    market = "open" if clock.is_open else "closed"
    verdicts = [
        Verdict("server", True, f"reachable, market {market}"),
        Verdict("credentials", True, "accepted"),
    ]
    return verdicts + await asyncio.gather(*(_stream(broker, name) for name in STREAMS))


async def _stream(broker: Broker, name: StreamName) -> Verdict:
    what = f"stream {name}"
    try:
        async with (
            asyncio.timeout(STREAM_SECONDS),
            aclosing(follow(broker.transport, name, lambda: None)) as signals,
        ):
            async for signal in signals:
                if isinstance(signal, Connected):
                    return Verdict(what, True, "connected")
                if isinstance(signal, Lost):
                    return Verdict(what, False, signal.reason)
    except TimeoutError:
        pass
    return Verdict(what, False, f"no answer within {STREAM_SECONDS:.0f} seconds")
