"""Random histories, legal and illegal: after every step the books hold, and events, activities and
answers tell one story.

`--random-runs 500` plays many more, and longer ones.
"""

import asyncio
import tempfile
from collections.abc import Coroutine
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from ribbit_tui.simulator.engine.firm import DEPOSIT_ACCOUNT, REWARDS_ACCOUNT, SWEEP_ACCOUNT
from ribbit_tui.simulator.engine.invariants import broken_invariants
from ribbit_tui.simulator.opening import open_world
from ribbit_tui.simulator.routes.api import create_api
from ribbit_tui.simulator.settings import SimulatorSettings
from ribbit_tui.wire.model import loads

from .conftest import BANK, CREDENTIALS, Json, application
from .stories import check_activities, check_events, check_orders

T = TypeVar("T")

_FEW_STEPS, _MANY_STEPS, _BOUNDED_RUNS = 30, 100, 10

places = st.integers(0, 50)
"""Which of the things there are, counted round."""
amounts = st.sampled_from(["0.01", "1", "25.5", "49.999999", "50.01", "400", "9000", "-5"])
quantities = st.sampled_from(["1", "2", "3", "7", "0.5", "0.000000001", "150", "2500"])
prices = st.sampled_from(["1", "90.5", "230", "260", "300", "900", "0.0001", "1.005"])
symbols = st.sampled_from(["AAPL", "AAPL", "AAPL", "MSFT", "TSLA", "BTC/USD", "NONE"])
waits = st.sampled_from([0, 0.5, 2, 9, 60, 3600, 86_400, 5 * 86_400])
fixtures = st.sampled_from(
    [None, "/fixtures/status=RETURNED/fixtures/", "/fixtures/status=rejected/fixtures/"]
)


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
        self.world = self._world_stack.enter_context(open_world(wanted))
        self.world.database.execute("PRAGMA synchronous = OFF")
        self._app = create_api(self.world)

    def teardown(self) -> None:
        self._world_stack.close()
        self._stack.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run(work)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """An answer; one that refuses must have changed nothing."""

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
            assert answer.json()["code"] // 100_000 == answer.status_code
        return answer

    def _state(self) -> list[tuple[Any, ...]]:
        tables = [
            row[0]
            for row in self.world.database.rows(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'sqlite_sequence'"
            )
        ]
        return [
            (table, *row)
            for table in sorted(tables)
            for row in self.world.database.rows(f"SELECT * FROM {table}")
        ]

    def made(self, method: str, path: str, body: Any = None, **headers: str) -> Json | None:
        """What was made, None if it was refused."""
        answer = self.ask(method, path, body, **headers)
        made: Json | None = loads(answer.content) if answer.is_success else None
        return made

    def account(self, place: int) -> str:
        known = [*self.accounts, SWEEP_ACCOUNT, REWARDS_ACCOUNT, DEPOSIT_ACCOUNT]
        return known[place % len(known)]

    def customer(self, place: int) -> str:
        return self.accounts[place % len(self.accounts)]

    @initialize()
    def begin(self) -> None:
        """Two customers with money, banks and shares, so that there is something to play with."""
        for place in (0, 1):
            self.apply(place)
        self.pass_time(9)
        for place in (0, 1):
            self.link_bank(place)
            self.name_wire_bank(place)
            self.wire_in(place, "9000")
            self.journal_shares(1, place, "AAPL", "7")
        self.pass_time(60)

    @rule(place=places)
    def apply(self, place: int) -> None:
        email = f"frog-{place % 4}@example.com"
        assets = ["us_equity", "crypto"] if place % 2 else None
        account = self.made("POST", "/v1/accounts", application(email, enabled_assets=assets))
        if account is not None:
            self.accounts.append(account["id"])

    @rule(place=places)
    def change(self, place: int) -> None:
        body = {"contact": {"city": "Pond"}, "identity": {"given_name": "Bull"}}
        self.ask("PATCH", f"/v1/accounts/{self.account(place)}", body)

    @rule(place=places)
    def close(self, place: int) -> None:
        self.ask("POST", f"/v1/accounts/{self.account(place)}/actions/close")

    @rule(place=places)
    def link_bank(self, place: int) -> None:
        account = self.account(place)
        bank = self.made("POST", f"/v1/accounts/{account}/ach_relationships", BANK)
        if bank is not None:
            self.banks.append((account, bank["id"]))

    @rule(place=places)
    def unlink_bank(self, place: int) -> None:
        account, bank = self.banks[place % len(self.banks)]
        self.ask("DELETE", f"/v1/accounts/{account}/ach_relationships/{bank}")

    @rule(place=places)
    def name_wire_bank(self, place: int) -> None:
        account = self.customer(place)
        body = {
            "name": "Frog Bank",
            "bank_code": "123456789",
            "bank_code_type": "ABA",
            "account_number": "123456789",
        }
        bank = self.made("POST", f"/v1/accounts/{account}/recipient_banks", body)
        if bank is not None:
            self.wire_banks.append((account, bank["id"]))

    @rule(
        place=places,
        amount=amounts,
        direction=st.sampled_from(["INCOMING", "OUTGOING"]),
        fixture=fixtures,
    )
    def transfer(self, place: int, amount: str, direction: str, fixture: str | None) -> None:
        account, bank = self.banks[place % len(self.banks)]
        body = {
            "transfer_type": "ach",
            "relationship_id": bank,
            "amount": amount,
            "direction": direction,
            "additional_information": fixture,
        }
        self._keep_transfer(account, body)

    @rule(place=places, amount=amounts, payer=st.sampled_from([None, "user", "invoice"]))
    def wire_out(self, place: int, amount: str, payer: str | None) -> None:
        if not self.wire_banks:
            return
        account, bank = self.wire_banks[place % len(self.wire_banks)]
        body = {
            "transfer_type": "wire",
            "bank_id": bank,
            "amount": amount,
            "direction": "OUTGOING",
            "fee_payment_method": payer,
        }
        self._keep_transfer(account, body)

    def _keep_transfer(self, account: str, body: Json) -> None:
        transfer = self.made("POST", f"/v1/accounts/{account}/transfers", body)
        if transfer is not None:
            self.transfers.append((account, transfer["id"]))

    @rule(place=places, amount=amounts)
    def wire_in(self, place: int, amount: str) -> None:
        account = self.account(place)
        body = {"amount": amount}
        transfer = self.made("POST", f"/simulator/accounts/{account}/wires", body)
        if transfer is not None:
            self.transfers.append((account, transfer["id"]))

    @rule(place=places)
    def cancel_transfer(self, place: int) -> None:
        if self.transfers:
            account, transfer = self.transfers[place % len(self.transfers)]
            self.ask("DELETE", f"/v1/accounts/{account}/transfers/{transfer}")

    @rule(
        place=places,
        status=st.sampled_from(["PENDING", "APPROVED", "COMPLETE", "REJECTED", "RETURNED"]),
    )
    def decide_transfer(self, place: int, status: str) -> None:
        if self.transfers:
            _, transfer = self.transfers[place % len(self.transfers)]
            self.ask("POST", f"/simulator/transfers/{transfer}/status", {"status": status})

    @rule(
        giver=places,
        taker=places,
        amount=amounts,
        key=st.sampled_from([None, "one", "two", "three"]),
        fixture=fixtures,
    )
    def journal_cash(
        self, giver: int, taker: int, amount: str, key: str | None, fixture: str | None
    ) -> None:
        body = {
            "entry_type": "JNLC",
            "from_account": self.account(giver),
            "to_account": self.account(taker),
            "amount": amount,
            "description": fixture,
        }
        headers = {} if key is None else {"Idempotency-Key": key}
        journal = self.made("POST", "/v1/journals", body, **headers)
        if journal is None:
            return
        if key in self.keys:
            assert self.keys[key] == (body, journal)
        else:
            self.journals.append(journal["id"])
            if key is not None:
                self.keys[key] = (body, journal)

    @rule(giver=places, taker=places, symbol=symbols, qty=quantities)
    def journal_shares(self, giver: int, taker: int, symbol: str, qty: str) -> None:
        takers = [*self.accounts, SWEEP_ACCOUNT]
        body = {
            "entry_type": "JNLS",
            "from_account": REWARDS_ACCOUNT if giver % 3 else self.account(giver),
            "to_account": takers[taker % len(takers)],
            "symbol": symbol,
            "qty": qty,
        }
        journal = self.made("POST", "/v1/journals", body)
        if journal is not None:
            self.journals.append(journal["id"])

    @rule(takers=st.lists(places, min_size=1, max_size=4), amount=amounts, reverse=st.booleans())
    def journal_batch(self, takers: list[int], amount: str, reverse: bool) -> None:
        one, many = ("to", "from") if reverse else ("from", "to")
        body = {
            "entry_type": "JNLC",
            f"{one}_account": SWEEP_ACCOUNT,
            "entries": [
                {f"{many}_account": self.account(place), "amount": amount} for place in takers
            ],
        }
        path = "/v1/journals/reverse_batch" if reverse else "/v1/journals/batch"
        answer = self.ask("POST", path, body)
        if answer.is_success:
            self.journals += [journal["id"] for journal in answer.json() if journal.get("id")]

    @rule(place=places)
    def cancel_journal(self, place: int) -> None:
        if self.journals:
            self.ask("DELETE", f"/v1/journals/{self.journals[place % len(self.journals)]}")

    @rule(
        place=places,
        status=st.sampled_from(["pending", "executed", "rejected", "deleted", "correct"]),
        amount=amounts,
    )
    def decide_journal(self, place: int, status: str, amount: str) -> None:
        if self.journals:
            journal = self.journals[place % len(self.journals)]
            body = {"status": status} | ({"amount": amount} if status == "correct" else {})
            self.ask("POST", f"/simulator/journals/{journal}/status", body)

    @rule(
        place=places,
        symbol=symbols,
        side=st.sampled_from(["buy", "sell"]),
        size=st.one_of(
            quantities.map(lambda qty: {"qty": qty}), amounts.map(lambda usd: {"notional": usd})
        ),
        terms=st.one_of(
            st.just({"type": "market"}),
            prices.map(lambda price: {"type": "limit", "limit_price": price}),
            prices.map(lambda price: {"type": "stop", "stop_price": price}),
            st.tuples(prices, prices).map(
                lambda pair: {
                    "type": "stop_limit",
                    "stop_price": pair[0],
                    "limit_price": pair[1],
                }
            ),
            prices.map(lambda price: {"type": "trailing_stop", "trail_price": price}),
        ),
        time_in_force=st.sampled_from(["day", "gtc", "gtc", "day", "ioc", "fok", "opg", "cls"]),
        commission=st.sampled_from([None, None, "1.5"]),
        legs=st.sampled_from(["simple", "simple", "simple", "bracket", "oco", "oto"]),
        exits=st.tuples(prices, prices),
    )
    def order(
        self,
        place: int,
        symbol: str,
        side: str,
        size: Json,
        terms: Json,
        time_in_force: str,
        commission: str | None,
        legs: str,
        exits: tuple[str, str],
    ) -> None:
        account = self.customer(place)
        body = {
            "symbol": symbol, "side": side, "time_in_force": time_in_force, "order_class": legs,
            "commission": commission,
            "client_order_id": f"order-{place}" if place < 3 else None, **size, **terms,
        }  # fmt: skip
        if legs == "oco":
            body |= {"type": "limit"} | dict.fromkeys(("stop_price", "trail_price", "limit_price"))
        if legs != "simple":
            body |= {"take_profit": {"limit_price": exits[0]}}
        if legs in ("bracket", "oco"):
            body |= {"stop_loss": {"stop_price": exits[1]}}
        order = self.made("POST", f"/v1/trading/accounts/{account}/orders", body)
        if order is not None:
            self._keep_order(account, order)

    def _keep_order(self, account: str, order: Json) -> None:
        self.orders += [(account, each["id"]) for each in (order, *(order.get("legs") or ()))]

    @rule(place=places, side=st.sampled_from(["buy", "sell"]), qty=quantities)
    def trade(self, place: int, side: str, qty: str) -> None:
        """As `order`, but mostly one that is accepted."""
        account = self.customer(place)
        body = {
            "symbol": "AAPL", "side": side, "qty": qty, "type": "market", "time_in_force": "day",
        }  # fmt: skip
        order = self.made("POST", f"/v1/trading/accounts/{account}/orders", body)
        if order is not None:
            self._keep_order(account, order)

    @rule(place=places)
    def cancel_order(self, place: int) -> None:
        if self.orders:
            account, order = self.orders[-1 - place % len(self.orders)]
            self.ask("DELETE", f"/v1/trading/accounts/{account}/orders/{order}")

    @rule(place=places)
    def cancel_all_orders(self, place: int) -> None:
        self.ask("DELETE", f"/v1/trading/accounts/{self.account(place)}/orders")

    @rule(place=places, qty=quantities, price=prices)
    def replace_order(self, place: int, qty: str, price: str) -> None:
        if not self.orders:
            return
        account, order = self.orders[-1 - place % len(self.orders)]
        body = {"qty": qty} if place % 2 else {"limit_price": price}
        path = f"/v1/trading/accounts/{account}/orders/{order}"
        new = self.made("PATCH", path, body)
        if new is not None:
            self._keep_order(account, new)

    @rule(place=places, percentage=st.sampled_from(["100", "33.3", "0.000000001"]))
    def close_position(self, place: int, percentage: str) -> None:
        path = f"/v1/trading/accounts/{self.customer(place)}/positions/AAPL"
        order = self.made("DELETE", f"{path}?percentage={percentage}")
        if order is not None:
            self._keep_order(self.customer(place), order)

    @rule(place=places, cancel=st.booleans())
    def close_all_positions(self, place: int, cancel: bool) -> None:
        path = f"/v1/trading/accounts/{self.customer(place)}/positions"
        self.ask("DELETE", f"{path}?cancel_orders={str(cancel).lower()}")

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
        assert broken_invariants(self.world.database) == []
        check_events(self.world)
        check_orders(self.world)
        check_activities(self.world)


def test_random_histories(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> None:
    runs: int = request.config.getoption("--random-runs")
    bounded = runs <= _BOUNDED_RUNS
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=runs,
            stateful_step_count=_FEW_STEPS if bounded else _MANY_STEPS,
            derandomize=bounded,
            database=None,
            deadline=None,
            phases=[Phase.generate] if bounded else [Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not caplog.records, "a step failed and was logged"
