"""Words about writes without a response: what was sent, and what became of it."""

from dataclasses import replace
from decimal import Decimal

from ribbit_tui.broker.errors import BrokerError
from ribbit_tui.session.errors import ErrorReport
from ribbit_tui.session.notices import Notice, Tone
from ribbit_tui.wire.funding import TransferDirection

from .writes import UnansweredWrite, WriteKind

_NAMES = {
    WriteKind.SALE_OF_ALL: "The sale of all positions",
    WriteKind.BANK_LINK: "The bank link",
    WriteKind.BANK_REMOVAL: "The removal of the bank",
    WriteKind.CANCELLATION_OF_ALL: "The cancellation of all orders",
    WriteKind.ACCOUNT_CHANGE: "The change of your account",
    WriteKind.DOCUMENTS: "The document",
    WriteKind.CONFIGURATION: "The change of your settings",
    WriteKind.CLOSURE: "The closing of the account",
}


def describe(write: UnansweredWrite) -> str:
    """Return the subject of a sentence about the write, such as `The deposit of $100.00`."""
    body = write.body
    match write.kind:
        case WriteKind.TRANSFER:
            is_deposit = body["direction"] == TransferDirection.INCOMING
            name = "deposit" if is_deposit else "withdrawal"
            return f"The {name} of ${Decimal(body['amount']):,.2f}"
        case WriteKind.ORDER:
            verb = str(body["side"])
            if (dollars := body.get("notional")) is not None:
                return f"The order to {verb} ${Decimal(dollars):,.2f} of {body['symbol']}"
            return f"The order to {verb} {body.get('qty')} {body['symbol']}"
        case WriteKind.APPLICATION:
            return f"The application of {body['name']}"
        case WriteKind.ORDER_CANCELLATION:
            return f"The cancellation of the {body['symbol']} order"
        case WriteKind.TRANSFER_CANCELLATION:
            return f"The cancellation of the transfer of ${Decimal(body['amount']):,.2f}"
        case _:
            return _NAMES[write.kind]


def no_response(write: UnansweredWrite, error: BrokerError) -> ErrorReport:
    """Return the report of a write whose response was lost, and which is not there yet."""
    return ErrorReport(
        "Not there yet",
        f"{describe(write)} was sent, but {error.message}. It may still arrive.",
        "Do not send it again. Ribbit keeps looking and tells you what happened.",
        request_id=error.request_id,
    )


def still_unanswered(write: UnansweredWrite, *, is_expected: bool) -> ErrorReport:
    """Return the report of a write that is not sent, since an equal one has no response yet."""
    sent = f"{describe(write)} was sent already, and its answer was lost."
    if is_expected:
        return ErrorReport(
            "Not there yet",
            f"{sent} It may still arrive.",
            "It was not sent again: it could happen twice. Ribbit keeps looking.",
        )
    if write.kind.happens_twice:
        risk = "If you send it again and the first one is still on its way, it happens twice."
    else:
        risk = "Sending it again does nothing more if the first one arrives as well."
        if write.kind in (WriteKind.ACCOUNT_CHANGE, WriteKind.CONFIGURATION):
            risk = "If the first one arrives later, it replaces what you change in the meantime."
    return ErrorReport("It did not arrive so far", f"{sent} Ribbit has looked just now.", risk)


def cannot_look(write: UnansweredWrite, error: BrokerError) -> ErrorReport:
    """Return the report of a write that is not sent, since an equal one cannot be looked for."""
    return ErrorReport(
        "Not there yet",
        f"{describe(write)} was sent already, and whether it arrived cannot be seen:"
        f" {error.message}.",
        "It was not sent again. Ribbit keeps looking.",
        request_id=error.request_id,
    )


def nothing_sent(error: BrokerError) -> ErrorReport:
    """Return the report of a write that is not sent, since a reading before it failed."""
    return ErrorReport(
        "The server cannot be reached",
        error.message,
        "Nothing was sent. Try again when the connection is back.",
        request_id=error.request_id,
    )


def refused_after_loss(write: UnansweredWrite, report: ErrorReport) -> ErrorReport:
    """Return the report of a refusal; an earlier attempt of the same write was lost."""
    remedy = f"This attempt did nothing. {describe(write)} may still arrive from an earlier one."
    return replace(report, remedy=remedy)


def still_sending(write: UnansweredWrite) -> ErrorReport:
    """Return the report of a write that is not sent, since an equal one is being sent."""
    return ErrorReport(
        "This is being sent already",
        f"{describe(write)} has no answer yet.",
        "It was not sent a second time. Wait for the answer.",
    )


def not_applied(write: UnansweredWrite) -> ErrorReport:
    """Return the report of a write that cannot arrive any more."""
    return ErrorReport(
        "It did not arrive",
        f"{describe(write)} was lost when the simulator stopped.",
        "Nothing was done, and it is safe to send it again.",
    )


def arrival_notice(write: UnansweredWrite) -> Notice:
    """Return the notice for a write that turned out to be done."""
    match write.kind:
        case WriteKind.APPLICATION:
            return Notice(f"{describe(write)} has arrived", "You find it on Welcome.")
        case WriteKind.ORDER_CANCELLATION:
            return Notice(f"The {write.body['symbol']} order is not open any more", "See Orders.")
        case WriteKind.CANCELLATION_OF_ALL:
            return Notice("The orders to cancel are not open any more", "See Orders.")
        case WriteKind.TRANSFER_CANCELLATION:
            amount = f"${Decimal(write.body['amount']):,.2f}"
            return Notice(f"The transfer of {amount} is not queued any more", "See Money.")
        case _:
            detail = "Its answer was lost. Do not send it again."
            return Notice(f"{describe(write)} has arrived", detail)


def loss_notice(write: UnansweredWrite) -> Notice:
    """Return the notice for a write that cannot arrive any more."""
    report = not_applied(write)
    return Notice(f"{describe(write)} did not arrive", report.remedy, Tone.WARNING)
