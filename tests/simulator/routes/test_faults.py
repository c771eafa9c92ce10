"""Faults that the director injects: their effect on the wire, and their end."""

import asyncio
import time
from typing import Any

import httpx
import pytest

from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from ribbit_tui.simulator.faults import ConnectionCutError
from tests.simulator.conftest import Api, Json, OpenApi, Served
from tests.simulator.streaming import listening
from tests.waiting import waiting_for

ACCOUNTS = "/v1/events/accounts/status"
ORDER = {"symbol": "AAPL", "notional": "10", "side": "buy", "type": "market"}


async def break_(api: Api, **faults: Any) -> Json:
    answer = await api.client.put("/simulator/faults", json=faults)
    assert answer.status_code == 200, answer.text
    body: Json = answer.json()
    return body


async def statuses(api: Api, count: int, path: str = "/v1/clock") -> list[int]:
    return [(await api.client.get(path)).status_code for _ in range(count)]


async def test_nothing_is_broken_at_first_and_all_can_be_mended(api: Api) -> None:
    whole = await api.get("/simulator/faults")
    assert not any(whole.values())
    latency = {"milliseconds": 1, "spread": 0}
    broken = await break_(api, latency=latency, outage={}, silent_streams=True)
    assert broken["latency"] == latency
    assert broken["outage"] == {"kind": "unavailable", "seconds": None}
    assert await api.get("/simulator/faults") == broken
    assert (await break_(api, latency=latency))["outage"] is None
    answer = await api.client.patch("/simulator/faults", json={"outage": {}})
    assert (answer.json()["latency"], bool(answer.json()["outage"])) == (latency, True)
    answer = await api.client.patch("/simulator/faults", json={"outage": None})
    assert (answer.json()["latency"], answer.json()["outage"]) == (latency, None)
    assert (await api.client.delete("/simulator/faults")).status_code == 204
    assert await api.get("/simulator/faults") == whole


@pytest.mark.parametrize(
    ("faults", "field"),
    [
        ({"latancy": {"milliseconds": 1}}, "latancy"),
        ({"latency": {}}, "latency.milliseconds"),
        ({"latency": {"milliseconds": -1}}, "latency.milliseconds"),
        ({"latency": {"milliseconds": 60_001}}, "latency.milliseconds"),
        ({"errors": {"rate": 0}}, "errors.rate"),
        ({"errors": {"rate": 1.01}}, "errors.rate"),
        ({"errors": {"rate": 1, "status": 404}}, "errors.status"),
        ({"outage": {"kind": "flood"}}, "outage.kind"),
        ({"outage": {"seconds": 0}}, "outage.seconds"),
        ({"rate_limit": {"requests_a_minute": -1}}, "rate_limit.requests_a_minute"),
        ({"lost_answers": {"count": 0}}, "lost_answers.count"),
        ({"lost_answers": {"method": "POTS"}}, "lost_answers.method"),
        ({"late": {}}, "late.seconds"),
        ({"late": {"seconds": -1}}, "late.seconds"),
        ({"late": {"seconds": 1, "kind": "lost"}}, "late.kind"),
    ],
)
async def test_faults_that_cannot_be(api: Api, faults: Json, field: str) -> None:
    refusal = await api.refused(422, "PUT", "/simulator/faults", json=faults)
    assert refusal["field"] == field
    assert await statuses(api, 1) == [200]


async def test_outage_until_it_is_cleared(api: Api) -> None:
    await break_(api, outage={})
    refusal = await api.refused(503, "GET", "/v1/clock")
    assert refusal["message"] == "service unavailable"
    assert await statuses(api, 1, "/v2/stocks/AAPL/snapshot") == [503]
    assert await statuses(api, 1, "/v2/events/trades") == [503]
    await api.advance(100_000)
    assert await statuses(api, 1) == [503]
    assert await statuses(api, 1, "/simulator") == [200]
    assert await statuses(api, 1, "/docs") == [200]
    await api.client.delete("/simulator/faults")
    assert await statuses(api, 1) == [200]


async def test_outage_ends_by_the_simulators_own_time(api: Api) -> None:
    await break_(api, outage={"seconds": 30})
    await api.advance(29)
    assert await statuses(api, 1) == [503]
    await api.advance(1)
    assert await statuses(api, 1) == [200]
    assert (await api.get("/simulator/faults"))["outage"] is None


async def test_credentials_are_wanted_during_an_outage_too(api: Api) -> None:
    await break_(api, outage={})
    await api.refused(401, "DELETE", "/simulator/faults", auth=("nobody", ""))


