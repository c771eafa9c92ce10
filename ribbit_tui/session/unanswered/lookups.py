"""Readings from the server that show whether a write was done."""

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import NotFoundError
from ribbit_tui.session.state import State
from ribbit_tui.session.sync.loaders import LOADERS
from ribbit_tui.wire.accounts import Account

from .evidence import PARTS, find_trace, is_open
from .writes import UnansweredWrite, WriteKind

MOST_ORDERS = 500
"""The longest list of orders that the API returns."""


async def look_for(broker: Broker, write: UnansweredWrite) -> object | None:
    """Return what shows that the write was done; None if nothing does. Raises BrokerError."""
    match write.kind:
        case WriteKind.ORDER:
            try:
                return await broker.trading.get_order_by_client_order_id(
                    write.account_id, write.key
                )
            except NotFoundError:
                return None
        case WriteKind.APPLICATION:
            return await _find_application(broker, write)
        case WriteKind.ORDER_CANCELLATION | WriteKind.CANCELLATION_OF_ALL:
            return await _find_cancellations(broker, write)
        case _:
            return find_trace(write, await load_part(broker, write.kind, write.account_id))


async def load_part(broker: Broker, kind: WriteKind, account_id: str) -> State:
    """Load the part that shows writes of this kind, and nothing else. Raises BrokerError."""
    update = await LOADERS[PARTS[kind]](broker, account_id)
    state = State(customer_id=account_id)
    update(state)
    return state


async def _find_cancellations(broker: Broker, write: UnansweredWrite) -> object | None:
    """Find out whether none of the orders is among the open ones any more."""
    orders = await broker.trading.list_orders(write.account_id, status="open", limit=MOST_ORDERS)
    is_complete = len(orders) < MOST_ORDERS
    still_open = {order.id for order in orders if is_open(order)}
    return [] if is_complete and still_open.isdisjoint(write.body["ids"]) else None


async def _find_application(broker: Broker, write: UnansweredWrite) -> Account | None:
    """Find the account of an application by its e-mail address and name."""
    email: str = write.body["email"]
    found = await broker.accounts.list(query=email, entities=("contact", "identity"))
    for account in found:
        contact, identity = account.contact, account.identity
        if contact is None or (contact.email_address or "").casefold() != email.casefold():
            continue
        # An e-mail address has one account: another name belongs to an earlier customer.
        name = identity.full_name if identity else ""
        if not name or name.casefold() == write.body["name"].casefold():
            return account
    return None
