"""The facts of an asset as lines of a width."""

from datetime import datetime, tzinfo
from decimal import Decimal

from textual.content import Content

from ribbit_tui.session.state import Change, State
from ribbit_tui.session.trading.asset_facts import AssetFacts
from ribbit_tui.tui.drawing.large_text import can_be_large, large_usd, large_width
from ribbit_tui.tui.widgets.fact_lines import fact, fact_line
from ribbit_tui.tui.words.assets import amount_of
from ribbit_tui.tui.words.formats import (
    BASIS_POINT,
    arrow,
    date_and_time,
    percent,
    plain,
    price,
    shares,
    signed_usd,
    tone,
    usd,
)
from ribbit_tui.tui.words.orders import order_state, order_terms
from ribbit_tui.tui.words.statuses import TONE_STYLES
from ribbit_tui.wire.orders import Order

_MOST_ORDERS = 4


def price_lines(
    facts: AssetFacts, now: datetime, zone: tzinfo | None, width: int, *, is_large: bool
) -> list[Content]:
    """Draw the price and its change today, and say if the price is old or not known."""
    if facts.price is None:
        return [Content.styled("No price is known yet.", "$warning")]
    text = price(facts.price)
    if is_large and can_be_large(text) and large_width(text) <= width:
        lines = large_usd(text, "$foreground bold", "$label").split("\n")
    else:
        lines = [Content.styled(text, "bold")]
    if facts.change is not None:
        moved = f"{arrow(facts.change_fraction, BASIS_POINT)} {signed_usd(facts.change)}"
        style = f"${tone(facts.change_fraction, BASIS_POINT)}"
        today = Content.styled(f"{moved}  {percent(facts.change_fraction)} today", style)
        lines = _with_change(lines, today, width)
    if facts.is_old(now):
        at = date_and_time(facts.price_at, zone)
        lines.append(Content.styled(f"This price is of {at}.", "$warning"))
    return lines


def _with_change(lines: list[Content], today: Content, width: int) -> list[Content]:
    """Put the change of the day at the right of the price, or below where there is no room."""
    if len(lines) == 1:
        return [fact_line(lines[0], today, width)]
    middle = lines[1]
    if middle.cell_length + 3 + today.cell_length > width:
        return [*lines, today]
    return [lines[0], Content.assemble(middle, "   ", today), *lines[2:]]


def quote_lines(
    facts: AssetFacts, now: datetime, zone: tzinfo | None, width: int, *, is_roomy: bool
) -> list[Content]:
    """Draw bid, ask and spread, the previous close, and the day's range and volume."""
    lines = []
    if facts.quote is not None:
        lines += [
            _offer("Bid", facts.quote.bid_price, facts.quote.bid_size, width),
            _offer("Ask", facts.quote.ask_price, facts.quote.ask_size, width),
        ]
        if facts.spread is not None:
            lines.append(fact("Spread", price(facts.spread), width))
    if facts.previous_close is not None:
        lines.append(fact("Previous close", price(facts.previous_close), width))
    if facts.day is not None:
        is_today = facts.day.day == now.astimezone(zone).date()
        of_day = "" if is_today else f" {facts.day.day:%d %b}".replace(" 0", " ")
        ends = f"{price(facts.day.low)} to {price(facts.day.high)}"
        lines.append(fact(f"Range{of_day}" if of_day else "Day's range", ends, width))
        place = facts.day.place_of(facts.price)
        if is_roomy and place is not None:
            lines.append(_range_bar(place, width))
        lines.append(fact(f"Volume{of_day}", shares(round(facts.day.volume, 4)), width))
    return lines


def _offer(name: str, offered: Decimal, size: Decimal | None, width: int) -> Content:
    """Draw a bid or an ask; one that is zero is none."""
    if not offered:
        return fact(name, "none", width, "$quiet")
    of = "" if size is None else f" × {shares(size)}"
    return fact_line(
        Content.styled(name, "$label"), Content.assemble(price(offered), (of, "$quiet")), width
    )


