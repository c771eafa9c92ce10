"""Records of activities, and every write of their table."""

from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp
from ribbit_tui.simulator.simulation import Simulation


class ActivityRecord(NamedTuple):
    """An activity of an account; `body` is the JSON that the API answers."""

    id: str
    account_id: str
    activity_type: str
    at: Timestamp
    body: str


def insert(simulation: Simulation, activity: ActivityRecord) -> None:
    """Add an activity."""
    simulation.database.insert("activities", activity)


def other_than_fills(
    simulation: Simulation, account_id: str, since: Timestamp, until: Timestamp | None = None
) -> list[ActivityRecord]:
    """Return an account's activities except fills from `since` up to `until`, oldest first."""
    return simulation.database.fetch_all(
        ActivityRecord,
        "FROM activities WHERE account_id = ?1 AND at >= ?2 AND (?3 IS NULL OR at < ?3)"
        " AND activity_type != 'FILL' ORDER BY sequence",
        (account_id, since, until),
    )


def sequence_of(simulation: Simulation, activity_id: str) -> int | None:
    """Return an activity's place in the order of all activities."""
    return simulation.database.scalar(
        int, "SELECT sequence FROM activities WHERE id = ?", (activity_id,)
    )
