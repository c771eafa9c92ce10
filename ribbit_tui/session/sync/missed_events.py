"""What happened to customers while no app was running: told once, when the customer is opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ribbit_tui.broker.streams import StreamName
from ribbit_tui.session.notices import Notice, notice_of
from ribbit_tui.session.state import MissedEvent, State
from ribbit_tui.wire.events import Event, JournalStatusEvent

MOST_KEPT = 1000
"""MissedEvent of one customer; of more, the oldest are left out."""


class MissedEvents:
    """Collects the events that the streams replay before they have caught up with the present.

    What is older than the first connection of its stream, and comes after a cursor that was on
    disk, happened while nobody was there to see it.
    """

    def __init__(self) -> None:
        self._caught_up_at: dict[StreamName, datetime] = {}
        self._news: dict[str, list[MissedEvent]] = {}
        self._journals: list[tuple[str, MissedEvent]] = []

    def connected(self, stream: StreamName, cursor: str | None, now: datetime) -> None:
        """A stream is being read. Only its first connection of this run replays the absence."""
        if stream not in self._caught_up_at:
            self._caught_up_at[stream] = (
                now if cursor is not None else datetime.min.replace(tzinfo=now.tzinfo)
            )

    def takes(self, stream: StreamName, event: Event) -> bool:
        """Whether the event is of the absence; if so it is kept, where it is worth a word."""
        until = self._caught_up_at.get(stream)
        if until is None or event.at > until:
            return False
        notice = notice_of(event)
        if notice is None:
            return True
        news = MissedEvent(event.at, notice)
        if isinstance(event, JournalStatusEvent):
            self._journals.append((event.journal_id, news))
            del self._journals[:-MOST_KEPT]
        elif (account_id := getattr(event, "account_id", None)) is not None:
            self.keep(account_id, news)
        return True

    def keep(self, account_id: str, news: MissedEvent) -> None:
        """Have this told to the customer."""
        kept = self._news.setdefault(account_id, [])
        kept.append(news)
        del kept[:-MOST_KEPT]

    def of(self, state: State) -> tuple[MissedEvent, ...]:
        """The news of the open customer, oldest first. A journal does not say whose it is: the
        list of the customer's journals does."""
        if state.customer_id is None:
            return ()
        own = self._news.get(state.customer_id, [])
        journals = [news for journal_id, news in self._journals if journal_id in state.journals]
        return tuple(sorted([*own, *journals], key=lambda news: news.at))

    def dismiss(self, state: State) -> None:
        """The news of the open customer have been read."""
        if state.customer_id is not None:
            self._news.pop(state.customer_id, None)
            self._journals = [
                (journal_id, news)
                for journal_id, news in self._journals
                if journal_id not in state.journals
            ]


@dataclass(frozen=True)
class NoticeSummary:
    """One line of the news: what happened, how often, and when last."""

    at: datetime
    notice: Notice
    count: int


def summarize(news: Iterable[MissedEvent]) -> tuple[NoticeSummary, ...]:
    """What has the same title is told once; in the order in which it happened last."""
    found: dict[str, NoticeSummary] = {}
    for one in news:
        before = found.pop(one.notice.title, None)
        count = 1 if before is None else before.count + 1
        found[one.notice.title] = NoticeSummary(one.at, one.notice, count)
    return tuple(found.values())
