"""Transfers as the API returns them."""

from ribbit_tui.simulator.clock import from_timestamp
from ribbit_tui.simulator.exact import Micros, usd
from ribbit_tui.wire.funding import Transfer

from . import ira
from .records import TransferRecord


def as_wire(transfer: TransferRecord) -> Transfer:
    """Return a transfer."""
    details = ira.details(transfer.ira)
    of_ira = {} if details is None else {"ira": details}
    return Transfer(
        id=transfer.id,
        account_id=transfer.account_id,
        relationship_id=transfer.relationship_id,
        bank_id=transfer.bank_id,
        type=transfer.type,
        status=transfer.status,
        reason=transfer.reason,
        amount=usd(transfer.amount),
        direction=transfer.direction,
        created_at=from_timestamp(transfer.created_at),
        updated_at=from_timestamp(transfer.updated_at),
        expires_at=from_timestamp(transfer.expires_at),
        additional_information=transfer.additional_information,
        requested_amount=usd(Micros(transfer.amount + transfer.user_fee)),
        fee=usd(transfer.fee),
        fee_payment_method=transfer.fee_payment_method,
        hold_until=None,
        instant_amount=None,
        **of_ira,
    )
