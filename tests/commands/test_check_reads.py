"""`ribbit check` reads one of each thing that the app reads (C6)."""

from ribbit_tui.broker.client import Broker
from ribbit_tui.commands.check_reads import check_reads
from tests.session.support import ENDPOINT, FakeBroker, refusal
from tests.wire.samples import MAYA, order

TRADING = f"/v1/trading/accounts/{MAYA}"


async def results(broker: FakeBroker) -> dict[str, str]:
    async with Broker(ENDPOINT, transport=broker.transport) as client:
        return {one.name: str(one) for one in await check_reads(client)}


async def test_C6_each_thing_that_the_app_reads_is_read() -> None:
    broker = FakeBroker()
    told = await results(broker)
    assert len(told) == 17
    assert told["read account"] == "ok    read account: read"
    assert told["read orders"] == "ok    read orders: 0 read"
    assert told["read identity check"] == "ok    read identity check: not found"


async def test_C6_what_cannot_be_read_is_named() -> None:
    broker = FakeBroker()
    broker.orders[MAYA] = [order(), order("order-2", limit_price={}), {"id": "order-3"}]
    broker.next(f"GET {TRADING}/account", refusal(403, "not for you"))
    broker.positions[MAYA] = [{"qty": "1"}]
    told = await results(broker)
    assert told["read orders"] == (
        "FAIL  read orders: 2 read; 1 cannot be read; not understood: Order.limit_price"
    )
    assert told["read trading account"] == "FAIL  read trading account: not for you"
    assert "is not what the Broker API documents" in told["read positions"]


async def test_C6_without_an_open_account_it_says_what_was_not_read() -> None:
    broker = FakeBroker()
    broker.accounts = {}
    told = await results(broker)
    assert "nothing of an account was read" in told["read account"]
    assert not [request for request in broker.requests if MAYA in request.url.path]
