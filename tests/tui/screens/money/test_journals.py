"""A journal's life is watched live in Money, whichever end it takes."""

from collections.abc import Callable
from itertools import pairwise

from ribbit_tui.broker.streams import StreamName
from ribbit_tui.wire.events import JournalStatusEvent
from tests.session.support import journal_event
from tests.tui import states
from tests.tui.stage import LARGE, Stage

LIVES = (
    ("queued", "pending", "executed", "correct"),
    ("queued", "pending", "executed", "deleted"),
    ("queued", "pending", "sent_to_clearing", "executed"),
    ("queued", "pending", "sent_to_clearing", "refused"),
    ("queued", "pending", "rejected"),
    ("queued", "pending", "canceled"),
)
LABELS = {
    "queued": "Queued",
    "pending": "Pending",
    "sent_to_clearing": "Sent to clearing",
    "executed": "Complete",
    "correct": "Corrected",
    "deleted": "Deleted",
    "refused": "Refused",
    "rejected": "Rejected",
    "canceled": "Canceled",
}


async def test_Q1_each_status_of_a_journal_is_seen_as_it_comes(stage: Callable[..., Stage]) -> None:
    on = stage(states.loaded())
    number = 0
    async with on.running("money", LARGE) as pilot:
        for life in LIVES:
            await on.show(pilot, states.loaded(journals=[states.journal(1, life[0])]))
            await on.until_seen(pilot, LABELS[life[0]])
            for before, after in pairwise(life):
                number += 1
                assert on.session is not None
                event = JournalStatusEvent.model_validate(journal_event(number, before, after))
                on.session.events.handle(StreamName.JOURNALS, event)
                await on.until_seen(pilot, LABELS[after])
