"""How an event changes the state. Every event may come twice, late, or before its cause is known.

A status moves only when the event starts where the state stands; what doesn't fit is not guessed
at but read again from the server. So duplicates and late events change nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from ribbit_tui.session.state import NOTHING, Change, State
from ribbit_tui.wire.events import (
    AccountStatusEvent,
    Event,
    FundingEntityType,
    FundingStatusEvent,
    JournalStatusEvent,
    TradeEvent,
)
from ribbit_tui.wire.funding import AchRelationship, Transfer
from ribbit_tui.wire.model import WireModel
from ribbit_tui.wire.orders import Order, OrderStatus

Entity = TypeVar("Entity", Transfer, AchRelationship)
Model = TypeVar("Model", bound=WireModel)


@dataclass(frozen=True)
class Effect:
    """What an event did: the parts that differ now, and those to be read again."""

    changed: Change = NOTHING
    stale: Change = NOTHING


def apply_event(state: State, event: Event) -> Effect:
    """Bring one event of any stream into the state. Events of other customers do nothing."""
    for kind, reducer in _REDUCERS.items():
        if isinstance(event, kind):
            return reducer(state, event)
    return Effect()


def _account_status(state: State, event: Event) -> Effect:
    assert isinstance(event, AccountStatusEvent)
    account = state.account
    if event.account_id != state.customer_id or account is None:
        return Effect()
    changed = _remember(state, event)
    stale = NOTHING
    for name, before, after in (
        ("status", event.status_from, event.status_to),
        ("crypto_status", event.crypto_status_from, event.crypto_status_to),
    ):
        current = getattr(account, name)
        if not after or current == after:
            continue
        if (before or None) == current:
            account = account.model_copy(update={name: after})
            changed |= Change.ACCOUNT
            stale |= Change.ACCOUNT | Change.MONEY
        else:
            stale |= Change.ACCOUNT
    if changed & Change.TIMELINE and _tells_what_is_left(state, event):
        if event.kyc_results != account.kyc_results:
            account = account.model_copy(update={"kyc_results": event.kyc_results})
            changed |= Change.ACCOUNT
        stale |= Change.ACCOUNT
    state.account = account
    return Effect(changed, stale)


def _tells_what_is_left(state: State, event: AccountStatusEvent) -> bool:
    """Whether the event, the latest of all, says what the review has found by now."""
    return event.kyc_results is not None and event is state.timeline[-1]


def _remember(state: State, event: AccountStatusEvent) -> Change:
    known = {past.cursor for past in state.timeline}
    if event.cursor in known:
        return NOTHING
    state.timeline = sorted([*state.timeline, event], key=lambda past: (past.at, past.cursor))
    return Change.TIMELINE


def _funding_status(state: State, event: Event) -> Effect:
    assert isinstance(event, FundingStatusEvent)
    if event.account_id != state.customer_id:
        return Effect()
    if event.entity_type == FundingEntityType.TRANSFER:
        effect = _move(state.transfers, event, Change.TRANSFERS)
        if effect.changed:
            return Effect(effect.changed, Change.MONEY | Change.ACTIVITIES)
        return effect
    if event.entity_type == FundingEntityType.BANK_RELATIONSHIP:
        return _move(state.ach_relationships, event, Change.BANKS)
    return Effect()


def _move(known: dict[str, Entity], event: FundingStatusEvent, part: Change) -> Effect:
    entity = known.get(event.entity_id)
    if entity is None:
        return Effect(stale=part)
    if entity.status == event.status_to:
        return Effect()
    if entity.status != event.status_from:
        return Effect(stale=part)
    update = {"status": event.status_to, "updated_at": event.at}
    if event.reason:
        update["reason"] = event.reason
    known[event.entity_id] = _changed(entity, update)
    return Effect(changed=part)


def _changed(entity: Model, update: dict[str, object]) -> Model:
    """A validated copy: a known status becomes its enum, an unknown one stays text."""
    return type(entity).model_validate(entity.model_dump(by_alias=True) | update)


def _journal_status(state: State, event: Event) -> Effect:
    assert isinstance(event, JournalStatusEvent)
    if state.customer_id is None:
        return Effect()
    journal = state.journals.get(event.journal_id)
    if journal is None or journal.status not in {event.status_from, event.status_to}:
        # A journal event doesn't say whose it is: the list of this customer's journals does.
        return Effect(stale=Change.JOURNALS)
    if journal.status == event.status_to:
        return Effect()
    state.journals[event.journal_id] = _changed(journal, {"status": event.status_to})
    return Effect(Change.JOURNALS, Change.MONEY | Change.ACTIVITIES | Change.POSITIONS)


def _trade(state: State, event: Event) -> Effect:
    assert isinstance(event, TradeEvent)
    if event.account_id != state.customer_id:
        return Effect()
    if not keep_newer_order(state, event.order):
        return Effect()
    stale = Change.MONEY
    if event.order.filled_qty:
        stale |= Change.POSITIONS | Change.ACTIVITIES
    return Effect(Change.ORDERS, stale)


def keep_newer_order(state: State, order: Order) -> bool:
    """Keep the newer of the known and the given order; False when the known one stays."""
    known = state.orders.get(order.id)
    if known is not None and (order == known or _progress(order) < _progress(known)):
        return False
    state.orders[order.id] = order
    return True


def _progress(order: Order) -> tuple[bool, datetime, Decimal, bool]:
    """How far an order has come: two steps may carry the same moment."""
    has_begun = order.status not in {OrderStatus.PENDING_NEW, OrderStatus.ACCEPTED}
    return order.is_closed, order.updated_at, order.filled_qty, has_begun


_REDUCERS: dict[type[Event], Callable[[State, Event], Effect]] = {
    AccountStatusEvent: _account_status,
    FundingStatusEvent: _funding_status,
    JournalStatusEvent: _journal_status,
    TradeEvent: _trade,
}
