"""The app on a picture of a customer, with a stand-in for the server that notes every write."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from textual.pilot import Pilot

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.environment import Endpoint
from ribbit_tui.broker.streams import STREAMS
from ribbit_tui.broker.transport import Transport
from ribbit_tui.session.application.drafts.store import DraftStore
from ribbit_tui.session.clock import ManualClock
from ribbit_tui.session.errors import NoServerError
from ribbit_tui.session.session import ReportServer, Session
from ribbit_tui.session.state import Change, Connection, Server, State
from ribbit_tui.session.stores.cursors import CursorStore
from ribbit_tui.session.stores.customers import Customer, CustomerStore
from ribbit_tui.tour.player import screen_text
from ribbit_tui.tour.stage import Counted
from ribbit_tui.tui.app import RibbitApp
from ribbit_tui.tui.dependencies import AppDependencies
from ribbit_tui.tui.screens.base import RibbitScreen
from tests import waiting

from . import states
from .states import MAYA, NOW

Json = dict[str, Any]
Answer = httpx.Response | Exception
ENDPOINT = Endpoint("http://broker.test", "http://data.test", "key", "secret")
SMALL, LARGE, WIDEST = (80, 24), (120, 40), (160, 50)


def live() -> Connection:
    """All streams connected, and no event yet."""
    return Connection(server=Server.RUNNING, streams=dict.fromkeys(STREAMS, True))


def answer(body: Any, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=body, headers={"X-Request-ID": f"req-{status}"})


def refusal(status: int, message: str, **more: Any) -> httpx.Response:
    return answer({"code": status * 100_000, "message": message, **more}, status)


class FakeServer:
    """Answers reads from the state it is given, writes as it is told, and streams never."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state
        self._next: dict[str, list[Answer]] = {}
        self.writes: list[tuple[str, Json]] = []
        """Every write: `METHOD /path`, and what was sent."""
        self.let_write = asyncio.Event()
        """While this is not set, writes wait for their answer."""
        self.let_write.set()

    def next(self, call: str, *answers: Answer) -> None:
        """The next answers to `METHOD /path`."""
        self._next.setdefault(call, []).extend(answers)

    def broker(self) -> Broker:
        async def at_once(seconds: float) -> None:
            await asyncio.sleep(0)

        http = httpx.MockTransport(self._answer)
        return Broker(ENDPOINT, transport=Transport(ENDPOINT, http=http, sleep=at_once))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        call = f"{request.method} {path}"
        if "/events/" in path:
            await asyncio.Event().wait()
        if request.method != "GET":
            self.writes.append((call, json.loads(request.content) if request.content else {}))
            await self.let_write.wait()
        if told := self._next.get(call):
            found = told.pop(0)
            if isinstance(found, Exception):
                raise found
            return found
        if request.method == "GET":
            return self._read(path)
        return self._written(path, self.writes[-1][1])

    def _read(self, path: str) -> httpx.Response:
        state = self._state()
        match path.strip("/").split("/"):
            case ["v2", "stocks", "snapshots"]:
                return answer({name: one.to_wire() for name, one in state.snapshots.items()})
            case ["v1", "accounts", _, "ach_relationships"]:
                return answer([one.to_wire() for one in state.ach_relationships.values()])
            case ["v1", "accounts", _, "transfers"]:
                return answer([one.to_wire() for one in state.transfers.values()])
            case ["v1", "trading", "accounts", _, "account"] if state.trading_account:
                return answer(state.trading_account.to_wire())
            case ["v1", "trading", "accounts", _, "orders"]:
                return answer([one.to_wire() for one in state.orders.values()])
            case ["v1", "accounts"] | ["v1", "accounts", "activities"] | ["v1", "journals"]:
                return answer([])
            case ["v1", "accounts", _, "documents"]:
                return answer([one.to_wire() for one in state.documents])
            case ["v1", "accounts", _, "cip"] if state.cip:
                return answer(state.cip.to_wire())
            case ["v1", "trading", "accounts", _, "account", "configurations"] if (
                state.configurations
            ):
                return answer(state.configurations.to_wire())
            case ["v1", "trading", "accounts", _, "positions"]:
                return answer([one.to_wire() for one in state.positions.values()])
            case ["v1", "accounts", _]:
                return answer((state.account or states.account("SUBMITTED")).to_wire())
        return refusal(404, "not found")

    def _written(self, path: str, body: Json) -> httpx.Response:
        match path.strip("/").split("/"):
            case ["v1", "accounts"]:
                return answer(states.account("SUBMITTED").to_wire())
            case ["v1", "accounts", _, "ach_relationships"]:
                return answer(states.bank(9, "QUEUED", **body).to_wire())
            case ["v1", "accounts", _, "transfers"]:
                return answer(states.transfer(9, amount=body["amount"]).to_wire())
            case ["v1", "trading", "accounts", _, "orders"]:
                return answer(states.order(9, **body).to_wire())
        return httpx.Response(204)


