"""The parts of a receipt as lines of a width: the ring, the sentence, the facts and the events."""

from dataclasses import dataclass
from datetime import timedelta, tzinfo
from decimal import Decimal

from textual.color import Color
from textual.content import Content

from ribbit_tui.session.state import State
from ribbit_tui.session.trading.order_progress import OrderEvent
from ribbit_tui.session.trading.receipt import Receipt
from ribbit_tui.session.trading.valuation import equity
from ribbit_tui.tui.drawing.bars import meter
from ribbit_tui.tui.drawing.disc import ring
from ribbit_tui.tui.drawing.large_text import can_be_large, large_lines, large_width
from ribbit_tui.tui.widgets.fact_lines import fact, fact_line
from ribbit_tui.tui.words.formats import (
    clock_time,
    precise_duration,
    precise_time,
    price,
    shares,
    usd,
)
from ribbit_tui.tui.words.orders import order_kind, order_terms
from ribbit_tui.tui.words.receipts import asset_line, heading, part_words, rest_words, ring_note
from ribbit_tui.tui.words.statuses import TONE_STYLES, order_words

_HOLE = 18
"""Cells of the ring's hole that a text in its middle can take."""
_FACT, _WIDE_FACT = 18, 20
_WIDE_EVENT = 54
"""Cells from which an event has its milliseconds, its whole words and the time since the order."""
_BAR = 62
"""The most cells of the bar."""


@dataclass(frozen=True)
class RingColours:
    """The colours of the ring: what is owned, what is missing, and the ground below it."""

    full: Color
    rest: Color
    ground: Color


def ring_lines(receipt: Receipt, rows: int, colours: RingColours) -> list[Content]:
    """Draw the part of the last share that is owned, with its figure in the middle."""
    part = receipt.part_of_last or Decimal(0)
    lines = list(ring(part, rows, full=colours.full, rest=colours.rest, ground=colours.ground))
    figure = receipt.owned if part == 1 else part
    text = shares(figure)
    middle = rows // 2
    if can_be_large(text) and large_width(text) <= _HOLE:
        for row, line in enumerate(large_lines(text)):
            lines[middle - 2 + row] = _inserted(lines[middle - 2 + row], line, "bold")
    else:
        lines[middle - 1] = _inserted(lines[middle - 1], text[:_HOLE], "bold")
    lines[middle + 2] = _inserted(lines[middle + 2], ring_note(receipt), "$label")
    return lines


def _inserted(line: Content, text: str, style: str) -> Content:
    """Put a text over the middle of a line."""
    start = (len(line) - len(text)) // 2
    end = start + len(text)
    return Content.assemble(line[:start], (text, style), line[end:])


def sentence_lines(receipt: Receipt, width: int, *, is_roomy: bool) -> list[Content]:
    """Draw what is owned now, large where there is room, and apart if it `is_roomy`."""
    words = heading(receipt)
    amount = shares(words.amount)
    about = asset_line(receipt)
    below = Content.assemble((words.unit, "bold"), ("   " + about, "$quiet"))
    lines = _large(words.verb, amount, width)
    lines += [Content()] if is_roomy and len(lines) > 1 else []
    lines.append(below.truncate(width, ellipsis=True))
    if words.more:
        lines.append(Content.styled(words.more, "$label").truncate(width, ellipsis=True))
    return lines


def _large(verb: str, amount: str, width: int) -> list[Content]:
    text = f"{verb} {amount}"
    if not can_be_large(text) or large_width(text) > width:
        return [Content.assemble((f"{verb} ", "bold"), (amount, "$primary bold"))]
    pairs = zip(large_lines(f"{verb} "), large_lines(amount), strict=True)
    return [
        Content.assemble((left, "$foreground bold"), " ", (right, "$primary bold"))
        for left, right in pairs
    ]


