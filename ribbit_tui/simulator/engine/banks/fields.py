"""Format checks for the fields of bank links."""

import hashlib
import re
from typing import NamedTuple

from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.wire.funding import AchRelationshipCreation, BankAccountType
from ribbit_tui.wire.recipient_banks import BankCodeType, BankCreation

# Alpaca's samples have letters in account numbers, so digits alone would be too strict.
_ACCOUNT_NUMBER = re.compile(r"[0-9A-Za-z]{4,17}")
_ROUTING_NUMBER = re.compile(r"[0-9]{9}")
# The form in Plaid's documentation.
_PROCESSOR_TOKEN = re.compile(r"processor-(sandbox|development|production)-[0-9A-Za-z-]{4,128}")
PLAID_INSTITUTION = "Ribbit Simulated Bank"
_PLAID_ROUTING_NUMBER = "121000358"
_LONGEST_TEXT = 256

_BANK_CODES = {
    # Alpaca's own sample, 123456789, has a wrong check digit, so check digits are not checked.
    BankCodeType.ABA: (re.compile(r"[0-9]{9}"), "bank_code must be 9 digits for ABA"),
    BankCodeType.BIC: (
        re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?"),
        "bank_code must be 8 or 11 letters and digits for BIC",
    ),
}
# 34 is the longest IBAN.
_RECIPIENT_ACCOUNT_NUMBER = re.compile(r"[0-9A-Za-z]{4,34}")
_ADDRESS = ("country", "state_province", "postal_code", "city", "street_address")
_SHORTEST_POSTAL_CODE = 3
_MOST_EXTRA_FIELDS = 16


class BankAccount(NamedTuple):
    """Bank account of an ACH relationship."""

    owner_name: str
    type: BankAccountType
    number: str
    routing_number: str
    nickname: str | None


def typed_bank_account(creation: AchRelationshipCreation) -> BankAccount:
    """Return the bank account as the customer typed it. Raises InvalidError."""
    owner = _given(creation.account_owner_name, "account_owner_name")
    kind = _given(creation.bank_account_type, "bank_account_type")
    number = _given(creation.bank_account_number, "bank_account_number")
    routing = _given(creation.bank_routing_number, "bank_routing_number")
    if not 0 < len(owner.strip()) <= _LONGEST_TEXT:
        raise InvalidError("account_owner_name must be 1 to 256 characters", "account_owner_name")
    if kind not in set(BankAccountType):
        raise InvalidError("bank_account_type must be CHECKING or SAVINGS", "bank_account_type")
    if not _ACCOUNT_NUMBER.fullmatch(number):
        raise InvalidError(
            "bank_account_number must be 4 to 17 letters and digits", "bank_account_number"
        )
    if not _ROUTING_NUMBER.fullmatch(routing):
        raise InvalidError("bank_routing_number must be 9 digits", "bank_routing_number")
    if creation.nickname is not None and len(creation.nickname) > _LONGEST_TEXT:
        raise InvalidError("nickname must be at most 256 characters", "nickname")
    return BankAccount(owner, BankAccountType(kind), number, routing, creation.nickname)


def _given(value: str | None, field: str) -> str:
    if value is None:
        raise InvalidError(f"{field} is required without a processor_token", field)
    return value


def plaid_bank_account(account: AccountRecord, token: str) -> BankAccount:
    """Return the bank account of a Plaid token: a checking account in the customer's name.

    The account is made up. Its number depends on the token alone, which replaces all other fields
    of the request. Raises InvalidError.
    """
    if not _PROCESSOR_TOKEN.fullmatch(token):
        raise InvalidError(
            "processor_token must be one of Plaid's for Alpaca: processor-, then sandbox,"
            " development or production, a hyphen and 4 to 128 letters, digits or hyphens,"
            " for example processor-sandbox-0a1b2c3d",
            "processor_token",
        )
    identity = account.application_body().get("identity") or {}
    names = (identity.get("given_name"), identity.get("family_name"))
    owner = " ".join(name for name in names if isinstance(name, str))
    digest = int.from_bytes(hashlib.sha256(token.encode()).digest()[:8])
    return BankAccount(
        owner_name=owner or f"Account {account.account_number}",
        type=BankAccountType.CHECKING,
        number=f"{digest % 10**12:012d}",
        routing_number=_PLAID_ROUTING_NUMBER,
        nickname=f"{PLAID_INSTITUTION} Checking",
    )


def checked_bank_code(creation: BankCreation) -> tuple[BankCodeType, str]:
    """Check a recipient bank; return the type and the code in capitals. Raises InvalidError."""
    for field in ("name", *_ADDRESS):
        if len(getattr(creation, field) or "") > _LONGEST_TEXT:
            raise InvalidError(f"{field} must be at most {_LONGEST_TEXT} characters", field)
    kind = next((kind for kind in BankCodeType if kind == creation.bank_code_type), None)
    if kind is None:
        raise InvalidError("bank_code_type must be ABA or BIC", "bank_code_type")
    code = creation.bank_code.upper()
    pattern, rule = _BANK_CODES[kind]
    if not pattern.fullmatch(code):
        raise InvalidError(rule, "bank_code")
    if not _RECIPIENT_ACCOUNT_NUMBER.fullmatch(creation.account_number):
        raise InvalidError("account_number must be 4 to 34 letters and digits", "account_number")
    for field in _ADDRESS:
        given = getattr(creation, field) is not None
        if kind == BankCodeType.BIC and not given:
            raise InvalidError(f"{field} is required for BIC", field)
        if kind == BankCodeType.ABA and given:
            raise InvalidError(f"{field} is for BIC only", field)
    if kind == BankCodeType.BIC and len(creation.postal_code or "") < _SHORTEST_POSTAL_CODE:
        raise InvalidError("postal_code must be at least 3 characters", "postal_code")
    return kind, code


def check_extra_fields(creation: BankCreation) -> None:
    """Check number and length of a recipient bank's extra fields. Raises InvalidError."""
    fields = creation.extra_fields or {}
    if len(fields) > _MOST_EXTRA_FIELDS:
        raise InvalidError(f"extra_fields must be at most {_MOST_EXTRA_FIELDS}", "extra_fields")
    if any(len(text) > _LONGEST_TEXT for pair in fields.items() for text in pair):
        raise InvalidError(
            f"extra_fields must be at most {_LONGEST_TEXT} characters", "extra_fields"
        )
