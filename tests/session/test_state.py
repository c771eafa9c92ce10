"""The state: derived values of an open customer."""

from tests.session.support import state_of
from tests.wire.samples import bank


def test_the_newest_living_bank_link_counts() -> None:
    old, dead = bank("old"), bank("dead", created_at="2026-04-01T00:00:00Z", status="CANCELED")
    new = bank("new", created_at="2026-03-20T00:00:00Z", status="QUEUED")
    linked = state_of(banks=(old, new, dead)).newest_linked_bank
    assert linked is not None
    assert linked.id == "new"
