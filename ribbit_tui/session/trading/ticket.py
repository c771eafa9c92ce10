"""An order before it is sent: what was typed, what it would come to, and what speaks against it.

Rules: Alpaca's fractional trading (study 3b, 5): shares to 9 places, dollars to 2, at least 1 USD,
fractions and dollar amounts only of fractionable assets.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from ribbit_tui.session.account.access import blocked_reason
from ribbit_tui.session.state import State
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.money import spendable, to_cents
from ribbit_tui.wire.orders import OrderCreation, OrderSide, OrderType, TimeInForce

from .valuation import latest_price

SHARE_PLACES = 9
MINIMUM_USD = Decimal(1)
_NUMBER = re.compile(r"(?P<whole>\d{0,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(?P<places>\d*))?", re.ASCII)


class Unit(StrEnum):
    SHARES = "shares"
    DOLLARS = "dollars"


@dataclass(frozen=True)
class OrderTicket:
    """A market order for the day, as typed."""

    symbol: str
    side: OrderSide = OrderSide.BUY
    unit: Unit = Unit.SHARES
    amount: str = ""


@dataclass(frozen=True)
class TicketReview:
    """What a ticket comes to at the latest price. With an `error` it can't be sent."""

    ticket: OrderTicket
    asset: Asset | None
    price: Decimal | None
    shares: Decimal | None
    """Exact where shares were typed, an estimate where dollars were."""
    dollars: Decimal | None
    """Exact where dollars were typed, an estimate where shares were (USD)."""
    error: str | None
    note: str | None

    def to_creation(self, client_order_id: str) -> OrderCreation:
        """The order to send. Call it only without an `error`."""
        in_shares = self.ticket.unit is Unit.SHARES
        amounts = {"qty": self.shares} if in_shares else {"notional": self.dollars}
        return OrderCreation(
            symbol=self.ticket.symbol,
            side=self.ticket.side,
            type=OrderType.MARKET,
            time_in_force=TimeInForce.DAY,
            client_order_id=client_order_id,
            **amounts,
        )


def review_ticket(ticket: OrderTicket, state: State) -> TicketReview:
    """Hold a ticket against the state. An amount not typed yet is no error, but no order either."""
    asset = state.assets.get(ticket.symbol)
    price = latest_price(state.snapshots.get(ticket.symbol))
    amount = _amount(ticket)
    shares = dollars = None
    if amount is not None:
        shares, dollars = _both(ticket.unit, amount, price)
    error = _refusal(ticket, asset, amount, shares, dollars, state)
    return TicketReview(ticket, asset, price, shares, dollars, error, _note(state))


def _amount(ticket: OrderTicket) -> Decimal | None:
    text = ticket.amount.strip()
    if ticket.unit is Unit.DOLLARS:
        text = text.removeprefix("$")
    match = _NUMBER.fullmatch(text)
    if match is None or not (match["whole"] or match["places"]):
        return None
    return Decimal(text.replace(",", ""))


def _both(
    unit: Unit, amount: Decimal, price: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    if unit is Unit.SHARES:
        return amount, None if price is None else to_cents(amount * price)
    smallest = Decimal(1).scaleb(-SHARE_PLACES)
    return None if not price else (amount / price).quantize(smallest, ROUND_DOWN), amount


def _refusal(
    ticket: OrderTicket,
    asset: Asset | None,
    amount: Decimal | None,
    shares: Decimal | None,
    dollars: Decimal | None,
    state: State,
) -> str | None:
    if asset is None:
        return f"{ticket.symbol} is not known here."
    if not asset.tradable:
        return f"{asset.symbol} cannot be traded."
    if (reason := blocked_reason(state, "Trading opens")) is not None:
        return reason
    if not ticket.amount.strip():
        return None
    if amount is None:
        return "Type a number, such as 0.42."
    return _refused_amount(ticket, asset, amount, dollars) or _refused_funds(
        ticket, shares, dollars, state
    )


def _refused_amount(
    ticket: OrderTicket, asset: Asset, amount: Decimal, dollars: Decimal | None
) -> str | None:
    if amount <= 0:
        return "The amount must be more than zero."
    places = -int(amount.as_tuple().exponent)
    in_shares = ticket.unit is Unit.SHARES
    if not asset.fractionable and not in_shares:
        return f"{asset.symbol} is sold in whole shares only: order in shares."
    if not asset.fractionable and amount != amount.to_integral_value():
        return f"{asset.symbol} is sold in whole shares only."
    if in_shares and places > SHARE_PLACES:
        return f"Shares go to {SHARE_PLACES} decimal places."
    if not in_shares and places > 2:
        return "Dollars go to two decimal places."
    # Whole shares may be cheaper than that, and the rest of a holding must be sellable.
    has_minimum = not in_shares or (ticket.side == OrderSide.BUY and amount % 1 != 0)
    if has_minimum and dollars is not None and dollars < MINIMUM_USD:
        return "An order must come to at least $1.00."
    return None


def _refused_funds(
    ticket: OrderTicket, shares: Decimal | None, dollars: Decimal | None, state: State
) -> str | None:
    if ticket.side == OrderSide.BUY:
        available = state.trading_account.buying_power if state.trading_account else None
        if available is not None and dollars is not None and dollars > available:
            return f"That is more than the buying power of {spendable(available)}."
        return None
    position = state.positions.get(ticket.symbol)
    if position is None:
        return f"There are no shares of {ticket.symbol} to sell."
    held = position.qty_available if position.qty_available is not None else position.qty
    if shares is not None and shares > held:
        return f"Only {held.normalize():f} shares of {ticket.symbol} can be sold."
    return None


def _note(state: State) -> str | None:
    if state.clock is not None and not state.clock.is_open:
        return "The market is closed: the order waits until it opens."
    return None
