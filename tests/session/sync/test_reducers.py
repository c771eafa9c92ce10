"""Effects of events on the state: once, in order, and only of this customer."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribbit_tui.session.state import NOTHING, Change, State
from ribbit_tui.session.sync.reducers import Effect, apply_event
from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.events import (
    AccountStatusEvent,
    Event,
    FundingStatusEvent,
    JournalStatusEvent,
    TradeEvent,
)
from ribbit_tui.wire.funding import Transfer, TransferStatus
from ribbit_tui.wire.orders import Order, OrderStatus
from tests.session.support import (
    LENA,
    account_event,
    at,
    bank_event,
    journal_event,
    state_of,
    trade_event,
    transfer_event,
)
from tests.wire.samples import Json, account, bank, journal, order, transfer

AFTER_ACCOUNT = Change.ACCOUNT | Change.MONEY
AFTER_TRANSFER = Change.MONEY | Change.ACTIVITIES
AFTER_JOURNAL = Change.MONEY | Change.ACTIVITIES | Change.POSITIONS
AFTER_FILL = Change.MONEY | Change.POSITIONS | Change.ACTIVITIES


def fund(body: Json) -> Event:
    return FundingStatusEvent.model_validate(body)


def trade(body: Json) -> Event:
    return TradeEvent.model_validate(body)


def of_account(body: Json) -> Event:
    return AccountStatusEvent.model_validate(body)


def of_journal(body: Json) -> Event:
    return JournalStatusEvent.model_validate(body)


def picture(**more: Any) -> State:
    return state_of(
        **{
            "status": "SUBMITTED",
            "banks": (bank(status="QUEUED"),),
            "transfers": (transfer(),),
            "journals": (journal(),),
            "orders": (order(status="new", updated_at=at(5)),),
        }
        | more
    )


def statuses(state: State) -> tuple[str, ...]:
    assert state.account is not None
    return (
        str(state.account.status),
        *(str(one.status) for one in state.ach_relationships.values()),
        *(str(one.status) for one in state.transfers.values()),
        *(str(one.status) for one in state.journals.values()),
        *(str(one.status) for one in state.orders.values()),
    )


UNCHANGED = ("SUBMITTED", "QUEUED", "QUEUED", "queued", "new")


@pytest.mark.parametrize(
    ("event", "effect", "after"),
    [
        pytest.param(
            of_account(account_event(1, "SUBMITTED", "APPROVED")),
            Effect(Change.ACCOUNT | Change.TIMELINE, AFTER_ACCOUNT),
            ("APPROVED", *UNCHANGED[1:]),
            id="account moves",
        ),
        pytest.param(
            of_account(account_event(1, "ONBOARDING", "SUBMITTED")),
            Effect(Change.TIMELINE),
            UNCHANGED,
            id="account late",
        ),
        pytest.param(
            of_account(account_event(1, "APPROVED", "ACTIVE")),
            Effect(Change.TIMELINE, Change.ACCOUNT),
            UNCHANGED,
            id="account too early",
        ),
        pytest.param(
            of_account(account_event(1, "SUBMITTED", "ENCHANTED")),
            Effect(Change.ACCOUNT | Change.TIMELINE, AFTER_ACCOUNT),
            ("ENCHANTED", *UNCHANGED[1:]),
            id="account status of the future",
        ),
        pytest.param(
            of_account(account_event(1, "SUBMITTED", "APPROVED", account_id=LENA)),
            Effect(),
            UNCHANGED,
            id="account of another",
        ),
        pytest.param(
            fund(bank_event(1, "QUEUED", "APPROVED")),
            Effect(Change.BANKS),
            ("SUBMITTED", "APPROVED", *UNCHANGED[2:]),
            id="bank moves",
        ),
        pytest.param(
            fund(bank_event(1, "QUEUED", "APPROVED", entity_id="bank-2")),
            Effect(stale=Change.BANKS),
            UNCHANGED,
            id="unknown bank",
        ),
        pytest.param(
            fund(transfer_event(1, "QUEUED", "SENT_TO_CLEARING")),
            Effect(Change.TRANSFERS, AFTER_TRANSFER),
            ("SUBMITTED", "QUEUED", "SENT_TO_CLEARING", *UNCHANGED[3:]),
            id="transfer moves",
        ),
        pytest.param(
            fund(transfer_event(1, "", "QUEUED")), Effect(), UNCHANGED, id="transfer duplicate"
        ),
        pytest.param(
            fund(transfer_event(1, "SENT_TO_CLEARING", "COMPLETE")),
            Effect(stale=Change.TRANSFERS),
            UNCHANGED,
            id="transfer too early",
        ),
        pytest.param(
            fund(transfer_event(1, "QUEUED", "TELEPORTED")),
            Effect(Change.TRANSFERS, AFTER_TRANSFER),
            ("SUBMITTED", "QUEUED", "TELEPORTED", *UNCHANGED[3:]),
            id="transfer status of the future",
        ),
        pytest.param(
            fund(transfer_event(1, "QUEUED", "COMPLETE", entity_id="transfer-2")),
            Effect(stale=Change.TRANSFERS),
            UNCHANGED,
            id="unknown transfer",
        ),
        pytest.param(
            fund(transfer_event(1, "QUEUED", "COMPLETE", account_id=LENA)),
            Effect(),
            UNCHANGED,
            id="transfer of another",
        ),
        pytest.param(
            fund(transfer_event(1, "QUEUED", "COMPLETE", entity_type="MoonBase")),
            Effect(),
            UNCHANGED,
            id="entity of the future",
        ),
        pytest.param(
            of_journal(journal_event(1, "queued", "executed")),
            Effect(Change.JOURNALS, AFTER_JOURNAL),
            ("SUBMITTED", "QUEUED", "QUEUED", "executed", "new"),
            id="journal moves",
        ),
        pytest.param(
            of_journal(journal_event(1, "", "queued")), Effect(), UNCHANGED, id="journal duplicate"
        ),
        pytest.param(
            of_journal(journal_event(1, "pending", "executed")),
            Effect(stale=Change.JOURNALS),
            UNCHANGED,
            id="journal too early",
        ),
        pytest.param(
            of_journal(journal_event(1, "queued", "executed", "journal-2")),
            Effect(unknown_journal="journal-2"),
            UNCHANGED,
            id="a journal of whomever",
        ),
        pytest.param(
            trade(trade_event(6, "fill", status="filled", filled_qty="0.42")),
            Effect(Change.ORDERS, AFTER_FILL),
            (*UNCHANGED[:4], "filled"),
            id="order fills",
        ),
        pytest.param(
            trade(trade_event(6, "canceled", status="canceled")),
            Effect(Change.ORDERS, Change.MONEY),
            (*UNCHANGED[:4], "canceled"),
            id="order canceled without a fill",
        ),
        pytest.param(
            trade(trade_event(4, "new", status="accepted")), Effect(), UNCHANGED, id="order older"
        ),
        pytest.param(
            trade(trade_event(5, "new", status="accepted")),
            Effect(),
            UNCHANGED,
            id="an earlier step at the same moment",
        ),
        pytest.param(
            trade(trade_event(5, "new", status="new")), Effect(), UNCHANGED, id="order duplicate"
        ),
        pytest.param(
            trade(trade_event(6, "shimmered", status="shimmering")),
            Effect(Change.ORDERS, Change.MONEY),
            (*UNCHANGED[:4], "shimmering"),
            id="order status of the future",
        ),
        pytest.param(
            trade(trade_event(6, "new", id="order-2", status="new")),
            Effect(Change.ORDERS, Change.MONEY),
            (*UNCHANGED, "new"),
            id="an order placed elsewhere",
        ),
        pytest.param(
            trade(trade_event(6, "fill", LENA, status="filled", filled_qty="1")),
            Effect(),
            UNCHANGED,
            id="order of another",
        ),
        pytest.param(Event(event_id=1, at=at(1)), Effect(), UNCHANGED, id="some other event"),
    ],
)
def test_an_event_changes_what_it_fits_and_nothing_else(
    event: Event, effect: Effect, after: tuple[str, ...]
) -> None:
    state = picture()
    assert apply_event(state, event) == effect
    assert statuses(state) == after


@pytest.mark.parametrize(
    "event",
    [
        of_account(account_event(1, "SUBMITTED", "APPROVED")),
        fund(bank_event(1, "QUEUED", "APPROVED")),
        fund(transfer_event(1, "QUEUED", "COMPLETE")),
        of_journal(journal_event(1, "queued", "executed")),
        trade(trade_event(6, "fill", status="filled", filled_qty="0.42")),
        of_account(account_event(1, "SUBMITTED", "ACTION_REQUIRED") | {"kyc_results": {"PEP": {}}}),
    ],
    ids=lambda event: type(event).__name__,
)
def test_the_second_time_an_event_does_nothing(event: Event) -> None:
    state = picture()
    assert apply_event(state, event).changed
    before = statuses(state)
    assert apply_event(state, event) == Effect()
    assert statuses(state) == before


def test_a_closed_order_never_opens_again() -> None:
    state = picture(orders=(order(status="canceled", updated_at=at(5)),))
    late = trade(trade_event(9, "new", status="new"))
    assert apply_event(state, late) == Effect()
    assert state.orders["order-1"].status == OrderStatus.CANCELED


def test_a_known_status_becomes_its_name_and_keeps_the_rest() -> None:
    state = picture()
    apply_event(state, fund(transfer_event(9, "QUEUED", "RETURNED", reason="R01")))
    moved = state.transfers["transfer-1"]
    assert moved.status is TransferStatus.RETURNED
    assert (moved.reason, moved.amount) == ("R01", Decimal(100))
    assert moved.relationship_id == "bank-1"
    assert moved.updated_at == Event(event_id=1, at=at(9)).at


def test_crypto_status_moves_beside_the_status() -> None:
    state = picture()
    body = account_event(1, "", "") | {"crypto_status_from": "", "crypto_status_to": "APPROVED"}
    assert apply_event(state, of_account(body)).changed & Change.ACCOUNT
    assert state.account is not None
    assert (state.account.status, state.account.crypto_status) == ("SUBMITTED", "APPROVED")


def test_a_status_that_fits_and_a_crypto_status_that_does_not_are_both_minded() -> None:
    state = picture()
    body = account_event(1, "SUBMITTED", "APPROVED")
    body |= {"crypto_status_from": "APPROVED", "crypto_status_to": "ACTIVE"}
    effect = apply_event(state, of_account(body))
    assert effect == Effect(Change.ACCOUNT | Change.TIMELINE, AFTER_ACCOUNT)


def test_a_status_with_results_of_its_review_has_account_and_money_loaded() -> None:
    state = picture()
    body = account_event(1, "SUBMITTED", "ACTION_REQUIRED")
    body |= {"kyc_results": {"indeterminate": {"PEP": {}}}}
    effect = apply_event(state, of_account(body))
    assert effect == Effect(Change.ACCOUNT | Change.TIMELINE, AFTER_ACCOUNT)


def test_of_two_fills_at_the_same_moment_the_larger_one_stays() -> None:
    parts = [
        trade(trade_event(6, "partial_fill", status="partially_filled", filled_qty=qty))
        for qty in ("0.3", "0.2")
    ]
    for arriving in (parts, parts[::-1]):
        state = picture()
        for event in arriving:
            apply_event(state, event)
        assert state.orders["order-1"].filled_qty == Decimal("0.3")


def test_an_order_that_changed_without_getting_further_is_kept() -> None:
    state = picture()
    changed = trade(trade_event(5, "restated", status="new", qty="0.3"))
    assert apply_event(state, changed) == Effect(Change.ORDERS, Change.MONEY)
    assert state.orders["order-1"].qty == Decimal("0.3")


def test_before_the_account_is_read_its_events_wait_for_the_reading() -> None:
    state = picture()
    state.account = None
    assert apply_event(state, of_account(account_event(1, "SUBMITTED", "APPROVED"))) == Effect()


def test_the_timeline_stays_in_order_and_holds_everything_once() -> None:
    state = picture()
    for number in (3, 1, 2, 1):
        apply_event(state, of_account(account_event(number, "X", "Y")))
    assert [event.event_id for event in state.timeline] == [1, 2, 3]


ACCOUNT_EVENTS = [
    of_account(account_event(1, "SUBMITTED", "APPROVAL_PENDING")),
    of_account(account_event(2, "APPROVAL_PENDING", "ACTION_REQUIRED")),
    of_account(account_event(3, "ACTION_REQUIRED", "APPROVAL_PENDING")),
    of_account(account_event(4, "APPROVAL_PENDING", "ACTIVE")),
]
TRANSFER_EVENTS = [
    fund(transfer_event(1, "", "QUEUED")),
    fund(transfer_event(2, "QUEUED", "PENDING")),
    fund(transfer_event(3, "PENDING", "SENT_TO_CLEARING")),
    fund(transfer_event(4, "SENT_TO_CLEARING", "COMPLETE")),
]
ORDER_EVENTS = [
    trade(trade_event(1, "pending_new", status="accepted")),
    trade(trade_event(1, "new", status="new")),
    trade(trade_event(3, "partial_fill", status="partially_filled", filled_qty="0.2")),
    trade(trade_event(3, "fill", status="filled", filled_qty="0.42")),
]


def shuffled(events: list[Event]) -> st.SearchStrategy[list[Event]]:
    return st.lists(st.sampled_from(events), max_size=12).flatmap(
        lambda more: st.permutations([*events, *more])
    )


def apply_all(state: State, events: list[Event]) -> Change:
    """Apply events and return the parts that they made stale."""
    stale = NOTHING
    for event in events:
        stale |= apply_event(state, event).stale
    return stale


@given(shuffled(ACCOUNT_EVENTS))
def test_an_account_ends_where_it_is_or_is_read_again(events: list[Event]) -> None:
    state = picture()
    stale = apply_all(state, events)
    assert statuses(state)[0] == "ACTIVE" or Change.ACCOUNT in stale
    state.account = Account.model_validate(account(status="ACTIVE"))
    apply_all(state, events[-1:])
    assert statuses(state)[0] == "ACTIVE"
    assert [event.event_id for event in state.timeline] == [1, 2, 3, 4]


@given(shuffled(TRANSFER_EVENTS))
def test_a_transfer_ends_where_it_is_or_is_read_again(events: list[Event]) -> None:
    state = picture(transfers=())
    stale = apply_all(state, events)
    assert Change.TRANSFERS in stale
    true = Transfer.model_validate(transfer(status="COMPLETE"))
    state.transfers = {true.id: true}
    apply_all(state, events)
    assert state.transfers == {true.id: true}


@given(shuffled(TRANSFER_EVENTS))
def test_a_known_transfer_is_never_wrong_unnoticed(events: list[Event]) -> None:
    state = picture()
    stale = apply_all(state, events)
    is_true = state.transfers["transfer-1"].status == TransferStatus.COMPLETE
    assert is_true or Change.TRANSFERS in stale


@given(shuffled(ORDER_EVENTS))
def test_an_order_ends_in_its_true_state_in_whatever_order_it_is_told(events: list[Event]) -> None:
    state = picture(orders=())
    apply_all(state, events)
    true = Order.model_validate(
        order(status="filled", filled_qty="0.42", updated_at=at(3)),
    )
    assert state.orders == {true.id: true}


def test_what_is_left_to_answer_follows_the_latest_event_alone() -> None:
    state = state_of(status="ACTION_REQUIRED")

    def asked(number: int, *codes: str) -> AccountStatusEvent:
        body = account_event(number, "ACTION_REQUIRED", "ACTION_REQUIRED")
        results: Json = {"accept": {}, "indeterminate": {code: {} for code in codes}}
        return AccountStatusEvent.model_validate(body | {"kyc_results": results})

    latest = apply_event(state, asked(5, "PEP"))
    assert latest == Effect(Change.ACCOUNT | Change.TIMELINE, Change.ACCOUNT)
    late = apply_event(state, asked(3, "PEP", "AFFILIATED"))
    again = apply_event(state, asked(5, "PEP"))
    assert Change.ACCOUNT not in late.changed | again.changed
    assert state.account is not None
    assert state.account.kyc_results is not None
    assert list(state.account.kyc_results["indeterminate"]) == ["PEP"]
