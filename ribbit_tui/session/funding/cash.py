"""The parts of a customer's cash (USD), and what is about to change it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from ribbit_tui.session.state import State
from ribbit_tui.wire.activities import Activity, ActivityType
from ribbit_tui.wire.funding import (
    PENDING_TRANSFER_STATUSES,
    TransferDirection,
    TransferStatus,
)
from ribbit_tui.wire.orders import OrderSide

_NOTHING = Decimal(0)
_NEW_YORK = ZoneInfo("America/New_York")
_NIGHT_STARTS = 20
"""The hour in New York from which trades belong to the next day."""


@dataclass(frozen=True)
class CashParts:
    """Cash by what it can be used for. The three parts add up to `cash`."""

    cash: Decimal
    withdrawable: Decimal
    unsettled: Decimal
    """Proceeds of sales that buy other assets already and cannot be withdrawn yet."""
    held: Decimal
    """Reserved for open orders."""

    @property
    def available(self) -> Decimal:
        """The amount that new orders can use: all but what is held."""
        return self.cash - self.held


def cash_parts(state: State) -> CashParts | None:
    """Return the parts of the cash; None until the amounts are known.

    An amount that the server does not send is that of the whole cash. Money that is lent on margin
    is not cash: it is in no part.
    """
    money = state.trading_account
    if money is None or money.cash is None:
        return None
    cash = money.cash
    usable = money.non_marginable_buying_power
    if usable is None:
        usable = money.buying_power if money.multiplier == "1" else None
    available = _within(usable, cash)
    withdrawable = _within(money.cash_withdrawable, available)
    return CashParts(cash, withdrawable, available - withdrawable, cash - available)


def _within(amount: Decimal | None, most: Decimal) -> Decimal:
    """Return the amount between 0 and `most`, which may be negative itself; None is `most`."""
    return most if amount is None else min(max(amount, _NOTHING), most)


def unsettled_until(state: State) -> date | None:
    """Return the day on which the latest sale of shares settles; None if it is not known.

    Shares settle on the first trading day after the trade (T+1). The market's clock tells the next
    day on which it opens: that is the day if the sale was made on an earlier one.
    """
    sales = [at for at in map(_sold_at, state.activities) if at is not None]
    if not sales or state.clock is None:
        return None
    opens = state.clock.next_open.astimezone(_NEW_YORK).date()
    return opens if all(_is_traded_before(opens, at) for at in sales) else None


def _sold_at(activity: Activity) -> datetime | None:
    """Return the time of a sale of shares. Crypto, whose symbols are pairs, settles at once."""
    is_sale = activity.activity_type == ActivityType.FILL and activity.side == OrderSide.SELL
    return activity.transaction_time if is_sale and "/" not in (activity.symbol or "") else None


def _is_traded_before(day: date, at: datetime) -> bool:
    local = at.astimezone(_NEW_YORK)
    return (day - local.date()).days > (1 if local.hour >= _NIGHT_STARTS else 0)


@dataclass(frozen=True)
class TransferTotals:
    """The sums of all transfers (USD)."""

    deposited: Decimal
    withdrawn: Decimal
    coming: Decimal
    """Deposits under way."""
    going: Decimal
    """Withdrawals under way."""


def transfer_totals(state: State) -> TransferTotals:
    """Add up the transfers that are complete, and those under way, by direction."""

    def total(direction: TransferDirection, statuses: frozenset[TransferStatus]) -> Decimal:
        amounts = (
            transfer.amount
            for transfer in state.transfers.values()
            if transfer.direction == direction and transfer.status in statuses
        )
        return sum(amounts, _NOTHING)

    incoming, outgoing = TransferDirection.INCOMING, TransferDirection.OUTGOING
    complete = frozenset({TransferStatus.COMPLETE})
    return TransferTotals(
        total(incoming, complete),
        total(outgoing, complete),
        total(incoming, PENDING_TRANSFER_STATUSES),
        total(outgoing, PENDING_TRANSFER_STATUSES),
    )


def last_interest(state: State) -> Activity | None:
    """Return the latest interest paid on cash, if there is any among the loaded activities."""
    return next(
        (
            one
            for one in state.activities
            if one.activity_type == ActivityType.INT and one.net_amount
        ),
        None,
    )


def interest_tier(state: State) -> str:
    """Return the name of the rates by which the cash earns interest; empty if it earns none."""
    program = state.account.cash_interest if state.account is not None else None
    dollars = program.usd if program is not None else None
    if dollars is None or dollars.status != "ACTIVE":
        return ""
    return dollars.apr_tier_name or ""


def cash_after(state: State, amount: Decimal, direction: TransferDirection) -> Decimal | None:
    """Return the cash once a transfer of `amount` (USD) is complete; None if it is not known."""
    if state.trading_account is None or state.trading_account.cash is None:
        return None
    signed = amount if direction == TransferDirection.INCOMING else -amount
    return state.trading_account.cash + signed
