"""What a person asks for day by day: banks, transfers, orders.

A 2xx means accepted, not done: what follows arrives as events. Every action raises
ActionFailedError, and nothing else, when it was not done or may not have been.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from ribbit_tui.session.clock import Clock, ManualClock
from ribbit_tui.session.errors import ActionFailedError, Problem
from ribbit_tui.session.state import Change, State
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.session.sync.reducers import put_order
from ribbit_tui.session.trading.ticket import TicketReview
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    Transfer,
    TransferCreation,
    TransferDirection,
)
from ribbit_tui.wire.orders import Order

from .calls import Calls
from .unknown_outcomes import UnknownOutcomes


class Actions:
    def __init__(
        self, store: StateStore, calls: Calls, clock: Clock, new_id: Callable[[], str]
    ) -> None:
        self._store = store
        self._calls = calls
        self._clock = clock
        self._new_id = new_id
        self._lost = UnknownOutcomes(calls)

    async def link_bank(self, creation: AchRelationshipCreation) -> AchRelationship:
        """Link a bank account; it can be used once its status is APPROVED."""
        account_id = self._calls.account_id()
        known = self._known(Change.BANKS, self._store.state.ach_relationships)
        bank = await self._calls.send(
            lambda broker: broker.funding.create_ach_relationship(account_id, creation),
            if_lost=lambda error: self._lost.find_bank(account_id, creation, known, error),
        )

        def put(state: State) -> None:
            state.ach_relationships.setdefault(bank.id, bank)

        self._store.apply_response(account_id, put, Change.BANKS)
        return bank

    async def unlink_bank(self, bank: AchRelationship) -> None:
        """Give up a bank link."""
        account_id = self._calls.account_id()
        await self._calls.send(
            lambda broker: broker.funding.delete_ach_relationship(account_id, bank.id)
        )
        self._store.mark_stale(Change.BANKS)

    async def transfer(
        self, bank: AchRelationship, amount: Decimal, direction: TransferDirection
    ) -> Transfer:
        """Move `amount` (USD) from the bank (INCOMING) or to it (OUTGOING)."""
        account_id = self._calls.account_id()
        creation = TransferCreation(
            transfer_type="ach",
            relationship_id=bank.id,
            amount=amount,
            direction=direction,
            timing="immediate",
        )
        known = self._known(Change.TRANSFERS, self._store.state.transfers)
        transfer = await self._calls.send(
            lambda broker: broker.funding.create_transfer(account_id, creation),
            if_lost=lambda error: self._lost.find_transfer(account_id, creation, known, error),
        )

        def put(state: State) -> None:
            state.transfers.setdefault(transfer.id, transfer)

        self._store.apply_response(account_id, put, Change.TRANSFERS)
        self._store.mark_stale(Change.MONEY)
        return transfer

    async def cancel_transfer(self, transfer: Transfer) -> None:
        """Call a transfer back; the server refuses once it is under way."""
        account_id = self._calls.account_id()
        await self._calls.send(
            lambda broker: broker.funding.cancel_transfer(account_id, transfer.id)
        )
        self._store.mark_stale(Change.TRANSFERS | Change.MONEY)

    async def place_order(self, review: TicketReview) -> Order:
        """Send a reviewed order. Its id is made here: by it a lost order is found again, so that
        nothing is bought twice."""
        account_id = self._calls.account_id()
        creation = review.to_creation(self._new_id())
        order = await self._calls.send(
            lambda broker: broker.trading.create_order(account_id, creation),
            if_lost=lambda error: self._lost.find_order(account_id, creation, error),
        )
        self._store.apply_response(account_id, lambda state: put_order(state, order), Change.ORDERS)
        self._store.mark_stale(Change.MONEY)
        return self._store.state.orders.get(order.id, order)

    async def cancel_order(self, order: Order) -> None:
        """Ask for an open order to be canceled; the event says when it is."""
        account_id = self._calls.account_id()
        await self._calls.send(lambda broker: broker.trading.cancel_order(account_id, order.id))
        self._store.mark_stale(Change.ORDERS | Change.MONEY)

    async def cancel_all_orders(self) -> None:
        """Ask for every open order to be canceled; events say when they are."""
        account_id = self._calls.account_id()
        answers = await self._calls.send(
            lambda broker: broker.trading.cancel_all_orders(account_id)
        )
        self._store.mark_stale(Change.ORDERS | Change.MONEY)
        failed = [one.id for one in answers if one.status >= 400]
        if failed:
            raise ActionFailedError(
                _in_part("orders could not be canceled", len(failed), len(answers))
            )

    async def sell_all_positions(self) -> None:
        """Sell all that is held, at the market; events say when it is sold."""
        account_id = self._calls.account_id()
        answers = await self._calls.send(
            lambda broker: broker.trading.close_all_positions(account_id)
        )
        self._store.mark_stale(Change.ORDERS | Change.POSITIONS | Change.MONEY)
        failed = [one.symbol for one in answers if one.status >= 400]
        if failed:
            words = f"positions could not be sold ({', '.join(failed[:5])})"
            raise ActionFailedError(_in_part(words, len(failed), len(answers)))

    async def pass_time(self, seconds: int) -> None:
        """Move a simulator's manual clock, and ours with it."""
        if isinstance(self._clock, ManualClock):
            self._clock.advance(seconds)
        await self._calls.send(lambda broker: broker.simulator.advance_clock(seconds))

    def _known(self, part: Change, ids: Iterable[str]) -> frozenset[str] | None:
        """What is there before a write; None while that has not been read."""
        return frozenset(ids) if self._store.state.has(part) else None


def _in_part(words: str, failed: int, asked: int) -> Problem:
    return Problem(
        "Not all of it could be done",
        f"{failed} of {asked} {words}.",
        "The others are under way. Look at what is left, then try again.",
    )
