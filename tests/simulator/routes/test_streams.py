"""The event streams, over a real socket: what comes, from where, and when it ends."""

import asyncio
import base64
import json
import socket
from pathlib import Path
from typing import Any

import pytest

from ribbit_tui.simulator.api_versions import PATHS_OF_2021
from ribbit_tui.simulator.engine.firm.accounts import REWARDS_ACCOUNT
from ribbit_tui.simulator.routes.stream_bounds import Bounds
from ribbit_tui.simulator.routes.streams import STREAMS, Stream, read_stream
from tests.simulator import sql
from tests.simulator.conftest import CREDENTIALS, Api, Served, application
from tests.simulator.streaming import listening
from tests.waiting import waiting_for

ACCOUNTS = "/v1/events/accounts/status"
JOURNALS = "/v1/events/journals/status"
JOURNAL_ID = "00000000-0000-4000-8000-{:012}"
JOURNALS_V2 = "/v2/events/journals/status"


async def replayed(api: Api, path: str, **parameters: Any) -> list[dict[str, Any]]:
    """Read a bounded stream to its end."""
    async with listening(api, path, **parameters) as reader:
        return await reader.rest()


async def six_events(api: Api) -> list[dict[str, Any]]:
    """Open two accounts and return the three events of each."""
    await api.open_account("one@example.com")
    await api.open_account("two@example.com")
    await api.advance(1)
    return await replayed(api, ACCOUNTS, since="2026-01-01", until="2026-01-15T15:00:08Z")


async def test_events_arrive_as_they_happen_without_history(served: Served) -> None:
    api = await served()
    await api.open_account("before@example.com")
    async with listening(api, ACCOUNTS) as reader:
        account = await api.post("/v1/accounts", application())
        event = await reader.event()
        assert (event["status_from"], event["status_to"]) == ("", "SUBMITTED")
        assert event["account_id"] == account["id"]
        assert event["account_number"] == account["account_number"]
        await api.advance(4)
        assert (await reader.event())["status_to"] == "APPROVED"
        event = await reader.event()
        assert (event["status_from"], event["status_to"]) == ("APPROVED", "ACTIVE")
        assert event["at"] == "2026-01-15T15:00:08.000000Z"


async def test_F2_events_of_other_streams_do_not_put_a_heartbeat_off(api: Api) -> None:
    stream = next(one for one in STREAMS if "/v2/events/trades" in one.paths)
    live = read_stream(api.simulation, stream, Bounds(0), None, heartbeat=0.01)
    assert await anext(live) == b":heartbeat\n\n"

    async def others() -> None:
        while True:
            api.simulation.events.wake()
            await asyncio.sleep(0)

    busy = asyncio.create_task(others())
    try:
        async with waiting_for("a heartbeat"):
            assert await anext(live) == b":heartbeat\n\n"
    finally:
        busy.cancel()


async def test_silent_stream_sends_heartbeats(served: Served) -> None:
    api = await served(heartbeat=0.01)
    async with listening(api, ACCOUNTS) as reader:
        assert [await reader.line() for _ in range(3)] == [":heartbeat"] * 3


async def test_v1_ids_rise_and_have_ulids_in_the_same_order(served: Served) -> None:
    api = await served()
    events = await six_events(api)
    assert [event["status_to"] for event in events] == ["SUBMITTED", "APPROVED", "ACTIVE"] * 2
    ids = [event["event_id"] for event in events]
    assert all(isinstance(event_id, int) for event_id in ids)
    assert ids == sorted(set(ids))
    ulids = [event["event_ulid"] for event in events]
    assert ulids == sorted(set(ulids))
    assert {len(ulid) for ulid in ulids} == {26}


async def test_v1_cursors(served: Served) -> None:
    api = await served()
    events = await six_events(api)
    first, last = events[1], events[4]
    by_id = {"since_id": first["event_id"], "until_id": last["event_id"]}
    assert await replayed(api, ACCOUNTS, **by_id) == events[2:5]
    by_ulid = {"since_ulid": first["event_ulid"], "until_ulid": last["event_ulid"].lower()}
    assert await replayed(api, ACCOUNTS, **by_ulid) == events[2:5]
    by_time = {"since": first["at"], "until": last["at"]}
    assert await replayed(api, ACCOUNTS, **by_time) == events[1:5]
    assert await replayed(api, ACCOUNTS, since_id=0, until_id=1) == events[:1]
    whole_days = {"since": "2026-01-15", "until": "2026-01-15"}
    assert await replayed(api, ACCOUNTS, **whole_days) == []


