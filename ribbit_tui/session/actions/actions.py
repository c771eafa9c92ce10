"""What a person can ask for. A 2xx means accepted, not done: what follows arrives as events.

Every action raises ActionFailed, and nothing else, when it was not done or may not have been.
"""

from collections.abc import Awaitable, Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError, OutcomeUnknown, UnreadableAnswer
from ribbit_tui.wire.accounts import Account, AccountCreation
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    Transfer,
    TransferCreation,
    TransferDirection,
)
from ribbit_tui.wire.orders import Order

from ..clock import ManualClock
from ..notices import Notice, Tone
from ..order_ticket import TicketReview
from ..problems import ActionFailed, Problem, problem_of
from ..state import Change, State
from ..stores.customers import Customer, WelcomeGift
from ..sync.reducers import put_order
from .lost_answers import LostAnswers

if TYPE_CHECKING:
    from ..session import Preferences, Session

Answer = TypeVar("Answer")

NOT_READY = Problem(
    "The server is not there yet",
    way_out="Nothing was sent. Wait for the connection, then try again.",
)


class Actions:
    """The writes of a session."""

    def __init__(
        self, session: "Session", preferences: "Preferences", new_id: Callable[[], str]
    ) -> None:
        self._session = session
        self._preferences = preferences
        self._new_id = new_id
        self._lost = LostAnswers(self.broker)

    async def attempt(self, call: Callable[[Broker], Awaitable[Answer]]) -> Answer:
        """One call to the server, its failure turned into words."""
        try:
            return await call(await self.broker())
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None

    async def submit_application(self, creation: AccountCreation) -> Account:
        """Open an account and make its customer the one on screen."""
        try:
            account = await (await self.broker()).accounts.create(creation)
        except (OutcomeUnknown, UnreadableAnswer) as error:
            account = await self._lost.find_application(creation, error)
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
        account_id = self.account_id()
        known = self._known(Change.BANKS, self._session.state.ach_relationships)
        try:
            broker = await self.broker()
            bank = await broker.funding.create_ach_relationship(account_id, creation)
        except (OutcomeUnknown, UnreadableAnswer) as error:
            bank = await self._lost.find_bank(account_id, creation, known, error)
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None

        def put(state: State) -> None:
            state.ach_relationships.setdefault(bank.id, bank)

        self._session.put(account_id, put, Change.BANKS)
        return bank

    async def unlink_bank(self, bank: AchRelationship) -> None:
        """Give up a bank link."""
        account_id = self.account_id()
        await self.attempt(
            lambda broker: broker.funding.delete_ach_relationship(account_id, bank.id)
        )
        self._session.read_again(Change.BANKS)

    async def transfer(
        self, bank: AchRelationship, amount: Decimal, direction: TransferDirection
    ) -> Transfer:
        """Move `amount` (USD) from the bank (INCOMING) or to it (OUTGOING)."""
        account_id = self.account_id()
        creation = TransferCreation(
            transfer_type="ach",
            relationship_id=bank.id,
            amount=amount,
            direction=direction,
            timing="immediate",
        )
        known = self._known(Change.TRANSFERS, self._session.state.transfers)
        try:
            transfer = await (await self.broker()).funding.create_transfer(account_id, creation)
        except (OutcomeUnknown, UnreadableAnswer) as error:
            transfer = await self._lost.find_transfer(account_id, creation, known, error)
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None

        def put(state: State) -> None:
            state.transfers.setdefault(transfer.id, transfer)

        self._session.put(account_id, put, Change.TRANSFERS)
        self._session.read_again(Change.MONEY)
        return transfer

    async def cancel_transfer(self, transfer: Transfer) -> None:
        """Call a transfer back; the server refuses once it is under way."""
        account_id = self.account_id()
        await self.attempt(lambda broker: broker.funding.cancel_transfer(account_id, transfer.id))
        self._session.read_again(Change.TRANSFERS | Change.MONEY)

    async def place_order(self, review: TicketReview) -> Order:
        """Send a reviewed order. Its id is made here: by it a lost order is found again, so that
        nothing is bought twice."""
        account_id = self.account_id()
        creation = review.to_creation(self._new_id())
        try:
            order = await (await self.broker()).trading.create_order(account_id, creation)
        except (OutcomeUnknown, UnreadableAnswer) as error:
            order = await self._lost.find_order(account_id, creation, error)
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None
        self._session.put(account_id, lambda state: put_order(state, order), Change.ORDERS)
        self._session.read_again(Change.MONEY)
        return self._session.state.orders.get(order.id, order)

    async def cancel_order(self, order: Order) -> None:
        """Ask for an open order to be canceled; the event says when it is."""
        account_id = self.account_id()
        await self.attempt(lambda broker: broker.trading.cancel_order(account_id, order.id))
        self._session.read_again(Change.ORDERS | Change.MONEY)

    async def pass_time(self, seconds: int) -> None:
        """Move a simulator's manual clock, and ours with it."""
        clock = self._session.clock
        if isinstance(clock, ManualClock):
            clock.advance(seconds)
        await self.attempt(lambda broker: broker.simulator.advance_clock(seconds))

    async def broker(self) -> Broker:
        """The client. Raises ActionFailed while there is no server."""
        try:
            return await self._session.broker()
        except TimeoutError:
            raise ActionFailed(NOT_READY) from None

    def account_id(self) -> str:
        """The open customer's. Raises ActionFailed when none is open."""
        if self._session.state.customer_id is None:
            raise ActionFailed(Problem("No customer is open", way_out="Open one first."))
        return self._session.state.customer_id

    def _known(self, part: Change, ids: Iterable[str]) -> frozenset[str] | None:
        """What is there before a write; None while that has not been read."""
        return frozenset(ids) if self._session.state.has(part) else None
