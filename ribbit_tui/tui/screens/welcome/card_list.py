"""The cards of all customers and drafts on this machine."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from .cards import UNREADABLE, Card, customer_card, draft_card, unreadable_card

if TYPE_CHECKING:
    from ribbit_tui.session.application.drafts.store import DraftStore, UnreadableDraftError
    from ribbit_tui.session.stores.customers import Customer, CustomerStore, LastSeen

_MOST = 30

LiveEquity = Callable[["Customer"], "LastSeen | None"]
"""Returns the present equity of the customer that is open; None for any other."""


class CardList:
    """The cards, the latest one first, and the drafts that cannot be read at the end."""

    def __init__(
        self, customers: "CustomerStore", drafts: "DraftStore", live_equity: LiveEquity
    ) -> None:
        self._customers, self._drafts, self._live_equity = customers, drafts, live_equity
        self.cards: list[Card] = []
        self.unreadable: dict[str, UnreadableDraftError] = {}
        """The drafts that cannot be read, by the ids of their cards."""
        self.counts = ""
        """The numbers of customers and drafts in words; empty if there are none."""

    def read(self, now: datetime) -> None:
        """Read customers and drafts from the disk."""
        customers, (drafts, unreadable) = self._customers.all(), self._drafts.read()
        self.unreadable = {f"{UNREADABLE}{one.path}": one for one in unreadable}
        dated = [
            *((one.updated_at, draft_card(one, now)) for one in drafts),
            *((one.opened_at, self._card(one, now)) for one in customers),
        ]
        dated.sort(key=lambda pair: pair[0], reverse=True)
        of_unreadable = [unreadable_card(id, one) for id, one in self.unreadable.items()]
        self.cards = [card for _, card in dated][:_MOST] + of_unreadable
        self.counts = _in_words(len(customers), len(drafts) + len(unreadable))

    def update_customer(self, account_id: str | None, now: datetime) -> int | None:
        """Renew the card of a customer. Returns its index if it has changed."""
        customer = self._customers.get(account_id or "")
        if customer is None:
            return None
        card = self._card(customer, now)
        for index, before in enumerate(self.cards):
            if before.id == card.id and before != card:
                self.cards[index] = card
                return index
        return None

    def _card(self, customer: "Customer", now: datetime) -> Card:
        return customer_card(customer, self._live_equity(customer) or customer.last_seen, now)


def _in_words(customers: int, drafts: int) -> str:
    counts = [
        f"{count} {name}{'s' if count > 1 else ''}"
        for count, name in ((customers, "customer"), (drafts, "draft"))
        if count
    ]
    return " and ".join(counts)
