"""The ways an application can take: every transition, and the fixtures' ends."""

import re
from collections.abc import Mapping

from ribbit_tui.wire.accounts import AccountStatus as Status

Path = tuple[Status, ...]

TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    Status.INACTIVE: frozenset(),
    Status.ONBOARDING: frozenset({Status.SUBMITTED}),
    Status.SUBMITTED: frozenset({Status.ACTION_REQUIRED, Status.APPROVAL_PENDING, Status.APPROVED}),
    Status.ACTION_REQUIRED: frozenset({Status.EDITED, Status.APPROVAL_PENDING, Status.REJECTED}),
    Status.EDITED: frozenset({Status.APPROVAL_PENDING}),
    Status.APPROVAL_PENDING: frozenset({Status.ACTION_REQUIRED, Status.APPROVED}),
    Status.APPROVED: frozenset({Status.SUBMISSION_FAILED, Status.ACTIVE}),
    Status.SUBMISSION_FAILED: frozenset({Status.APPROVED}),
    Status.REJECTED: frozenset(),
    Status.ACTIVE: frozenset({Status.DISABLED, Status.ACCOUNT_CLOSED}),
    Status.DISABLED: frozenset(),
    Status.ACCOUNT_CLOSED: frozenset(),
}
"""What the review does by itself. The director may set any status (`review.decide`)."""

UNDER_REVIEW = frozenset({Status.SUBMITTED, Status.ACTION_REQUIRED, Status.APPROVAL_PENDING})
"""Where a new finding still makes a difference."""

REJOINING: Path = (Status.APPROVAL_PENDING, Status.APPROVED, Status.ACTIVE)
"""From ACTION_REQUIRED, once everything that was asked for has arrived."""

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
"""Alpaca's fixtures, each with the documented way to its end."""

_FIXTURE = re.compile(r"/fixtures/status=([A-Z_]+)/fixtures/")


def fixture_path(additional_information: str | None) -> Path | None:
    """The way that a fixture in the text asks for; None where there is none that we know."""
    found = _FIXTURE.search(additional_information or "")
    if found is None:
        return None
    return next((path for end, path in FIXTURES.items() if end == found[1]), None)
