"""The amounts of an order before it is sent, in lines of a width."""

from textual.content import Content

from ribbit_tui.session.trading.ticket import TicketReview
from ribbit_tui.session.trading.ticket_effect import TicketEffect
from ribbit_tui.tui.widgets.fact_lines import fact
from ribbit_tui.tui.words.formats import price, usd
from ribbit_tui.wire.orders import OrderSide


def ticket_figures(review: TicketReview, effect: TicketEffect, width: int) -> list[Content]:
    """Draw price and estimate, and buying power or cash before and after, below a rule."""
    is_sale = review.ticket.side == OrderSide.SELL
    if is_sale:
        means = (
            ("Cash now", usd(effect.cash_before), ""),
            ("Cash after", usd(effect.cash_after), "bold"),
        )
    else:
        means = (
            ("Buying power", usd(effect.power_before), ""),
            ("    after", usd(effect.power_after), "bold"),
        )
    named = (
        ("Price", price(review.price), ""),
        ("Estimated proceeds" if is_sale else "Estimated cost", usd(review.dollars), "bold"),
        *means,
    )
    rule = Content.styled("─" * width, "$idle-border")
    return [rule, *(fact(name, value, width, style) for name, value, style in named)]
