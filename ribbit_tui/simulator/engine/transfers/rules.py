"""Rules for transfers: which are accepted, and their fees."""

import re
from dataclasses import dataclass, replace

from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.balances import settlement
from ribbit_tui.simulator.engine.banks.kinds import ACH, RECIPIENT
from ribbit_tui.simulator.engine.banks.rules import find_of_account
from ribbit_tui.simulator.engine.common.request_amounts import usd_amount
from ribbit_tui.simulator.errors import (
    INVALID_REQUEST,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)
from ribbit_tui.simulator.exact import MICROS_PER_CENT, Micros
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import (
    AchRelationshipStatus,
    FeePaymentMethod,
    TransferCreation,
    TransferDirection,
    TransferIra,
    TransferType,
)
from ribbit_tui.wire.recipient_banks import BankCodeType, BankStatus

from . import ira, records
from .records import TransferRecord

WIRE_FEES = {
    BankCodeType.ABA: Micros(25 * 100 * MICROS_PER_CENT),
    BankCodeType.BIC: Micros(50 * 100 * MICROS_PER_CENT),
}
"""Fee of an outgoing wire. Alpaca agrees on it with each firm by contract."""

_NO_FEE = Micros(0)
_LONGEST_TEXT = 1024
_FIXTURE = re.compile(r"/fixtures/[^/]+/fixtures/")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Checked terms of a transfer; `amount` is what the receiver gets."""

    type: TransferType
    direction: TransferDirection
    amount: Micros
    fee: Micros = _NO_FEE
    fee_payment_method: FeePaymentMethod | None = None
    relationship_id: str | None = None
    bank_id: str | None = None
    additional_information: str | None = None
    ira: TransferIra | None = None

    @property
    def debit(self) -> Micros:
        """Amount that a withdrawal takes from the account, with the customer's part of the fee."""
        is_paid_by_user = self.fee_payment_method == FeePaymentMethod.USER
        return Micros(self.amount + (self.fee if is_paid_by_user else 0))


def find_transfer(simulation: Simulation, transfer_id: str) -> TransferRecord:
    """Return a transfer; raises NotFoundError."""
    transfer = records.by_id(simulation, transfer_id.lower())
    if transfer is None:
        raise NotFoundError("transfer not found")
    return transfer


def checked_terms(
    simulation: Simulation, account: AccountRecord, creation: TransferCreation
) -> Terms:
    """Return the terms of a transfer that may be made.

    Raises InvalidError, NotFoundError for an unknown bank, ForbiddenError for a withdrawal of more
    than the account can withdraw.
    """
    check_text(creation.additional_information)
    if creation.transfer_type not in set(TransferType):
        raise InvalidError("transfer_type must be ach or wire", "transfer_type")
    if creation.direction not in set(TransferDirection):
        raise InvalidError("direction must be INCOMING or OUTGOING", "direction")
    method = creation.fee_payment_method
    if method is not None and method not in set(FeePaymentMethod):
        raise InvalidError("fee_payment_method must be user or invoice", "fee_payment_method")
    is_ach = creation.transfer_type == TransferType.ACH
    terms = _ach(simulation, account, creation) if is_ach else _wire(simulation, account, creation)
    if creation.ira is not None:
        ira.check(account, terms.direction, creation.ira)
        terms = replace(terms, ira=creation.ira)
    if terms.direction == TransferDirection.OUTGOING:
        _check_cash(simulation, account.id, terms)
    return terms


def _check_cash(simulation: Simulation, account_id: str, terms: Terms) -> None:
    if terms.debit > settlement.withdrawable(simulation, account_id):
        raise ForbiddenError("amount is more than the account's withdrawable cash", "amount")


def check_text(additional_information: str | None) -> None:
    """Check the length of the text. Raises InvalidError."""
    if len(additional_information or "") > _LONGEST_TEXT:
        raise InvalidError("additional_information is too long", "additional_information")


def _ach(simulation: Simulation, account: AccountRecord, creation: TransferCreation) -> Terms:
    if creation.relationship_id is None:
        raise InvalidError("relationship_id is required for ach", "relationship_id")
    if creation.bank_id is not None:
        raise InvalidError("bank_id is for wires only", "bank_id")
    information = creation.additional_information
    if information is not None and not _FIXTURE.fullmatch(information):
        raise InvalidError(
            "additional_information is for wires only; ach takes nothing but a fixture of the"
            " sandbox there, such as /fixtures/status=RETURNED/fixtures/",
            "additional_information",
        )
    relationship = find_of_account(
        simulation, ACH, account.id, creation.relationship_id, "relationship_id"
    )
    if relationship.status != AchRelationshipStatus.APPROVED:
        raise InvalidError(
            f"the relationship is not approved, its status is {relationship.status}",
            "relationship_id",
        )
    method = creation.fee_payment_method
    return Terms(
        type=TransferType.ACH,
        direction=TransferDirection(creation.direction),
        amount=usd_amount(creation.amount, "amount"),
        fee_payment_method=None if method is None else FeePaymentMethod(method),
        relationship_id=relationship.id,
        additional_information=information,
    )


def _wire(simulation: Simulation, account: AccountRecord, creation: TransferCreation) -> Terms:
    """Return the terms of an outgoing wire. Incoming wires are made by their senders.

    The bank need not be approved yet: it will be when the wire is sent, at any pace.
    """
    if creation.direction == TransferDirection.INCOMING:
        raise InvalidError(
            "cannot submit incoming wire transfer using this API",
            "direction",
            own_code=INVALID_REQUEST,
        )
    if creation.bank_id is None:
        raise InvalidError("bank_id is required for wire", "bank_id")
    if creation.relationship_id is not None:
        raise InvalidError("relationship_id is for ach only", "relationship_id")
    bank = find_of_account(simulation, RECIPIENT, account.id, creation.bank_id, "bank_id")
    if bank.status == BankStatus.CANCELED:
        raise InvalidError("the bank is canceled", "bank_id")
    requested = usd_amount(creation.amount, "amount")
    fee = WIRE_FEES[bank.bank_code_type]
    method = FeePaymentMethod(creation.fee_payment_method or FeePaymentMethod.INVOICE)
    amount = Micros(requested - (fee if method == FeePaymentMethod.USER else 0))
    if amount <= 0:
        raise InvalidError("amount must be greater than the wire's fee", "amount")
    return Terms(
        type=TransferType.WIRE,
        direction=TransferDirection.OUTGOING,
        amount=amount,
        fee=fee,
        fee_payment_method=method,
        bank_id=bank.id,
        additional_information=creation.additional_information,
    )
