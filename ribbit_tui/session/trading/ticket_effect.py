"""The effect of an order on cash and buying power, before it is sent (USD)."""

from dataclasses import dataclass
from decimal import Decimal

from ribbit_tui.session.state import State
from ribbit_tui.wire.orders import OrderSide

from .ticket import TicketReview


@dataclass(frozen=True)
class TicketEffect:
    """Amounts before and after an order fills at the price of the review; None if not known."""

    cash_before: Decimal | None
    cash_after: Decimal | None
    power_before: Decimal | None
    power_after: Decimal | None
    """None for a sale: when its proceeds count as buying power is up to the broker."""

    @property
    def part_of_cash(self) -> Decimal | None:
        """The part of the cash that a purchase takes, above 0 and at most 1.

        None for a sale, and for a purchase that also takes borrowed money.
        """
        before, after = self.cash_before, self.cash_after
        if before is None or after is None or not 0 <= after < before:
            return None
        return (before - after) / before


def ticket_effect(review: TicketReview, state: State) -> TicketEffect:
    """Return what an order does to cash and buying power."""
    money, dollars = state.trading_account, review.dollars
    cash = money.cash if money is not None else None
    power = money.buying_power if money is not None else None
    is_sale = review.ticket.side == OrderSide.SELL
    change = None if dollars is None else (dollars if is_sale else -dollars)
    return TicketEffect(
        cash_before=cash,
        cash_after=None if cash is None or change is None else cash + change,
        power_before=power,
        power_after=None if is_sale or power is None or dollars is None else power - dollars,
    )
