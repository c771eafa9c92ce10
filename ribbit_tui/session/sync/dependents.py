"""The parts of the state that are out of date when something has happened elsewhere.

A transfer that another client made, or that completed while the streams were lost, is first seen
by reading it. The cash that it moved is then as old as the last reading of the trading account.
"""

from collections.abc import Hashable, Mapping

from ribbit_tui.session.state import NOTHING, Change, State

DEPENDENTS: Mapping[Change, Change] = {
    Change.ACCOUNT: Change.MONEY | Change.TIMELINE,
    Change.TRANSFERS: Change.MONEY | Change.ACTIVITIES,
    Change.JOURNALS: Change.MONEY | Change.ACTIVITIES | Change.POSITIONS,
    Change.ORDERS: Change.MONEY | Change.ACTIVITIES | Change.POSITIONS,
}
"""The parts that are out of date when an entity of a part is new or has another status."""


def statuses(state: State, part: Change) -> Mapping[str, Hashable]:
    """Return, by id, how far the entities of a part are that others depend on."""
    match part:
        case Change.ACCOUNT if state.account is not None:
            return {state.account.id: (state.account.status, state.account.crypto_status)}
        case Change.TRANSFERS:
            return {one.id: one.status for one in state.transfers.values()}
        case Change.JOURNALS:
            return {one.id: one.status for one in state.journals.values()}
        case Change.ORDERS:
            return {one.id: (one.status, one.filled_qty) for one in state.orders.values()}
        case _:
            return {}


def out_of_date(state: State, before: Mapping[Change, Mapping[str, Hashable]]) -> Change:
    """Return what depends on the parts that a load has changed, given their earlier statuses."""
    stale = NOTHING
    for part, known in before.items():
        if known != statuses(state, part):
            stale |= DEPENDENTS[part]
    return stale