def _range_bar(place: Decimal, width: int) -> Content:
    """Draw the range of a day with the price on it."""
    at = min(width - 1, int(place * width))
    return Content.assemble(
        ("━" * at, "$grid"), ("●", "$primary bold"), ("━" * (width - at - 1), "$grid")
    )


def owned_lines(state: State, facts: AssetFacts, width: int, *, is_roomy: bool) -> list[Content]:
    """Draw what is owned of the asset and what it has gained."""
    held = facts.holding
    if held is None:
        none = "You own none of it." if state.has(Change.POSITIONS) else "Loading…"
        return [Content.styled(none, "$quiet")]
    owned = amount_of(held.qty, facts.asset, facts.symbol)
    name = "Owned" if is_roomy else "You own"
    lines = [fact(name, owned if is_roomy else shares(held.qty), width, "bold")]
    lines.append(fact("Value", usd(held.value), width))
    if is_roomy:
        lines.append(fact("Average cost", price(held.average_entry_price), width))
    if held.profit is not None:
        gained = f"{arrow(held.profit)} {signed_usd(held.profit)}  {percent(held.profit_fraction)}"
        right = Content.styled(gained, f"${tone(held.profit)}")
        lines.append(fact_line(Content.styled("Profit or loss", "$label"), right, width))
    return lines


def open_order_lines(
    state: State, facts: AssetFacts, width: int, *, is_roomy: bool
) -> list[Content]:
    """Draw the open orders for the asset; where space is short, their number alone."""
    count = len(facts.open_orders)
    if not count:
        return []
    if not is_roomy:
        return [fact("Open orders", f"{count:,}", width, "$info")]
    lines = [_open_order(state, order, width) for order in facts.open_orders[:_MOST_ORDERS]]
    if count > _MOST_ORDERS:
        lines.append(Content.styled(f"and {count - _MOST_ORDERS:,} more", "$quiet"))
    return lines


def _open_order(state: State, order: Order, width: int) -> Content:
    size = usd(order.notional) if order.notional is not None else shares(order.qty)
    left = f"{plain(str(order.side), 8).capitalize()} {size}  {order_terms(order)}"
    words = order_state(state, order)
    right = Content.styled(f"{words.glyph} {words.label}", TONE_STYLES[words.tone])
    return fact_line(Content.styled(left, "$label"), right, width)


def flag_lines(facts: AssetFacts, width: int, *, is_roomy: bool) -> list[Content]:
    """Draw what the asset allows, each flag in words, as many in a line as fit."""
    asset = facts.asset
    if asset is None:
        return []
    if asset.is_crypto:
        lines = [Content.styled("✓ Trades around the clock", "$label")]
        if asset.min_order_size is not None:
            least = f"{shares(asset.min_order_size)} {plain(asset.coin, 12)}"
            lines.append(fact("Smallest order", least, width))
        return lines
    flags = (
        ("Fractional", asset.fractionable),
        ("Overnight", facts.trades_overnight),
        ("Marginable", asset.marginable),
        ("Shortable", asset.shortable),
    )
    parts = [
        Content.assemble(("✓ ", "$success"), (name, "$label"))
        if is_so
        else Content.styled(f"– not {name.lower()}", "$quiet")
        for name, is_so in flags
        if is_so or is_roomy
    ]
    if is_roomy and asset.exchange:
        parts.append(Content.styled(plain(asset.exchange, 12), "$quiet"))
    return _wrapped(parts, width)


def _wrapped(parts: list[Content], width: int) -> list[Content]:
    """Put parts beside each other, three columns apart, on as many lines as they need."""
    lines: list[Content] = []
    for part in parts:
        if lines and len(lines[-1]) + 3 + len(part) <= width:
            lines[-1] = Content.assemble(lines[-1], "   ", part)
        else:
            lines.append(part)
    return lines
