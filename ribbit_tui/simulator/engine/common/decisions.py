"""Decisions of a simulation's director about what has a status."""

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import TypeVar

from ribbit_tui.simulator.errors import InvalidError

Status = TypeVar("Status", bound=StrEnum)


def check_decision(
    decisions: Mapping[Status, Set[Status]], status_from: str, status_to: str
) -> Status:
    """Return the status to change to; raises InvalidError unless `decisions` allow the change."""
    for known, following in decisions.items():
        if known == status_from:
            for status in following:
                if status == status_to:
                    return status
            allowed = ", ".join(sorted(following))
            raise InvalidError(f"from {status_from} status must be one of {allowed}", "status")
    raise InvalidError(f"nothing can be decided any more, the status is {status_from}", "status")
