"""Bank links and transfers.

A 2xx means accepted, not done: status changes arrive as events. Every action raises
ActionFailedError, and nothing else, when it failed or its outcome is unknown.
"""

from collections.abc import Iterable
from decimal import Decimal

from ribbit_tui.session.state import Change, State
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    Transfer,
    TransferCreation,
    TransferDirection,
)

from .calls import Calls
from .unknown_outcomes import UnknownOutcomes


class FundingActions:
    """Links and unlinks banks, creates and cancels transfers."""

    def __init__(self, store: StateStore, calls: Calls) -> None:
        self._store = store
        self._calls = calls
        self._unknown_outcomes = UnknownOutcomes(calls)

    async def link_bank(self, creation: AchRelationshipCreation) -> AchRelationship:
        """Link a bank account. It can be used once its status is APPROVED."""
        account_id = self._calls.account_id()
        known = self._known_ids(Change.BANKS, self._store.state.ach_relationships)
        bank = await self._calls.send(
            lambda broker: broker.funding.create_ach_relationship(account_id, creation),
            if_unknown=lambda error: self._unknown_outcomes.find_bank(
                account_id, creation, known, error
            ),
        )

        def insert(state: State) -> None:
            state.ach_relationships.setdefault(bank.id, bank)

        self._store.apply_response(account_id, insert, Change.BANKS)
        return bank

    async def unlink_bank(self, bank: AchRelationship) -> None:
        """Cancel a bank link."""
        account_id = self._calls.account_id()
        await self._calls.send(
            lambda broker: broker.funding.delete_ach_relationship(account_id, bank.id)
        )
        self._store.mark_stale(Change.BANKS)

    async def transfer(
        self, bank: AchRelationship, amount: Decimal, direction: TransferDirection
    ) -> Transfer:
        """Transfer `amount` (USD) from the bank (INCOMING) or to it (OUTGOING)."""
        account_id = self._calls.account_id()
        creation = TransferCreation(
            transfer_type="ach",
            relationship_id=bank.id,
            amount=amount,
            direction=direction,
            timing="immediate",
        )
        known = self._known_ids(Change.TRANSFERS, self._store.state.transfers)
        transfer = await self._calls.send(
            lambda broker: broker.funding.create_transfer(account_id, creation),
            if_unknown=lambda error: self._unknown_outcomes.find_transfer(
                account_id, creation, known, error
            ),
        )

        def insert(state: State) -> None:
            state.transfers.setdefault(transfer.id, transfer)

        self._store.apply_response(account_id, insert, Change.TRANSFERS)
        self._store.mark_stale(Change.MONEY)
        return transfer

    async def cancel_transfer(self, transfer: Transfer) -> None:
        """Cancel a transfer. The server refuses once the transfer has been sent to the bank."""
        account_id = self._calls.account_id()
        await self._calls.send(
            lambda broker: broker.funding.cancel_transfer(account_id, transfer.id)
        )
        self._store.mark_stale(Change.TRANSFERS | Change.MONEY)

    def _known_ids(self, part: Change, ids: Iterable[str]) -> frozenset[str] | None:
        """Return the ids that exist before a write, or None while `part` is not loaded."""
        return frozenset(ids) if self._store.state.has(part) else None
