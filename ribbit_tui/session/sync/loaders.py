"""Reading the parts of a customer's store from the server."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import NotFoundError
from ribbit_tui.broker.streams import StreamName, history
from ribbit_tui.session.state import Change, State
from ribbit_tui.wire.events import AccountStatusEvent

Put = Callable[[State], None]
"""Places what was read into the state."""

ORDERS_READ = 200
ACTIVITIES_READ = 100


async def _account(broker: Broker, account_id: str) -> Put:
    account = await broker.accounts.get(account_id)

    def put(state: State) -> None:
        state.account = account

    return put


async def _money(broker: Broker, account_id: str) -> Put:
    trading_account = await broker.accounts.trading_account(account_id)

    def put(state: State) -> None:
        state.trading_account = trading_account

    return put


async def _banks(broker: Broker, account_id: str) -> Put:
    banks = await broker.funding.list_ach_relationships(account_id)

    def put(state: State) -> None:
        state.ach_relationships = {bank.id: bank for bank in banks}

    return put


async def _transfers(broker: Broker, account_id: str) -> Put:
    transfers = await broker.funding.list_transfers(account_id)

    def put(state: State) -> None:
        state.transfers = {transfer.id: transfer for transfer in transfers}

    return put


async def _journals(broker: Broker, account_id: str) -> Put:
    received, given = await asyncio.gather(
        broker.journals.list(to_account=account_id), broker.journals.list(from_account=account_id)
    )

    def put(state: State) -> None:
        state.journals = {journal.id: journal for journal in (*received, *given)}

    return put


async def _orders(broker: Broker, account_id: str) -> Put:
    orders = await broker.trading.list_orders(account_id, status="all", limit=ORDERS_READ)

    def put(state: State) -> None:
        listed = {order.id: order for order in orders}
        is_whole = len(orders) < ORDERS_READ
        for known in state.orders.values():
            read = listed.get(known.id)
            # What an event told may be newer than what was read.
            if not is_whole if read is None else known.updated_at > read.updated_at:
                listed[known.id] = known
        state.orders = listed

    return put


async def _positions(broker: Broker, account_id: str) -> Put:
    positions = await broker.trading.list_positions(account_id)

    def put(state: State) -> None:
        state.positions = {position.symbol: position for position in positions}

    return put


async def _activities(broker: Broker, account_id: str) -> Put:
    activities = await broker.activities.list(account_id=account_id, page_size=ACTIVITIES_READ)

    def put(state: State) -> None:
        state.activities = activities

    return put


async def _documents(broker: Broker, account_id: str) -> Put:
    documents = await broker.documents.list(account_id)

    def put(state: State) -> None:
        state.documents = documents

    return put


async def _configurations(broker: Broker, account_id: str) -> Put:
    configurations = await broker.configurations.get(account_id)

    def put(state: State) -> None:
        state.configurations = configurations

    return put


async def _cip(broker: Broker, account_id: str) -> Put:
    try:
        cip = await broker.kyc.get_cip(account_id)
    except NotFoundError:
        cip = None

    def put(state: State) -> None:
        state.cip = cip

    return put


async def load_market(broker: Broker, state: State) -> Put:
    """The market's clock and, once, whether it is a simulator's that never closes."""
    always_open = state.always_open
    if state.clock is None and (info := await broker.simulator.info()) is not None:
        always_open = info.market_hours == "always"
    clock = await broker.market_data.clock()

    def put(state: State) -> None:
        state.always_open, state.clock = always_open, clock

    return put


async def load_timeline(broker: Broker, state: State, now: datetime) -> Put:
    """Every status event of the account's life so far. The account must have been read."""
    assert state.account is not None
    since = state.account.created_at - timedelta(seconds=1)
    events = await history(
        broker.transport,
        StreamName.ACCOUNTS,
        since=since,
        # Our clock may be behind the server's, which refuses a span that ends before it begins.
        until=max(since, now),
        account_id=state.account.id,
    )
    past = [event for event in events if isinstance(event, AccountStatusEvent)]

    def put(state: State) -> None:
        known = {event.cursor: event for event in [*past, *state.timeline]}
        state.timeline = sorted(known.values(), key=lambda event: (event.at, event.cursor))

    return put


LOADERS: dict[Change, Callable[[Broker, str], Awaitable[Put]]] = {
    Change.ACCOUNT: _account,
    Change.MONEY: _money,
    Change.BANKS: _banks,
    Change.TRANSFERS: _transfers,
    Change.JOURNALS: _journals,
    Change.ORDERS: _orders,
    Change.POSITIONS: _positions,
    Change.ACTIVITIES: _activities,
    Change.DOCUMENTS: _documents,
    Change.CONFIGURATIONS: _configurations,
    Change.CIP: _cip,
}
