"""Records of bank links, and every write of their two tables."""

import json
from typing import Literal, NamedTuple, TypeVar

from ribbit_tui.simulator.clock import Timestamp, to_timestamp
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import AchRelationshipStatus, BankAccountType
from ribbit_tui.wire.recipient_banks import BankCodeType, BankStatus

Table = Literal["ach_relationships", "recipient_banks"]


class AchRelationshipRecord(NamedTuple):
    """ACH relationship: a customer's bank account that money comes from and goes to."""

    id: str
    account_id: str
    status: AchRelationshipStatus
    created_at: Timestamp
    updated_at: Timestamp
    account_owner_name: str
    bank_account_type: BankAccountType
    bank_account_number: str
    bank_routing_number: str
    nickname: str | None = None
    processor_token: str | None = None


class RecipientBankRecord(NamedTuple):
    """Recipient bank of wires. The address is for BIC only; `extra_fields` is a JSON object."""

    id: str
    account_id: str
    status: BankStatus
    created_at: Timestamp
    updated_at: Timestamp
    name: str
    bank_code: str
    bank_code_type: BankCodeType
    account_number: str
    country: str | None
    state_province: str | None
    postal_code: str | None
    city: str | None
    street_address: str | None
    extra_fields: str | None

    def extra_fields_body(self) -> dict[str, str] | None:
        """Return the extra fields, None without any."""
        if self.extra_fields is None:
            return None
        body: dict[str, str] = json.loads(self.extra_fields)
        return body


BankRecord = TypeVar("BankRecord", AchRelationshipRecord, RecipientBankRecord)


def insert_relationship(simulation: Simulation, relationship: AchRelationshipRecord) -> None:
    """Add an ACH relationship."""
    simulation.database.insert("ach_relationships", relationship)


def insert_bank(simulation: Simulation, bank: RecipientBankRecord) -> None:
    """Add a recipient bank."""
    simulation.database.insert("recipient_banks", bank)


def by_id(
    simulation: Simulation, table: Table, record: type[BankRecord], bank_id: str
) -> BankRecord | None:
    """Return a bank link by its id in lower case."""
    return simulation.database.fetch_one(record, f"FROM {table} WHERE id = ?", (bank_id,))


def of_account(
    simulation: Simulation, table: Table, record: type[BankRecord], account_id: str
) -> list[BankRecord]:
    """Return an account's bank links, oldest first."""
    return simulation.database.fetch_all(
        record, f"FROM {table} WHERE account_id = ? ORDER BY sequence", (account_id,)
    )


def active_of_account(
    simulation: Simulation, table: Table, record: type[BankRecord], account_id: str
) -> list[BankRecord]:
    """Return an account's bank links whose status is not final, oldest first."""
    links = of_account(simulation, table, record, account_id)
    return [link for link in links if not link.status.is_final]


def set_status(simulation: Simulation, table: Table, bank_id: str, status: str) -> None:
    """Store a new status of now."""
    simulation.database.execute(
        f"UPDATE {table} SET status = ?, updated_at = ? WHERE id = ?",
        (status, to_timestamp(simulation.now()), bank_id),
    )
