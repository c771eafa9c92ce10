"""What a bank link is made of: the numbers as typed, or those that stand behind Plaid's token."""

import hashlib
import re

from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.wire.funding import AchRelationshipCreation, BankAccountType

# Alpaca's samples have letters in account numbers, so digits alone would be too strict.
_ACCOUNT_NUMBER = re.compile(r"[0-9A-Za-z]{4,17}")
_ROUTING_NUMBER = re.compile(r"[0-9]{9}")
# As Plaid's documentation shows them; what stands behind one is made up, and always the same.
_PROCESSOR_TOKEN = re.compile(r"processor-(sandbox|development|production)-[0-9A-Za-z-]{4,128}")
PLAID_INSTITUTION = "Ribbit Simulated Bank"
_PLAID_ROUTING_NUMBER = "121000358"
_LONGEST_NAME = 256


def typed_numbers(creation: AchRelationshipCreation) -> dict[str, str | None]:
    """The link's columns as the customer typed them."""
    owner = _given(creation.account_owner_name, "account_owner_name")
    kind = _given(creation.bank_account_type, "bank_account_type")
    number = _given(creation.bank_account_number, "bank_account_number")
    routing = _given(creation.bank_routing_number, "bank_routing_number")
    if not 0 < len(owner.strip()) <= _LONGEST_NAME:
        raise InvalidError("account_owner_name must be 1 to 256 characters", "account_owner_name")
    if kind not in set(BankAccountType):
        raise InvalidError("bank_account_type must be CHECKING or SAVINGS", "bank_account_type")
    if not _ACCOUNT_NUMBER.fullmatch(number):
        raise InvalidError(
            "bank_account_number must be 4 to 17 letters and digits", "bank_account_number"
        )
    if not _ROUTING_NUMBER.fullmatch(routing):
        raise InvalidError("bank_routing_number must be 9 digits", "bank_routing_number")
    if creation.nickname is not None and len(creation.nickname) > _LONGEST_NAME:
        raise InvalidError("nickname must be at most 256 characters", "nickname")
    return {
        "account_owner_name": owner,
        "bank_account_type": kind,
        "bank_account_number": number,
        "bank_routing_number": routing,
        "nickname": creation.nickname,
    }


def _given(value: str | None, field: str) -> str:
    if value is None:
        raise InvalidError(f"{field} is required without a processor_token", field)
    return value


def plaid_numbers(
    account: AccountRecord, creation: AchRelationshipCreation
) -> dict[str, str | None]:
    """The link's columns as Plaid would tell them: a checking account in the customer's name.

    Its number follows from the token, which replaces every other field.
    """
    token = creation.processor_token or ""
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
    return {
        "account_owner_name": owner or f"Account {account.account_number}",
        "bank_account_type": BankAccountType.CHECKING,
        "bank_account_number": f"{digest % 10**12:012d}",
        "bank_routing_number": _PLAID_ROUTING_NUMBER,
        "nickname": f"{PLAID_INSTITUTION} Checking",
        "processor_token": token,
    }
