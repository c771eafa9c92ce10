"""The traces that a write leaves in the state of its customer."""

from collections.abc import Callable, Iterable, Mapping

from ribbit_tui.session.state import Change, State
from ribbit_tui.wire.accounts import Account, AccountStatus
from ribbit_tui.wire.funding import AchRelationshipStatus, Transfer, TransferStatus
from ribbit_tui.wire.orders import Order, OrderSide, OrderStatus

from .writes import UnansweredWrite, WriteKind

PARTS: Mapping[WriteKind, Change] = {
    WriteKind.ORDER: Change.ORDERS,
    WriteKind.TRANSFER: Change.TRANSFERS,
    WriteKind.SALE_OF_ALL: Change.ORDERS,
    WriteKind.BANK_LINK: Change.BANKS,
    WriteKind.BANK_REMOVAL: Change.BANKS,
    WriteKind.ORDER_CANCELLATION: Change.ORDERS,
    WriteKind.CANCELLATION_OF_ALL: Change.ORDERS,
    WriteKind.TRANSFER_CANCELLATION: Change.TRANSFERS,
    WriteKind.ACCOUNT_CHANGE: Change.ACCOUNT,
    WriteKind.DOCUMENTS: Change.ACCOUNT,
    WriteKind.CONFIGURATION: Change.CONFIGURATIONS,
    WriteKind.CLOSURE: Change.ACCOUNT,
}
"""The part of the state that shows a write. An application belongs to no customer yet."""


def find_trace(write: UnansweredWrite, state: State) -> object | None:
    """Return what shows that the write was done; None if nothing does.

    `state` must be its customer's, with the part loaded. Returns what the call would have returned
    where that is one object.
    """
    return _FINDERS[write.kind](write, state)


def ids_before(kind: WriteKind, state: State, body: Mapping[str, object]) -> frozenset[str]:
    """Return the ids that exist before a write, by which its own is told from them."""
    match kind:
        case WriteKind.TRANSFER:
            return frozenset(state.transfers)
        case WriteKind.BANK_LINK:
            return frozenset(state.ach_relationships)
        case WriteKind.DOCUMENTS:
            return document_ids(state.account)
        case WriteKind.SALE_OF_ALL:
            return frozenset(order.id for order in _sales(state, body.get("symbols")))
        case _:
            return frozenset()


def document_ids(account: Account | None) -> frozenset[str]:
    """Return the ids of the uploaded documents."""
    documents = (account.documents if account is not None else None) or []
    return frozenset(str(document.get("id")) for document in documents)


def _order(write: UnansweredWrite, state: State) -> object | None:
    return next((one for one in state.orders.values() if one.client_order_id == write.key), None)


def _transfer(write: UnansweredWrite, state: State) -> object | None:
    new = [one for one in state.transfers.values() if one.id not in write.known_ids]
    return next((one for one in new if _is_transfer(one, write)), None)


def _is_transfer(transfer: Transfer, write: UnansweredWrite) -> bool:
    amounts = {
        f"{amount.normalize():f}"
        for amount in (transfer.amount, transfer.requested_amount)
        if amount is not None
    }
    return transfer.direction == write.body["direction"] and write.body["amount"] in amounts


def _sale(write: UnansweredWrite, state: State) -> object | None:
    """Find a new order to sell one of the positions, which shows that all are being sold."""
    new = [one for one in _sales(state, write.body["symbols"]) if one.id not in write.known_ids]
    return [] if new else None


def _sales(state: State, symbols: object) -> Iterable[Order]:
    """Return the sell orders of these symbols; of all, if the positions were not loaded."""
    wanted = symbols if isinstance(symbols, list) else []
    return (
        one
        for one in state.orders.values()
        if one.side == OrderSide.SELL and (not wanted or one.symbol in wanted)
    )


def _bank_link(write: UnansweredWrite, state: State) -> object | None:
    for bank in state.ach_relationships.values():
        is_new = bank.id not in write.known_ids
        if is_new and (bank.bank_account_number or "").endswith(write.body["last_digits"]):
            return bank
    return None


def _bank_removal(write: UnansweredWrite, state: State) -> object | None:
    bank = state.ach_relationships.get(write.body["id"])
    gone = {AchRelationshipStatus.CANCELED, AchRelationshipStatus.CANCEL_REQUESTED}
    return True if bank is None or bank.status in gone else None


def _order_cancellations(write: UnansweredWrite, state: State) -> object | None:
    """Find out whether none of the orders is open any more, whatever closed it.

    Of an order that is not among the newest, the state knows nothing.
    """
    orders = [state.orders.get(order_id) for order_id in write.body["ids"]]
    is_done = all(one is not None and not is_open(one) for one in orders)
    return [] if is_done else None


def is_open(order: Order) -> bool:
    """Whether nobody has closed the order or asked for its cancellation."""
    return not order.is_closed and order.status != OrderStatus.PENDING_CANCEL


def _transfer_cancellation(write: UnansweredWrite, state: State) -> object | None:
    """Find the transfer if it is not queued any more: it is canceled, or it is too late."""
    transfer = state.transfers.get(write.body["id"])
    return transfer if transfer is not None and transfer.status != TransferStatus.QUEUED else None


def _account_change(write: UnansweredWrite, state: State) -> object | None:
    account = state.account
    return account if account is not None and contains(account.to_wire(), write.body) else None


def _documents(write: UnansweredWrite, state: State) -> object | None:
    return True if document_ids(state.account) - write.known_ids else None


def _configuration(write: UnansweredWrite, state: State) -> object | None:
    found = state.configurations
    return found if found is not None and contains(found.to_wire(), write.body) else None


def _closure(_write: UnansweredWrite, state: State) -> object | None:
    account = state.account
    is_closed = account is not None and account.status == AccountStatus.ACCOUNT_CLOSED
    return account if is_closed else None


def contains(body: object, wanted: object) -> bool:
    """Whether `body` contains every requested value."""
    if isinstance(wanted, Mapping):
        return isinstance(body, Mapping) and all(
            contains(body.get(name), value)
            for name, value in wanted.items()
            if name != "agreements"  # sent along with the value it was signed for
        )
    return bool(body == wanted)


_FINDERS: Mapping[WriteKind, Callable[[UnansweredWrite, State], object | None]] = {
    WriteKind.ORDER: _order,
    WriteKind.TRANSFER: _transfer,
    WriteKind.SALE_OF_ALL: _sale,
    WriteKind.BANK_LINK: _bank_link,
    WriteKind.BANK_REMOVAL: _bank_removal,
    WriteKind.ORDER_CANCELLATION: _order_cancellations,
    WriteKind.CANCELLATION_OF_ALL: _order_cancellations,
    WriteKind.TRANSFER_CANCELLATION: _transfer_cancellation,
    WriteKind.ACCOUNT_CHANGE: _account_change,
    WriteKind.DOCUMENTS: _documents,
    WriteKind.CONFIGURATION: _configuration,
    WriteKind.CLOSURE: _closure,
}
