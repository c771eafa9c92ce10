"""A simulator in this process, and what most tests do with it first."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextlib import AsyncExitStack
from copy import deepcopy
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import APIRouter, FastAPI

from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from ribbit_tui.simulator.routes.api import create_api
from ribbit_tui.simulator.routes.documentation import openapi_document
from ribbit_tui.simulator.server import uvicorn_config
from ribbit_tui.simulator.settings import ApiVersion, SimulatorSettings
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.simulator.startup import open_simulation
from ribbit_tui.wire.model import loads
from tests.simulator.conformance import Conforming
from tests.waiting import PATIENCE_SECONDS

if find_spec("sniffio") is None:
    # httpx would look for it on the disk at every request: a tenth of what one costs.
    sys.modules["sniffio"] = None  # type: ignore[assignment]

Json = dict[str, Any]


def has_code_of(status: int, body: Json) -> bool:
    """Whether an error's code belongs to its status: begins with it, or is Alpaca's exception."""
    return bool(body["code"] // 100_000 == status or (status, body["code"]) == (422, 40010001))


CREDENTIALS = ("ribbit-demo-key", "ribbit-demo-secret")
SAMPLES = Path(__file__).parent / "samples"

APPLICATION: Json = {
    "contact": {
        "email_address": "frog@example.com",
        "phone_number": "+15555555555",
        "street_address": ["1 Pond Lane"],
        "city": "San Mateo",
        "state": "CA",
        "postal_code": "94401",
        "country": "USA",
    },
    "identity": {
        "given_name": "Fern",
        "family_name": "Frog",
        "date_of_birth": "1990-01-01",
        "tax_id": "666-55-4321",
        "tax_id_type": "USA_SSN",
        "country_of_tax_residence": "USA",
        "funding_source": ["employment_income"],
    },
    "disclosures": {
        "is_control_person": False,
        "is_affiliated_exchange_or_finra": False,
        "is_politically_exposed": False,
        "immediate_family_exposed": False,
    },
    "agreements": [
        {
            "agreement": "customer_agreement",
            "signed_at": "2026-01-01T10:00:00Z",
            "ip_address": "127.0.0.1",
        }
    ],
}
WITH_CRYPTO: Json = {
    "enabled_assets": ["us_equity", "crypto"],
    "agreements": [
        APPLICATION["agreements"][0] | {"agreement": name}
        for name in ("customer_agreement", "crypto_agreement")
    ],
}
"""Changes of an application that ask for crypto trading, too."""
BANK: Json = {
    "account_owner_name": "Fern Frog",
    "bank_account_type": "CHECKING",
    "bank_account_number": "123456789",
    "bank_routing_number": "121000358",
}


def application(email: str = "frog@example.com", **changes: Any) -> Json:
    """Return an accepted application; `contact__city=…` changes a nested field."""
    body = deepcopy(APPLICATION)
    body["contact"]["email_address"] = email
    for path, value in changes.items():
        *parents, last = path.split("__")
        target = body
        for parent in parents:
            target = target[parent]
        target[last] = value
    return body


@dataclass
class Api:
    """A client of the simulator, and the simulation behind it."""

    client: httpx.AsyncClient
    simulation: Simulation

    async def get(self, path: str, **parameters: Any) -> Any:
        answer = await self.client.get(path, params=parameters or None)
        assert answer.status_code == 200, answer.text
        return loads(answer.content)

    async def post(self, path: str, body: Json, **headers: str) -> Any:
        answer = await self.client.post(path, json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        return loads(answer.content)

    async def refused(self, status: int, method: str, path: str, **options: Any) -> Json:
        """Send a request that must be refused with `status`; return the body."""
        answer = await self.client.request(method, path, **options)
        assert answer.status_code == status, answer.text
        body: Json = answer.json()
        assert has_code_of(status, body)
        assert body["message"]
        assert answer.headers["X-Request-ID"]
        return body

    async def advance(self, seconds: float) -> None:
        await self.post("/simulator/clock/advance", {"seconds": seconds})

    async def open_account(self, email: str = "frog@example.com") -> str:
        """Open an account and return its id once it is ACTIVE."""
        account = await self.post("/v1/accounts", application(email))
        await self.advance(4)
        account_id: str = account["id"]
        return account_id

    async def link_bank(self, account_id: str) -> str:
        """Link a bank and return the relationship's id once it is APPROVED."""
        relationship = await self.post(f"/v1/accounts/{account_id}/ach_relationships", BANK)
        await self.advance(3)
        relationship_id: str = relationship["id"]
        return relationship_id

    async def transfer(
        self, account_id: str, relationship_id: str, amount: str, direction: str = "INCOMING"
    ) -> Json:
        body = {
            "transfer_type": "ach",
            "relationship_id": relationship_id,
            "amount": amount,
            "direction": direction,
        }
        transfer: Json = await self.post(f"/v1/accounts/{account_id}/transfers", body)
        return transfer

    async def fund(self, account_id: str, amount: str) -> str:
        """Deposit `amount` and wait for it; the relationship's id."""
        relationship_id = await self.link_bank(account_id)
        await self.transfer(account_id, relationship_id, amount)
        await self.advance(8)
        return relationship_id

    async def funded_account(self, amount: str = "1000", email: str = "frog@example.com") -> str:
        account_id = await self.open_account(email)
        await self.fund(account_id, amount)
        return account_id

    async def order(self, account_id: str, **fields: Any) -> Json:
        body = {"symbol": "AAPL", "side": "buy", "type": "market", "time_in_force": "day"} | fields
        order: Json = await self.post(f"/v1/trading/accounts/{account_id}/orders", body)
        return order

    async def journal(self, to_account: str, amount: str, **headers: str) -> Json:
        body = {
            "entry_type": "JNLC",
            "from_account": SWEEP_ACCOUNT,
            "to_account": to_account,
            "amount": amount,
        }
        journal: Json = await self.post("/v1/journals", body, **headers)
        return journal

    async def account(self, account_id: str) -> Json:
        """Return the trading account."""
        account: Json = await self.get(f"/v1/trading/accounts/{account_id}/account")
        return account

    async def check_books(self) -> None:
        assert await self.get("/simulator/invariants") == {"ok": True, "broken": []}


