"""Rule of the director's decisions: a status changes only as its table of transitions allows."""

from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.wire.status_tables import Status, Transitions


def check_decision(transitions: Transitions[Status], current: Status, decided: str) -> Status:
    """Return the status that was decided; raises InvalidError unless `current` leads to it."""
    following = transitions[current]
    if not following:
        raise InvalidError(f"nothing can be decided any more, the status is {current}", "status")
    for status in following:
        if status == decided:
            return status
    allowed = ", ".join(sorted(following))
    raise InvalidError(f"from {current} status must be one of {allowed}", "status")
