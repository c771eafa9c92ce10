"""Events of customers that happened while no app was running."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ribbit_tui.broker.streams import StreamName
from ribbit_tui.session.notices import Notice, notice_of
from ribbit_tui.session.state import MissedEvent, State
from ribbit_tui.wire.events import Event, JournalStatusEvent

MAX_KEPT = 1000
"""Missed events kept for each customer. The oldest are dropped."""


class MissedEvents:
    """The missed events of all customers.

    An event was missed when it is older than the first connection of its stream in this run, and
    the stream resumed from a cursor saved by an earlier run.
    """

    def __init__(self) -> None:
        self._connected_at: dict[StreamName, datetime] = {}
        self._by_customer: dict[str, list[MissedEvent]] = {}
        self._journals: list[tuple[str, MissedEvent]] = []

    def on_connected(self, stream: StreamName, cursor: str | None, now: datetime) -> None:
        """Note the first connection of a stream. Without a cursor it replays nothing."""
        if stream not in self._connected_at:
            self._connected_at[stream] = (
                now if cursor is not None else datetime.min.replace(tzinfo=now.tzinfo)
            )

    def collect(self, stream: StreamName, event: Event) -> bool:
        """Return whether the event was missed, and keep it if a notice belongs to it."""
        connected_at = self._connected_at.get(stream)
        if connected_at is None or event.at > connected_at:
            return False
        notice = notice_of(event)
        if notice is None:
            return True
        missed = MissedEvent(event.at, notice)
        if isinstance(event, JournalStatusEvent):
            self._journals.append((event.journal_id, missed))
            del self._journals[:-MAX_KEPT]
        elif (account_id := getattr(event, "account_id", None)) is not None:
            self.keep(account_id, missed)
        return True

    def keep(self, account_id: str, missed: MissedEvent) -> None:
        """Add a missed event of a customer."""
        kept = self._by_customer.setdefault(account_id, [])
        kept.append(missed)
        del kept[:-MAX_KEPT]

    def for_customer(self, state: State) -> tuple[MissedEvent, ...]:
        """Return the missed events of the open customer, oldest first.

        A journal event names no customer: it belongs to this one if the journal does.
        """
        if state.customer_id is None:
            return ()
        own = self._by_customer.get(state.customer_id, [])
        journals = [missed for journal_id, missed in self._journals if journal_id in state.journals]
        return tuple(sorted([*own, *journals], key=lambda missed: missed.at))

    def dismiss(self, state: State) -> None:
        """Forget the missed events of the open customer."""
        if state.customer_id is not None:
            self._by_customer.pop(state.customer_id, None)
            self._journals = [
                (journal_id, missed)
                for journal_id, missed in self._journals
                if journal_id not in state.journals
            ]


@dataclass(frozen=True)
class NoticeSummary:
    """Notices with the same title: the last one, its time, and their number."""

    at: datetime
    notice: Notice
    count: int


def summarize(events: Iterable[MissedEvent]) -> tuple[NoticeSummary, ...]:
    """Group events by the title of their notice, in the order of each group's last event."""
    summaries: dict[str, NoticeSummary] = {}
    for event in events:
        before = summaries.pop(event.notice.title, None)
        count = 1 if before is None else before.count + 1
        summaries[event.notice.title] = NoticeSummary(event.at, event.notice, count)
    return tuple(summaries.values())
