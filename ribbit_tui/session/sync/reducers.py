"""Reducers: the effect of each kind of event on the state.

An event can arrive twice, late, or before the entity that it is about. A status changes only if
the event starts from the current one; otherwise the part is loaded again. Duplicate and late
events therefore change nothing.
"""

from dataclasses import dataclass
from typing import TypeVar

from ribbit_tui.session.state import NOTHING, Change, State
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.events import (
    AccountStatusEvent,
    ActivityEvent,
    Event,
    FundingEntityType,
    FundingStatusEvent,
    JournalStatusEvent,
    TradeEvent,
)
from ribbit_tui.wire.funding import AchRelationship, Transfer
from ribbit_tui.wire.model import WireModel

from .order_updates import keep_newer_order, lacks_its_group

FundingEntity = TypeVar("FundingEntity", Transfer, AchRelationship)
"""An entity whose status the funding stream reports."""

Model = TypeVar("Model", bound=WireModel)

_JOURNALED = frozenset({ActivityType.JNLC, ActivityType.JNLS})
_TOLD_ELSEWHERE = frozenset({ActivityType.FILL, ActivityType.CSD, ActivityType.CSW})


@dataclass(frozen=True)
class Effect:
    """The parts that an event changed, and those that must be loaded because of it."""

    changed: Change = NOTHING
    stale: Change = NOTHING
    unknown_journal: str | None = None
    """The id of a journal that may be of any customer."""


def apply_event(state: State, event: Event) -> Effect:
    """Apply an event of any stream to the state. Events of other customers have no effect."""
    match event:
        case AccountStatusEvent():
            return _apply_account_status(state, event)
        case FundingStatusEvent():
            return _apply_funding_status(state, event)
        case JournalStatusEvent():
            return _apply_journal_status(state, event)
        case TradeEvent():
            return _apply_trade(state, event)
        case ActivityEvent():
            return _apply_activity(state, event)
        case _:
            return Effect()


_NOT_REQUESTED = {None, AccountStatus.INACTIVE}
"""Statuses of crypto trading that was never requested."""


def _apply_account_status(state: State, event: AccountStatusEvent) -> Effect:
    account = state.account
    if event.account_id != state.customer_id or account is None:
        return Effect()
    changed = _extend_timeline(state, event)
    stale = NOTHING
    for name, before, after in (
        ("status", event.status_from, event.status_to),
        ("crypto_status", event.crypto_status_from, event.crypto_status_to),
    ):
        current = getattr(account, name)
        if not after or current == after:
            continue
        if (before or None) == current or {before or None, current} <= _NOT_REQUESTED:
            account = account.model_copy(update={name: after})
            changed |= Change.ACCOUNT
            stale |= Change.ACCOUNT | Change.MONEY
        else:
            stale |= Change.ACCOUNT
    if changed & Change.TIMELINE and _has_latest_kyc_results(state, event):
        if event.kyc_results != account.kyc_results:
            account = account.model_copy(update={"kyc_results": event.kyc_results})
            changed |= Change.ACCOUNT
        stale |= Change.ACCOUNT
    state.account = account
    if (event.account_blocked, event.trading_blocked, event.admin_configurations) != (None,) * 3:
        stale |= Change.MONEY
    return Effect(changed, stale)


def _has_latest_kyc_results(state: State, event: AccountStatusEvent) -> bool:
    """Whether the event has KYC results and is the latest of the timeline."""
    return event.kyc_results is not None and event is state.timeline[-1]


def _extend_timeline(state: State, event: AccountStatusEvent) -> Change:
    known = {past.cursor for past in state.timeline}
    if event.cursor in known:
        return NOTHING
    state.timeline = sorted([*state.timeline, event], key=lambda past: (past.at, past.cursor))
    return Change.TIMELINE


def _apply_funding_status(state: State, event: FundingStatusEvent) -> Effect:
    if event.account_id != state.customer_id:
        return Effect()
    match event.entity_type:
        case FundingEntityType.TRANSFER:
            effect = _apply_transition(state.transfers, event, Change.TRANSFERS)
            if effect.changed:
                return Effect(effect.changed, Change.MONEY | Change.ACTIVITIES)
            return effect
        case FundingEntityType.BANK_RELATIONSHIP:
            return _apply_transition(state.ach_relationships, event, Change.BANKS)
        case _:
            return Effect()


def _apply_transition(
    entities: dict[str, FundingEntity], event: FundingStatusEvent, part: Change
) -> Effect:
    """Change the status of one entity, or mark `part` as stale where the event does not fit."""
    entity = entities.get(event.entity_id)
    if entity is None:
        return Effect(stale=part)
    if entity.status == event.status_to:
        return Effect()
    if entity.status != event.status_from:
        return Effect(stale=part)
    update: dict[str, object] = {"status": event.status_to, "updated_at": event.at}
    if event.reason:
        update["reason"] = event.reason
    entities[event.entity_id] = _updated(entity, update)
    return Effect(changed=part)


def _updated(entity: Model, update: dict[str, object]) -> Model:
    """Return a validated copy: a known status becomes its enum, an unknown one stays text."""
    return type(entity).model_validate(entity.model_dump(by_alias=True) | update)


def _apply_journal_status(state: State, event: JournalStatusEvent) -> Effect:
    if state.customer_id is None:
        return Effect()
    journal = state.journals.get(event.journal_id)
    if journal is None:
        return Effect(unknown_journal=event.journal_id)
    if journal.status not in {event.status_from, event.status_to}:
        return Effect(stale=Change.JOURNALS)
    if journal.status == event.status_to:
        return Effect()
    state.journals[event.journal_id] = _updated(journal, {"status": event.status_to})
    return Effect(Change.JOURNALS, Change.MONEY | Change.ACTIVITIES | Change.POSITIONS)


def _apply_activity(state: State, event: ActivityEvent) -> Effect:
    """Load what an activity of the customer has changed.

    Fills, transfers and journals have streams of their own, which tell more; a dividend, a fee or
    a split is told here alone.
    """
    if event.account_id != state.customer_id:
        return Effect()
    is_known = any(activity.id.endswith(event.ref_id or " ") for activity in state.activities)
    stale = Change.ACTIVITIES
    if event.activity_type in _JOURNALED:
        stale |= Change.JOURNALS
    elif event.activity_type not in _TOLD_ELSEWHERE:
        stale |= Change.MONEY | Change.POSITIONS
    return Effect(NOTHING if is_known else Change.ACTIVITIES, stale)


def _apply_trade(state: State, event: TradeEvent) -> Effect:
    if event.account_id is None and event.order.id not in state.orders:
        # It does not say whose order it is: the customer's orders are loaded instead.
        return Effect(stale=Change.ORDERS)
    if event.account_id not in {None, state.customer_id}:
        return Effect()
    is_incomplete = lacks_its_group(state, event.order)
    if not keep_newer_order(state, event.order):
        return Effect()
    stale = Change.MONEY
    if is_incomplete:
        # The list of orders tells which ones belong together.
        stale |= Change.ORDERS
    if event.order.filled_qty:
        stale |= Change.POSITIONS | Change.ACTIVITIES
    return Effect(Change.ORDERS, stale)
