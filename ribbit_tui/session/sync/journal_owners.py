"""The owners of journals, which the events of journals do not tell."""

import asyncio
from collections import OrderedDict

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError
from ribbit_tui.session.state import Change
from ribbit_tui.session.state_store import StateStore

MOST_KEPT = 10_000
MOST_SINGLE_READS = 5
"""Above it, one list of the customer's journals tells more for less."""


class JournalOwners:
    """Reads each unknown journal once. The customer's own are loaded, others cost nothing more."""

    def __init__(self, store: StateStore) -> None:
        self._store = store
        self._accounts: OrderedDict[str, frozenset[str]] = OrderedDict()
        """The two accounts of each journal read so far, the oldest first."""
        self._unknown: dict[str, None] = {}
        self._has_unknown = asyncio.Event()

    def ask(self, journal_id: str) -> None:
        """Load the customer's journals if this one, which the state does not have, is theirs."""
        if journal_id in self._accounts:
            self._load_if_own(journal_id)
        else:
            self._unknown[journal_id] = None
            self._has_unknown.set()

    @property
    def is_idle(self) -> bool:
        """Whether nobody is being asked about."""
        return not self._unknown

    async def run(self, broker: Broker) -> None:
        """Read the journals that are asked about, until cancelled."""
        while True:
            await self._has_unknown.wait()
            self._has_unknown.clear()
            asked = list(self._unknown)
            if len(asked) > MOST_SINGLE_READS:
                self._store.mark_stale(Change.JOURNALS)
            else:
                for journal_id in asked:
                    await self._read(broker, journal_id)
            for journal_id in asked:
                self._unknown.pop(journal_id, None)

    async def _read(self, broker: Broker, journal_id: str) -> None:
        try:
            journal = await broker.journals.get(journal_id)
        except BrokerError:
            self._store.mark_stale(Change.JOURNALS)
            return
        self._accounts[journal_id] = frozenset({journal.from_account, journal.to_account})
        while len(self._accounts) > MOST_KEPT:
            self._accounts.popitem(last=False)
        self._load_if_own(journal_id)

    def _load_if_own(self, journal_id: str) -> None:
        if self._store.state.customer_id in self._accounts[journal_id]:
            self._store.mark_stale(Change.JOURNALS)
