"""What a person can ask for. A 2xx means accepted, not done: what follows arrives as events.

Every action raises ActionFailed, and nothing else, when it was not done or may not have been.
"""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar
from uuid import NAMESPACE_URL, uuid5

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError, OutcomeUnknown, Refused
from ribbit_tui.wire.accounts import Account, AccountCreation
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    Transfer,
    TransferCreation,
    TransferDirection,
)
from ribbit_tui.wire.journals import JournalCreation, JournalEntryType
from ribbit_tui.wire.orders import Order

from .customers import Customer, WelcomeGift
from .notices import Notice, Tone
from .order_ticket import TicketReview
from .problems import ActionFailed, Problem, problem_of
from .reducers import put_order
from .state import Change

if TYPE_CHECKING:
    from .session import Preferences, Session

Answer = TypeVar("Answer")

NOT_READY = Problem(
    "The server is not there yet",
    way_out="Nothing was sent. Wait for the connection, then try again.",
)
NOT_ARRIVED = "It did not arrive: nothing happened, and it is safe to send it again."


class Actions:
    """The writes of a session."""

    def __init__(
        self, session: "Session", preferences: "Preferences", new_id: Callable[[], str]
    ) -> None:
        self._session = session
        self._preferences = preferences
        self._new_id = new_id
        self._giving: asyncio.Task[None] | None = None

    async def attempt(self, call: Callable[[Broker], Awaitable[Answer]]) -> Answer:
        """One call to the server, its failure turned into words."""
        try:
            return await call(await self._broker())
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None

    async def submit_application(self, creation: AccountCreation) -> Account:
        """Open an account and make its customer the one on screen."""
        try:
            account = await (await self._broker()).accounts.create(creation)
        except OutcomeUnknown as error:
            account = await self._find_application(creation.contact.email_address, error)
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None
        identity = creation.identity
        gift = self._preferences.welcome_gift is not None
        self._session.customers.put(
            Customer(
                account_id=account.id,
                name=f"{identity.given_name} {identity.family_name}",
                email=creation.contact.email_address,
                opened_at=self._session.clock.now(),
                account_number=account.account_number,
                status=str(account.status),
                welcome_gift=WelcomeGift.DUE if gift else WelcomeGift.NONE,
            )
        )
        self._session.open_customer(account.id)
        return account

    async def link_bank(self, creation: AchRelationshipCreation) -> AchRelationship:
        """Link a bank account; it can be used once its status is APPROVED."""
        account_id = self._account_id()
        try:
            broker = await self._broker()
            bank = await broker.funding.create_ach_relationship(account_id, creation)
        except OutcomeUnknown as error:
            bank = await self._find_bank(account_id, creation, error)
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None
        self._session.state.ach_relationships.setdefault(bank.id, bank)
        self._session.changed(Change.BANKS)
        return bank

    async def unlink_bank(self, bank: AchRelationship) -> None:
        """Give up a bank link."""
        account_id = self._account_id()
        await self.attempt(
            lambda broker: broker.funding.delete_ach_relationship(account_id, bank.id)
        )
        self._session.read_again(Change.BANKS)

    async def transfer(
        self, bank: AchRelationship, amount: Decimal, direction: TransferDirection
    ) -> Transfer:
        """Move `amount` (USD) from the bank (INCOMING) or to it (OUTGOING)."""
        account_id = self._account_id()
        creation = TransferCreation(
            transfer_type="ach",
            relationship_id=bank.id,
            amount=amount,
            direction=direction,
            timing="immediate",
        )
        known = frozenset(self._session.state.transfers)
        try:
            transfer = await (await self._broker()).funding.create_transfer(account_id, creation)
        except OutcomeUnknown as error:
            transfer = await self._find_transfer(account_id, creation, known, error)
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None
        self._session.state.transfers.setdefault(transfer.id, transfer)
        self._session.changed(Change.TRANSFERS)
        self._session.read_again(Change.MONEY)
        return transfer

    async def cancel_transfer(self, transfer: Transfer) -> None:
        """Call a transfer back; the server refuses once it is under way."""
        account_id = self._account_id()
        await self.attempt(lambda broker: broker.funding.cancel_transfer(account_id, transfer.id))
        self._session.read_again(Change.TRANSFERS | Change.MONEY)

    async def place_order(self, review: TicketReview) -> Order:
        """Send a reviewed order. Its id is made here, so a retry can't buy twice."""
        account_id = self._account_id()
        creation = review.to_creation(self._new_id())
        order = await self.attempt(lambda broker: broker.trading.create_order(account_id, creation))
        put_order(self._session.state, order)
        self._session.changed(Change.ORDERS)
        self._session.read_again(Change.MONEY)
        return self._session.state.orders[order.id]

    async def cancel_order(self, order: Order) -> None:
        """Ask for an open order to be canceled; the event says when it is."""
        account_id = self._account_id()
        await self.attempt(lambda broker: broker.trading.cancel_order(account_id, order.id))
        self._session.read_again(Change.ORDERS | Change.MONEY)

    def give_welcome_gift_soon(self) -> None:
        """Start the firm's gift to this customer, if it is due and not on its way already."""
        customer_id = self._session.state.customer_id
        customer = self._session.customers.get(customer_id) if customer_id else None
        if customer is None or customer.welcome_gift is not WelcomeGift.DUE:
            return
        if self._giving is None or self._giving.done():
            self._giving = asyncio.create_task(self._give_welcome_gift(customer))

    async def _give_welcome_gift(self, customer: Customer) -> None:
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
            broker = await self._broker()
            journal = await broker.journals.create(creation, idempotency_key=key)
        except Refused as error:
            self._session.customers.update(customer.account_id, welcome_gift=WelcomeGift.NONE)
            self._session.notify(
                Notice("The welcome gift was refused", error.message, Tone.WARNING)
            )
            return
        except (BrokerError, ActionFailed):
            return  # Still due: the next reading of the account asks for it again.
        self._session.customers.update(customer.account_id, welcome_gift=WelcomeGift.REQUESTED)
        if self._session.state.customer_id == customer.account_id:
            self._session.state.journals.setdefault(journal.id, journal)
            self._session.changed(Change.JOURNALS)

    async def _broker(self) -> Broker:
        try:
            return await self._session.broker()
        except TimeoutError:
            raise ActionFailed(NOT_READY) from None

    def _account_id(self) -> str:
        if self._session.state.customer_id is None:
            raise ActionFailed(Problem("No customer is open", way_out="Open one first."))
        return self._session.state.customer_id

    async def _find_application(self, email: str, error: OutcomeUnknown) -> Account:
        """After a lost answer: the account, if the application arrived."""
        found = await self._look(lambda broker: broker.accounts.list(query=email), error)
        for account in found:
            contact = account.contact
            if contact is not None and contact.email_address.casefold() == email.casefold():
                return account
        raise ActionFailed(_not_arrived(error))

    async def _find_bank(
        self, account_id: str, creation: AchRelationshipCreation, error: OutcomeUnknown
    ) -> AchRelationship:
        banks = await self._look(
            lambda broker: broker.funding.list_ach_relationships(account_id), error
        )
        for bank in banks:
            if bank.bank_account_number == creation.bank_account_number:
                return bank
        raise ActionFailed(_not_arrived(error))

    async def _find_transfer(
        self,
        account_id: str,
        creation: TransferCreation,
        known: frozenset[str],
        error: OutcomeUnknown,
    ) -> Transfer:
        transfers = await self._look(
            lambda broker: broker.funding.list_transfers(account_id), error
        )
        for transfer in transfers:
            same = (transfer.amount, transfer.direction) == (creation.amount, creation.direction)
            if transfer.id not in known and same:
                return transfer
        raise ActionFailed(_not_arrived(error))

    async def _look(
        self, call: Callable[[Broker], Awaitable[Answer]], lost: OutcomeUnknown
    ) -> Answer:
        """Look what has become of a write; when that fails too, its outcome stays unknown."""
        try:
            return await call(await self._broker())
        except BrokerError:
            raise ActionFailed(problem_of(lost)) from None


def _not_arrived(error: OutcomeUnknown) -> Problem:
    return Problem(
        "The connection broke while sending",
        way_out=NOT_ARRIVED,
        request_id=error.request_id,
    )
