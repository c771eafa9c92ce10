"""The status bar above each screen, in each state of the connection."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from textual.pilot import Pilot

from ribbit_tui.broker.streams import STREAMS
from ribbit_tui.session.state import Change, Connection, Reading, Server
from tests.tui import states
from tests.tui.snapshots import Snapshots
from tests.tui.stage import Stage, live
from tests.tui.states import NOW

Build = Callable[..., Stage]
LINES: Mapping[str, Callable[[], Connection]] = {
    "starting": lambda: Connection(server=Server.STARTING, streams=dict.fromkeys(STREAMS, False)),
    "restarting": lambda: Connection(
        server=Server.RESTARTING, streams=dict.fromkeys(STREAMS, False), error="it stopped"
    ),
    "reconnecting": lambda: Connection(
        server=Server.RUNNING,
        streams={**dict.fromkeys(STREAMS, True), next(iter(STREAMS)): False},
        error="the stream fell silent",
        stream_retries={next(iter(STREAMS)): NOW + timedelta(seconds=7.2)},
        last_event_at=NOW,
    ),
    "reading-fails": lambda: Connection(
        server=Server.RUNNING,
        streams=live().streams,
        reading=Reading(NOW - timedelta(seconds=46), None, NOW + timedelta(seconds=4), works=False),
    ),
    "reading-again": lambda: Connection(
        server=Server.RUNNING,
        streams=live().streams,
        reading=Reading(NOW - timedelta(seconds=46), NOW, works=False),
    ),
    "nothing-works": lambda: Connection(
        server=Server.RUNNING,
        streams=dict.fromkeys(STREAMS, False),
        stream_retries=dict.fromkeys(STREAMS, NOW + timedelta(seconds=9)),
        reading=Reading(NOW - timedelta(minutes=3), None, NOW + timedelta(seconds=4), works=False),
    ),
    "frozen-for-long": lambda: Connection(
        server=Server.RUNNING,
        streams=dict.fromkeys(STREAMS, False),
        stream_retries=dict.fromkeys(STREAMS, NOW),
        reading=Reading(NOW - timedelta(seconds=70), NOW - timedelta(seconds=50)),
    ),
    "frozen": lambda: Connection(
        server=Server.RUNNING,
        streams=live().streams,
        reading=Reading(NOW - timedelta(seconds=46), NOW - timedelta(seconds=5)),
    ),
    "live": lambda: Connection(
        server=Server.RUNNING, streams=live().streams, last_event_at=NOW - timedelta(minutes=3)
    ),
}


async def test_connection(stage: Build, snapshots: Snapshots) -> None:
    on = stage(states.funded(), connection=live())
    async with on.running("orders") as pilot:
        for name, connection in LINES.items():
            on.state.connection = connection()
            await refreshed(on, pilot)
            snapshots.take(on, name)


async def refreshed(on: Stage, pilot: Pilot[None]) -> None:
    assert on.session is not None
    on.session.store.changed(Change.CONNECTION)
    await on.rest(pilot)
