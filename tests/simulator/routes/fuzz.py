"""Requests made up from the server's own description: any that it allows, and many it does not."""

import asyncio
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, CheckFunction, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ribbit_tui.simulator.routes.api import create_api
from ribbit_tui.simulator.settings import SimulatorSettings
from ribbit_tui.simulator.startup import open_simulation
from ribbit_tui.wire.faults import Faults
from tests.descriptions.description import FOLDER, NAMES, find_operation
from tests.simulator import sql
from tests.simulator.conftest import CREDENTIALS, Api
from tests.simulator.routes.described import Document, Served, body_fields, served
from tests.waiting import waiting_for

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
AnyCase = Case[Any]
AnyOperation = APIOperation[Any, Any, Any, Any]

UNPROCESSABLE = 422
REQUESTS_A_WORLD = 150

_WORDS = {"loc": "us", "market": "NYSE", "activity_type": "FILL"}
_TABLES = {
    "relationship_id": "ach_relationships",
    "bank_id": "recipient_banks",
    "from_account": "accounts",
    "to_account": "accounts",
}


class Sandbox:
    """A simulation with data of every kind, and its ids; renewed after some requests."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self.count = 0
        self.statuses: Counter[int] = Counter()
        self._worlds = self._opened()
        self.api = next(self._worlds)

    def _opened(self) -> Iterator[Api]:
        while True:
            with open_simulation(SimulatorSettings(clock="manual")) as simulation:
                transport = httpx.ASGITransport(create_api(simulation))
                client = httpx.AsyncClient(
                    transport=transport, base_url="http://simulator", auth=CREDENTIALS
                )
                api = Api(client, simulation)
                self.runner.run(self._prepare(api))
                self.ids = self._all_ids(api)
                self.symbols = ["AAPL", "MSFT", "TSLA", "BTC/USD"]
                yield api
                self.runner.run(api.check_books())
                self.runner.run(client.aclose())

    async def _prepare(self, api: Api) -> None:
        account = await api.funded_account("20000")
        other = await api.open_account("other@example.com")
        relationship = await api.link_bank(other)
        await api.transfer(other, relationship, "50")
        await api.order(account, qty="2")
        await api.order(account, symbol="MSFT", notional="100")
        await api.advance(5)
        await api.order(account, qty="1", type="limit", limit_price="1")
        await api.order(account, qty="1", side="sell", type="limit", limit_price="100000")
        await api.journal(account, "10")
        await api.advance(5)
        await api.journal(other, "5")
        await api.post(
            f"/v1/trading/accounts/{account}/watchlists", {"name": "w", "symbols": ["AAPL"]}
        )

    def _all_ids(self, api: Api) -> dict[str, list[str]]:
        database = api.simulation.database
        found = {}
        for (table,) in sql.rows(database, "SELECT name FROM sqlite_schema WHERE type = 'table'"):
            columns = [row["name"] for row in sql.rows(database, f"PRAGMA table_info({table})")]
            if "id" in columns:
                found[table] = [
                    str(row["id"]) for row in sql.rows(database, f"SELECT id FROM {table}")
                ]
        return found

    def send(self, case: AnyCase) -> httpx.Response:
        self.count += 1
        if self.count % REQUESTS_A_WORLD == 0:
            self.api = next(self._worlds)
        answer = self.runner.run(self._send(case))
        self.statuses[answer.status_code] += 1
        return answer

    async def _send(self, case: AnyCase) -> httpx.Response:
        wanted = requests.Request(**case.as_transport_kwargs("http://simulator")).prepare()
        body = wanted.body or b""
        assert isinstance(body, str | bytes) and wanted.method and wanted.url
        headers = {
            name: value if isinstance(value, str) else value.decode("latin-1")
            for name, value in wanted.headers.items()
        }
        request = self.api.client.build_request(
            wanted.method, wanted.url, headers=headers, content=body
        )
        sent = asyncio.ensure_future(self.api.client.send(request))
        if "/events/" in case.path:
            # It would never end by itself.
            await asyncio.wait([sent], timeout=0.005)
            self.api.simulation.faults.break_streams("end")
        async with waiting_for(f"the response to {wanted.method} {wanted.url}"):
            answer = await sent
        self.api.simulation.faults.set(Faults())
        return answer

    def close(self) -> None:
        self._worlds.close()  # type: ignore[attr-defined]
        self.runner.close()

    def real(self, name: str, chance: random.Random) -> str | None:
        """Something that there is, for a parameter or field of that name."""
        if name in ("symbol", "symbol_or_id", "symbol_or_asset_id", "symbol_or_contract_id"):
            return chance.choice(self.symbols)
        if name == "symbols":
            return ",".join(chance.sample(self.symbols, 2))
        if name in _WORDS:
            return _WORDS[name]
        table = _TABLES.get(name, name.removesuffix("_id") + "s")
        ids = self.ids.get(table)
        if ids is None and name.endswith("_id"):
            ids = [each for some in self.ids.values() for each in some]
        return chance.choice(ids) if ids else None


def with_real_ids(case: AnyCase, sandbox: Sandbox, chance: random.Random) -> None:
    """Ids drawn at random would reach nothing but 404."""
    for place in (case.path_parameters, case.query):
        for name in place or {}:
            if chance.random() < 0.8 and (real := sandbox.real(name, chance)) is not None:
                place[name] = real
    fill(case.body, sandbox, chance)
    if case.path.endswith("/clock/advance") and isinstance(case.body, dict):
        case.body["seconds"] = chance.randint(0, 3600)


def fill(body: Any, sandbox: Sandbox, chance: random.Random) -> None:
    if isinstance(body, dict):
        for name, value in body.items():
            real = sandbox.real(name, chance) if isinstance(value, str | None) else None
            if real is not None and chance.random() < 0.8:
                body[name] = real
            fill(body[name], sandbox, chance)
    elif isinstance(body, list):
        for item in body:
            fill(item, sandbox, chance)


def run(
    operation: AnyOperation, sandbox: Sandbox, examples: int, checks: list[CheckFunction]
) -> None:
    positive = operation.as_strategy(GenerationMode.POSITIVE)
    negative = operation.as_strategy(GenerationMode.NEGATIVE)

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(positive, positive, negative), chance=st.randoms())
    def requests_of_one_kind(case: AnyCase, chance: random.Random) -> None:
        with_real_ids(case, sandbox, chance)
        case.validate_response(sandbox.send(case), checks=checks)

    requests_of_one_kind()


@dataclass
class Fuzzed:
    """The results of the generated requests."""

    failures: list[str] = field(default_factory=list)
    count: int = 0
    statuses: Counter[int] = field(default_factory=Counter)


def fuzz(wanted: int) -> Fuzzed:
    """Send about `wanted` requests, at least one of each operation, and check each response."""
    sandbox = Sandbox()
    document = sandbox.runner.run(sandbox.api.get("/openapi.json"))
    operations = operations_of(document)
    assert len(operations) == sum(map(len, document["paths"].values()))
    return send_to(operations, sandbox, wanted, CHECKS)


def fuzz_documented(wanted: int) -> Fuzzed:
    """Send about `wanted` requests as Alpaca describes them, to what is served of it.

    No response may be a failure of the server, and none may be about a field that is not
    documented.
    """
    sandbox = Sandbox()
    own = sandbox.runner.run(sandbox.api.get("/openapi.json"))
    known = served(own)
    operations = [
        operation for name in NAMES for operation in operations_of(described_part(name, known))
    ]
    assert len(operations) == len(known)
    return send_to(operations, sandbox, wanted, [not_a_server_error, names_documented_fields])


def described_part(name: str, known: list[Served]) -> Document:
    """Return the part of a description that is served, as a document of its own."""
    content = json.loads((FOLDER / f"{name}_2026_08.json").read_text("utf-8"))
    paths: Document = {}
    for one in known:
        if one.documented.description.name == name:
            methods = paths.setdefault(one.documented.path, {})
            methods[one.documented.method.lower()] = one.documented.item
    info = {"title": name, "version": "2026-08"}
    components = content["components"]
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": components}


def names_documented_fields(_context: Any, response: Response, case: AnyCase) -> None:
    """Check that a refusal is about a parameter or a field that the description has."""
    if response.status_code != UNPROCESSABLE or not response.content:
        return
    field = response.json().get("field")
    operation = find_operation(case.method.upper(), case.operation.path)
    assert operation is not None
    names = {parameter.name for parameter in operation.parameters}
    # Of an array, the fields of its items; and what the request itself made up.
    names.update(path[0] if path[0] != "0" else path[-1] for path in body_fields(operation))
    items = case.body if isinstance(case.body, list) else [case.body]
    made_up = [
        *(case.query or {}),
        *(name for one in items if isinstance(one, dict) for name in one),
    ]
    told = re.sub(r"^\d+(\.|$)", "", str(field))
    is_known = field is None or told == "" or told.partition(".")[0] in names
    assert is_known or any(told.startswith(name) for name in made_up), response.text


def operations_of(document: Document) -> list[AnyOperation]:
    """Return every operation of a document."""
    described = schemathesis.openapi.from_dict(document).get_all_operations()
    return [found.ok() for found in described if isinstance(found, Ok)]


def send_to(
    operations: list[AnyOperation], sandbox: Sandbox, wanted: int, checks: list[CheckFunction]
) -> Fuzzed:
    """Send requests to every operation, and close the sandbox."""
    try:
        failures = []
        for operation in operations:
            try:
                run(operation, sandbox, ceil(wanted / len(operations)), checks)
            except BaseExceptionGroup as group:
                failures.append(f"{operation.label}: {group.exceptions[0]}")
            except Exception as error:
                failures.append(f"{operation.label}: {error}")
        return Fuzzed(failures, sandbox.count, sandbox.statuses)
    finally:
        sandbox.close()
