"""Where wires go: recipient banks, at home by ABA routing number or abroad by BIC."""

import json
import re
import sqlite3

from ribbit_tui.simulator.clock import from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_active_account
from ribbit_tui.simulator.errors import ConflictError, InvalidError, NotFoundError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import Bank, BankCodeType, BankCreation, BankStatus

from .ach_relationships import check_unused
from .funding_events import BANKS, append_funding_event

SEND_STEP = "recipient_bank.send"
APPROVE_STEP = "recipient_bank.approve"

_ACTIVE = (BankStatus.QUEUED, BankStatus.SENT_TO_CLEARING, BankStatus.APPROVED)
_CODES = {
    # Alpaca's own sample, 123456789, fails the check digit, so it is not checked.
    BankCodeType.ABA: (re.compile(r"[0-9]{9}"), "bank_code must be 9 digits for ABA"),
    BankCodeType.BIC: (
        re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?"),
        "bank_code must be 8 or 11 letters and digits for BIC",
    ),
}
# 34 is the longest IBAN.
_ACCOUNT_NUMBER = re.compile(r"[0-9A-Za-z]{4,34}")
_ADDRESS = ("country", "state_province", "postal_code", "city", "street_address")
_SHORTEST_POSTAL_CODE = 3
_LONGEST_TEXT = 256
_MOST_EXTRA_FIELDS = 16


def create(simulation: Simulation, account_id: str, creation: BankCreation) -> Bank:
    """Queue a bank; raises ConflictError if the account has an active one."""
    account = find_active_account(simulation, account_id)
    code = _check(creation)
    _check_extra_fields(creation)
    marks = ", ".join("?" * len(_ACTIVE))
    active = simulation.database.value(
        f"SELECT 1 FROM recipient_banks WHERE account_id = ? AND status IN ({marks})",
        (account.id, *_ACTIVE),
    )
    if active is not None:
        raise ConflictError("a bank relationship already exists for this account")
    now = to_timestamp(simulation.now())
    bank_id = simulation.ids.uuid("recipient_bank")
    simulation.database.insert(
        "recipient_banks",
        id=bank_id,
        account_id=account.id,
        status=BankStatus.QUEUED,
        name=creation.name,
        bank_code=code,
        bank_code_type=creation.bank_code_type,
        account_number=creation.account_number,
        country=creation.country,
        state_province=creation.state_province,
        postal_code=creation.postal_code,
        city=creation.city,
        street_address=creation.street_address,
        extra_fields=json.dumps(creation.extra_fields) if creation.extra_fields else None,
        created_at=now,
        updated_at=now,
    )
    row = find(simulation, account.id, bank_id)
    append_funding_event(simulation, BANKS, "WireBank", row, "", BankStatus.QUEUED)
    simulation.later(simulation.delays.bank_approved.half(), SEND_STEP, bank_id)
    simulation.later(simulation.delays.bank_approved, APPROVE_STEP, bank_id)
    return as_wire(row)


def _check(creation: BankCreation) -> str:
    """The bank's code in capitals."""
    for field in ("name", *_ADDRESS):
        if len(getattr(creation, field) or "") > _LONGEST_TEXT:
            raise InvalidError(f"{field} must be at most {_LONGEST_TEXT} characters", field)
    kind = next((kind for kind in BankCodeType if kind == creation.bank_code_type), None)
    if kind is None:
        raise InvalidError("bank_code_type must be ABA or BIC", "bank_code_type")
    code = creation.bank_code.upper()
    pattern, rule = _CODES[kind]
    if not pattern.fullmatch(code):
        raise InvalidError(rule, "bank_code")
    if not _ACCOUNT_NUMBER.fullmatch(creation.account_number):
        raise InvalidError("account_number must be 4 to 34 letters and digits", "account_number")
    for field in _ADDRESS:
        given = getattr(creation, field) is not None
        if kind == BankCodeType.BIC and not given:
            raise InvalidError(f"{field} is required for BIC", field)
        if kind == BankCodeType.ABA and given:
            raise InvalidError(f"{field} is for BIC only", field)
    if kind == BankCodeType.BIC and len(creation.postal_code or "") < _SHORTEST_POSTAL_CODE:
        raise InvalidError("postal_code must be at least 3 characters", "postal_code")
    return code


