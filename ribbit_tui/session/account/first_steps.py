"""The first steps of a new customer: a bank, a deposit and an order, in any order."""

from datetime import datetime, timedelta
from typing import NamedTuple

from ribbit_tui.session.state import State
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.funding import AchRelationship, Transfer, TransferStatus
from ribbit_tui.wire.model import sort_time
from ribbit_tui.wire.orders import Order

_FAILED = {TransferStatus.REJECTED, TransferStatus.CANCELED, TransferStatus.RETURNED}


class FirstSteps(NamedTuple):
    """The first thing of each kind that has not failed; None for a step that is not taken yet."""

    bank: AchRelationship | None
    deposit: Transfer | None
    order: Order | None


def first_steps(state: State) -> FirstSteps:
    """Return the linked bank, the first deposit and the first order of the customer.

    A deposit that was rejected, canceled or returned is no step, nor is an order that ended
    without a fill.
    """
    deposits = [
        one
        for one in state.transfers.values()
        if one.direction == "INCOMING" and one.status not in _FAILED
    ]
    orders = [one for one in state.newest_orders if one.filled_qty or not one.is_closed]
    return FirstSteps(
        state.newest_linked_bank,
        min(deposits, key=lambda one: sort_time(one.created_at), default=None),
        min(orders, key=lambda one: sort_time(one.created_at), default=None),
    )


def opened_at(state: State) -> datetime | None:
    """Return when the account was first active; None if that is not known."""
    return _first_time_in(state, AccountStatus.ACTIVE)


def opening_time(state: State) -> timedelta | None:
    """Return the time from the application until the account was first active."""
    first, active = _first_time_in(state, AccountStatus.SUBMITTED), opened_at(state)
    return active - first if first and active and active >= first else None


def _first_time_in(state: State, status: AccountStatus) -> datetime | None:
    return next((event.at for event in state.timeline if event.status_to == status), None)
