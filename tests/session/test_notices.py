"""Notices of what the broker blocks for an account."""

from typing import Any

import pytest

from ribbit_tui.session.notices import Tone, notice_of
from ribbit_tui.session.state import Change
from ribbit_tui.session.sync.reducers import apply_event
from ribbit_tui.wire.events import AccountStatusEvent
from tests.session.support import account_event, state_of


def blocked(**fields: Any) -> AccountStatusEvent:
    """Return an account event that is about blocks alone."""
    body = account_event(1, "", "") | {"status_from": None, "status_to": None} | fields
    return AccountStatusEvent.model_validate(body)


@pytest.mark.parametrize(
    ("fields", "title", "tone"),
    [
        ({"account_blocked": True}, "The account: blocked by the broker", Tone.WARNING),
        ({"account_blocked": False}, "The account: no longer blocked", Tone.INFORMATION),
        ({"trading_blocked": True}, "Trading: blocked by the broker", Tone.WARNING),
        ({"trading_blocked": False}, "Trading: no longer blocked", Tone.INFORMATION),
        (
            {"admin_configurations": {"incoming_transfers_blocked": True}},
            "Deposits: blocked by the broker",
            Tone.WARNING,
        ),
        (
            {"admin_configurations": {"outgoing_transfers_blocked": False}},
            "Withdrawals: no longer blocked",
            Tone.INFORMATION,
        ),
    ],
)
def test_what_is_blocked_is_told_and_the_account_read_again(
    fields: dict[str, Any], title: str, tone: Tone
) -> None:
    event = blocked(**fields)
    notice = notice_of(event)
    assert notice is not None
    assert (notice.title, notice.tone) == (title, tone)
    effect = apply_event(state_of(), event)
    assert effect.stale & Change.MONEY
    assert effect.changed, "only what changes the state is told"


def test_other_changes_by_the_broker_are_not_told_as_blocks() -> None:
    for configurations in ({}, {"disable_shorting": True}, {"incoming_transfers_blocked": "new"}):
        assert notice_of(blocked(admin_configurations=configurations)) is None