async def test_rate_limit_and_what_it_says(api: Api) -> None:
    await break_(api, rate_limit={"requests_a_minute": 3})
    answers = [await api.client.get("/v1/clock") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    left = [answer.headers["X-RateLimit-Remaining"] for answer in answers]
    assert left == ["2", "1", "0", "0", "0"]
    assert {answer.headers["X-RateLimit-Limit"] for answer in answers} == {"3"}
    now = api.simulation.now().timestamp()
    assert {answer.headers["X-RateLimit-Reset"] for answer in answers} == {str(int(now) + 60)}
    assert answers[3].json()["code"] == 42910000
    await api.advance(59)
    assert await statuses(api, 1) == [429]
    await api.advance(1)
    assert await statuses(api, 4) == [200, 200, 200, 429]
    await break_(api)
    assert "X-RateLimit-Limit" not in (await api.client.get("/v1/clock")).headers


async def test_errors_are_drawn_from_the_seed_and_change_nothing(
    api: Api, open_api: OpenApi
) -> None:
    account_id = await api.funded_account()
    await break_(api, errors={"rate": 0.4, "status": 504})
    drawn = await statuses(api, 50)
    assert set(drawn) == {200, 504}
    assert 10 < drawn.count(504) < 30
    other = await open_api()
    await break_(other, errors={"rate": 0.4, "status": 504})
    assert await statuses(other, 50) == drawn
    another = await open_api(seed=2)
    await break_(another, errors={"rate": 0.4, "status": 504})
    assert await statuses(another, 50) != drawn

    await break_(api, errors={"rate": 1})
    path = f"/v1/trading/accounts/{account_id}/orders"
    body = ORDER | {"time_in_force": "day"}
    assert (await api.refused(500, "POST", path, json=body))["message"] == "internal server error"
    await break_(api)
    assert await api.get(path, status="all") == []


async def test_latency_is_real_time(api: Api) -> None:
    await break_(api, latency={"milliseconds": 80, "spread": 20})
    began = time.monotonic()
    await statuses(api, 2)
    assert time.monotonic() - began >= 0.12
    await break_(api, latency={"milliseconds": 0, "spread": 0})
    assert await statuses(api, 1) == [200]


async def test_lost_answers_are_of_writes_that_were_carried_out(api: Api) -> None:
    account_id = await api.funded_account()
    path = f"/v1/trading/accounts/{account_id}/orders"
    body = ORDER | {"time_in_force": "day", "client_order_id": "lost"}
    await break_(api, lost_answers={"count": 1})
    assert await statuses(api, 1) == [200]
    with pytest.raises(ConnectionCutError):
        await api.client.post(path, json=body)
    assert (await api.get(f"{path}:by_client_order_id", client_order_id="lost"))["notional"] == "10"
    await api.order(account_id, notional="11")
    assert (await api.get("/simulator/faults"))["lost_answers"] is None
    await api.check_books()


async def send_late(api: Api, path: str, body: Json, seconds: float, **headers: str) -> None:
    """Send one write that is late by this many seconds of the simulator's time."""
    await break_(api, late={"seconds": seconds, "count": 1, "method": "POST"})
    with pytest.raises(ConnectionCutError):
        await api.client.post(path, json=body, headers=headers)
    assert (await api.get("/simulator/faults"))["late"] is None


async def test_F1_a_late_write_gets_no_answer_and_is_carried_out_when_it_is_due(api: Api) -> None:
    account_id = await api.funded_account()
    path = f"/v1/trading/accounts/{account_id}/orders"
    body = ORDER | {"time_in_force": "day"}
    await send_late(api, path, body | {"client_order_id": "late"}, 20)
    await send_late(api, path, body | {"client_order_id": "sooner"}, 19)
    assert await client_ids(api, path) == set()
    await api.advance(19)
    await until_there(api, path, "sooner")
    assert await client_ids(api, path) == {"sooner"}
    await api.advance(1)
    await until_there(api, path, "late")
    refusal = await api.refused(422, "POST", path, json=body | {"client_order_id": "late"})
    assert refusal["message"] == "client_order_id must be unique"
    await api.check_books()


async def test_F1_a_held_write_keeps_its_connection_until_it_is_carried_out(served: Served) -> None:
    api = await served()
    account_id = await api.open_account()
    relationship_id = await api.link_bank(account_id)
    path = f"/v1/accounts/{account_id}/transfers"
    await break_(api, late={"seconds": 5, "kind": "held", "path": "/v1/accounts/*/transfers"})
    waiting = asyncio.create_task(api.transfer(account_id, relationship_id, "25"))
    impatient = api.client.post(path, json={"amount": "1"}, timeout=0.2)
    with pytest.raises(httpx.ReadTimeout):
        await impatient
    assert not waiting.done()
    assert await api.get(path) == []
    await api.advance(5)
    with pytest.raises(httpx.TransportError):
        await waiting
    assert [transfer["amount"] for transfer in await api.get(path)] == ["25"]


async def test_F1_a_repetition_that_overtakes_a_late_order_is_the_only_one(api: Api) -> None:
    account_id = await api.funded_account()
    path = f"/v1/trading/accounts/{account_id}/orders"
    body = ORDER | {"time_in_force": "day", "client_order_id": "mine"}
    await send_late(api, path, body, 5)
    first = await api.post(path, body)
    await send_late(api, path, body | {"client_order_id": "after it"}, 5)
    await api.advance(5)
    await until_there(api, path, "after it")
    orders = await api.get(path, status="all")
    assert [one["id"] for one in orders if one["client_order_id"] == "mine"] == [first["id"]]
    assert len(orders) == 2
    await api.check_books()


async def test_F1_a_repetition_that_overtakes_a_late_journal_is_the_only_one(api: Api) -> None:
    account_id = await api.open_account()
    body = {
        "entry_type": "JNLC",
        "from_account": SWEEP_ACCOUNT,
        "to_account": account_id,
        "amount": "10",
    }
    await send_late(api, "/v1/journals", body, 5, **{"Idempotency-Key": "mine"})
    first = await api.journal(account_id, "10", **{"Idempotency-Key": "mine"})
    await send_late(api, "/v1/journals", body | {"amount": "11"}, 5)
    await api.advance(5)
    async with waiting_for("the late journal"):
        while len(listed := await api.get("/v1/journals", to_account=account_id)) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0)
    assert len(listed) == 2
    assert first["id"] in {journal["id"] for journal in listed}
    await api.check_books()


