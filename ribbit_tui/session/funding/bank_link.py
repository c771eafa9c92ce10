"""Linking a bank account by its numbers: what is asked, and by which rules."""

import re
from datetime import date

from ribbit_tui.session.application.fields.field import Field
from ribbit_tui.session.application.values.answer import Answers, Choice, Kind
from ribbit_tui.wire.funding import AchRelationshipCreation, BankAccountType

_ROUTING = re.compile(r"\d{9}", re.ASCII)
_ACCOUNT = re.compile(r"[0-9A-Za-z]{4,17}", re.ASCII)


def routing_error(text: str) -> str | None:
    """Nine digits whose last one checks the others (ABA: weights 3, 7, 1)."""
    if not _ROUTING.fullmatch(text):
        return f"A routing number has nine digits: bottom left on a check{_count(text, 9)}."
    checksum = sum(int(digit) * weight for digit, weight in zip(text, (3, 7, 1) * 3, strict=True))
    if checksum % 10 or not int(text):
        return "This routing number is not valid: check each digit."
    return None


def _routing_rule(text: str, answers: Answers, today: date) -> str | None:
    return routing_error(text)


def _account_rule(text: str, answers: Answers, today: date) -> str | None:
    if not _ACCOUNT.fullmatch(text):
        return f"An account number has 4 to 17 digits or letters{_count(text, 17)}."
    return None


def _count(text: str, most: int) -> str:
    return f" (this has {len(text)})" if len(text) > most else ""


BANK_FIELDS = (
    Field("account_owner_name", "Account owner", Kind.TEXT, help="As the bank writes it."),
    Field(
        "bank_account_type",
        "Type",
        Kind.CHOICE,
        choices=(
            Choice(BankAccountType.CHECKING, "Checking"),
            Choice(BankAccountType.SAVINGS, "Savings"),
        ),
        default=BankAccountType.CHECKING,
    ),
    Field(
        "bank_routing_number",
        "Routing number",
        Kind.TEXT,
        placeholder="121000358",
        has_separators=True,
        rule=_routing_rule,
    ),
    Field(
        "bank_account_number",
        "Account number",
        Kind.TEXT,
        sensitive=True,
        placeholder="4 to 17 digits",
        has_separators=True,
        rule=_account_rule,
    ),
    Field(
        "nickname",
        "Nickname",
        Kind.TEXT,
        placeholder="Everyday checking",
        max_length=40,
        required=lambda _: False,
    ),
)


def to_creation(answers: Answers) -> AchRelationshipCreation:
    """Return the bank link to send; the answers must be without an error."""
    return AchRelationshipCreation.model_validate(
        {
            path: value
            for field in BANK_FIELDS
            for path, value in field.wire_values(answers.get(field.name), answers)
        }
    )


def masked_account(number: str | None) -> str:
    """`•••• 1234` of an account number."""
    return f"•••• {number[-4:]}" if number else "••••"
