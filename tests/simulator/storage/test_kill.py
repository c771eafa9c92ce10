"""A simulator killed while clients write.

No acknowledged write is lost, none is half done, scheduled steps continue, and a repeated request
has no second effect.

`--kills 30` plays the full form.
"""

import asyncio
import json
import random
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import httpx

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from tests.simulator.conftest import BANK, CREDENTIALS, Json, application
from tests.simulator.processes import Process
from tests.waiting import PATIENCE_SECONDS

_CLIENTS = 6
_STREAMS = {
    "accounts": ("/v1/events/accounts/status", "account_id"),
    "journals": ("/v1/events/journals/status", "journal_id"),
    "transfers": ("/v1/events/transfers/status", "transfer_id"),
}
_TRADES = "/v1/events/trades"
_ENDS = {
    "accounts": "ACTIVE",
    "journals": "executed",
    "transfers": "COMPLETE",
    "orders": "filled",
}


@dataclass
class Write:
    """One request, known by its `mark` in what the server stores; `answer` once it came."""

    kind: str
    mark: str
    path: str
    body: Json
    headers: dict[str, str] = field(default_factory=dict)
    answer: Json | None = None


@dataclass
class Customer:
    account_id: str
    relationship_id: str

    def write(self, kind: str, mark: str) -> Write:
        if kind == "accounts":
            return Write(kind, mark, "/v1/accounts", application(f"{mark}@example.com"))
        if kind == "journals":
            body = {
                "entry_type": "JNLC",
                "from_account": SWEEP_ACCOUNT,
                "to_account": self.account_id,
                "amount": "0.01",
                "description": mark,
            }
            return Write(kind, mark, "/v1/journals", body, {"Idempotency-Key": mark})
        if kind == "orders":
            body = {
                "symbol": "AAPL",
                "notional": "2",
                "side": "buy",
                "type": "market",
                "time_in_force": "day",
                "client_order_id": mark,
            }
            return Write(kind, mark, f"/v1/trading/accounts/{self.account_id}/orders", body)
        body = {
            "transfer_type": "ach",
            "relationship_id": self.relationship_id,
            "amount": "1",
            "direction": "INCOMING",
            "additional_information": f"/fixtures/{mark}/fixtures/",
        }
        return Write(kind, mark, f"/v1/accounts/{self.account_id}/transfers", body)


