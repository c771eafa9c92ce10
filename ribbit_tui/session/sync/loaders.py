"""Loads of the state's parts from the server by REST."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TypedDict, TypeVar

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import NotFoundError
from ribbit_tui.broker.streams import StreamName, history
from ribbit_tui.session.state import Change, State
from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.activities import Activity
from ribbit_tui.wire.cip import Cip
from ribbit_tui.wire.documents import Document
from ribbit_tui.wire.events import AccountStatusEvent
from ribbit_tui.wire.funding import AchRelationship, Transfer
from ribbit_tui.wire.journals import Journal
from ribbit_tui.wire.positions import Position
from ribbit_tui.wire.tolerance import Listing
from ribbit_tui.wire.trading_accounts import TradingAccount, TradingConfigurations

from .order_updates import replace_orders

Loaded = TypeVar("Loaded")
"""The server's response to one load."""

Update = Callable[[State], None]
"""Writes the result of a load into the state."""

Loader = Callable[[Broker, str], Awaitable[Update]]
"""Loads one part of the customer with this account id."""

FIRST_ACCOUNT = datetime(2015, 1, 1, tzinfo=UTC)
"""No account of Alpaca's is older."""
MAX_ORDERS = 200
MAX_ACTIVITIES = 100


class _Attributes(TypedDict, total=False):
    """The attributes of `State` that a load replaces as a whole."""

    account: Account
    trading_account: TradingAccount
    ach_relationships: dict[str, AchRelationship]
    transfers: dict[str, Transfer]
    journals: dict[str, Journal]
    positions: dict[str, Position]
    activities: list[Activity]
    documents: list[Document]
    configurations: TradingConfigurations
    cip: Cip | None


def _replacing(
    part: Change,
    load: Callable[[Broker, str], Awaitable[Loaded]],
    attributes: Callable[[Loaded], _Attributes],
) -> Loader:
    """Return a loader of a part that replaces `attributes` of the state by what `load` returns."""

    async def loader(broker: Broker, account_id: str) -> Update:
        loaded = await load(broker, account_id)

        def update(state: State) -> None:
            for name, value in attributes(loaded).items():
                setattr(state, name, value)
            state.note_unreadable(part, loaded)

        return update

    return loader


async def _journals(broker: Broker, account_id: str) -> Listing[Journal]:
    received, sent = await asyncio.gather(
        broker.journals.list(to_account=account_id), broker.journals.list(from_account=account_id)
    )
    both = Listing([*received, *sent])
    both.unreadable = received.unreadable + sent.unreadable
    return both


async def _cip(broker: Broker, account_id: str) -> Cip | None:
    try:
        return await broker.kyc.get_cip(account_id)
    except NotFoundError:
        return None


async def _orders(broker: Broker, account_id: str) -> Update:
    """Load the newest orders with their legs. Newer versions, known by events, stay."""
    orders = await broker.trading.list_orders(
        account_id, status="all", limit=MAX_ORDERS, nested=True
    )

    def update(state: State) -> None:
        replace_orders(state, orders, is_complete=len(orders) < MAX_ORDERS)
        state.note_unreadable(Change.ORDERS, orders)

    return update


async def load_market(broker: Broker, state: State) -> Update:
    """Load the market's clock and, once, what a simulator says of itself."""
    simulator = state.simulator
    if state.clock is None:
        simulator = await broker.simulator.info()
    clock = await broker.market_data.clock()

    def update(state: State) -> None:
        state.simulator, state.clock = simulator, clock

    return update


async def load_timeline(broker: Broker, state: State, now: datetime) -> Update:
    """Load every status event of the account until now. The account must be loaded already."""
    assert state.account is not None
    since = (state.account.created_at or FIRST_ACCOUNT) - timedelta(seconds=1)
    events = await history(
        broker.transport,
        StreamName.ACCOUNTS,
        since=since,
        # Our clock may be behind the server's, which refuses a span that ends before it begins.
        until=max(since, now),
        account_id=state.account.id,
    )
    past = [event for event in events if isinstance(event, AccountStatusEvent)]

    def update(state: State) -> None:
        known = {event.cursor: event for event in [*past, *state.timeline]}
        state.timeline = sorted(known.values(), key=lambda event: (event.at, event.cursor))

    return update


LOADERS: dict[Change, Loader] = {
    Change.ACCOUNT: _replacing(
        Change.ACCOUNT,
        lambda broker, account_id: broker.accounts.get(account_id),
        lambda account: {"account": account},
    ),
    Change.MONEY: _replacing(
        Change.MONEY,
        lambda broker, account_id: broker.accounts.trading_account(account_id),
        lambda trading_account: {"trading_account": trading_account},
    ),
    Change.BANKS: _replacing(
        Change.BANKS,
        lambda broker, account_id: broker.funding.list_ach_relationships(account_id),
        lambda banks: {"ach_relationships": {bank.id: bank for bank in banks}},
    ),
    Change.TRANSFERS: _replacing(
        Change.TRANSFERS,
        lambda broker, account_id: broker.funding.list_transfers(account_id),
        lambda transfers: {"transfers": {transfer.id: transfer for transfer in transfers}},
    ),
    Change.JOURNALS: _replacing(
        Change.JOURNALS,
        _journals,
        lambda journals: {"journals": {journal.id: journal for journal in journals}},
    ),
    Change.ORDERS: _orders,
    Change.POSITIONS: _replacing(
        Change.POSITIONS,
        lambda broker, account_id: broker.trading.list_positions(account_id),
        lambda positions: {"positions": {position.symbol: position for position in positions}},
    ),
    Change.ACTIVITIES: _replacing(
        Change.ACTIVITIES,
        lambda broker, account_id: broker.activities.list(
            account_id=account_id, page_size=MAX_ACTIVITIES
        ),
        lambda activities: {"activities": activities},
    ),
    Change.DOCUMENTS: _replacing(
        Change.DOCUMENTS,
        lambda broker, account_id: broker.documents.list(account_id),
        lambda documents: {"documents": documents},
    ),
    Change.CONFIGURATIONS: _replacing(
        Change.CONFIGURATIONS,
        lambda broker, account_id: broker.configurations.get(account_id),
        lambda configurations: {"configurations": configurations},
    ),
    Change.CIP: _replacing(Change.CIP, _cip, lambda cip: {"cip": cip}),
}
