"""Tests of reading the history of a stream."""

from datetime import UTC, datetime

import httpx
import pytest

from ribbit_tui.broker import errors
from ribbit_tui.broker.streams import StreamName, history
from ribbit_tui.broker.transport import Transport
from tests.wire.samples import NOON

from .stub_server import event, serving, stream
from .support import ACCOUNT, ENDPOINT, account_event, ulid

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


async def test_a_long_history_is_read_from_its_first_event_on() -> None:
    count = 1000
    async with serving(
        stream(*(event(account_event(number)) for number in range(count)))
    ) as server:
        transport = Transport(server.endpoint)
        past = await history(transport, StreamName.ACCOUNTS, SINCE, UNTIL)
        await transport.aclose()
    assert [one.cursor for one in past] == [ulid(number) for number in range(count)]


async def test_events_that_name_no_account_are_kept() -> None:
    moved = {
        "event_id": ulid(1),
        "at": NOON,
        "journal_id": "journal-1",
        "entry_type": "JNLC",
        "status_to": "executed",
    }
    async with serving(stream(event(moved))) as server:
        transport = Transport(server.endpoint)
        past = await history(transport, StreamName.JOURNALS, SINCE, UNTIL, account_id=ACCOUNT)
        await transport.aclose()
    assert [one.cursor for one in past] == [ulid(1)]


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        (
            b": you are reading too slowly, dropped 1 messages",
            "the server left events out of the history",
        ),
        (b": internal server error", "the server reports an internal error"),
    ],
)
async def test_a_history_with_gaps_is_an_error(comment: bytes, message: str) -> None:
    async with serving(stream(event(account_event(1)), comment + b"\n\n")) as server:
        transport = Transport(server.endpoint)
        with pytest.raises(errors.UnavailableError) as raised:
            await history(transport, StreamName.ACCOUNTS, SINCE, UNTIL)
        await transport.aclose()
    assert raised.value.message == message


async def test_the_error_of_a_history_names_the_request() -> None:
    gap = httpx.Response(200, headers={"X-Request-ID": "req-7"}, text=": dropped 1 messages\n\n")
    transport = Transport(ENDPOINT, http=httpx.MockTransport(lambda _: gap))
    with pytest.raises(errors.UnavailableError) as raised:
        await history(transport, StreamName.ACCOUNTS, SINCE, UNTIL)
    await transport.aclose()
    assert raised.value.request_id == "req-7"
