"""The two kinds of bank links: ACH relationships and recipient banks."""

from dataclasses import dataclass
from typing import Generic

from .records import AchRelationshipRecord, BankRecord, RecipientBankRecord, Table


@dataclass(frozen=True, kw_only=True)
class LinkKind(Generic[BankRecord]):
    """One of the two kinds of bank links.

    `noun` is its name in messages, `entity_type` its name in events, and `transfer_column` the
    column of a transfer that refers to it.
    """

    table: Table
    record: type[BankRecord]
    noun: str
    entity_type: str
    transfer_column: str
    conflict: str


ACH = LinkKind(
    table="ach_relationships",
    record=AchRelationshipRecord,
    noun="relationship",
    entity_type="BankRelationship",
    transfer_column="relationship_id",
    conflict="the account already has an active relationship",
)
RECIPIENT = LinkKind(
    table="recipient_banks",
    record=RecipientBankRecord,
    noun="bank",
    entity_type="WireBank",
    transfer_column="bank_id",
    conflict="a bank relationship already exists for this account",
)