async def test_faults_of_some_requests_leave_the_others_alone(api: Api) -> None:
    selected = {"rate": 1, "method": "GET", "path": "/v1/cl*k"}
    await break_(api, errors=selected)
    assert await statuses(api, 1) == [500]
    assert await statuses(api, 1, "/v1/calendar") == [200]
    await break_(api, lost_answers={"method": "DELETE"})
    await api.open_account()
    with pytest.raises(ConnectionCutError):
        await api.client.delete("/v1/accounts/none/transfers/none")


async def client_ids(api: Api, path: str) -> set[str]:
    return {order["client_order_id"] for order in await api.get(path, status="all")}


async def until_there(api: Api, path: str, client_order_id: str) -> None:
    async with waiting_for("the late order"):
        while client_order_id not in await client_ids(api, path):  # noqa: ASYNC110 (over HTTP)
            await asyncio.sleep(0)


async def test_dropped_connections_have_no_answer_at_all(served: Served) -> None:
    api = await served()
    await break_(api, outage={"kind": "dropped"})
    with pytest.raises(httpx.TransportError):
        await api.client.get("/v1/clock")
    await break_(api, lost_answers={})
    with pytest.raises(httpx.TransportError):
        await api.client.post("/v1/accounts", json={})
    await api.client.delete("/simulator/faults")
    assert await statuses(api, 1) == [200]


@pytest.mark.parametrize("how", ["end", "error", "cut"])
async def test_open_streams_are_dropped_and_can_be_resumed(
    served: Served, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    api = await served()
    async with listening(api, ACCOUNTS) as reader:
        answer = await api.client.post("/simulator/streams/drop", params={"how": how})
        assert answer.status_code == 204
        if how == "error":
            assert await reader.line() == ": internal server error"
        with pytest.raises(httpx.RemoteProtocolError if how == "cut" else StopAsyncIteration):
            await reader.line()
    async with listening(api, ACCOUNTS) as reader:
        account_id = await api.open_account()
        assert (await reader.event())["account_id"] == account_id
    assert caplog.text == ""


@pytest.mark.parametrize("kind", ["unavailable", "dropped"])
async def test_an_outage_takes_the_streams_with_it(served: Served, kind: str) -> None:
    api = await served()
    async with listening(api, ACCOUNTS) as reader:
        await break_(api, outage={"kind": kind})
        dropped = kind == "dropped"
        with pytest.raises(httpx.RemoteProtocolError if dropped else StopAsyncIteration):
            await reader.line()


async def test_silent_streams_say_nothing_until_they_are_mended(served: Served) -> None:
    api = await served(heartbeat=0.01)
    async with listening(api, ACCOUNTS) as reader:
        await break_(api, silent_streams=True)
        account_id = await api.open_account()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                while True:
                    await reader.event()
    async with api.client.stream("GET", ACCOUNTS, params={"since_id": "0"}) as response:
        lines = response.aiter_lines()
        assert await anext(lines) == ":heartbeat"
        await break_(api)
        while not (line := await anext(lines)).startswith("data:"):
            pass
        assert account_id in line
