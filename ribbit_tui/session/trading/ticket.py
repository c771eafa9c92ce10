"""An order before it is sent: what was typed, what it would come to, and what speaks against it.

Rules: Alpaca's fractional trading (study 3b, 5): shares to 9 places, dollars to 2, at least 1 USD,
fractions and dollar amounts only of fractionable assets. Crypto is ordered until canceled (gtc), at
least in a pair's smallest order; a position can always be sold as a whole.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from ribbit_tui.session.account.access import Act, blocked_reason
from ribbit_tui.session.amounts import SHARE_PLACES, AmountError, parse_dollars, parse_shares
from ribbit_tui.session.state import State
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.money import spendable, to_cents
from ribbit_tui.wire.orders import OrderCreation, OrderSide, OrderType, TimeInForce
from ribbit_tui.wire.positions import Position

from .crypto import crypto_blocked_reason
from .lookup import find_asset, find_position, find_snapshot
from .valuation import latest_price

MINIMUM_USD = Decimal(1)
"""The smallest order of dollars or of a fraction."""


class Unit(StrEnum):
    SHARES = "shares"
    DOLLARS = "dollars"


@dataclass(frozen=True)
class OrderTicket:
    """A market order as typed: of shares for the day, of crypto until it is canceled."""

    symbol: str
    """The symbol of an asset or of a position."""
    side: OrderSide = OrderSide.BUY
    unit: Unit = Unit.SHARES
    amount: str = ""


@dataclass(frozen=True)
class TicketReview:
    """Shares and dollars of a ticket at the latest price; with an `error` it cannot be sent."""

    ticket: OrderTicket
    asset: Asset | None
    price: Decimal | None
    shares: Decimal | None
    """Exact where shares were typed, an estimate where dollars were."""
    dollars: Decimal | None
    """Exact where dollars were typed, an estimate where shares were (USD)."""
    error: str | None
    note: str | None

    @property
    def symbol(self) -> str:
        """The symbol of the asset; the ticket's own if no such asset is known."""
        return self.ticket.symbol if self.asset is None else self.asset.symbol

    def to_creation(self, client_order_id: str) -> OrderCreation:
        """Return the order to send; the review must be without an `error`."""
        in_shares = self.ticket.unit is Unit.SHARES
        amounts = {"qty": self.shares} if in_shares else {"notional": self.dollars}
        is_crypto = self.asset is not None and self.asset.is_crypto
        return OrderCreation(
            symbol=self.symbol,
            side=self.ticket.side,
            type=OrderType.MARKET,
            time_in_force=TimeInForce.GTC if is_crypto else TimeInForce.DAY,
            client_order_id=client_order_id,
            **amounts,
        )


def review_ticket(ticket: OrderTicket, state: State) -> TicketReview:
    """Hold a ticket against the state. An amount not typed yet is no error, but no order either."""
    asset = find_asset(state, ticket.symbol)
    price = latest_price(find_snapshot(state, ticket.symbol))
    amount = shares = dollars = None
    wrong_amount = None
    if ticket.amount.strip():
        try:
            amount = _amount(ticket)
        except AmountError as error:
            wrong_amount = str(error)
        else:
            shares, dollars = _both(ticket.unit, amount, price)
    refused = _refused_asset(ticket, asset, state) or wrong_amount
    if refused is None and asset is not None and amount is not None:
        position = find_position(state, asset)
        refused = _refused_amount(ticket, asset, amount, dollars)
        refused = refused or _refused_size(ticket, asset, amount, position)
        if ticket.side == OrderSide.BUY:
            refused = refused or _refused_cost(dollars, state)
        else:
            refused = refused or _refused_sale(asset, shares, position)
    return TicketReview(ticket, asset, price, shares, dollars, refused, _note(asset, state))


def _amount(ticket: OrderTicket) -> Decimal:
    """Parse the amount as shares or dollars. Raises AmountError."""
    parse = parse_dollars if ticket.unit is Unit.DOLLARS else parse_shares
    amount = parse(ticket.amount)
    if amount <= 0:
        raise AmountError("The amount must be more than zero.")
    return amount


def _both(
    unit: Unit, amount: Decimal, price: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    if unit is Unit.SHARES:
        return amount, None if price is None else to_cents(amount * price)
    return shares_for(amount, price) if price else None, amount


def shares_for(dollars: Decimal, price: Decimal) -> Decimal:
    """Return the shares that an amount (USD) buys at this price, rounded down to 9 places."""
    return (dollars / price).quantize(Decimal(1).scaleb(-SHARE_PLACES), ROUND_DOWN)


def _refused_asset(ticket: OrderTicket, asset: Asset | None, state: State) -> str | None:
    if asset is None:
        if not state.assets.is_complete:
            return "The list of assets is not loaded yet."
        return f"{ticket.symbol} is not known here."
    if not asset.tradable:
        return f"{asset.symbol} cannot be traded."
    blocked = blocked_reason(state, "Trading opens", Act.TRADE)
    if blocked is None and asset.is_crypto:
        return crypto_blocked_reason(state)
    return blocked


def _refused_amount(
    ticket: OrderTicket, asset: Asset, amount: Decimal, dollars: Decimal | None
) -> str | None:
    in_shares = ticket.unit is Unit.SHARES
    if not asset.fractionable and not in_shares:
        return f"{asset.symbol} is sold in whole shares only: order in shares."
    if not asset.fractionable and amount != amount.to_integral_value():
        return f"{asset.symbol} is sold in whole shares only."
    # Whole shares may be cheaper than that, and the rest of a holding must be sellable.
    has_minimum = not in_shares or (ticket.side == OrderSide.BUY and amount % 1 != 0)
    if has_minimum and dollars is not None and dollars < MINIMUM_USD:
        return "An order must come to at least $1.00."
    return None


def _refused_size(
    ticket: OrderTicket, asset: Asset, amount: Decimal, position: Position | None
) -> str | None:
    """Refuse a number of coins below the smallest order, unless it sells all that is held."""
    smallest = asset.min_order_size if asset.is_crypto else None
    if ticket.unit is Unit.DOLLARS or smallest is None or amount >= smallest:
        return None
    if ticket.side == OrderSide.SELL and position is not None and amount == position.qty:
        return None
    return f"The smallest order is {_quantity(smallest, asset)}."


def _refused_cost(dollars: Decimal | None, state: State) -> str | None:
    available = state.trading_account.buying_power if state.trading_account else None
    if available is not None and dollars is not None and dollars > available:
        return f"That is more than the buying power of {spendable(available)}."
    return None


def _refused_sale(asset: Asset, shares: Decimal | None, position: Position | None) -> str | None:
    if position is None:
        what = asset.coin or f"shares of {asset.symbol}"
        return f"There {'is' if asset.coin else 'are'} no {what} to sell."
    held = position.qty_available if position.qty_available is not None else position.qty
    if shares is not None and shares > held:
        return f"Only {_quantity(held, asset)} can be sold."
    return None


def _quantity(amount: Decimal, asset: Asset) -> str:
    """Return `1.5 shares of AAPL` or `0.25 BTC`."""
    unit = asset.coin or f"shares of {asset.symbol}"
    return f"{amount.normalize():f} {unit}"


def _note(asset: Asset | None, state: State) -> str | None:
    trades_always = asset is not None and asset.is_crypto
    if state.clock is not None and not state.clock.is_open and not trades_always:
        return "The market is closed: the order waits until it opens."
    return None
