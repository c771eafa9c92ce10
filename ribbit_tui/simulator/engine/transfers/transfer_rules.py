"""What a transfer may be, and what it costs."""

from dataclasses import dataclass

from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.balances import settlement
from ribbit_tui.simulator.engine.banks import ach_relationships as banks
from ribbit_tui.simulator.engine.banks import recipient_banks
from ribbit_tui.simulator.engine.common.request_amounts import usd_amount
from ribbit_tui.simulator.errors import ForbiddenError, InvalidError
from ribbit_tui.simulator.exact import MICROS_PER_CENT
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import (
    AchRelationshipStatus,
    BankCodeType,
    BankStatus,
    FeePaymentMethod,
    TransferCreation,
    TransferDirection,
    TransferType,
)

WIRE_FEES = {
    BankCodeType.ABA: 25 * 100 * MICROS_PER_CENT,
    BankCodeType.BIC: 50 * 100 * MICROS_PER_CENT,
}
"""What an outgoing wire costs (1e-6 USD); Alpaca agrees on this with each firm by contract."""

_LONGEST_TEXT = 1024


@dataclass(frozen=True, kw_only=True)
class Terms:
    """A transfer that may be made; `amount` is what the receiver gets, in 1e-6 USD."""

    type: TransferType
    direction: TransferDirection
    amount: int
    fee: int = 0
    fee_payment_method: FeePaymentMethod | None = None
    relationship_id: str | None = None
    bank_id: str | None = None
    additional_information: str | None = None

    @property
    def taken(self) -> int:
        """What a withdrawal takes from the account."""
        return self.amount + user_fee(self.fee, self.fee_payment_method)


def user_fee(fee: int, method: str | None) -> int:
    """What the customer pays of a fee; the firm's invoices are not part of the simulation."""
    return fee if method == FeePaymentMethod.USER else 0


def check(simulation: Simulation, account: AccountRecord, creation: TransferCreation) -> Terms:
    """Raises InvalidError, NotFoundError for a bank that is not there, ForbiddenError for want of
    money."""
    check_text(creation.additional_information)
    if creation.transfer_type not in set(TransferType):
        raise InvalidError("transfer_type must be ach or wire", "transfer_type")
    if creation.direction not in set(TransferDirection):
        raise InvalidError("direction must be INCOMING or OUTGOING", "direction")
    if creation.timing not in (None, "immediate"):
        raise InvalidError("timing must be immediate", "timing")
    method = creation.fee_payment_method
    if method is not None and method not in set(FeePaymentMethod):
        raise InvalidError("fee_payment_method must be user or invoice", "fee_payment_method")
    is_ach = creation.transfer_type == TransferType.ACH
    terms = _ach(simulation, account, creation) if is_ach else _wire(simulation, account, creation)
    if terms.direction == TransferDirection.OUTGOING:
        _check_cash(simulation, account.id, terms)
    return terms


def _check_cash(simulation: Simulation, account_id: str, terms: Terms) -> None:
    if terms.taken > settlement.withdrawable(simulation, account_id):
        raise ForbiddenError("amount is more than the account's withdrawable cash", "amount")


def check_text(additional_information: str | None) -> None:
    if len(additional_information or "") > _LONGEST_TEXT:
        raise InvalidError("additional_information is too long", "additional_information")


def _ach(simulation: Simulation, account: AccountRecord, creation: TransferCreation) -> Terms:
    if creation.relationship_id is None:
        raise InvalidError("relationship_id is required for ach", "relationship_id")
    if creation.bank_id is not None:
        raise InvalidError("bank_id is for wires only", "bank_id")
    relationship = banks.find(simulation, account.id, creation.relationship_id, "relationship_id")
    if relationship["status"] != AchRelationshipStatus.APPROVED:
        raise InvalidError(
            f"the relationship is not approved, its status is {relationship['status']}",
            "relationship_id",
        )
    method = creation.fee_payment_method
    return Terms(
        type=TransferType.ACH,
        direction=TransferDirection(creation.direction),
        amount=usd_amount(creation.amount, "amount"),
        fee_payment_method=None if method is None else FeePaymentMethod(method),
        relationship_id=relationship["id"],
        additional_information=creation.additional_information,
    )


def _wire(simulation: Simulation, account: AccountRecord, creation: TransferCreation) -> Terms:
    """A wire out: one that comes in is for its sender to make.

    Its bank need not be approved yet: at any pace it is by the time the wire is sent.
    """
    if creation.direction == TransferDirection.INCOMING:
        raise InvalidError(
            "incoming wires are sent by the customer's bank and cannot be requested", "direction"
        )
    if creation.bank_id is None:
        raise InvalidError("bank_id is required for wire", "bank_id")
    if creation.relationship_id is not None:
        raise InvalidError("relationship_id is for ach only", "relationship_id")
    bank = recipient_banks.find(simulation, account.id, creation.bank_id, "bank_id")
    if bank["status"] == BankStatus.CANCELED:
        raise InvalidError("the bank is canceled", "bank_id")
    requested = usd_amount(creation.amount, "amount")
    fee = WIRE_FEES[BankCodeType(bank["bank_code_type"])]
    method = FeePaymentMethod(creation.fee_payment_method or FeePaymentMethod.INVOICE)
    amount = requested - user_fee(fee, method)
    if amount <= 0:
        raise InvalidError("amount must be greater than the wire's fee", "amount")
    return Terms(
        type=TransferType.WIRE,
        direction=TransferDirection.OUTGOING,
        amount=amount,
        fee=fee,
        fee_payment_method=method,
        bank_id=bank["id"],
        additional_information=creation.additional_information,
    )