async def test_v2_events_are_known_by_their_ulid(served: Served) -> None:
    api = await served()
    account_id = await api.open_account()
    await api.journal(account_id, "1")
    await api.advance(1)
    now = (await api.get("/simulator"))["now"]
    await api.advance(1)
    old = await replayed(api, JOURNALS, since="2026-01-01", until=now)
    assert [(event["status_from"], event["status_to"]) for event in old] == [
        ("", "queued"),
        ("queued", "pending"),
        ("pending", "executed"),
    ]
    assert await replayed(api, "/v1/events/journal/updates", since="2026-01-01", until=now) == old
    new = await replayed(api, JOURNALS_V2, since="2026-01-01", until=now)
    assert [event["event_id"] for event in new] == [event["event_ulid"] for event in old]
    bounds = {"since_id": new[0]["event_id"], "until_id": new[1]["event_id"]}
    assert await replayed(api, JOURNALS_V2, **bounds) == new[1:2]


async def test_history_is_followed_by_what_happens_next(served: Served) -> None:
    api = await served()
    events = await six_events(api)
    async with listening(api, ACCOUNTS, since_id=events[4]["event_id"]) as reader:
        assert await reader.event() == events[5]
        await api.post("/v1/accounts", application())
        assert (await reader.event())["status_to"] == "SUBMITTED"


async def test_bound_in_the_future_ends_the_stream_when_it_is_reached(served: Served) -> None:
    api = await served()
    events = await six_events(api)
    next_id = events[5]["event_id"] + 1
    async with listening(api, ACCOUNTS, since_id=next_id - 1, until_id=next_id) as reader:
        await api.post("/v1/accounts", application())
        assert [event["event_id"] for event in await reader.rest()] == [next_id]
    span = {"since": "2026-01-15T15:00:09Z", "until": "2026-01-15T15:00:30Z"}
    async with listening(api, ACCOUNTS, **span) as reader:
        await api.advance(60)
        assert (await reader.rest())[-1]["status_to"] == "ACTIVE"


@pytest.mark.parametrize("parameter", ["id", "account_id"])
async def test_accounts_stream_can_be_of_one_account(served: Served, parameter: str) -> None:
    api = await served()
    events = await six_events(api)
    one = {parameter: events[0]["account_id"], "since_id": 0, "until_id": events[5]["event_id"]}
    assert await replayed(api, ACCOUNTS, **one) == events[:3]


@pytest.mark.parametrize(
    ("path", "parameters", "field"),
    [
        (ACCOUNTS, {"until": "2026-01-01"}, "until"),
        (ACCOUNTS, {"until_id": "5"}, "until_id"),
        (ACCOUNTS, {"since": "2026-01-01", "since_id": "1"}, "since_id"),
        (ACCOUNTS, {"since": "2026-01-01", "until_id": "1"}, "since_id"),
        (ACCOUNTS, {"since_id": "1", "since_ulid": "0" * 26}, "since_ulid"),
        (ACCOUNTS, {"since_id": "0" * 26}, "since_id"),
        (ACCOUNTS, {"since_id": "-1"}, "since_id"),
        (ACCOUNTS, {"since_id": "9" * 30}, "since_id"),
        (ACCOUNTS, {"since_ulid": "8" + "0" * 25}, "since_ulid"),
        (ACCOUNTS, {"since": "lately"}, "since"),
        (ACCOUNTS, {"since": "2026-01-02", "until": "2026-01-01"}, "until"),
        (ACCOUNTS, {"since_id": "5", "until_id": "2"}, "until_id"),
        (ACCOUNTS, {"since_id": "10", "until_id": "9"}, "until_id"),
        (ACCOUNTS, {"since_ulid": "1" + "0" * 25, "until_ulid": "0" * 26}, "until_ulid"),
        (ACCOUNTS, {"since_ulid": "0" * 25 + "A", "until_ulid": "0" * 25 + "9"}, "until_ulid"),
        (JOURNALS_V2, {"since_id": "1" + "0" * 25, "until_id": "0" * 26}, "until_id"),
        (JOURNALS_V2, {"since_id": "5"}, "since_id"),
        (JOURNALS_V2, {"account_id": "5"}, "account_id"),
        (JOURNALS_V2, {"since_ulid": "0" * 26}, "since_ulid"),
    ],
)
async def test_bad_cursors_are_refused(
    api: Api, path: str, parameters: dict[str, str], field: str
) -> None:
    assert (await api.refused(422, "GET", path, params=parameters))["field"] == field


