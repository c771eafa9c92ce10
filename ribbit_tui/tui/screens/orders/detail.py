"""The panel of one order: what became of it, on a track and event by event."""

from collections.abc import Sequence
from datetime import tzinfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from ribbit_tui.session.state import State
from ribbit_tui.session.trading.order_progress import OrderEvent, order_events
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.widgets.fact_lines import fact_line
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.widgets.status_track import track_lines
from ribbit_tui.tui.widgets.timeline import Stage
from ribbit_tui.tui.words.formats import (
    clock_time,
    date_and_time,
    plain,
    precise_time,
    price,
    shares,
    usd,
)
from ribbit_tui.tui.words.orders import order_kind, order_state, order_title
from ribbit_tui.tui.words.statuses import TONE_STYLES, StatusTone, order_words
from ribbit_tui.wire.orders import Order, OrderSide

_TIME, _GAP = 13, 2
"""Columns of the time, and between the other columns, in the table of events."""
_MOST_STAGES = 4


class OrderDetail(Panel):
    """The order under the cursor: heading, track, events, ids, and the button that cancels it."""

    DEFAULT_CSS = """
    OrderDetail {
        VerticalScroll { padding: 0 1; height: 1fr; }
        Static { height: auto; }
        Horizontal { height: 1; padding: 0 1; }
        #order-id { width: 1fr; color: $quiet; }
    }
    """

    class CancelRequested(Message):
        """Posted when the user wants to cancel the order."""

    def __init__(self) -> None:
        super().__init__("Order", id="order-detail")
        self._shown: tuple[State, Order, tzinfo | None] | None = None
        self._empty = ""

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static("", id="order-words", markup=False)
        with Horizontal():
            yield Static("", id="order-id", markup=False)
            yield Button("Cancel order", id="cancel", variant="warning", compact=True)

    def show(self, state: State, order: Order | None, zone: tzinfo | None, empty: str) -> None:
        """Show an order; without one, the text `empty`."""
        self._shown = None if order is None else (state, order, zone)
        self._empty = empty
        title = "" if order is None else order_title(order)
        self.show_title(*([title] if title else []))
        self.query_one("#cancel").display = order is not None and not order.is_closed
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        words, ids = self.query_one("#order-words", Static), self.query_one("#order-id", Static)
        width = words.content_size.width
        if width <= 0:
            return
        if self._shown is None:
            ahead = [Stage("You place it"), Stage("It is at the market"), Stage("It fills")]
            words.update(
                Content("\n").join(
                    [Content.styled(self._empty, "$quiet"), Content(), *track_lines(ahead, width)]
                )
            )
            ids.update("")
            return
        state, order, zone = self._shown
        show_text(ids, Content(f"order id {plain(order.id, 40)}"))
        is_short = self.screen.has_class("-short")
        events = order_events(state, order)
        lines = [*_heading(state, order, zone, width), Content()]
        lines += track_lines(_stages(state, order, events, zone), width)
        if not is_short:
            lines += [Content(), *_table(events, zone, width)]
        show_text(words, Content("\n").join(lines))

    @on(Button.Pressed, "#cancel")
    def _cancel(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.CancelRequested())


def _heading(state: State, order: Order, zone: tzinfo | None, width: int) -> list[Content]:
    words = order_state(state, order)
    standing = Content.styled(f"{words.glyph} {words.label}", TONE_STYLES[words.tone])
    title = order_title(order)
    if order.filled_qty and order.filled_avg_price is not None:
        verb = "Bought" if order.side == OrderSide.BUY else "Sold"
        amount = usd(order.filled_qty * order.filled_avg_price)
        title = f"{verb} {shares(order.filled_qty)} {plain(order.symbol, 12)} for {amount}"
    kind = order_kind(order)
    placed = date_and_time(order.submitted_at or order.created_at, zone)
    return [
        fact_line(Content.styled(title, "bold"), standing, width),
        Content.assemble((kind, "$label"), (f" · placed {placed}", "$quiet")).truncate(
            width, ellipsis=True
        ),
    ]


def _stages(
    state: State, order: Order, events: Sequence[OrderEvent], zone: tzinfo | None
) -> list[Stage]:
    """Return the events as stages, and where the order stands if it is open."""
    shown = [events[0], *events[1:][1 - _MOST_STAGES :]]
    stages = [_stage(order, event, zone, is_last=event is events[-1]) for event in shown]
    if not order.is_closed:
        words = order_state(state, order)
        stages += [Stage(words.label, "now", words.tone), Stage("Filled")]
    return stages


def _stage(order: Order, event: OrderEvent, zone: tzinfo | None, *, is_last: bool) -> Stage:
    at = clock_time(event.at, zone)
    if event.name == "placed":
        return Stage("Placed", at, StatusTone.GOOD)
    if event.name == "fill":
        is_whole = is_last and order.is_closed
        return Stage("Filled" if is_whole else "Part filled", at, StatusTone.GOOD)
    words = order_words(event.name)
    return Stage(words.label, at, words.tone)


def _table(events: Sequence[OrderEvent], zone: tzinfo | None, width: int) -> list[Content]:
    """Draw the events as lines of a table, and the sum of several fills."""
    rows = [("Time", "Event", "Quantity", "Price", "Value")]
    for event in events:
        name = "Fill" if event.name == "fill" else "Placed"
        if event.name not in ("fill", "placed"):
            name = order_words(event.name).label
        figures = (shares(event.quantity), price(event.price), usd(event.value))
        rows.append((precise_time(event.at, zone), name, *figures))
    fills = [event for event in events if event.name == "fill"]
    if len(fills) > 1:
        quantity = sum(event.quantity or 0 for event in fills)
        value = sum(event.value or 0 for event in fills)
        rows.append(("", "In all", f"{quantity:f}", "", f"${value:,}"))
    sizes = _sizes(rows, width)
    styles = ["$quiet", *[""] * len(events), *["bold"] * (len(fills) > 1)]
    return [_line(row, sizes, style) for row, style in zip(rows, styles, strict=True)]


def _sizes(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return the width of each column: figures are whole, and the price goes before one is cut."""
    event, *figures = (max(len(row[column]) for row in rows) + _GAP for column in (1, 2, 3, 4))
    if _TIME + event + sum(figures) > width:
        figures[1] = 0
    spare = max(0, width - _TIME - event - sum(figures)) // 3
    return [_TIME, event, *(size + spare if size else 0 for size in figures)]


def _line(cells: Sequence[str], sizes: Sequence[int], style: str) -> Content:
    """Put time and event at the left, and the figures at the right, of one line."""
    at, name, *figures = (cell if size else "" for cell, size in zip(cells, sizes, strict=True))
    line = f"{at:{sizes[0]}}{name:{sizes[1]}}"
    line += "".join(f"{one:>{size}}" for one, size in zip(figures, sizes[2:], strict=True) if size)
    return Content.styled(line, style).truncate(sum(sizes))
