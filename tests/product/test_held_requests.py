"""F1 with a proxy that holds requests: no way makes a second one, and the held one shows up."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.environment import Endpoint
from ribbit_tui.broker.transport import Timeouts, Transport
from ribbit_tui.session.actions.welcome_gift import GiftOffer
from ribbit_tui.session.clock import SystemClock
from ribbit_tui.session.notices import Notice
from ribbit_tui.session.session import ReportServer, Session
from ribbit_tui.session.state import Change
from ribbit_tui.session.stores.cursors import CursorStore
from ribbit_tui.session.stores.customers import CustomerStore, WelcomeGift
from ribbit_tui.session.trading.ticket import OrderTicket, Unit, review_ticket
from ribbit_tui.session.unanswered.store import UnansweredWriteStore
from ribbit_tui.session.unanswered.writes import UnansweredError
from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from ribbit_tui.wire.accounts import AccountCreation
from ribbit_tui.wire.funding import AchRelationshipCreation, TransferDirection
from tests.simulator.conftest import APPLICATION, BANK, CREDENTIALS, application
from tests.simulator.processes import Process
from tests.waiting import until

from .holding_proxy import HoldingProxy

LINK = AchRelationshipCreation.model_validate(BANK)


class Product:
    """A session on a simulator of its own, with the proxy between them."""

    def __init__(self, folder: Path, proxy: HoldingProxy, timeouts: Timeouts) -> None:
        self.proxy = proxy
        self._timeouts = timeouts
        self.notices: list[Notice] = []
        self.customers = CustomerStore(folder / "customers.json")
        self.session = Session(
            open_broker=self._open,
            customers=self.customers,
            cursors=CursorStore(folder / "cursors.json"),
            unanswered=UnansweredWriteStore(folder / "unanswered.json"),
            clock=SystemClock(),
            new_id=lambda: str(uuid4()),
            delete_draft=lambda draft_id: None,
            gift=GiftOffer(SWEEP_ACCOUNT, Decimal(10)),
        )

    @asynccontextmanager
    async def _open(self, report: ReportServer) -> AsyncIterator[Broker]:
        endpoint = Endpoint(self.proxy.url, self.proxy.url, *CREDENTIALS)
        transport = Transport(endpoint, timeouts=self._timeouts)
        async with Broker(endpoint, transport=transport) as broker:
            yield broker

    async def open_account(self) -> None:
        """Open an account, and wait until it is ACTIVE and has its welcome gift."""
        await self.apply(False)
        await until(lambda: self.session.state.journals)

    async def apply(self, again: bool) -> object:
        return await self.session.customer_actions.submit_application(
            AccountCreation.model_validate(APPLICATION), draft_id="draft", again=again
        )

    async def link(self, again: bool) -> object:
        return await self.session.funding_actions.link_bank(LINK, again=again)

    async def transfer(self, direction: TransferDirection, again: bool) -> object:
        bank = self.session.state.newest_linked_bank
        assert bank is not None
        return await self.session.funding_actions.transfer(bank, Decimal(5), direction, again=again)

    async def buy(self, again: bool) -> object:
        review = review_ticket(
            OrderTicket("AAPL", unit=Unit.DOLLARS, amount="2"), self.session.state
        )
        assert review.error is None
        return await self.session.trading_actions.place_order(review, again=again)

    async def count(self, what: str) -> int:
        """Return how many accounts, banks, transfers, orders or journals the server has."""
        broker, customer = await self.session.broker(), str(self.session.state.customer_id)
        match what:
            case "accounts":
                return len(await broker.accounts.list(query=APPLICATION_EMAIL))
            case "banks":
                return len(await broker.funding.list_ach_relationships(customer))
            case "transfers":
                return len(await broker.funding.list_transfers(customer))
            case "orders":
                return len(await broker.trading.list_orders(customer, status="all"))
            case _:
                return len(await broker.journals.list(to_account=customer))


APPLICATION_EMAIL = application()["contact"]["email_address"]


@pytest.fixture
def timeouts() -> Timeouts:
    return Timeouts()


@pytest.fixture
async def product(tmp_path: Path, timeouts: Timeouts) -> AsyncIterator[Product]:
    server = Process(None, "instant")
    try:
        proxy = HoldingProxy(str(server.client.base_url))
        async with proxy.running():
            made = Product(tmp_path, proxy, timeouts)
            run = made.session.run(publish=lambda _: None, notify=made.notices.append)
            task = asyncio.create_task(run)
            await until(lambda: task.done() or made.session.state.connection.is_live)
            assert not task.done()
            yield made
            task.cancel()
            await asyncio.wait([task])
    finally:
        server.client.close()
        server.child.kill()
        server.ended()


Act = Callable[[Product, bool], Awaitable[object]]


async def ready(product: Product, what: str) -> None:
    """Open an account, with a linked bank for transfers, and assets for orders."""
    await product.open_account()
    if what == "transfers":
        await product.link(False)
        await until(
            lambda: (bank := product.session.state.newest_linked_bank) and bank.status == "APPROVED"
        )
    if what == "orders":
        await product.session.load_assets()
        product.session.watch_prices("test", ["AAPL"])
        await until(lambda: "AAPL" in product.session.state.snapshots)


@pytest.mark.parametrize(
    ("what", "line", "act", "title"),
    [
        (
            "transfers",
            r"POST /v1/accounts/[^/ ]+/transfers ",
            lambda product, again: product.transfer(TransferDirection.INCOMING, again),
            "The deposit of $5.00 has arrived",
        ),
        (
            "transfers",
            r"POST /v1/accounts/[^/ ]+/transfers ",
            lambda product, again: product.transfer(TransferDirection.OUTGOING, again),
            "The withdrawal of $5.00 has arrived",
        ),
        (
            "banks",
            r"POST /v1/accounts/[^/ ]+/ach_relationships ",
            Product.link,
            "The bank link has arrived",
        ),
    ],
    ids=["deposit", "withdrawal", "bank link"],
)
async def test_F1_a_held_request_is_not_sent_again_and_shows_up(
    product: Product, what: str, line: str, act: Act, title: str
) -> None:
    await ready(product, what)
    product.proxy.hold(line)
    for again in (False, False, True, True):
        with pytest.raises(UnansweredError):
            await act(product, again)
    assert len(product.proxy.held) == 1
    assert await product.count(what) == 0
    assert await product.proxy.deliver() == [200]
    await until(lambda: title in [notice.title for notice in product.notices])
    assert await product.count(what) == 1
    product.proxy.pass_on()


@pytest.mark.parametrize("timeouts", [Timeouts(read=2.0)], ids=["2 s"])
async def test_F1_a_deposit_that_times_out_and_is_carried_out_late_is_made_once(
    product: Product,
) -> None:
    await ready(product, "transfers")
    product.proxy.hold(r"POST /v1/accounts/[^/ ]+/transfers ", in_silence=True)
    begin = time.monotonic()
    with pytest.raises(UnansweredError) as lost:
        await product.transfer(TransferDirection.INCOMING, False)
    assert time.monotonic() - begin >= 2.0
    assert "the server did not answer in time" in lost.value.report.detail
    await until(lambda: len(product.proxy.held) == 1)
    for again in (False, True):  # The first one may still arrive.
        with pytest.raises(UnansweredError):
            await product.transfer(TransferDirection.INCOMING, again)
    assert len(product.proxy.held) == 1
    assert await product.count("transfers") == 0
    assert await product.proxy.deliver() == [200]
    await until(
        lambda: "The deposit of $5.00 has arrived" in [one.title for one in product.notices]
    )
    assert await product.count("transfers") == 1
    product.proxy.pass_on()


async def test_F1_a_held_order_is_sent_again_under_its_id_and_placed_once(
    product: Product,
) -> None:
    await ready(product, "orders")
    product.proxy.hold(r"POST /v1/trading/accounts/[^/ ]+/orders ")
    for _ in range(2):
        with pytest.raises(UnansweredError):
            await product.buy(False)
    assert len(product.proxy.held) == 8
    product.proxy.pass_on()
    await product.buy(False)
    assert await product.proxy.deliver() == [422] * 8
    assert await product.count("orders") == 1


async def test_F1_a_held_application_opens_one_account(product: Product) -> None:
    product.proxy.hold("POST /v1/accounts ")
    for again in (False, False, True):
        with pytest.raises(UnansweredError):
            await product.apply(again)
    assert len(product.proxy.held) == 1
    await product.proxy.deliver()
    product.session.unanswered.look_now()
    await until(lambda: product.session.customer_actions.arrived)
    assert await product.count("accounts") == 1
    (customer,) = product.customers.all()
    assert customer.email == APPLICATION_EMAIL


async def test_F1_a_held_gift_is_given_once(product: Product) -> None:
    product.proxy.hold("POST /v1/journals ")
    await product.apply(False)
    customer = str(product.session.state.customer_id)
    await until(lambda: len(product.proxy.held) == 4)
    product.proxy.pass_on()
    await until(lambda: not product.session._gifts.is_giving)
    product.session.store.mark_stale(Change.ACCOUNT)
    await until(lambda: product.session.state.journals)
    assert set(await product.proxy.deliver()) == {200}
    assert await product.count("journals") == 1
    kept = product.customers.get(customer)
    assert kept is not None
    assert kept.welcome_gift is WelcomeGift.REQUESTED