class Server:
    """A run of the simulator on a folder, and what the test asks it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = Process(folder, "instant", api_version="2021")
        self.http = self.process.client

    def get(self, path: str, **parameters: Any) -> Any:
        answer = self.http.get(path, params=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Json) -> Any:
        answer = self.http.post(path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self.http.base_url, auth=CREDENTIALS, timeout=PATIENCE_SECONDS
        )

    def end(self) -> None:
        self.http.close()
        self.process.child.kill()
        self.process.child.communicate()

    def stored(self, query: str, *values: Any) -> Any:
        """Return a value read from the database file beside the server."""
        with closing(sqlite3.connect(self.folder / "simulator.sqlite3")) as database:
            return database.execute(query, values).fetchone()[0]

    async def settle(self) -> None:
        """Wait until no scheduled step is due."""
        deadline = monotonic() + PATIENCE_SECONDS
        while self.stored(
            "SELECT count(*) FROM schedule WHERE due_at <= ?", to_timestamp(datetime.now(UTC))
        ):
            assert monotonic() < deadline, "the schedule does not come to an end"
            await asyncio.sleep(0.02)

    async def new_customer(self, mark: str) -> Customer:
        account = self.post("/v1/accounts", application(f"{mark}-customer@example.com"))["id"]
        await self.settle()
        bank = self.post(f"/v1/accounts/{account}/ach_relationships", BANK)["id"]
        await self.settle()
        customer = Customer(account, bank)
        deposit = customer.write("transfers", f"{mark}-deposit")
        self.post(deposit.path, deposit.body | {"amount": "10000"})
        await self.settle()
        return customer

    def events(self, path: str, after: int) -> list[Json]:
        """Return the events logged after an id."""
        last = self.stored("SELECT max(id) FROM events")
        answer = self.http.get(path, params={"since_id": after, "until_id": last})
        return _events(answer.text)


def _events(text: str) -> list[Json]:
    lines = [line for line in text.splitlines() if line.startswith("data: ")]
    return [json.loads(line.removeprefix("data: ")) for line in lines]


async def write_until_killed(
    server: Server, customer: Customer, mark: str, chance: random.Random
) -> tuple[list[Write], str]:
    """Write until the kill; return the writes and the journal events read meanwhile."""
    writes: list[Write] = []
    kinds = list(_ENDS)
    left = chance.randint(1, 60)
    seen: list[str] = []
    listens = asyncio.Event()

    async def work(number: int) -> None:
        nonlocal left
        async with server.client() as client:
            for count in range(1000):
                kind = kinds[(number + count) % len(kinds)]
                write = customer.write(kind, f"{mark}-{number}-{count}")
                writes.append(write)
                answer = await client.post(write.path, json=write.body, headers=write.headers)
                assert answer.status_code == 200, answer.text
                write.answer = answer.json()
                left -= 1
                if left == 0:
                    # Into the middle of whatever the others have asked for.
                    await asyncio.sleep(chance.random() * 0.01)
                    server.process.child.kill()

    async def listen() -> None:
        async with (
            server.client() as client,
            client.stream("GET", _STREAMS["journals"][0]) as response,
        ):
            async for text in response.aiter_text():
                seen.append(text)
                listens.set()

    async def until_killed(number: int) -> None:
        with suppress(httpx.TransportError):
            await (listen() if number == _CLIENTS else work(number))

    listener = asyncio.create_task(until_killed(_CLIENTS))
    await listens.wait()
    await asyncio.gather(*(until_killed(number) for number in range(_CLIENTS)), listener)
    server.end()
    return writes, "".join(seen)


def found(server: Server, customer: Customer, mark: str) -> dict[str, dict[str, list[Json]]]:
    """Return the resources of a round by kind and mark."""
    account = customer.account_id
    lists = {
        "accounts": ("/v1/accounts", {"query": f"{mark}-", "entities": "contact"}),
        "journals": ("/v1/journals", {"to_account": account}),
        "transfers": (f"/v1/accounts/{account}/transfers", {}),
        "orders": (
            f"/v1/trading/accounts/{account}/orders",
            {"status": "all", "limit": "500"},
        ),
    }
    marks = {
        "accounts": lambda item: item["contact"]["email_address"].removesuffix("@example.com"),
        "journals": lambda item: item["description"],
        "transfers": lambda item: item["additional_information"].split("/")[2],
        "orders": lambda item: item["client_order_id"],
    }
    by_kind: dict[str, dict[str, list[Json]]] = {}
    for kind, (path, parameters) in lists.items():
        by_mark: dict[str, list[Json]] = defaultdict(list)
        for item in server.get(path, **parameters):
            by_mark[marks[kind](item)].append(item)
        by_kind[kind] = by_mark
    return by_kind


def check_writes(server: Server, customer: Customer, mark: str, writes: list[Write]) -> None:
    """Acknowledged ones are there once and as answered, and done; others once or not at all."""
    there = found(server, customer, mark)
    for write in writes:
        items = there[write.kind][write.mark]
        if write.answer is not None:
            assert [item["id"] for item in items] == [write.answer["id"]], write
        assert len(items) <= 1, write
        assert all(item["status"] == _ENDS[write.kind] for item in items), (write, items)


def check_stories(
    server: Server, customer: Customer, mark: str, writes: list[Write], after: int
) -> None:
    """Assert that the events of each resource form a chain that ends in its status."""
    there = found(server, customer, mark)
    for kind, (path, name) in _STREAMS.items():
        stories: dict[str, list[Json]] = defaultdict(list)
        events = server.events(path, after)
        ids = [event["event_id"] for event in events]
        assert ids == sorted(set(ids))
        for event in events:
            stories[event[name]].append(event)
        for write in writes:
            for item in there[kind][write.mark]:
                story = stories[item["id"]]
                assert [event["status_from"] for event in story] == [
                    "",
                    *(event["status_to"] for event in story[:-1]),
                ]
                assert story[-1]["status_to"] == item["status"]
    told = Counter(
        (event["order"]["id"], event["event"]) for event in server.events(_TRADES, after)
    )
    for write in writes:
        for item in there["orders"][write.mark]:
            assert told[item["id"], "new"] == told[item["id"], "fill"] == 1


def ask_again(server: Server, writes: list[Write]) -> None:
    """Repeat the writes that have an idempotency key, acknowledged or not."""
    for write in writes:
        if write.kind == "journals":
            answer = server.http.post(write.path, json=write.body, headers=write.headers)
            assert answer.status_code == 200, answer.text
            assert write.answer in (None, answer.json())
        elif write.kind == "orders":
            answer = server.http.post(write.path, json=write.body)
            allowed = (422,) if write.answer is not None else (200, 422)
            assert answer.status_code in allowed, answer.text


async def test_nothing_acknowledged_is_lost(tmp_path: Path, kills: int) -> None:
    chance = random.Random(1)
    server = Server(tmp_path)
    rounds: list[tuple[Customer, str, list[Write]]] = []
    acknowledged = 0
    try:
        for number in range(kills):
            mark = f"round{number}"
            customer = await server.new_customer(mark)
            after = server.stored("SELECT max(id) FROM events")
            writes, seen = await write_until_killed(server, customer, mark, chance)
            rounds.append((customer, mark, writes))
            acknowledged += sum(write.answer is not None for write in writes)

            server = Server(tmp_path)
            await server.settle()
            events = server.events(_STREAMS["journals"][0], after)
            whole = seen[: seen.rfind("\n\n") + 2]
            assert events[: len(_events(whole))] == _events(whole)
            check_writes(server, customer, mark, writes)
            ask_again(server, writes)
            await server.settle()
            check_writes(server, customer, mark, writes)
            check_stories(server, customer, mark, writes, after)
            assert server.get("/simulator/invariants") == {"ok": True, "broken": []}
        for customer, mark, writes in rounds:
            check_writes(server, customer, mark, writes)
    finally:
        server.end()
    assert acknowledged > 0
