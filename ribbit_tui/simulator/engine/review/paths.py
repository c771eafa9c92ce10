"""Paths of applications: sequences of statuses, and those of Alpaca's fixtures."""

import re
from collections.abc import Mapping

from ribbit_tui.wire.accounts import AccountStatus as Status

Path = tuple[Status, ...]

UNDER_REVIEW = frozenset({Status.SUBMITTED, Status.ACTION_REQUIRED, Status.APPROVAL_PENDING})
"""Statuses in which a new finding still changes the outcome."""

REJOINING: Path = (Status.APPROVAL_PENDING, Status.APPROVED, Status.ACTIVE)
"""Path that follows ACTION_REQUIRED once everything that was asked for has arrived."""

_OPENED: Path = (Status.SUBMITTED, Status.APPROVED, Status.ACTIVE)
FIXTURES: Mapping[Status, Path] = {
    Status.SUBMITTED: (Status.SUBMITTED,),
    Status.ACTION_REQUIRED: (Status.SUBMITTED, Status.ACTION_REQUIRED),
    Status.APPROVAL_PENDING: (Status.SUBMITTED, Status.APPROVAL_PENDING),
    Status.APPROVED: (Status.SUBMITTED, Status.APPROVED),
    Status.REJECTED: (Status.SUBMITTED, Status.ACTION_REQUIRED, Status.REJECTED),
    Status.ACTIVE: _OPENED,
    Status.DISABLED: (*_OPENED, Status.DISABLED),
    Status.ACCOUNT_CLOSED: (*_OPENED, Status.ACCOUNT_CLOSED),
}
"""Alpaca's fixtures by their final status, each with the documented path to it."""

_FIXTURE = re.compile(r"/fixtures/status=([A-Z_]+)/fixtures/")


def fixture_path(additional_information: str | None) -> Path | None:
    """Return the path of the fixture in the text; None if there is no known one."""
    found = _FIXTURE.search(additional_information or "")
    if found is None:
        return None
    return next((path for end, path in FIXTURES.items() if end == found[1]), None)
