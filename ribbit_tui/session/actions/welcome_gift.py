"""The firm's gift to a new customer: one journal (JNLC) from the firm's account."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import (
    BadCredentialsError,
    BrokerError,
    RateLimitedError,
    RefusedError,
)
from ribbit_tui.session.notices import Notice, Tone
from ribbit_tui.session.state import Change, State
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.session.stores.customers import Customer, CustomerStore, WelcomeGift
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.journals import JournalCreation, JournalEntryType


@dataclass(frozen=True)
class GiftOffer:
    """The gift for each new customer: an amount (USD) and the account that pays it."""

    from_account: str
    amount: Decimal


class WelcomeGifts:
    """The background tasks that request the gifts that are due."""

    def __init__(
        self,
        store: StateStore,
        broker: Callable[[], Awaitable[Broker]],
        customers: CustomerStore,
        offer: GiftOffer | None,
    ) -> None:
        self._store = store
        self._broker = broker
        self._customers = customers
        self._offer = offer
        self._giving: dict[str, asyncio.Task[None]] = {}

    async def stop(self) -> None:
        """Cancel the tasks. A gift that was not requested stays due."""
        for task in self._giving.values():
            task.cancel()
        await asyncio.gather(*self._giving.values(), return_exceptions=True)
        self._giving.clear()

    @property
    def is_giving(self) -> bool:
        """Whether a gift is being requested."""
        return bool(self._giving)

    def on_change(self, changes: Change) -> None:
        """Request the gift of the open customer once the account is ACTIVE."""
        account = self._store.state.account
        if account is None or not changes & Change.ACCOUNT:
            return
        if account.status == AccountStatus.ACTIVE:
            self._give_if_due(account.id)

    def _give_if_due(self, account_id: str) -> None:
        customer = self._customers.get(account_id)
        if customer is None or customer.welcome_gift is not WelcomeGift.DUE:
            return
        if self._offer is not None and customer.account_id not in self._giving:
            task = asyncio.create_task(self._give(self._offer, customer))
            self._giving[customer.account_id] = task
            task.add_done_callback(lambda _: self._giving.pop(customer.account_id, None))

    async def _give(self, offer: GiftOffer, customer: Customer) -> None:
        """Request the journal.

        Its idempotency key is derived from the account id, so that a repeated request returns the
        same journal.
        """
        creation = JournalCreation(
            entry_type=JournalEntryType.JNLC,
            from_account=offer.from_account,
            to_account=customer.account_id,
            amount=offer.amount,
            description="Welcome gift",
        )
        key = str(uuid5(NAMESPACE_URL, f"ribbit:welcome-gift:{customer.account_id}"))
        try:
            broker = await self._broker()
            journal = await broker.journals.create(
                creation, idempotency_key=key, in_background=True
            )
        except (RateLimitedError, BadCredentialsError):
            return  # The gift stays due: the server did not consider it.
        except RefusedError as error:
            self._customers.try_update(customer.account_id, welcome_gift=WelcomeGift.NONE)
            self._store.notify(Notice("The welcome gift was refused", error.message, Tone.WARNING))
            return
        except (BrokerError, TimeoutError):
            return  # The gift stays due: the next load of the account requests it again.
        self._customers.try_update(customer.account_id, welcome_gift=WelcomeGift.REQUESTED)

        def put(state: State) -> None:
            state.journals.setdefault(journal.id, journal)

        self._store.apply_response(customer.account_id, put, Change.JOURNALS)
