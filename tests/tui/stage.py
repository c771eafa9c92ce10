"""The app without a server: a given state, and a fake server that notes every write."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from textual.pilot import Pilot
from textual.screen import Screen

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.environment import Endpoint
from ribbit_tui.broker.retries import NOTICEABLE_SECONDS
from ribbit_tui.broker.streams import STREAMS
from ribbit_tui.broker.transport import Transport
from ribbit_tui.session.application.drafts.store import DraftStore
from ribbit_tui.session.clock import ManualClock
from ribbit_tui.session.errors import NoServerError
from ribbit_tui.session.session import ReportServer, Session
from ribbit_tui.session.state import Change, Connection, Server, State
from ribbit_tui.session.stores.cursors import CursorStore
from ribbit_tui.session.stores.customers import Customer, CustomerStore
from ribbit_tui.session.unanswered.store import UnansweredWriteStore
from ribbit_tui.tour.player import screen_text
from ribbit_tui.tour.stage import SequentialIds
from ribbit_tui.tui.app import RibbitApp
from ribbit_tui.tui.dependencies import AppDependencies
from ribbit_tui.tui.screens.base import RibbitScreen
from ribbit_tui.wire.orders import Order
from tests import waiting

from . import series, states
from .states import MAYA, NOW

Json = dict[str, Any]
Answer = httpx.Response | Exception
ENDPOINT = Endpoint("http://broker.test", "http://data.test", "key", "secret")
SMALL, LARGE, WIDEST = (80, 24), (120, 40), (160, 50)


STATEMENT = """Ribbit Demo Inc.
Account statement, December 2025
Account 880012345, Maya Okafor

Value on 30 November     $11,804.12
Value on 31 December     $12,220.75

