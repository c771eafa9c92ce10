"""Requests for recipient banks, in the USA by ABA routing number or abroad by BIC."""

import json

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_acting_account
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.recipient_banks import Bank, BankCreation, BankStatus

from . import fields, records, rules
from .kinds import RECIPIENT
from .records import RecipientBankRecord
from .status_changes import append_event
from .steps import APPROVE_BANK, SEND_BANK
from .views import bank_as_wire


def create(simulation: Simulation, account_id: str, creation: BankCreation) -> Bank:
    """Queue a bank; raises ConflictError if the account has an active one."""
    account = find_acting_account(simulation, account_id)
    code_type, code = fields.checked_bank_code(creation)
    fields.check_extra_fields(creation)
    rules.check_none_active(simulation, RECIPIENT, account.id)
    now = to_timestamp(simulation.now())
    bank = RecipientBankRecord(
        id=simulation.ids.uuid("recipient_bank"),
        account_id=account.id,
        status=BankStatus.QUEUED,
        created_at=now,
        updated_at=now,
        name=creation.name,
        bank_code=code,
        bank_code_type=code_type,
        account_number=creation.account_number,
        country=creation.country,
        state_province=creation.state_province,
        postal_code=creation.postal_code,
        city=creation.city,
        street_address=creation.street_address,
        extra_fields=json.dumps(creation.extra_fields) if creation.extra_fields else None,
    )
    records.insert_bank(simulation, bank)
    append_event(simulation, RECIPIENT, bank, "", bank.status)
    simulation.later(simulation.delays.bank_approved.half(), SEND_BANK, bank.id)
    simulation.later(simulation.delays.bank_approved, APPROVE_BANK, bank.id)
    return bank_as_wire(bank)


def list_all(
    simulation: Simulation, account_id: str, status: str | None, name: str | None
) -> list[Bank]:
    """List an account's banks: those that are ACTIVE or INACTIVE, or of a status, or of a name."""
    account = find_account(simulation, account_id)
    wanted = _statuses(status)
    found = records.of_account(simulation, RECIPIENT.table, RECIPIENT.record, account.id)
    return [
        bank_as_wire(bank)
        for bank in found
        if bank.status in wanted and (not name or bank.name.casefold() == name.casefold())
    ]


def _statuses(status: str | None) -> set[BankStatus]:
    if not status:
        return set(BankStatus)
    if status in ("ACTIVE", "INACTIVE"):
        is_final = status == "INACTIVE"
        return {known for known in BankStatus if known.is_final == is_final}
    if status not in set(BankStatus):
        raise InvalidError("status must be ACTIVE, INACTIVE or the status of a bank", "status")
    return {BankStatus(status)}