async def test_trade_events_carry_the_order(served: Served) -> None:
    api = await served()
    account_id = await api.funded_account()
    async with listening(api, "/v2/events/trades") as reader:
        order = await api.order(account_id, qty="0.5")
        await api.advance(2)
        new, fill = await reader.event(), await reader.event()
        assert (new["event"], new["order"]["status"]) == ("new", "new")
        assert (fill["event"], fill["order"]["status"]) == ("fill", "filled")
        assert fill["order"]["id"] == order["id"]
        assert (fill["qty"], fill["position_qty"]) == ("0.5", "0.5")
        assert fill["price"] == fill["order"]["filled_avg_price"]
        assert new["execution_id"] != fill["execution_id"]
        canceled = await api.order(account_id, qty="0.5")
        path = f"/v1/trading/accounts/{account_id}/orders/{canceled['id']}"
        await api.client.delete(path)
        assert (await reader.event())["event"] == "canceled"


async def test_funding_events_are_of_banks_and_transfers_but_v1_of_transfers(
    served: Served,
) -> None:
    api = await served()
    account_id = await api.funded_account()
    end = {"since": "2026-01-01", "until": "2026-01-15T15:00:15Z"}
    await api.advance(60)
    events = await replayed(api, "/v2/events/funding/status", **end)
    assert [(event["entity_type"], event["status_to"]) for event in events] == [
        ("BankRelationship", "QUEUED"),
        ("BankRelationship", "APPROVED"),
        ("Transfer", "QUEUED"),
        ("Transfer", "SENT_TO_CLEARING"),
        ("Transfer", "COMPLETE"),
    ]
    old = await replayed(api, "/v1/events/transfers/status", **end)
    assert [event["status_to"] for event in old] == ["QUEUED", "SENT_TO_CLEARING", "COMPLETE"]
    assert {event["transfer_id"] for event in old} == {events[2]["entity_id"]}
    assert {event["account_id"] for event in old} == {account_id}


async def test_long_history_comes_whole_and_in_order(served: Served) -> None:
    api = await served()
    with api.simulation.database.transaction():
        for number in range(1000):
            body = {
                "at": "2026-01-15T15:00:00Z",
                "entry_type": "JNLC",
                "journal_id": JOURNAL_ID.format(number),
                "status_from": "",
                "status_to": "queued",
            }
            api.simulation.events.append("journals", api.simulation.now(), body)
    last = api.simulation.events.last_id()
    events = await replayed(api, JOURNALS, since_id=0, until_id=last)
    assert [event["journal_id"] for event in events] == list(map(JOURNAL_ID.format, range(1000)))


NTA = "/v1/events/nta"
ACTIVITIES = "/v2beta1/events/activities"


async def everything_once(api: Api) -> str:
    """Make an account with events on every stream; return the time after them."""
    account_id = await api.funded_account("100")
    await api.journal(account_id, "1.25")
    await api.order(account_id, qty="0.1", commission="0.5")
    await api.advance(5)
    now: str = (await api.get("/simulator"))["now"]
    await api.advance(1)
    return now


async def test_non_trade_activities_have_the_older_shape(served: Served) -> None:
    api = await served()
    end = await everything_once(api)
    events = await replayed(api, NTA, since="2026-01-01", until=end)
    # The firm's side of the journal and of the commission's account is an activity, too.
    assert [(event["entry_type"], event["net_amount"]) for event in events] == [
        ("CSD", 100),
        ("JNLC", -1.25),
        ("JNLC", 1.25),
        ("FEE", -0.5),
        ("FEE", 0.5),
    ]
    listed = {
        activity["id"].partition("::")[2]: activity
        for activity in await api.get("/v1/accounts/activities")
    }
    deposit = events[0]
    assert deposit == {
        "event_id": deposit["event_id"],
        "event_ulid": deposit["event_ulid"],
        "account_id": listed[deposit["id"]]["account_id"],
        "at": listed[deposit["id"]]["created_at"],
        "description": "",
        "entry_type": "CSD",
        "id": deposit["id"],
        "price": "0",
        "settle_date": "2026-01-15",
        "status": "executed",
        "symbol": "",
        "system_date": "2026-01-15",
        "net_amount": 100,
        "qty": 0,
    }


