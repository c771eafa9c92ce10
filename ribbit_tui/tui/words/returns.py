"""The words for transfers that a bank has returned or refused: what happened, what to do."""

from ribbit_tui.wire.funding import Transfer, TransferDirection, TransferStatus

_CHECK_NUMBERS = "Remove the bank and link it again with the right numbers."
_ASK_BANK = "Ask your bank to allow it, then try again."
_ADVICE = {
    "R01": "Try again once the money is in your bank account.",
    "R02": "Link another bank account: this one is closed.",
    "R03": _CHECK_NUMBERS,
    "R04": _CHECK_NUMBERS,
    "R07": _ASK_BANK,
    "R08": _ASK_BANK,
    "R09": "Try again once the money at your bank is available.",
    "R10": _ASK_BANK,
    "R16": "Link another bank account: this one is frozen.",
    "R20": "Link a checking account: this one takes no transfers.",
    "R29": _ASK_BANK,
}
"""Advice by the return codes of ACH (Nacha)."""


def return_advice(transfer: Transfer) -> str:
    """Return what the customer can do after a transfer was returned or refused."""
    code = (transfer.reason or "").strip()[:3].upper()
    return _ADVICE.get(code, "Ask your bank for the reason, then try again.")


def return_result(transfer: Transfer) -> str:
    """Return where the money is after a transfer was returned or refused."""
    if transfer.direction == TransferDirection.OUTGOING:
        return "The money is in your cash."
    if transfer.status == TransferStatus.RETURNED:
        return "The money is at your bank: it is not in your cash."
    return "No money was moved."
