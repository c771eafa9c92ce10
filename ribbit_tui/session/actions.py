"""What a person can ask for. A 2xx means accepted, not done: what follows arrives as events.

Every action raises ActionFailed, and nothing else, when it was not done or may not have been.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar
from uuid import NAMESPACE_URL, uuid5

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import (
    BadCredentials,
    BrokerError,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Refused,
    UnreadableAnswer,
)
from ribbit_tui.wire.accounts import Account, AccountCreation, Identity
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    Transfer,
    TransferCreation,
    TransferDirection,
)
from ribbit_tui.wire.journals import JournalCreation, JournalEntryType
from ribbit_tui.wire.orders import Order, OrderCreation

from .clock import ManualClock
from .customers import Customer, WelcomeGift
from .notices import Notice, Tone
from .order_ticket import TicketReview
from .problems import ActionFailed, Problem, problem_of
from .reducers import put_order
from .state import Change, State

if TYPE_CHECKING:
    from .session import Preferences, Session

Answer = TypeVar("Answer")
Found = TypeVar("Found", AchRelationship, Transfer)

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
        self._giving: dict[str, asyncio.Task[None]] = {}

    async def stop(self) -> None:
        """Give up what goes on in the background; what is due stays due."""
        for task in self._giving.values():
            task.cancel()
        await asyncio.gather(*self._giving.values(), return_exceptions=True)
        self._giving.clear()

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
        except (OutcomeUnknown, UnreadableAnswer) as error:
            account = await self._find_application(creation, error)
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None
        identity = creation.identity
        gift = self._preferences.welcome_gift is not None
        customer = Customer(
            account_id=account.id,
            name=f"{identity.given_name} {identity.family_name}",
            email=creation.contact.email_address,
            opened_at=self._session.clock.now(),
            account_number=account.account_number,
            status=str(account.status),
            welcome_gift=WelcomeGift.DUE if gift else WelcomeGift.NONE,
        )
        try:
            self._session.customers.put(customer)
        except OSError as error:
            # The account is there all the same: it must not look as if it were not.
            self._session.notify(
                Notice(
                    "The customer could not be saved on this machine",
                    f"{error.strerror}. Note the account id: {account.id}",
                    Tone.WARNING,
                )
            )
        self._session.open_customer(account.id)
        return account

    async def link_bank(self, creation: AchRelationshipCreation) -> AchRelationship:
        """Link a bank account; it can be used once its status is APPROVED."""
        account_id = self._account_id()
        known = self._known(Change.BANKS, self._session.state.ach_relationships)
        try:
            broker = await self._broker()
            bank = await broker.funding.create_ach_relationship(account_id, creation)
        except (OutcomeUnknown, UnreadableAnswer) as error:
            bank = await self._find_bank(account_id, creation, known, error)
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None

        def put(state: State) -> None:
            state.ach_relationships.setdefault(bank.id, bank)

        self._session.put(account_id, put, Change.BANKS)
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
        known = self._known(Change.TRANSFERS, self._session.state.transfers)
        try:
            transfer = await (await self._broker()).funding.create_transfer(account_id, creation)
        except (OutcomeUnknown, UnreadableAnswer) as error:
            transfer = await self._find_transfer(account_id, creation, known, error)
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None

        def put(state: State) -> None:
            state.transfers.setdefault(transfer.id, transfer)

        self._session.put(account_id, put, Change.TRANSFERS)
        self._session.read_again(Change.MONEY)
        return transfer

    async def cancel_transfer(self, transfer: Transfer) -> None:
        """Call a transfer back; the server refuses once it is under way."""
        account_id = self._account_id()
        await self.attempt(lambda broker: broker.funding.cancel_transfer(account_id, transfer.id))
        self._session.read_again(Change.TRANSFERS | Change.MONEY)

    async def place_order(self, review: TicketReview) -> Order:
        """Send a reviewed order. Its id is made here: by it a lost order is found again, so that
        nothing is bought twice."""
        account_id = self._account_id()
        creation = review.to_creation(self._new_id())
        try:
            order = await (await self._broker()).trading.create_order(account_id, creation)
        except (OutcomeUnknown, UnreadableAnswer) as error:
            order = await self._find_order(account_id, creation, error)
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None
        self._session.put(account_id, lambda state: put_order(state, order), Change.ORDERS)
        self._session.read_again(Change.MONEY)
        return self._session.state.orders.get(order.id, order)

    async def cancel_order(self, order: Order) -> None:
        """Ask for an open order to be canceled; the event says when it is."""
        account_id = self._account_id()
        await self.attempt(lambda broker: broker.trading.cancel_order(account_id, order.id))
        self._session.read_again(Change.ORDERS | Change.MONEY)

    async def pass_time(self, seconds: int) -> None:
        """Move a simulator's manual clock, and ours with it."""
        clock = self._session.clock
        if isinstance(clock, ManualClock):
            clock.advance(seconds)
        await self.attempt(lambda broker: broker.simulator.advance_clock(seconds))

    @property
    def is_giving(self) -> bool:
        """A welcome gift is being asked for right now."""
        return bool(self._giving)

    def give_welcome_gift_soon(self) -> None:
        """Start the firm's gift to this customer, if it is due and not on its way already."""
        customer_id = self._session.state.customer_id
        customer = self._session.customers.get(customer_id) if customer_id else None
        if customer is None or customer.welcome_gift is not WelcomeGift.DUE:
            return
        if customer.account_id not in self._giving:
            task = asyncio.create_task(self._give_welcome_gift(customer))
            self._giving[customer.account_id] = task
            task.add_done_callback(lambda _: self._giving.pop(customer.account_id, None))

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
        except (RateLimited, BadCredentials):
            return  # That says nothing of the gift: it is still due.
        except Refused as error:
            self._session.note_customer(customer.account_id, welcome_gift=WelcomeGift.NONE)
            self._session.notify(
                Notice("The welcome gift was refused", error.message, Tone.WARNING)
            )
            return
        except (BrokerError, ActionFailed):
            return  # Still due: the next reading of the account asks for it again.
        self._session.note_customer(customer.account_id, welcome_gift=WelcomeGift.REQUESTED)

        def put(state: State) -> None:
            state.journals.setdefault(journal.id, journal)

        self._session.put(customer.account_id, put, Change.JOURNALS)

    async def _broker(self) -> Broker:
        try:
            return await self._session.broker()
        except TimeoutError:
            raise ActionFailed(NOT_READY) from None

    def _account_id(self) -> str:
        if self._session.state.customer_id is None:
            raise ActionFailed(Problem("No customer is open", way_out="Open one first."))
        return self._session.state.customer_id

    def _known(self, part: Change, ids: Iterable[str]) -> frozenset[str] | None:
        """What is there before a write; None while that has not been read."""
        return frozenset(ids) if self._session.state.has(part) else None

    async def _find_application(self, creation: AccountCreation, error: BrokerError) -> Account:
        """After a lost answer: the account, if the application arrived."""
        email = creation.contact.email_address
        found = await self._look(lambda broker: broker.accounts.list(query=email), error)
        for account in found:
            contact, identity = account.contact, account.identity
            if contact is None or contact.email_address.casefold() != email.casefold():
                continue
            # An address is taken once: another name is somebody who was here before.
            if identity is None or _name(identity) == _name(creation.identity):
                return account
        raise ActionFailed(_not_arrived(error))

    async def _find_bank(
        self,
        account_id: str,
        creation: AchRelationshipCreation,
        known: frozenset[str] | None,
        error: BrokerError,
    ) -> AchRelationship:
        banks = await self._look(
            lambda broker: broker.funding.list_ach_relationships(account_id), error
        )
        same = [bank for bank in banks if bank.bank_account_number == creation.bank_account_number]
        return _the_new_one(same, known, error)

    async def _find_transfer(
        self,
        account_id: str,
        creation: TransferCreation,
        known: frozenset[str] | None,
        error: BrokerError,
    ) -> Transfer:
        transfers = await self._look(
            lambda broker: broker.funding.list_transfers(account_id), error
        )
        same = [
            transfer
            for transfer in transfers
            if (transfer.amount, transfer.direction) == (creation.amount, creation.direction)
        ]
        return _the_new_one(same, known, error)

    async def _find_order(
        self, account_id: str, creation: OrderCreation, error: BrokerError
    ) -> Order:
        order_id = creation.client_order_id or ""
        try:
            return await (await self._broker()).trading.get_order_by_client_order_id(
                account_id, order_id
            )
        except NotFound:
            raise ActionFailed(_not_arrived(error)) from None
        except BrokerError:
            raise ActionFailed(_lost(error)) from None

    async def _look(self, call: Callable[[Broker], Awaitable[Answer]], lost: BrokerError) -> Answer:
        """Look what has become of a write; when that fails too, its outcome stays unknown."""
        try:
            return await call(await self._broker())
        except BrokerError:
            raise ActionFailed(_lost(lost)) from None


def _name(identity: Identity) -> tuple[str, str]:
    return identity.given_name.casefold(), identity.family_name.casefold()


def _the_new_one(same: list[Found], known: frozenset[str] | None, error: BrokerError) -> Found:
    """The one that was not there before the write."""
    for found in same:
        if known is not None and found.id not in known:
            return found
    if same and known is None:
        raise ActionFailed(_lost(error))
    raise ActionFailed(_not_arrived(error))


def _lost(error: BrokerError) -> Problem:
    return problem_of(OutcomeUnknown(error.message, request_id=error.request_id))


def _not_arrived(error: BrokerError) -> Problem:
    return Problem(
        "The connection broke while sending",
        way_out=NOT_ARRIVED,
        request_id=error.request_id,
    )