def fact_columns(receipt: Receipt, width: int) -> list[Content]:
    """Draw price, amount, commission and time beside each other, or below each other."""
    facts = _facts(receipt)
    if width < _FACT * len(facts):
        return [
            fact_line(
                Content.styled(name, "$label"),
                Content.assemble((f"{note}  ", "$quiet"), (value, "bold")),
                width,
            )
            for name, value, note in facts
        ]
    room = min(_WIDE_FACT, width // len(facts))
    styles = ("$label", "bold", "$quiet")
    return [
        Content("").join(Content.styled(f"{one[row]:{room}}", style) for one in facts)
        for row, style in enumerate(styles)
    ]


def _facts(receipt: Receipt) -> list[tuple[str, str, str]]:
    """Return name, value and a note of each fact."""
    count = len(receipt.fills)
    is_coin = receipt.asset is not None and receipt.asset.is_crypto
    took = receipt.time_to_fill
    paid = "You received" if receipt.is_sale else "You paid"
    commission = receipt.commission
    return [
        (
            "Price of one" if is_coin else "Price a share",
            price(receipt.price),
            "in one fill" if count == 1 else f"over {count} fills",
        ),
        (paid, usd(receipt.total), "to your cash" if receipt.is_sale else "from your cash"),
        ("Commission", usd(commission), "" if commission else "none charged" * (commission == 0)),
        (
            "Time to fill",
            "–" if took is None else precise_duration(took),
            "" if took is None else "after your order",
        ),
    ]


def bar_lines(receipt: Receipt, width: int) -> list[Content]:
    """Draw the part of the last share as a bar, and say what is missing to a whole one."""
    part = receipt.part_of_last
    if part is None:
        return []
    words = part_words(receipt)
    room = min(_BAR, width - len(words) - 2)
    lines = [Content.assemble(meter(part, room), (f"  {words}", "$quiet"))]
    if (rest := rest_words(receipt)) is not None:
        before, cost, after = rest
        sentence = Content.assemble((before, "$label"), (cost, "bold"), (after, "$label"))
        lines.append(sentence.truncate(width, ellipsis=True))
    return lines


def event_lines(
    receipt: Receipt, state: State, zone: tzinfo | None, width: int, rows: int
) -> list[Content]:
    """Draw what has happened, and cash and equity below it, in at most `rows` lines.

    Where there are more events than lines, the first and the latest ones are shown.
    """
    money = state.trading_account
    means = [
        Content.styled("─" * width, "$idle-border"),
        fact("Cash now", usd(money.cash if money is not None else None), width, "bold"),
        fact("Equity now", usd(equity(state)), width),
    ]
    room = max(2, rows - len(means))
    events = receipt.events
    shown = [events[0], *events[1:][-(room - 1) :]]
    lines = [_event(event, receipt, zone, width) for event in shown]
    if 2 * len(lines) - 1 <= room:
        lines = [line for event in lines for line in (event, _between(width))][:-1]
        return [*lines, Content(), *means][:rows] if len(lines) < room else [*lines, *means]
    return [*lines, *means][:rows]


def _between(width: int) -> Content:
    return Content.styled(f"{'':{14 if width >= _WIDE_EVENT else 10}}│", "$quiet")


def _event(event: OrderEvent, receipt: Receipt, zone: tzinfo | None, width: int) -> Content:
    """Draw the time, the name, the figures and the time since the order of an event."""
    order, style, is_wide = receipt.order, "$success", width >= _WIDE_EVENT
    if event.name == "placed":
        glyph, name = "●", "Placed"
        figures = order_kind(order) if is_wide else order_terms(order)
    elif event.name == "fill":
        is_last = receipt.is_whole and event is receipt.events[-1]
        glyph, name = ("✓", "Filled") if is_last else ("●", "Part filled")
        figures = f"{shares(event.quantity)} at {price(event.price)}"
    else:
        words = order_words(event.name)
        glyph, name, figures, style = words.glyph, words.label, "", TONE_STYLES[words.tone]
    at = f"{precise_time(event.at, zone):14}" if is_wide else f"{clock_time(event.at, zone)}  "
    left = Content.assemble(
        (at, "$quiet"),
        (f"{glyph} ", style),
        (f"{name:12}" if is_wide else f"{name}  ", "bold"),
        (figures, "$label"),
    )
    first = receipt.events[0].at
    if not is_wide or event.at is None or first is None:
        return left.truncate(width, ellipsis=True)
    since = precise_duration(max(event.at - first, timedelta(0)))
    return fact_line(left, Content.styled(since, "$quiet"), width)
