"""Bank links and transfers.

A 2xx means accepted, not done: status changes arrive as events. Every action raises
ActionFailedError, and nothing else, when it failed or its outcome is unknown.
"""

from decimal import Decimal

from ribbit_tui.session.state import Change, State
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.session.unanswered.writes import WriteKind
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    Transfer,
    TransferCreation,
    TransferDirection,
)

from .calls import Calls


class FundingActions:
    """Links and unlinks banks, creates and cancels transfers."""

    def __init__(self, store: StateStore, calls: Calls) -> None:
        self._store = store
        self._calls = calls

    async def link_bank(
        self, creation: AchRelationshipCreation, *, again: bool = False
    ) -> AchRelationship:
        """Link a bank account. It can be used once its status is APPROVED."""
        account_id = self._calls.account_id()
        # Writes are saved to disk, account numbers are not.
        last_digits = (creation.bank_account_number or "")[-4:]
        write = self._calls.new_write(
            WriteKind.BANK_LINK,
            f"{creation.bank_routing_number} {last_digits}",
            {"last_digits": last_digits},
            account_id=account_id,
        )
        bank = await self._calls.write(
            write,
            lambda broker, _: broker.funding.create_ach_relationship(account_id, creation),
            again=again,
        )

        def insert(state: State) -> None:
            state.ach_relationships.setdefault(bank.id, bank)

        self._store.apply_response(account_id, insert, Change.BANKS)
        return bank

    async def unlink_bank(self, bank: AchRelationship, *, again: bool = False) -> None:
        """Cancel a bank link."""
        account_id = self._calls.account_id()
        write = self._calls.new_write(
            WriteKind.BANK_REMOVAL, bank.id, {"id": bank.id}, account_id=account_id
        )
        await self._calls.write(
            write,
            lambda broker, _: broker.funding.delete_ach_relationship(account_id, bank.id),
            again=again,
        )
        self._store.mark_stale(Change.BANKS)

    async def transfer(
        self,
        bank: AchRelationship,
        amount: Decimal,
        direction: TransferDirection,
        *,
        again: bool = False,
    ) -> Transfer:
        """Transfer `amount` (USD) from the bank (INCOMING) or to it (OUTGOING)."""
        account_id = self._calls.account_id()
        creation = TransferCreation(
            transfer_type="ach",
            relationship_id=bank.id,
            amount=amount,
            direction=direction,
        )
        body = {"direction": str(direction), "amount": f"{amount.normalize():f}"}
        write = self._calls.new_write(
            WriteKind.TRANSFER, " ".join(body.values()), body, account_id=account_id
        )
        transfer = await self._calls.write(
            write,
            lambda broker, _: broker.funding.create_transfer(account_id, creation),
            again=again,
        )

        def insert(state: State) -> None:
            state.transfers.setdefault(transfer.id, transfer)

        self._store.apply_response(account_id, insert, Change.TRANSFERS)
        self._store.mark_stale(Change.MONEY)
        return transfer

    async def cancel_transfer(self, transfer: Transfer, *, again: bool = False) -> None:
        """Cancel a transfer. The server refuses once the transfer has been sent to the bank."""
        account_id = self._calls.account_id()
        write = self._calls.new_write(
            WriteKind.TRANSFER_CANCELLATION,
            transfer.id,
            {"id": transfer.id, "amount": str(transfer.amount)},
            account_id=account_id,
        )
        await self._calls.write(
            write,
            lambda broker, _: broker.funding.cancel_transfer(account_id, transfer.id),
            again=again,
        )
        self._store.mark_stale(Change.TRANSFERS | Change.MONEY)
