"""The firm's gift to a new customer: a real journal from its account, asked for once."""

import asyncio
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from ribbit_tui.broker.errors import BadCredentials, BrokerError, RateLimited, Refused
from ribbit_tui.wire.journals import JournalCreation, JournalEntryType

from ..notices import Notice, Tone
from ..state import Change, State
from ..stores.customers import Customer, WelcomeGift

if TYPE_CHECKING:
    from ..session import Preferences, Session


class WelcomeGifts:
    """Gives what is due, in the background."""

    def __init__(self, session: "Session", preferences: "Preferences") -> None:
        self._session = session
        self._preferences = preferences
        self._giving: dict[str, asyncio.Task[None]] = {}

    async def stop(self) -> None:
        """Give up what goes on in the background; what is due stays due."""
        for task in self._giving.values():
            task.cancel()
        await asyncio.gather(*self._giving.values(), return_exceptions=True)
        self._giving.clear()

    @property
    def is_giving(self) -> bool:
        """A welcome gift is being asked for right now."""
        return bool(self._giving)

    def give_soon(self) -> None:
        """Start the firm's gift to this customer, if it is due and not on its way already."""
        customer_id = self._session.state.customer_id
        customer = self._session.customers.get(customer_id) if customer_id else None
        if customer is None or customer.welcome_gift is not WelcomeGift.DUE:
            return
        if customer.account_id not in self._giving:
            task = asyncio.create_task(self._give(customer))
            self._giving[customer.account_id] = task
            task.add_done_callback(lambda _: self._giving.pop(customer.account_id, None))

    async def _give(self, customer: Customer) -> None:
        """A journal whose key follows from the customer: asked for again, it is the same one."""
        firm, gift = self._preferences.firm_account_id, self._preferences.welcome_gift
        if firm is None or gift is None:
            return
        creation = JournalCreation(
            entry_type=JournalEntryType.JNLC,
            from_account=firm,
            to_account=customer.account_id,
            amount=gift,
            description="Welcome gift",
        )
        key = str(uuid5(NAMESPACE_URL, f"ribbit:welcome-gift:{customer.account_id}"))
        try:
            broker = await self._session.broker()
            journal = await broker.journals.create(creation, idempotency_key=key)
        except (RateLimited, BadCredentials):
            return  # That says nothing of the gift: it is still due.
        except Refused as error:
            self._session.note_customer(customer.account_id, welcome_gift=WelcomeGift.NONE)
            self._session.notify(
                Notice("The welcome gift was refused", error.message, Tone.WARNING)
            )
            return
        except (BrokerError, TimeoutError):
            return  # Still due: the next reading of the account asks for it again.
        self._session.note_customer(customer.account_id, welcome_gift=WelcomeGift.REQUESTED)

        def put(state: State) -> None:
            state.journals.setdefault(journal.id, journal)

        self._session.put(customer.account_id, put, Change.JOURNALS)