def _check_extra_fields(creation: BankCreation) -> None:
    fields = creation.extra_fields or {}
    if len(fields) > _MOST_EXTRA_FIELDS:
        raise InvalidError(f"extra_fields must be at most {_MOST_EXTRA_FIELDS}", "extra_fields")
    if any(len(text) > _LONGEST_TEXT for pair in fields.items() for text in pair):
        raise InvalidError(
            f"extra_fields must be at most {_LONGEST_TEXT} characters", "extra_fields"
        )


def list_all(
    simulation: Simulation, account_id: str, status: str | None, name: str | None
) -> list[Bank]:
    """An account's banks: those that are ACTIVE or INACTIVE, or of one status, or of a name."""
    account = find_account(simulation, account_id)
    wanted: tuple[str, ...] = (status,) if status else tuple(BankStatus)
    if status == "ACTIVE":
        wanted = _ACTIVE
    elif status == "INACTIVE":
        wanted = (BankStatus.CANCELED,)
    elif not set(wanted) <= set(BankStatus):
        raise InvalidError("status must be ACTIVE, INACTIVE or the status of a bank", "status")
    rows = simulation.database.rows(
        "SELECT * FROM recipient_banks WHERE account_id = ? ORDER BY sequence", (account.id,)
    )
    return [
        as_wire(row)
        for row in rows
        if row["status"] in wanted and (not name or row["name"].casefold() == name.casefold())
    ]


def find(
    simulation: Simulation, account_id: str, bank_id: str, field: str | None = None
) -> sqlite3.Row:
    row = simulation.database.row(
        "SELECT * FROM recipient_banks WHERE id = ? AND account_id = ?",
        (bank_id.lower(), account_id),
    )
    if row is None:
        raise NotFoundError("bank not found", field)
    return row


def cancel(simulation: Simulation, account_id: str, bank_id: str) -> None:
    """Unlink; raises ConflictError while a wire to this bank is still under way."""
    account = find_account(simulation, account_id)
    row = find(simulation, account.id, bank_id)
    if row["status"] == BankStatus.CANCELED:
        raise NotFoundError("bank not found")
    check_unused(simulation, "bank_id", row["id"])
    _change_status(simulation, row, BankStatus.CANCELED)


def cancel_all(simulation: Simulation, account_id: str) -> None:
    """Unlink every bank of an account that is being closed, with no wire under way."""
    rows = simulation.database.rows(
        "SELECT * FROM recipient_banks WHERE account_id = ? AND status != ? ORDER BY sequence",
        (account_id, BankStatus.CANCELED),
    )
    for row in rows:
        _change_status(simulation, row, BankStatus.CANCELED)


def send(simulation: Simulation, bank_id: str) -> None:
    """The clearing firm looks at the bank."""
    row = simulation.database.row("SELECT * FROM recipient_banks WHERE id = ?", (bank_id,))
    if row is not None and row["status"] == BankStatus.QUEUED:
        _change_status(simulation, row, BankStatus.SENT_TO_CLEARING)


def approve(simulation: Simulation, bank_id: str) -> None:
    """The clearing firm accepts it."""
    row = simulation.database.row("SELECT * FROM recipient_banks WHERE id = ?", (bank_id,))
    if row is not None and row["status"] == BankStatus.SENT_TO_CLEARING:
        _change_status(simulation, row, BankStatus.APPROVED)


def _change_status(simulation: Simulation, row: sqlite3.Row, status: BankStatus) -> None:
    simulation.database.execute(
        "UPDATE recipient_banks SET status = ?, updated_at = ? WHERE id = ?",
        (status, to_timestamp(simulation.now()), row["id"]),
    )
    append_funding_event(simulation, BANKS, "WireBank", row, row["status"], status)


def as_wire(row: sqlite3.Row) -> Bank:
    """An address that is not given is answered as empty text, as Alpaca does."""
    return Bank(
        id=row["id"],
        account_id=row["account_id"],
        created_at=from_timestamp(row["created_at"]),
        updated_at=from_timestamp(row["updated_at"]),
        status=row["status"],
        name=row["name"],
        bank_code=row["bank_code"],
        bank_code_type=row["bank_code_type"],
        account_number=row["account_number"],
        extra_fields=json.loads(row["extra_fields"]) if row["extra_fields"] else None,
        **{field: row[field] or "" for field in _ADDRESS},
    )