5 Dec  Bought 0.42 AAPL at $238.15     -$100.02"""


def live() -> Connection:
    """Return a connection with all streams connected and no event yet."""
    return Connection(server=Server.RUNNING, streams=dict.fromkeys(STREAMS, True))


def answer(body: Any, status: int = 200) -> httpx.Response:
    """Return a response with a JSON body."""
    return httpx.Response(status, json=body, headers={"X-Request-ID": f"req-{status}"})


def refusal(status: int, message: str, **more: Any) -> httpx.Response:
    """Return an error of the API, with more fields of its body."""
    return answer({"code": status * 100_000, "message": message, **more}, status)


async def _until_woken(seconds: float) -> None:
    await asyncio.Event().wait()


class FakeServer:
    """A server that reads from a state, notes writes, and sends no events.

    It responds to a write with what that creates, or with what `next` has set.
    """

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state
        self._next: dict[str, list[Answer]] = {}
        self.writes: list[tuple[str, Json]] = []
        """Each write: `METHOD /path`, and the body that was sent."""
        self.writes_allowed = asyncio.Event()
        """Responses to writes are held back until this is set."""
        self.writes_allowed.set()
        self.waits_are_over = asyncio.Event()
        """Noticeable waits before a write is sent again last until this is set."""
        self.waits_are_over.set()

    def next(self, call: str, *answers: Answer) -> None:
        """Set the next responses to `METHOD /path`; an exception is raised in its place."""
        self._next.setdefault(call, []).extend(answers)

    def broker(self) -> Broker:
        async def sleep(seconds: float) -> None:
            await asyncio.sleep(0)
            if seconds > NOTICEABLE_SECONDS:
                await self.waits_are_over.wait()

        http = httpx.MockTransport(self._answer)
        return Broker(ENDPOINT, transport=Transport(ENDPOINT, http=http, sleep=sleep))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        call = f"{request.method} {path}"
        if "/events/" in path:
            await asyncio.Event().wait()
        if request.method != "GET":
            self.writes.append((call, json.loads(request.content) if request.content else {}))
            await self.writes_allowed.wait()
        if told := self._next.get(call):
            found = told.pop(0)
            if isinstance(found, Exception):
                raise found
            return found
        if request.method == "GET":
            return self._read_series(request) or self._read(path)
        return self._written(path, self.writes[-1][1])

    def _read_series(self, request: httpx.Request) -> httpx.Response | None:
        """Return past prices or past equity, if that is asked for."""
        state, asked = self._state(), request.url.params
        if request.url.path.endswith("/account/portfolio/history"):
            return answer(series.equity_history(state, asked))
        if request.url.path.endswith("/bars"):
            return answer(series.bars(state, asked))
        return None

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
                return answer([_nested(state, one) for one in state.newest_orders])
            case ["v1", "accounts"] | ["v1", "accounts", "activities"] | ["v1", "journals"]:
                return answer([])
            case ["v1", "accounts", _, "documents", document_id, "download"]:
                link = f"{ENDPOINT.broker_url}/files/{document_id}"
                return httpx.Response(301, headers={"Location": link})
            case ["files", _]:
                return httpx.Response(200, content=statement())
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


@cache
def statement() -> bytes:
    """Return a PDF such as the simulator makes for a statement."""
    from fpdf import FPDF

    made = FPDF()
    made.set_font("helvetica", size=11)
    made.add_page()
    for line in STATEMENT.splitlines():
        made.cell(text=line or " ", new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())


def _nested(state: State, order: Order) -> Json:
    """Return an order with its legs within it."""
    return order.to_wire() | {"legs": [leg.to_wire() for leg in state.legs_of(order)] or None}


class Stage:
    """An app with a fake server, a manual clock and counted ids."""

    def __init__(
        self,
        folder: Path,
        state: State | None = None,
        *,
        environment: str = "simulated",
        connection: Connection | None = None,
        no_server: str | None = None,
        theme: str = "dark",
        keys: Mapping[str, str] | None = None,
    ) -> None:
        """Build the app with the customer of `state` open; without one, it shows Welcome.

        With a `connection` there is no server behind it. `no_server` is why none could be started.
        """
        self.clock = ManualClock(NOW)
        self.customers = CustomerStore(folder / "customers.json")
        self.drafts = DraftStore(folder / "drafts")
        self.faults: list[BaseException] = []
        self._folder = folder
        self._first_state = state
        self._connection = connection
        self.no_server = no_server
        self._ids = SequentialIds()
        self.session: Session | None = None
        self.server = FakeServer(lambda: self.state)
        if state is not None:
            self.add_customer("Maya Okafor", account_id=MAYA, status="ACTIVE")
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
                theme=theme,
                keys=keys or {},
            )
        )

    @property
    def state(self) -> State:
        assert self.session is not None
        return self.session.state

    @property
    def text(self) -> str:
        """All text on screen."""
        return screen_text(self.app)

    @property
    def screen(self) -> RibbitScreen:
        screen = self.app.screen
        assert isinstance(screen, RibbitScreen)
        return screen

    def add_customer(
        self, name: str, *, account_id: str, opened_at: datetime = NOW, **more: Any
    ) -> None:
        """Add a customer to this machine's list."""
        facts: Json = {"account_number": "880012345", "email": "maya.okafor@example.com"} | more
        self.customers.put(Customer(account_id, name, opened_at=opened_at, **facts))

    def _load_session(self) -> Session:
        self.session = Session(
            open_broker=self._open_broker,
            customers=self.customers,
            cursors=CursorStore(self._folder / "cursors.json"),
            unanswered=UnansweredWriteStore(self._folder / "unanswered_writes.json"),
            clock=self.clock,
            new_id=self._ids,
            delete_draft=self.drafts.delete,
        )
        # What is looked for by itself, and when, would depend on how long a test takes.
        self.session.unanswered._sleep = _until_woken
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
        self, screen: str | None = None, size: tuple[int, int] = SMALL
    ) -> AsyncIterator[Pilot[None]]:
        """Run the app at `size`, on a screen if one is named. An error of the app is raised."""
        async with self.app.run_test(size=size) as pilot:
            await self.arrive(pilot, screen)
            yield pilot

    async def arrive(self, pilot: Pilot[None], screen: str | None = None) -> None:
        """Wait for the session, and go to a screen if one is named."""
        await self._until(lambda: self.app.session is not None)
        if self.no_server is None:
            await self._until(lambda: len(self.state.connection.streams) > 0)
        if screen is not None:
            self.app.go_to_screen(screen)
            await self._until(lambda: screen == self.screen.SCREEN_NAME)
        await self.rest(pilot)

    async def show(self, pilot: Pilot[None], state: State) -> None:
        """Replace the state, as if the server had just returned it."""
        assert self.session is not None
        state.connection = self.state.connection
        self.session.store.state = state
        self.session.store.changed(~Change(0))
        await self.rest(pilot)

    async def until(self, pilot: Pilot[None], condition: Callable[[], object]) -> None:
        """Wait until `condition` holds. Raises AssertionError."""
        await self._until(condition)
        await pilot.pause()

    async def _until(self, condition: Callable[[], object]) -> None:
        await waiting.until(condition, seen=lambda: self.text)

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
        while True:
            await self._until(self._is_idle)
            await self.until_painted(pilot)
            if self._is_idle():
                return

    def _is_idle(self) -> bool:
        return self.session is None or (
            self.session.store.is_idle
            and not self._is_loading_preview
            and (self._connection is not None or self.session.are_series_loaded)
        )

    @property
    def _is_loading_preview(self) -> bool:
        return any(one.group == "preview" and not one.is_finished for one in self.app.workers)

    async def until_painted(self, pilot: Pilot[None]) -> None:
        """Wait until every message is handled, and no button looks pressed any more.

        Textual's own pause looks at how little the process computes, and so ends early on a
        machine that gives it no time.
        """
        async with waiting.waiting_for("every message to be handled"):
            await pilot.pause()
            while not self._is_painted():
                await pilot.pause()

    def _is_painted(self) -> bool:
        return not (
            self.app.message_queue_size
            or self.app._next_callbacks
            or any(map(_is_about_to_change, [*self.app._background_screens, self.app.screen]))
        )


def _is_about_to_change(screen: Screen[object]) -> bool:
    nodes = screen.walk_children(with_self=True)
    return bool(
        any(node.message_queue_size or node._next_callbacks for node in nodes)
        or screen._callbacks
        or screen._layout_required
        or screen._dirty_widgets
        or screen.query("Button.-active")
    )