async def test_s9_pending_journals_are_activities_if_asked_for(served: Served) -> None:
    api = await served()
    account_id = await api.open_account()
    gift = await api.journal(account_id, "51")
    shares = {"entry_type": "JNLS", "from_account": REWARDS_ACCOUNT, "to_account": account_id}
    given = await api.post("/v1/journals", shares | {"symbol": "AAPL", "qty": "1"})
    await api.advance(30)
    end = (await api.get("/simulator"))["now"]
    await api.advance(1)
    span = {"since": "2026-01-01", "until": end}
    plain = await replayed(api, NTA, **span)
    assert "pending" not in {event["status"] for event in plain}
    everything = await replayed(api, NTA, include_preprocessing="true", **span)
    pending = [event for event in everything if event["status"] == "pending"]
    assert [event for event in everything if event not in pending] == plain
    assert [
        (event["id"], event["account_id"], event["entry_type"], event["net_amount"], event["qty"])
        for event in pending
    ] == [
        (gift["id"], account_id, "JNLC", 51, 0),
        (given["id"], account_id, "JNLS", 0, 1),
    ]
    assert [event["event_id"] for event in everything] == sorted(
        {event["event_id"] for event in everything}
    )
    asked = {"include_preprocessing": "true", "account_id": account_id.upper()}
    mine = await replayed(api, NTA, **asked, **span)
    assert mine == [event for event in everything if event["account_id"] == account_id]
    asked["account_id"] = REWARDS_ACCOUNT
    assert all(event["status"] != "pending" for event in await replayed(api, NTA, **asked, **span))


async def test_s9_activities_of_a_group(served: Served) -> None:
    api = await served()
    end = await everything_once(api)
    group = "6F1F5E0A-5f0e-4c6c-9d5f-0c8f1f6f0a01"
    api.simulation.database.execute(
        "UPDATE events SET body = json_set(body, '$.details', json_object('group_id', ?))"
        " WHERE body ->> 'activity_type' = 'JNLC'",
        (group.lower(),),
    )
    span = {"since": "2026-01-01", "until": end}
    found = await replayed(api, NTA, group_id=group, **span)
    assert [event["entry_type"] for event in found] == ["JNLC", "JNLC"]
    (mine,) = await replayed(api, NTA, group_id=group, id=found[1]["account_id"], **span)
    assert mine == found[1]
    nobody = "00000000-0000-4000-8000-000000000000"
    assert await replayed(api, NTA, group_id=nobody, **span) == []
    await api.refused(422, "GET", f"{NTA}?include_preprocessing=perhaps")


async def test_activities_stream_carries_fills_and_all_others(served: Served) -> None:
    api = await served()
    end = await everything_once(api)
    events = await replayed(api, ACTIVITIES, since="2026-01-01", until=end)
    kinds = [event["activity_type"] for event in events]
    assert kinds == ["CSD", "JNLC", "JNLC", "FEE", "FEE", "FILL"]
    (fill,) = await api.get("/v1/accounts/activities/FILL")
    event = events[-1]
    assert event["ref_id"] == fill["id"].partition("::")[2]
    assert event["at"] == event["executed_at"] == fill["transaction_time"]
    for name in ("account_id", "qty", "price"):
        assert event[name] == fill[name]
    order = await api.get(f"/v1/trading/accounts/{fill['account_id']}/orders/{fill['order_id']}")
    assert event["details"] == {
        name: fill[name]
        for name in ("order_id", "order_status", "cum_qty", "leaves_qty", "side", "symbol")
    } | {
        "asset_id": order["asset_id"],
        "client_order_id": order["client_order_id"],
        "execution_type": "fill",
    }
    assert event["settle_date"] == "2026-01-16"
    fills = sql.rows(api.simulation.database, "SELECT amount FROM fills")[0]
    assert fills is not None
    assert round(float(event["net_amount"]) * 1_000_000) == -fills["amount"]


STREAM_PATHS = [(stream, path) for stream in STREAMS for path in stream.paths]


@pytest.mark.parametrize(("stream", "path"), STREAM_PATHS, ids=[path for _, path in STREAM_PATHS])
async def test_every_stream_knows_every_cursor_even_after_a_restart(
    served: Served, tmp_path: Path, stream: Stream, path: str
) -> None:
    version = "2021" if path in PATHS_OF_2021 else "2026"
    first = await served(data_dir=tmp_path, api_version=version)
    end = await everything_once(first)
    whole = await replayed(first, path, since="2026-01-01", until=end)
    assert len(whole) > 1
    first.simulation.database.close()

    api = await served(data_dir=tmp_path, api_version=version)
    assert await replayed(api, path, since="2026-01-01", until=end) == whole
    ids = [event["event_id"] for event in whole]
    assert ids == sorted(set(ids))
    assert all(isinstance(event_id, str) == stream.is_v2 for event_id in ids)
    assert await replayed(api, path, since_id=ids[0], until_id=ids[-1]) == whole[1:]
    if not stream.is_v2:
        ulids = [event["event_ulid"] for event in whole]
        assert await replayed(api, path, since_ulid=ulids[0], until_ulid=ulids[-1]) == whole[1:]
    by_time = {"since": whole[-1]["at"], "until": whole[-1]["at"]}
    assert (await replayed(api, path, **by_time))[-1] == whole[-1]
    if stream.is_by_account:
        nobody = {"account_id": "nobody", "since_id": ids[0], "until_id": ids[-1]}
        assert await replayed(api, path, **nobody) == []


