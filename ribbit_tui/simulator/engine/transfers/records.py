"""Records of transfers, and every write of their table."""

from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp, to_timestamp
from ribbit_tui.simulator.exact import Micros
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import (
    FeePaymentMethod,
    TransferDirection,
    TransferStatus,
    TransferType,
)


class TransferRecord(NamedTuple):
    """Transfer. `amount` is what the receiver gets; `completed_at` is when the money moved.

    `ira` is a JSON object.
    """

    id: str
    account_id: str
    type: TransferType
    direction: TransferDirection
    status: TransferStatus
    amount: Micros
    fee: Micros
    fee_payment_method: FeePaymentMethod | None
    relationship_id: str | None
    bank_id: str | None
    additional_information: str | None
    created_at: Timestamp
    updated_at: Timestamp
    expires_at: Timestamp
    reason: str | None = None
    completed_at: Timestamp | None = None
    ira: str | None = None

    @property
    def user_fee(self) -> Micros:
        """Part of the fee that the customer pays; the firm's invoices are not simulated."""
        return self.fee if self.fee_payment_method == FeePaymentMethod.USER else Micros(0)


def insert(simulation: Simulation, transfer: TransferRecord) -> None:
    """Add a transfer."""
    simulation.database.insert("transfers", transfer)


def by_id(simulation: Simulation, transfer_id: str) -> TransferRecord | None:
    """Return a transfer by its id in lower case."""
    return simulation.database.fetch_one(
        TransferRecord, "FROM transfers WHERE id = ?", (transfer_id,)
    )


def of_account(
    simulation: Simulation,
    account_id: str,
    direction: str | None,
    status: str | None,
    limit: int,
    offset: int,
) -> list[TransferRecord]:
    """Return an account's transfers, newest first; of one direction or status if given."""
    return simulation.database.fetch_all(
        TransferRecord,
        "FROM transfers WHERE account_id = ?1 AND (?2 IS NULL OR direction = ?2)"
        " AND (?3 IS NULL OR status = ?3) ORDER BY sequence DESC LIMIT ?4 OFFSET ?5",
        (account_id, direction, status, limit, offset),
    )


def set_status(
    simulation: Simulation, transfer_id: str, status: TransferStatus, reason: str | None
) -> None:
    """Store a new status of now, and its reason."""
    simulation.database.execute(
        "UPDATE transfers SET status = ?, reason = ?, updated_at = ? WHERE id = ?",
        (status, reason, to_timestamp(simulation.now()), transfer_id),
    )


def set_completed(simulation: Simulation, transfer_id: str) -> None:
    """Store that the transfer's money moved now."""
    simulation.database.execute(
        "UPDATE transfers SET completed_at = ? WHERE id = ?",
        (to_timestamp(simulation.now()), transfer_id),
    )
