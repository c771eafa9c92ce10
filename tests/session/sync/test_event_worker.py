"""Tests of the event worker: the reason that the status bar shows while a stream is lost."""

from pathlib import Path

from tests.session.support import ACCOUNTS, TRADES, Stage, until

ENDED = "the server ended the stream"


async def test_the_reason_of_a_loss_stays_until_every_stream_is_back(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    async with stage.running():
        connection = stage.state.connection
        back = stage.broker.hold(f"GET {TRADES}")
        stage.broker.feed(TRADES).end()
        await until(lambda: not connection.streams["trades"])
        stage.broker.feed(ACCOUNTS).end()
        await until(lambda: not connection.streams["accounts"])
        stage.session.events.retry_now()
        await until(lambda: connection.streams["accounts"])
        assert (connection.is_live, connection.error) == (False, ENDED)
        back.set()
        await until(lambda: connection.is_live)
        assert connection.error == ""
