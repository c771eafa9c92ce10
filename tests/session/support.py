"""A broker made of dictionaries behind the real transport, and a session that runs against it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.environment import Endpoint
from ribbit_tui.broker.transport import Transport
from ribbit_tui.session.actions.welcome_gift import GiftOffer
from ribbit_tui.session.assets import LISTED_CLASSES, AssetList
from ribbit_tui.session.clock import ManualClock
from ribbit_tui.session.errors import NoServerError
from ribbit_tui.session.notices import Notice
from ribbit_tui.session.session import ReportServer, Session
from ribbit_tui.session.state import CUSTOMER_PARTS, Change, Server, State
from ribbit_tui.session.stores.cursors import CursorStore
from ribbit_tui.session.stores.customers import CustomerStore
from ribbit_tui.session.unanswered.store import UnansweredWriteStore
from ribbit_tui.wire.accounts import Account, AccountCreation
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.funding import AchRelationship, Transfer
from ribbit_tui.wire.journals import Journal
from ribbit_tui.wire.market import Clock, Snapshot
from ribbit_tui.wire.orders import Order
from ribbit_tui.wire.positions import Position
from ribbit_tui.wire.trading_accounts import TradingAccount
from tests import waiting
from tests.wire.samples import (
    FIRM,
    MAYA,
    NOON,
    Json,
    account,
    bank,
    journal,
    order,
    trading_account,
    transfer,
)

ENDPOINT = Endpoint("http://broker.test", "http://data.test", "key", "secret")
LENA = "7d9f0a51-52c8-4c43-8f7f-5f2f3c1f9d10"
NOW = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)

ACCOUNTS = "/v1/events/accounts/status"
JOURNALS = "/v2/events/journals/status"
TRADES = "/v2/events/trades"
FUNDING = "/v2/events/funding/status"
ACTIVITIES = "/v2beta1/events/activities"

Step = httpx.Response | Exception | Callable[[httpx.Request], Awaitable[httpx.Response]]


def at(second: int) -> str:
    return f"2026-03-05T12:{second // 60:02d}:{second % 60:02d}Z"


def ulid(number: int) -> str:
    return f"{number:026d}"


def position(symbol: str = "AAPL", qty: str = "2", price: str = "100", **more: Any) -> Json:
    return {
        "asset_id": f"asset-{symbol}",
        "symbol": symbol,
        "qty": qty,
        "avg_entry_price": price,
        "market_value": str(Decimal(qty) * Decimal(price)),
        "cost_basis": str(Decimal(qty) * Decimal(price)),
        "unrealized_pl": "0",
        "unrealized_plpc": "0",
        "current_price": price,
    } | more


def asset(symbol: str = "AAPL", **more: Any) -> Json:
    return {
        "id": f"asset-{symbol}",
        "class": "us_equity",
        "exchange": "NASDAQ",
        "symbol": symbol,
        "name": f"{symbol} Inc. Common Stock",
        "status": "active",
        "tradable": True,
        "fractionable": True,
    } | more


def pair(symbol: str = "BTC/USD", **more: Any) -> Json:
    crypto = {
        "id": "asset-BTC",
        "class": "crypto",
        "name": "Bitcoin / US Dollar",
        "min_order_size": "0.00002",
    }
    return asset(symbol, **(crypto | more))


def coins(qty: str = "0.5", **more: Any) -> Json:
    crypto = {"asset_id": "asset-BTC", "asset_class": "crypto"}
    return position("BTCUSD", qty, "60000", **(crypto | more))


def snapshot(price: str, before: str | None = None) -> Json:
    found: Json = {"latestTrade": {"t": NOON, "p": Decimal(price), "s": 1}}
    if before is not None:
        close = Decimal(before)
        found["prevDailyBar"] = {"t": NOON, "v": 1, "o": close, "h": close, "l": close, "c": close}
    return found


def market_clock(*, is_open: bool = True) -> Json:
    return {"timestamp": NOON, "is_open": is_open, "next_open": NOON, "next_close": NOON}


def ids(number: int) -> Json:
    return {"event_id": ulid(number), "at": at(number)}


def account_event(number: int, before: str, after: str, account_id: str = MAYA) -> Json:
    return {
        **ids(number),
        "event_id": number,
        "event_ulid": ulid(number),
        "account_id": account_id,
        "status_from": before,
        "status_to": after,
    }


def transfer_event(number: int, before: str, after: str, **more: Any) -> Json:
    return {
        **ids(number),
        "account_id": MAYA,
        "entity_id": "transfer-1",
        "entity_type": "Transfer",
        "status_from": before,
        "status_to": after,
    } | more


def activity_event(number: int, kind: str, ref: str = "1", account_id: str = MAYA) -> Json:
    return {**ids(number), "account_id": account_id, "activity_type": kind, "ref_id": ref}


def bank_event(number: int, before: str, after: str, **more: Any) -> Json:
    names = {"entity_id": "bank-1", "entity_type": "BankRelationship"}
    return transfer_event(number, before, after, **(names | more))


def journal_event(number: int, before: str, after: str, journal_id: str = "journal-1") -> Json:
    return {
        **ids(number),
        "journal_id": journal_id,
        "entry_type": "JNLC",
        "status_from": before,
        "status_to": after,
    }


def trade_event(number: int, kind: str, account_id: str = MAYA, **changes: Any) -> Json:
    changed = {"updated_at": at(number)} | changes
    return {**ids(number), "account_id": account_id, "event": kind, "order": order(**changed)}


def state_of(
    *,
    customer_id: str | None = MAYA,
    status: str = "ACTIVE",
    cash: str | None = "100",
    banks: tuple[Json, ...] = (),
    transfers: tuple[Json, ...] = (),
    journals: tuple[Json, ...] = (),
    orders: tuple[Json, ...] = (),
    positions: tuple[Json, ...] = (),
    assets: tuple[Json, ...] = (),
    prices: dict[str, str] | None = None,
    is_open: bool = True,
) -> State:
    """Return a state that has been loaded."""
    return State(
        customer_id=customer_id,
        loaded=CUSTOMER_PARTS,
        clock=Clock.model_validate(market_clock(is_open=is_open)),
        account=Account.model_validate(account(status=status)),
        trading_account=(
            None if cash is None else TradingAccount.model_validate(trading_account(cash=cash))
        ),
        ach_relationships={one["id"]: AchRelationship.model_validate(one) for one in banks},
        transfers={one["id"]: Transfer.model_validate(one) for one in transfers},
        journals={one["id"]: Journal.model_validate(one) for one in journals},
        orders={one["id"]: Order.model_validate(one) for one in orders},
        positions={one["symbol"]: Position.model_validate(one) for one in positions},
        assets=AssetList(map(Asset.model_validate, assets), loaded=LISTED_CLASSES),
        snapshots={
            symbol: Snapshot.model_validate(snapshot(price))
            for symbol, price in (prices or {}).items()
        },
    )


def application(email: str = "maya@example.com") -> AccountCreation:
    return AccountCreation.model_validate(
        {
            "contact": {"email_address": email},
            "identity": account()["identity"],
            "disclosures": dict.fromkeys(
                (
                    "is_control_person",
                    "is_affiliated_exchange_or_finra",
                    "is_politically_exposed",
                    "immediate_family_exposed",
                ),
                False,
            ),
        }
    )


def answer(body: Any = None, status: int = 200) -> httpx.Response:
    content = b"" if body is None else json.dumps(body, default=float).encode()
    return httpx.Response(status, content=content, headers={"X-Request-ID": f"req-{status}"})


def refusal(status: int, message: str = "no", **more: Any) -> httpx.Response:
    return answer({"code": status * 100_000, "message": message, **more}, status)


def lost() -> httpx.ReadError:
    return httpx.ReadError("gone")


class Feed(httpx.AsyncByteStream):
    """One open event stream."""

    def __init__(self, query: dict[str, str], pieces: list[bytes]) -> None:
        self.query = query
        self.is_closed = False
        self._pieces: asyncio.Queue[bytes | None] = asyncio.Queue()
        for piece in pieces:
            self._pieces.put_nowait(piece)

    def send(self, body: Json) -> None:
        self._pieces.put_nowait(b"data: " + json.dumps(body).encode() + b"\n\n")

    def send_raw(self, piece: bytes) -> None:
        self._pieces.put_nowait(piece)

    def end(self) -> None:
        self._pieces.put_nowait(None)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b":heartbeat\n\n"
        while (piece := await self._pieces.get()) is not None:
            yield piece

    async def aclose(self) -> None:
        self.is_closed = True


class FakeBroker:
    """A broker with a fixed state that records every request."""

    def __init__(self) -> None:
        lena = {"email_address": "lena@example.com"}
        self.accounts = {
            MAYA: account(),
            LENA: account(LENA, account_number="880002", contact=lena),
        }
        self.cash = {MAYA: "100", LENA: "7"}
        self.banks: list[Json] = []
        self.transfers: list[Json] = []
        self.orders: dict[str, list[Json]] = {}
        self.positions: dict[str, list[Json]] = {}
        self.journals: list[Json] = []
        self.history: list[Json] = []
        self.snapshots: dict[str, Json] = {}
        self.requests: list[httpx.Request] = []
        self.feeds: dict[str, list[Feed]] = {}
        self._steps: dict[str, list[Step]] = {}
        self.not_offered: set[str] = set()
        """The paths of the streams that this broker does not offer."""
        self.transport = Transport(
            ENDPOINT, http=httpx.MockTransport(self._answer), sleep=self._no_sleep
        )

    def next(self, call: str, *steps: Step) -> None:
        """Set the next responses to `METHOD /path`; the usual ones follow."""
        self._steps.setdefault(call, []).extend(steps)

    def hold(self, call: str) -> asyncio.Event:
        """Keep the next answer to `METHOD /path`, as it is now, until the event is set."""
        release = asyncio.Event()

        async def later(request: httpx.Request) -> httpx.Response:
            found = self._usual(request)
            await release.wait()
            return found

        self.next(call, later)
        return release

    def sent(self, call: str) -> list[httpx.Request]:
        """Return the recorded requests of `METHOD /path`."""
        return [one for one in self.requests if f"{one.method} {one.url.path}" == call]

    def bodies(self, call: str) -> list[Json]:
        return [json.loads(one.content) for one in self.sent(call)]

    def feed(self, path: str) -> Feed:
        """Return the connection of a stream."""
        return self.feeds[path][-1]

    def is_followed(self) -> bool:
        """Whether every stream that is offered has a connection."""
        return all(
            path in self.not_offered or (path in self.feeds and not self.feed(path).is_closed)
            for path in (ACCOUNTS, JOURNALS, TRADES, FUNDING, ACTIVITIES)
        )

    async def _no_sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        steps = self._steps.get(f"{request.method} {request.url.path}")
        if steps:
            step = steps.pop(0)
            if isinstance(step, Exception):
                raise step
            if isinstance(step, httpx.Response):
                return step
            return await step(request)
        return self._usual(request)

    def _usual(self, request: httpx.Request) -> httpx.Response:
        path, query = request.url.path, dict(request.url.params)
        if "/events/" in path:
            return self._stream(path, query)
        if request.method == "POST":
            return self._written(path, json.loads(request.content))
        if request.method == "DELETE":
            return answer(status=204)
        found = self._read(path, query)
        return refusal(404, "not found") if found is None else answer(found)

    def _stream(self, path: str, query: dict[str, str]) -> httpx.Response:
        headers = {"Content-Type": "text/event-stream"}
        if "until" in query:
            past = b"".join(
                b"data: " + json.dumps(event).encode() + b"\n\n"
                for event in self.history
                if event["account_id"] == query["id"]
            )
            return httpx.Response(200, content=past, headers=headers)
        feed = Feed(query, [])
        self.feeds.setdefault(path, []).append(feed)
        return httpx.Response(200, stream=feed, headers=headers)

    def _read(self, path: str, query: dict[str, str]) -> Any:
        match path.strip("/").split("/"):
            case ["v1", "clock"]:
                return market_clock()
            case ["v1", "assets"]:
                is_crypto = query.get("asset_class") == "crypto"
                return [pair()] if is_crypto else [asset("AAPL"), asset("MSFT")]
            case ["v1", "assets", asset_id]:
                return pair() if asset_id == pair()["id"] else None
            case ["v1beta3", "crypto", "us", "snapshots"]:
                wanted = query["symbols"].split(",")
                found = {name: self.snapshots[name] for name in wanted if name in self.snapshots}
                return {"snapshots": found}
            case ["v2", "stocks", "snapshots"]:
                wanted = query["symbols"].split(",")
                return {name: self.snapshots[name] for name in wanted if name in self.snapshots}
            case ["v1", "accounts"]:
                return list(self.accounts.values())
            case ["v1", "accounts", "activities"]:
                return []
            case ["v1", "journals"]:
                (way,) = {"to_account", "from_account"}.intersection(query)
                return [one for one in self.journals if one[way] == query[way]]
            case ["v1", "journals", journal_id]:
                return next((one for one in self.journals if one["id"] == journal_id), None)
            case ["v1", "accounts", account_id]:
                return self.accounts.get(account_id)
            case ["v1", "accounts", account_id, "ach_relationships"]:
                return [one for one in self.banks if one["account_id"] == account_id]
            case ["v1", "accounts", account_id, "transfers"]:
                return [one for one in self.transfers if one["account_id"] == account_id]
            case ["v1", "trading", "accounts", account_id, "account"]:
                if account_id in self.cash:
                    return trading_account(account_id, self.cash[account_id])
            case ["v1", "trading", "accounts", account_id, "orders"]:
                return self.orders.get(account_id, [])
            case ["v1", "trading", "accounts", account_id, "orders:by_client_order_id"]:
                for one in self.orders.get(account_id, []):
                    if one["client_order_id"] == query["client_order_id"]:
                        return one
            case ["v1", "trading", "accounts", account_id, "positions"]:
                return self.positions.get(account_id, [])
        return None

    def _written(self, path: str, body: Json) -> httpx.Response:
        match path.strip("/").split("/"):
            case ["v1", "accounts"]:
                return answer(account(status="SUBMITTED"))
            case ["v1", "journals"]:
                return answer(journal(to_account=body["to_account"], net_amount=body["amount"]))
            case ["v1", "accounts", account_id, "ach_relationships"]:
                return answer(bank("bank-new", account_id=account_id, status="QUEUED", **body))
            case ["v1", "accounts", account_id, "transfers"]:
                return answer(
                    transfer("transfer-new", account_id=account_id, amount=body["amount"])
                )
            case ["v1", "trading", "accounts", _, "orders"]:
                return answer(order("order-new", **body))
        return refusal(404, "no such path")


class Stage:
    """A session, the broker behind it, and what it told."""

    def __init__(
        self, folder: Path, *, gift: Decimal | None = None, owns_server: bool = False
    ) -> None:
        self.broker = FakeBroker()
        self.published: list[Change] = []
        self.notices: list[Notice] = []
        self.report: ReportServer = lambda server, error: None
        self.is_open = False
        self.no_server: str | None = None
        """The reason why there is no server; None if there is one."""
        self.clock = ManualClock(NOW)
        self.cursor_file = folder / "cursors.json"
        self.cursors = CursorStore(self.cursor_file)
        self.customers = CustomerStore(folder / "customers.json")
        self.unanswered_file = folder / "unanswered_writes.json"
        self.deleted_drafts: list[str] = []
        self._numbers = iter(range(1, 1000))
        self.session = Session(
            open_broker=self._open,
            customers=self.customers,
            cursors=self.cursors,
            unanswered=UnansweredWriteStore(self.unanswered_file),
            clock=self.clock,
            new_id=lambda: f"id-{next(self._numbers)}",
            delete_draft=self.deleted_drafts.append,
            owns_server=owns_server,
            gift=GiftOffer(FIRM, gift) if gift is not None else None,
        )

    @property
    def state(self) -> State:
        return self.session.state

    @property
    def titles(self) -> list[str]:
        return [notice.title for notice in self.notices]

    @asynccontextmanager
    async def _open(self, report: ReportServer) -> AsyncIterator[Broker]:
        self.report = report
        if self.no_server is not None:
            raise NoServerError(self.no_server)
        async with Broker(ENDPOINT, transport=self.broker.transport) as client:
            self.is_open = True
            try:
                yield client
            finally:
                self.is_open = False

    def reconnect_now(self) -> None:
        """Report what the supervisor of a simulator reports after a restart."""
        self.report(Server.RESTARTING, "")
        self.report(Server.RUNNING, "")

    @asynccontextmanager
    async def running(self, customer_id: str | None = MAYA) -> AsyncIterator["Stage"]:
        """Run the session and, if there is a customer, wait until it is loaded."""
        if customer_id is not None:
            self.session.open_customer(customer_id)
        task = asyncio.create_task(
            self.session.run(publish=self.published.append, notify=self.notices.append)
        )
        try:
            await until(lambda: task.done() or self.is_quiet())
            if task.done():
                await task
            self.published.clear()
            yield self
        finally:
            task.cancel()
            await asyncio.wait([task], timeout=waiting.PATIENCE_SECONDS)
            assert task.done(), "the session did not end"
            if not task.cancelled():
                task.result()

    def is_quiet(self) -> bool:
        return self.broker.is_followed() and self.session.is_idle


async def until(condition: Callable[[], object]) -> None:
    """Wait until `condition` holds, if only for one turn of the loop. Raises AssertionError."""
    await waiting.until(condition, look_seconds=0)
