"""The first steps of a new customer: a bank, a deposit and an order, in any order."""

from datetime import timedelta
from typing import NamedTuple

from ribbit_tui.session.state import State
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.funding import AchRelationship, Transfer
from ribbit_tui.wire.model import sort_time
from ribbit_tui.wire.orders import Order


class FirstSteps(NamedTuple):
    """The first thing of each kind; None for a step that is not taken yet."""

    bank: AchRelationship | None
    deposit: Transfer | None
    order: Order | None


def first_steps(state: State) -> FirstSteps:
    """Return the linked bank, the first deposit and the first order of the customer."""
    deposits = [one for one in state.transfers.values() if one.direction == "INCOMING"]
    return FirstSteps(
        state.newest_linked_bank,
        min(deposits, key=lambda one: sort_time(one.created_at), default=None),
        min(state.newest_orders, key=lambda one: sort_time(one.created_at), default=None),
    )


def opening_time(state: State) -> timedelta | None:
    """Return the time from the application until the account was first active."""
    moved = {event.status_to: event.at for event in reversed(state.timeline) if event.status_to}
    first, active = moved.get(AccountStatus.SUBMITTED), moved.get(AccountStatus.ACTIVE)
    return active - first if first and active and active >= first else None