async def test_slow_reader_is_told_what_it_missed(served: Served) -> None:
    api = await served(stream_backlog=100)
    stream = next(stream for stream in STREAMS if ACCOUNTS in stream.paths)
    live = read_stream(api.simulation, stream, Bounds(0), None, heartbeat=0.001)
    assert [await anext(live) for _ in range(2)] == [b":heartbeat\n\n"] * 2
    append_account_events(api, 100)
    texts = [(await anext(live)).decode() for _ in range(2)]
    assert "".join(texts).count("data: ") == 100
    append_account_events(api, 101)
    comment = (await anext(live)).decode()
    assert comment == ": you are reading too slowly, dropped 101 messages\n\n"
    append_account_events(api, 1)
    (event,) = (await anext(live)).decode().strip().splitlines()
    assert json.loads(event.removeprefix("data: "))["event_id"] == 202
    await live.aclose()  # type: ignore[attr-defined]


async def test_history_is_never_dropped(served: Served) -> None:
    api = await served(stream_backlog=10)
    append_account_events(api, 200)
    async with listening(api, ACCOUNTS, since_id=0) as reader:
        assert [(await reader.event())["event_id"] for _ in range(200)] == list(range(1, 201))
    assert len(await replayed(api, ACCOUNTS, since_id=0, until_id=200)) == 200


def append_account_events(api: Api, count: int, padding: int = 0) -> None:
    """Append events in one commit, so that no reader runs in between."""
    with api.simulation.database.transaction():
        for _ in range(count):
            body = {"account_id": "a", "at": "2026-01-15T15:00:00Z", "reason": "x" * (padding + 1)}
            api.simulation.events.append("accounts", api.simulation.now(), body)


async def test_reader_whose_socket_is_full_slows_nobody(served: Served) -> None:
    api = await served(stream_backlog=50)
    port = api.client.base_url.port
    assert port is not None
    token = base64.b64encode(":".join(CREDENTIALS).encode()).decode()
    with socket.socket() as stuck:
        stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stuck.connect(("127.0.0.1", port))
        stuck.settimeout(5)
        stuck.send(
            f"GET {ACCOUNTS} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {token}\r\n\r\n".encode()
        )
        async with listening(api, ACCOUNTS) as healthy:
            got = 0
            # More than any socket's buffers hold, a little at a time.
            for _ in range(200):
                append_account_events(api, 10, padding=5_000)
                for _ in range(10):
                    got += bool(await healthy.event())
            assert got == 2_000
        text = await asyncio.to_thread(read_until, stuck, b": you are reading too slowly")
        kept = text.count(b"data: ")
        dropped = int(text.rpartition(b"dropped ")[2].split()[0])
        assert kept + dropped == 2_000
        assert dropped > 50


def read_until(stuck: socket.socket, mark: bytes) -> bytes:
    text = b""
    while mark not in text or not text.endswith(b"\n\n\r\n"):
        text += stuck.recv(65_536)
    return text


async def test_failure_of_a_stream_is_told_to_its_reader(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    api = await served()
    async with api.client.stream("GET", NTA) as response:
        lines = response.aiter_lines()
        assert await anext(lines) == ":heartbeat"
        with api.simulation.database.transaction():
            api.simulation.events.append(
                "activities.other", api.simulation.now(), {"nothing": "expected"}
            )
        rest = [line async for line in lines if line]
    assert rest == [": internal server error"]
    assert "stream /v1/events/nta failed: KeyError" in caplog.text


async def test_streams_end_when_the_log_is_closed(served: Served) -> None:
    api = await served()
    async with listening(api, ACCOUNTS) as reader:
        api.simulation.events.close()
        assert await reader.rest() == []


@pytest.mark.parametrize(
    "bounds",
    [
        {"since": "2026-01-01", "until": "2026-01-01"},
        {"since_id": 0, "until_id": 0},
        {"since_ulid": "0" * 25 + "a", "until_ulid": "0" * 25 + "A"},
    ],
)
async def test_bounds_that_meet_hold_nothing(served: Served, bounds: dict[str, Any]) -> None:
    api = await served()
    await api.post("/v1/accounts", application())
    assert await replayed(api, ACCOUNTS, **bounds) == []
