"""Random histories: what is asked of a simulator, and what must be true after every step."""

import asyncio
import tempfile
from collections.abc import Coroutine
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ribbit_tui.simulator.engine.firm.accounts import (
    DEPOSIT_ACCOUNT,
    REWARDS_ACCOUNT,
    SWEEP_ACCOUNT,
)
from ribbit_tui.simulator.ledger.invariants import broken_invariants
from ribbit_tui.simulator.routes.api import create_api
from ribbit_tui.simulator.settings import SimulatorSettings
from ribbit_tui.simulator.startup import open_simulation
from ribbit_tui.wire.model import loads
from tests.simulator import sql
from tests.simulator.conftest import CREDENTIALS, WITH_CRYPTO, Json, application, has_code_of
from tests.simulator.histories.checks import check_activities, check_events, check_orders

T = TypeVar("T")

places = st.integers(0, 50)
"""An index, taken modulo the number of items."""
amounts = st.sampled_from(["0.01", "1", "25.5", "49.999999", "50.01", "400", "9000", "-5"])
quantities = st.sampled_from(["1", "2", "3", "7", "0.5", "0.000000001", "150", "2500"])
waits = st.sampled_from([0, 0.5, 2, 9, 60, 3600, 86_400, 5 * 86_400])


class Histories(RuleBasedStateMachine):
    """One simulator on a file, and whoever uses it."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self._loop = self._stack.enter_context(asyncio.Runner())
        self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self._open()
        self.accounts: list[str] = []
        self.banks: list[tuple[str, str]] = []
        self.wire_banks: list[tuple[str, str]] = []
        self.transfers: list[tuple[str, str]] = []
        self.journals: list[str] = []
        self.orders: list[tuple[str, str]] = []
        self.keys: dict[str, tuple[Json, Json]] = {}

    def _open(self) -> None:
        self._world_stack = ExitStack()
        wanted = SimulatorSettings(clock="manual", data_dir=self._folder)
        self.simulation = self._world_stack.enter_context(open_simulation(wanted))
        self.simulation.database.execute("PRAGMA synchronous = OFF")
        self._app = create_api(self.simulation)

    def teardown(self) -> None:
        self._world_stack.close()
        self._stack.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run(work)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Send a request; a refused one must have changed nothing."""

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://simulator", auth=CREDENTIALS
            ) as client:
                return await client.request(method, path, json=body, headers=headers)

        before = self._state()
        answer = self.run(asked())
        assert answer.status_code < 500, (method, path, body, answer.text)
        if answer.status_code >= 400:
            assert self._state() == before, (method, path, body, answer.text)
            assert has_code_of(answer.status_code, answer.json())
        return answer

    def _state(self) -> list[tuple[Any, ...]]:
        tables = [
            row[0]
            for row in sql.rows(
                self.simulation.database,
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'sqlite_sequence'",
            )
        ]
        return [
            (table, *row)
            for table in sorted(tables)
            for row in sql.rows(self.simulation.database, f"SELECT * FROM {table}")
        ]

    def made(self, method: str, path: str, body: Any = None, **headers: str) -> Json | None:
        """Send a request and return what it created; None if it was refused."""
        answer = self.ask(method, path, body, **headers)
        made: Json | None = loads(answer.content) if answer.is_success else None
        return made

    def account(self, place: int) -> str:
        known = [*self.accounts, SWEEP_ACCOUNT, REWARDS_ACCOUNT, DEPOSIT_ACCOUNT]
        return known[place % len(known)]

    def customer(self, place: int) -> str:
        return self.accounts[place % len(self.accounts)]

    @rule(place=places)
    def apply(self, place: int) -> None:
        email = f"frog-{place % 4}@example.com"
        wanted = WITH_CRYPTO if place % 2 else {}
        account = self.made("POST", "/v1/accounts", application(email, **wanted))
        if account is not None:
            self.accounts.append(account["id"])

    @rule(place=places)
    def change(self, place: int) -> None:
        body = {"contact": {"city": "Pond"}, "identity": {"given_name": "Bull"}}
        self.ask("PATCH", f"/v1/accounts/{self.account(place)}", body)

    @rule(place=places)
    def close(self, place: int) -> None:
        self.ask("POST", f"/v1/accounts/{self.account(place)}/actions/close")

    @rule(seconds=waits)
    def pass_time(self, seconds: float) -> None:
        assert self.ask("POST", "/simulator/clock/advance", {"seconds": seconds}).is_success

    @rule()
    def restart(self) -> None:
        before = self._state()
        self._world_stack.close()
        self._open()
        assert self._state() == before

    @invariant()
    def all_is_well(self) -> None:
        assert broken_invariants(self.simulation.database) == []
        check_events(self.simulation)
        check_orders(self.simulation)
        check_activities(self.simulation)
