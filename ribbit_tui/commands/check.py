"""`ribbit check`: check the configuration, server, credentials and event streams."""

import asyncio
import os
from contextlib import aclosing
from typing import TYPE_CHECKING

import click

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BadCredentialsError, BrokerError
from ribbit_tui.broker.streams import STREAMS, Connected, Lost, StreamName, follow
from ribbit_tui.config.file import ConfigurationError
from ribbit_tui.runtime.composition import broker_factory
from ribbit_tui.session.errors import NoServerError

from .check_reads import check_reads
from .check_result import CheckResult

if TYPE_CHECKING:
    from ribbit_tui.config.settings import Settings

STREAM_TIMEOUT = 10.0
"""Seconds within which an event stream must connect."""


def check(settings: "Settings") -> bool:
    """Print the result of every check and return whether all passed."""
    results = asyncio.run(run_checks(settings))
    for result in results:
        click.echo(str(result))
    return all(result.passed for result in results)


async def run_checks(settings: "Settings") -> list[CheckResult]:
    """Run the checks in order. A check that depends on a failed one is left out."""
    results = [
        CheckResult("configuration", True, f"environment {settings.environment}"),
        _check_data_folder(settings),
    ]
    try:
        settings.require_credentials()
    except ConfigurationError as error:
        return [*results, CheckResult("credentials", False, str(error))]
    try:
        async with broker_factory(settings)(lambda server, error: None) as broker:
            results += await _check_server(broker)
    except NoServerError as error:
        results.append(CheckResult("server", False, str(error)))
    return results


def _check_data_folder(settings: "Settings") -> CheckResult:
    folder = settings.data_dir
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(existing, os.W_OK):
        return CheckResult("data folder", False, f"{folder} cannot be written; see --data-dir")
    return CheckResult("data folder", True, str(folder))


async def _check_server(broker: Broker) -> list[CheckResult]:
    try:
        clock = await broker.market_data.clock()
    except BadCredentialsError:
        return [
            CheckResult("server", True, "reachable"),
            CheckResult(
                "credentials",
                False,
                "the server does not know these API keys: check api_key and api_secret",
            ),
        ]
    except BrokerError as error:
        return [CheckResult("server", False, error.message)]
    market = "open" if clock.is_open else "closed"
    results = [
        CheckResult("server", True, f"reachable, market {market}"),
        CheckResult("credentials", True, "accepted"),
    ]
    results += await check_reads(broker)
    return results + await asyncio.gather(*(_check_stream(broker, name) for name in STREAMS))


async def _check_stream(broker: Broker, stream: StreamName) -> CheckResult:
    name = f"stream {stream}"
    try:
        async with (
            asyncio.timeout(STREAM_TIMEOUT),
            aclosing(follow(broker.transport, stream, lambda: None)) as signals,
        ):
            async for signal in signals:
                if isinstance(signal, Connected):
                    return CheckResult(name, True, "connected")
                if isinstance(signal, Lost):
                    return CheckResult(name, False, signal.reason)
    except TimeoutError:
        pass
    return CheckResult(name, False, f"no response within {STREAM_TIMEOUT:.0f} seconds")