OpenApi = Callable[..., Awaitable[Api]]


def checked(
    transport: httpx.AsyncBaseTransport, settings: SimulatorSettings
) -> httpx.AsyncBaseTransport:
    """Return a transport that holds responses of 2026 against Alpaca's description."""
    return Conforming(transport) if settings.api_version == "2026" else transport


@pytest.fixture(autouse=True, scope="session")
def description_built_once() -> Iterator[None]:
    """Build the description of each version of the API once: a second, and alike everywhere."""
    built: dict[str, Json] = {}

    def description(app: FastAPI, routers: Collection[APIRouter], version: ApiVersion) -> Json:
        if version not in built:
            built[version] = openapi_document(app, routers, version)
        return built[version]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ribbit_tui.simulator.routes.api.openapi_document", description)
        yield


@pytest.fixture
async def open_api() -> AsyncIterator[OpenApi]:
    """Open simulators, each by its settings; a manual clock unless told otherwise."""
    async with AsyncExitStack() as stack:

        async def opened(**settings: Any) -> Api:
            wanted = SimulatorSettings(**({"clock": "manual"} | settings))
            simulation = stack.enter_context(open_simulation(wanted))
            transport = checked(httpx.ASGITransport(create_api(simulation)), wanted)
            client = httpx.AsyncClient(
                transport=transport, base_url="http://simulator", auth=CREDENTIALS
            )
            return Api(await stack.enter_async_context(client), simulation)

        yield opened


@pytest.fixture
async def api(open_api: OpenApi) -> Api:
    return await open_api()


@pytest.fixture
async def older(open_api: OpenApi) -> Api:
    """Open a simulator that answers as Alpaca did in 2021 and 2022."""
    return await open_api(api_version="2021")


Served = Callable[..., Awaitable[Api]]


@pytest.fixture
async def served(open_api: OpenApi) -> AsyncIterator[Served]:
    """Open a simulator and put it behind a socket."""
    running: list[tuple[uvicorn.Server, asyncio.Task[None], Api]] = []

    async def serve(heartbeat: float = 15, **settings: Any) -> Api:
        api = await open_api(**settings)
        server = uvicorn.Server(uvicorn_config(create_api(api.simulation, heartbeat)))
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup([listener])
        task = asyncio.create_task(server.main_loop())
        running.append((server, task, api))
        port = listener.getsockname()[1]
        api.client = httpx.AsyncClient(
            transport=checked(httpx.AsyncHTTPTransport(), api.simulation.settings),
            base_url=f"http://127.0.0.1:{port}",
            auth=CREDENTIALS,
            timeout=PATIENCE_SECONDS,
        )
        return api

    yield serve
    for server, task, api in running:
        await api.client.aclose()
        api.simulation.events.close()
        server.should_exit = True
        await task
        await server.shutdown()
