"""The numbers of a bank account."""

from datetime import date

import pytest

from ribbit_tui.session.funding.bank_link import (
    BANK_FIELDS,
    masked_account,
    routing_error,
    to_creation,
)

TODAY = date(2026, 3, 5)
REAL = ["121000358", "011401533", "091000019", "021000021", "322271627", "026009593"]


@pytest.mark.parametrize("number", REAL)
def test_real_routing_numbers_fit_their_check_digit(number: str) -> None:
    assert routing_error(number) is None


@pytest.mark.parametrize(
    "number",
    [f"{real[:8]}{(int(real[8]) + 1) % 10}" for real in REAL]
    + [f"{real[1]}{real[0]}{real[2:]}" for real in REAL if real[0] != real[1]]
    + ["000000000"],
)
def test_a_slip_is_found(number: str) -> None:
    assert "not valid" in (routing_error(number) or "")


@pytest.mark.parametrize(
    "number", ["", "12100035", "1210003588", "12100035A", "121 000358", "١٢١٠٠٠٣٥٨", "121000358\n"]
)
def test_anything_but_nine_digits_is_no_routing_number(number: str) -> None:
    assert "nine digits" in (routing_error(number) or "")


@pytest.mark.parametrize(
    ("number", "is_legal"),
    [
        ("1234", True),
        ("32131231abc", True),
        ("12345678901234567", True),
        ("123", False),
        ("1234 5678", True),
        ("12-34", True),
        ("12-3", False),
        ("123456789012345678", False),
        ("1234.5678", False),
    ],
)
def test_account_numbers(number: str, is_legal: bool) -> None:
    field = next(one for one in BANK_FIELDS if one.name == "bank_account_number")
    assert (field.error(number, {}, TODAY) is None) is is_legal


def test_what_is_sent_and_what_is_shown() -> None:
    creation = to_creation(
        {
            "account_owner_name": "Maya Okafor",
            "bank_account_type": "SAVINGS",
            "bank_routing_number": "121000358",
            "bank_account_number": "32131231abc",
            "nickname": "",
        }
    )
    assert creation.to_wire() == {
        "account_owner_name": "Maya Okafor",
        "bank_account_type": "SAVINGS",
        "bank_routing_number": "121000358",
        "bank_account_number": "32131231abc",
    }
    assert "32131231abc" not in repr(creation)
    assert masked_account("32131231abc") == "•••• 1abc"
    assert masked_account(None) == "••••"
