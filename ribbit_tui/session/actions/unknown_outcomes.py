"""Lookups after a write whose response was lost, to learn whether the server applied it."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError, NotFoundError, OutcomeUnknownError
from ribbit_tui.session.errors import ActionFailedError, ErrorReport, report_of
from ribbit_tui.wire.accounts import Account, AccountCreation, AccountIdentity
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    Transfer,
    TransferCreation,
)
from ribbit_tui.wire.orders import Order, OrderCreation

from .calls import Calls

Result = TypeVar("Result")
"""The result of a query."""

Entity = TypeVar("Entity", AchRelationship, Transfer)
"""An entity that a write creates."""

NOT_ARRIVED = "Nothing was done, and it is safe to send it again."


class UnknownOutcomes:
    """Finds the entity that a write created.

    Raises ActionFailedError if there is none, or if that cannot be determined.
    """

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def find_application(self, creation: AccountCreation, error: BrokerError) -> Account:
        """Find the account of an application by its e-mail address and name."""
        email = creation.contact.email_address
        found = await self._query(
            lambda broker: broker.accounts.list(query=email, entities=("contact", "identity")),
            error,
        )
        for account in found:
            contact, identity = account.contact, account.identity
            if contact is None or (contact.email_address or "").casefold() != email.casefold():
                continue
            # An e-mail address has one account: another name belongs to an earlier customer.
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
        """Find a bank link that is not among the `known` ids, by its account number."""
        banks = await self._query(
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
        """Find a transfer that is not among the `known` ids, by its amount and direction."""
        transfers = await self._query(
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
        """Find an order by its `client_order_id`."""
        order_id = creation.client_order_id or ""
        try:
            return await (await self._calls.broker()).trading.get_order_by_client_order_id(
                account_id, order_id
            )
        except NotFoundError:
            raise ActionFailedError(not_applied(error)) from None
        except BrokerError:
            raise ActionFailedError(outcome_unknown(error)) from None

    async def _query(
        self, call: Callable[[Broker], Awaitable[Result]], lost: BrokerError
    ) -> Result:
        """Send a query. If it fails too, the outcome of the write stays unknown."""
        try:
            return await call(await self._calls.broker())
        except BrokerError:
            raise ActionFailedError(outcome_unknown(lost)) from None


def _name(identity: AccountIdentity) -> str:
    return identity.full_name.casefold()


def _new_entity(same: list[Entity], known: frozenset[str] | None, error: BrokerError) -> Entity:
    """Return the entity that did not exist before the write."""
    for found in same:
        if known is not None and found.id not in known:
            return found
    if same and known is None:
        raise ActionFailedError(outcome_unknown(error))
    raise ActionFailedError(not_applied(error))


def outcome_unknown(error: BrokerError) -> ErrorReport:
    """Return the report of a write whose outcome is unknown."""
    return report_of(OutcomeUnknownError(error.message, request_id=error.request_id))


def not_applied(error: BrokerError) -> ErrorReport:
    """Return the report of a write that the server has not applied."""
    return ErrorReport(
        "The connection broke while sending",
        remedy=NOT_ARRIVED,
        request_id=error.request_id,
    )
