"""Tests of reading the history of a stream."""

from datetime import UTC, datetime

import pytest

from ribbit_tui.broker import errors
from ribbit_tui.broker.streams import StreamName, history
from ribbit_tui.broker.transport import Transport

from .stub_server import event, serving, stream
from .support import ACCOUNT, account_event, ulid

HEARTBEAT = b":heartbeat\n\n"
SINCE = datetime(2024, 3, 1, tzinfo=UTC)
UNTIL = datetime(2024, 3, 2, tzinfo=UTC)


async def test_a_history_is_read_to_its_end() -> None:
    async with serving(
        stream(
            HEARTBEAT,
            event(account_event(1)),
            b"data: garbage\n\n",
            event(account_event(2, account_id="another")),
            event(account_event(3)),
        )
    ) as server:
        transport = Transport(server.endpoint)
        past = await history(transport, StreamName.ACCOUNTS, SINCE, UNTIL, account_id=ACCOUNT)
        await transport.aclose()
    assert [one.cursor for one in past] == [ulid(1), ulid(3)]
    assert server.queries == [
        {
            "since": "2024-03-01T00:00:00.000000Z",
            "until": "2024-03-02T00:00:00.000000Z",
            "id": ACCOUNT,
        }
    ]


@pytest.mark.parametrize(
    "comment", [b": you are reading too slowly, dropped 1 messages", b": internal server error"]
)
async def test_a_history_with_gaps_is_an_error(comment: bytes) -> None:
    async with serving(stream(event(account_event(1)), comment + b"\n\n")) as server:
        transport = Transport(server.endpoint)
        with pytest.raises(errors.UnavailableError):
            await history(transport, StreamName.ACCOUNTS, SINCE, UNTIL)
        await transport.aclose()
