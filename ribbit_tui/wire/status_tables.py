"""Type of the tables of status transitions, and the sets of statuses that follow from a table.

The tables stand beside their enums: `ACCOUNT_TRANSITIONS` in `accounts.py`;
`ACH_RELATIONSHIP_TRANSITIONS` and `TRANSFER_TRANSITIONS` in `funding.py`; `BANK_TRANSITIONS` in
`recipient_banks.py`; `JOURNAL_TRANSITIONS` in `journals.py`; `ORDER_TRANSITIONS` in `orders.py`.
Each is total: it has an entry for every status of its enum. The simulator takes its rules and the
director's decisions from them; the app asks them what can still happen.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

Status = TypeVar("Status", bound=StrEnum)

Transitions = Mapping[Status, frozenset[Status]]
"""For each status, the statuses that may follow it directly."""


def final_statuses(transitions: Transitions[Status]) -> frozenset[Status]:
    """Return the statuses that nothing follows."""
    return frozenset(status for status, following in transitions.items() if not following)


def statuses_before(transitions: Transitions[Status], goal: Status) -> frozenset[Status]:
    """Return the statuses other than `goal` from which `goal` can still be reached."""
    found: set[Status] = {goal}
    while True:
        earlier = {
            status for status, following in transitions.items() if not following.isdisjoint(found)
        }
        if earlier <= found:
            return frozenset(found - {goal})
        found |= earlier
