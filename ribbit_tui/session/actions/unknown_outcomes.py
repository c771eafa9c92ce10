"""After the answer to a write got lost: look whether it arrived, before anybody sends it again."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError, NotFoundError, OutcomeUnknownError
from ribbit_tui.session.errors import ActionFailedError, ErrorReport, report_of
from ribbit_tui.wire.accounts import Account, AccountCreation, Identity
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    Transfer,
    TransferCreation,
)
from ribbit_tui.wire.orders import Order, OrderCreation

from .calls import Calls

Answer = TypeVar("Answer")
Entity = TypeVar("Entity", AchRelationship, Transfer)

NOT_ARRIVED = "It did not arrive: nothing happened, and it is safe to send it again."


class UnknownOutcomes:
    """Finds what a write has made. Raises ActionFailedError where it made nothing, or can't be
    told."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def find_application(self, creation: AccountCreation, error: BrokerError) -> Account:
        """The account of an application."""
        email = creation.contact.email_address
        found = await self._look(
            lambda broker: broker.accounts.list(query=email, entities=("contact", "identity")),
            error,
        )
        for account in found:
            contact, identity = account.contact, account.identity
            if contact is None or contact.email_address.casefold() != email.casefold():
                continue
            # An address is taken once: another name is somebody who was here before.
            if identity is None or _name(identity) == _name(creation.identity):
                return account
        raise ActionFailedError(not_applied(error))

    async def find_bank(
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
        return _new_entity(same, known, error)

    async def find_transfer(
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
        return _new_entity(same, known, error)

    async def find_order(
        self, account_id: str, creation: OrderCreation, error: BrokerError
    ) -> Order:
        order_id = creation.client_order_id or ""
        try:
            return await (await self._calls.broker()).trading.get_order_by_client_order_id(
                account_id, order_id
            )
        except NotFoundError:
            raise ActionFailedError(not_applied(error)) from None
        except BrokerError:
            raise ActionFailedError(outcome_unknown(error)) from None

    async def _look(self, call: Callable[[Broker], Awaitable[Answer]], lost: BrokerError) -> Answer:
        """Look what has become of a write; when that fails too, its outcome stays unknown."""
        try:
            return await call(await self._calls.broker())
        except BrokerError:
            raise ActionFailedError(outcome_unknown(lost)) from None


def _name(identity: Identity) -> tuple[str, str]:
    return identity.given_name.casefold(), identity.family_name.casefold()


def _new_entity(same: list[Entity], known: frozenset[str] | None, error: BrokerError) -> Entity:
    """The one that was not there before the write."""
    for found in same:
        if known is not None and found.id not in known:
            return found
    if same and known is None:
        raise ActionFailedError(outcome_unknown(error))
    raise ActionFailedError(not_applied(error))


def outcome_unknown(error: BrokerError) -> ErrorReport:
    """What to say where nobody knows what became of a write."""
    return report_of(OutcomeUnknownError(error.message, request_id=error.request_id))


def not_applied(error: BrokerError) -> ErrorReport:
    """What to say of a write that certainly did nothing."""
    return ErrorReport(
        "The connection broke while sending",
        remedy=NOT_ARRIVED,
        request_id=error.request_id,
    )