class Stage:
    """An app without a server of its own, and everything that a test wants to lay hands on."""

    def __init__(
        self,
        folder: Path,
        state: State | None = None,
        *,
        environment: str = "simulated",
        connection: Connection | None = None,
        no_server: str | None = None,
    ) -> None:
        """With a `state` its customer is open; without, the welcome screen is all there is.

        `connection` stays as it is given; there is no server behind it then.
        """
        self.clock = ManualClock(NOW)
        self.customers = CustomerStore(folder / "customers.json")
        self.drafts = DraftStore(folder / "drafts")
        self.faults: list[BaseException] = []
        self._folder = folder
        self._first_state = state
        self._connection = connection
        self.no_server = no_server
        self._ids = Counted()
        self.session: Session | None = None
        self.server = FakeServer(lambda: self.state)
        if state is not None:
            self.know("Maya Okafor", account_id=MAYA, status="ACTIVE")
        self.app = RibbitApp(
            AppDependencies(
                environment=environment,
                customers=self.customers,
                drafts=self.drafts,
                clock=self.clock,
                load_session=self._load_session,
                report_fault=self._report_fault,
                local_ip=lambda: "203.0.113.7",
                new_id=self._ids,
                zone=ZoneInfo("America/New_York"),
                animations=False,
            )
        )

    @property
    def state(self) -> State:
        assert self.session is not None
        return self.session.state

    @property
    def text(self) -> str:
        """All that is on screen."""
        return screen_text(self.app)

    @property
    def screen(self) -> RibbitScreen:
        screen = self.app.screen
        assert isinstance(screen, RibbitScreen)
        return screen

    def know(self, name: str, *, account_id: str, opened_at: datetime = NOW, **more: Any) -> None:
        """Put a customer on this machine's list."""
        facts: Json = {"account_number": "880012345", "email": "maya.okafor@example.com"} | more
        self.customers.put(Customer(account_id, name, opened_at=opened_at, **facts))

    def _load_session(self) -> Session:
        self.session = Session(
            open_broker=self._open_broker,
            customers=self.customers,
            cursors=CursorStore(self._folder / "cursors.json"),
            clock=self.clock,
            new_id=self._ids,
        )
        if self._first_state is not None:
            self.session.store.state = self._first_state
        return self.session

    @asynccontextmanager
    async def _open_broker(self, report: ReportServer) -> AsyncIterator[Broker]:
        if self.no_server is not None:
            raise NoServerError(self.no_server)
        assert self.session is not None
        self.session.state.connection = self._connection or live()
        if self._connection is not None:
            self.session.store.changed(Change.CONNECTION)
            await asyncio.Event().wait()
        async with self.server.broker() as broker:
            yield broker

    def _report_fault(self, fault: BaseException) -> str:
        self.faults.append(fault)
        return ""

    @asynccontextmanager
    async def running(
        self, room: str | None = None, size: tuple[int, int] = SMALL
    ) -> AsyncIterator[Pilot[None]]:
        """With the app on screen, in a room if one is named. A fault of the app is raised."""
        async with self.app.run_test(size=size) as pilot:
            await self.arrive(pilot, room)
            yield pilot

    async def arrive(self, pilot: Pilot[None], room: str | None = None) -> None:
        """Wait for the session, and go to a room."""
        await self.until(pilot, lambda: self.app.session is not None)
        if self.no_server is None:
            await self.until(pilot, lambda: len(self.state.connection.streams) > 0)
        if room is not None:
            self.app.go_to_screen(room)
            await self.until(pilot, lambda: room == self.screen.SCREEN_NAME)
        await self.rest(pilot)

    async def show(self, pilot: Pilot[None], state: State) -> None:
        """Another picture of a customer, as if the server had just answered so."""
        assert self.session is not None
        state.connection = self.state.connection
        self.session.store.state = state
        self.session.store.changed(~Change(0))
        await self.rest(pilot)

    async def until(self, pilot: Pilot[None], condition: Callable[[], object]) -> None:
        """Wait until `condition` holds. Raises AssertionError."""
        await waiting.until(condition, seen=lambda: self.text)
        await pilot.pause()

    async def until_seen(self, pilot: Pilot[None], *words: str) -> None:
        """Wait until all of `words` are on screen. Raises AssertionError."""
        await waiting.until(
            lambda: all(one in self.text for one in words),
            f"on screen: {words}",
            seen=lambda: self.text,
        )
        await pilot.pause()

    async def rest(self, pilot: Pilot[None]) -> None:
        """Wait until nothing more is about to be published or painted."""
        session = self.session
        if session is not None:
            await self.until(pilot, lambda: session.store.is_idle)
        await self.until_painted(pilot)

    async def until_painted(self, pilot: Pilot[None]) -> None:
        """Wait until every message is handled, and no button looks pressed any more."""
        await pilot.pause()
        if pressed := self.app.screen.query("Button.-active"):
            await self.until(pilot, lambda: not any(one.has_class("-active") for one in pressed))
