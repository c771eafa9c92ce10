"""Notices: short messages about events."""

from dataclasses import dataclass
from enum import StrEnum

from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.events import (
    AccountStatusEvent,
    ActivityEvent,
    Event,
    FundingEntityType,
    FundingStatusEvent,
    JournalStatusEvent,
    TradeEvent,
    TradeEventKind,
)
from ribbit_tui.wire.funding import AchRelationshipStatus, TransferStatus
from ribbit_tui.wire.journals import JournalStatus
from ribbit_tui.wire.orders import OrderSide


class Tone(StrEnum):
    """The severity of a notice."""

    INFORMATION = "information"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Notice:
    """A message that the app shows for some seconds."""

    title: str
    detail: str = ""
    tone: Tone = Tone.INFORMATION


def notice_of(event: Event) -> Notice | None:
    """Return the notice for an event that changed the state; None for a minor event."""
    match event:
        case AccountStatusEvent():
            return _account_notice(event)
        case FundingStatusEvent(entity_type=FundingEntityType.BANK_RELATIONSHIP):
            return _bank_notice(event)
        case FundingStatusEvent(entity_type=FundingEntityType.TRANSFER):
            return _transfer_notice(event)
        case TradeEvent(event=TradeEventKind.FILL):
            return _fill_notice(event)
        case TradeEvent(event=TradeEventKind.REJECTED):
            return Notice(f"The order for {event.order.symbol} was rejected", tone=Tone.WARNING)
        case JournalStatusEvent(status_to=JournalStatus.EXECUTED):
            return Notice("You received cash or shares", "See Money or Activity.")
        case ActivityEvent(activity_type=ActivityType.DIV):
            of = f" from {event.symbol}" if event.symbol else ""
            return Notice(f"You received a dividend{of}", "See Activity.")
        case ActivityEvent(activity_type=ActivityType.SPLIT):
            of = f" of {event.symbol}" if event.symbol else ""
            return Notice(f"A split changed your shares{of}", "See Home.")
    return None


_ACCOUNT_NOTICES: dict[str, Notice] = {
    AccountStatus.ACTION_REQUIRED: Notice(
        "The review needs something from you", "See Status.", Tone.WARNING
    ),
    AccountStatus.APPROVAL_PENDING: Notice("The review has received everything it asked for"),
    AccountStatus.ACTIVE: Notice("The account is active", "Next: link a bank and make a deposit."),
    AccountStatus.REJECTED: Notice(
        "The application was rejected", "See Status for why.", Tone.WARNING
    ),
    AccountStatus.DISABLED: Notice("The account was disabled", "See Status.", Tone.WARNING),
    AccountStatus.ACCOUNT_CLOSED: Notice("The account was closed", tone=Tone.WARNING),
}
_CRYPTO_NOTICES: dict[str, Notice] = {
    AccountStatus.ACTIVE: Notice("You can trade crypto now"),
    AccountStatus.REJECTED: Notice("Crypto trading was not approved", tone=Tone.WARNING),
}


def _account_notice(event: AccountStatusEvent) -> Notice | None:
    """Return the notice for a new account status, or else for a new crypto status."""
    if event.status_to and event.status_to != event.status_from:
        return _ACCOUNT_NOTICES.get(event.status_to)
    if event.crypto_status_to and event.crypto_status_to != event.crypto_status_from:
        return _CRYPTO_NOTICES.get(event.crypto_status_to)
    return _block_notice(event)


def _block_notice(event: AccountStatusEvent) -> Notice | None:
    """Return the notice for what the broker has blocked or allowed again."""
    by_broker = event.admin_configurations or {}
    for what, blocked in (
        ("The account", event.account_blocked),
        ("Trading", event.trading_blocked),
        ("Deposits", by_broker.get("incoming_transfers_blocked")),
        ("Withdrawals", by_broker.get("outgoing_transfers_blocked")),
    ):
        if blocked is True:
            return Notice(f"{what}: blocked by the broker", "See Account.", Tone.WARNING)
        if blocked is False:
            return Notice(f"{what}: no longer blocked")
    return None


def _bank_notice(event: FundingStatusEvent) -> Notice | None:
    if event.status_to == AchRelationshipStatus.APPROVED:
        return Notice("The bank is linked", "You can make a deposit now.")
    if event.status_to == AchRelationshipStatus.REJECTED:
        return Notice("The bank link was rejected", event.reason or "", Tone.WARNING)
    return None


def _transfer_notice(event: FundingStatusEvent) -> Notice | None:
    if event.status_to == TransferStatus.COMPLETE:
        return Notice("The transfer is complete")
    if event.status_to in {TransferStatus.REJECTED, TransferStatus.RETURNED}:
        status = str(event.status_to).lower()
        return Notice(f"The transfer was {status}", event.reason or "", Tone.WARNING)
    return None


def _fill_notice(event: TradeEvent) -> Notice:
    order = event.order
    verb = "Bought" if order.side == OrderSide.BUY else "Sold"
    price = f" at ${order.filled_avg_price:,.2f}" if order.filled_avg_price is not None else ""
    return Notice(f"{verb} {order.filled_qty.normalize():f} {order.symbol}{price}")
