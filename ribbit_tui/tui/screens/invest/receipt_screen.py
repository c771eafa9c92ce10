"""The receipt of an order: what is owned now, what it cost, what happened, and what comes next."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.color import Color
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from ribbit_tui.session.state import Change
from ribbit_tui.session.trading.receipt import Receipt, receipt
from ribbit_tui.session.trading.ticket import MINIMUM_USD
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.base import ESCAPES, CustomerScreen
from ribbit_tui.tui.widgets.panel import KEY_STYLE, Panel
from ribbit_tui.tui.words.formats import date_and_time, plain, usd
from ribbit_tui.tui.words.receipts import title

from .receipt_drawing import (
    RingColours,
    bar_lines,
    event_lines,
    fact_columns,
    ring_lines,
    sentence_lines,
)

if TYPE_CHECKING:
    from ribbit_tui.session.session import Session

_SHOWN = (
    Change.ORDERS | Change.POSITIONS | Change.ACTIVITIES | Change.MONEY | Change.ASSETS
) | Change.PRICES
_RING_ROWS, _MOST_RING_ROWS = 17, 25
_RING_MARGINS = 9
"""Cells beside the ring."""
_FACTS_WIDTH = 76
"""Cells beside the ring from which there is room for it."""
_BUTTON_ROWS = 3
OpenTicket = Callable[[str, int], object]
"""Opens the ticket of an asset to buy (0) or to sell (1)."""


class ReceiptScreen(CustomerScreen):
    """The receipt, above the screen that it was opened from. It closes when another one opens."""

    SCREEN_NAME = "invest"
    CLOSES_ON_LEAVING = True
    HELP = """
    # Receipt

    What an order has brought. The ring and the bar show how much you own of your last share.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("receipt.done", "done"),
        *ESCAPES,
        bind("receipt.buy", "order(0)"),
        bind("receipt.sell", "order(1)"),
    ]

    def __init__(self, session: "Session", order_id: str, open_ticket: OpenTicket) -> None:
        super().__init__(session)
        self._order_id = order_id
        self._open_ticket = open_ticket

    def compose_body(self) -> ComposeResult:
        with Container(id="receipt"):
            with Panel("", id="receipt-panel"), Horizontal():
                yield Static("", id="receipt-ring", markup=False)
                with VerticalScroll(can_focus=False):
                    yield Static("", id="facts", markup=False)
            with Panel("What happened", id="receipt-events-panel"):
                yield Static("", id="receipt-events", markup=False)
            with Panel("What next", id="receipt-next-panel"):
                yield Static("", id="receipt-next", markup=False)
                with Vertical(id="receipt-space"):
                    pass
                with Horizontal(id="receipt-buttons"):
                    yield Button("Done", id="done", compact=True)
                    yield Button(
                        "See your holdings", id="holdings", variant="primary", compact=True
                    )

    def on_mount(self) -> None:
        self.query_one("#holdings").focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    def show_changes(self, changes: Change) -> None:
        if changes & _SHOWN:
            self._show()

    def _receipt(self) -> Receipt | None:
        order = self.state.orders.get(self._order_id)
        return receipt(self.state, order) if order is not None else None

    def _show(self) -> None:
        found = self._receipt()
        if found is None or not self.is_mounted:
            return
        order, zone = found.order, self.shell.zone
        top = self.query_one("#receipt-panel", Panel)
        top.border_title = Content(title(found))
        at = date_and_time(order.filled_at or order.updated_at, zone)
        top.border_subtitle = Content.styled(f"Order {plain(order.id, 40)}   {at}", "$quiet")
        self._show_figures(found)
        events = self.query_one("#receipt-events", Static)
        panel = self.query_one("#receipt-events-panel", Panel)
        count = len(found.events)
        panel.show_title(f"{count} events")
        size = panel.content_size
        if size.width > 2:
            lines = event_lines(found, self.state, zone, size.width - 2, size.height)
            events.update(Content("\n").join(lines))
        self._show_next(found)

    def _show_figures(self, found: Receipt) -> None:
        """Show the ring where there is room for it and shades are to be had; else a bar alone."""
        size = self.query_one("#receipt-panel").content_size
        drawn, facts = self.query_one("#receipt-ring", Static), self.query_one("#facts", Static)
        rows = min(_MOST_RING_ROWS, size.height - 2)
        has_room = rows >= _RING_ROWS and size.width - 2 * rows >= _FACTS_WIDTH
        drawn.display = has_room and found.part_of_last is not None and self._has_shades
        width = size.width - 2
        if drawn.display:
            drawn.styles.width = 2 * rows
            drawn.update(Content("\n").join(ring_lines(found, rows, self._ring_colours())))
            width -= 2 * rows + _RING_MARGINS
        if width <= 0:
            return
        is_roomy = size.height >= _RING_ROWS
        gaps = [Content()] * 2 if is_roomy else []
        lines = sentence_lines(found, width, is_roomy=is_roomy)
        lines += [*(gaps or [Content()]), *fact_columns(found, width), *gaps]
        lines += bar_lines(found, width)
        above = max(0, size.height - len(lines)) // 2
        facts.update(Content("\n").join([*[Content()] * above, *lines]))

    @property
    def _has_shades(self) -> bool:
        """Whether the terminal shows the mixed colours that the ring consists of."""
        return self.app.console.color_system == "truecolor" and not self.app.no_color

    def _ring_colours(self) -> RingColours:
        named = self.app.theme_variables
        return RingColours(*(Color.parse(named[name]) for name in ("primary", "grid", "surface")))

    def _show_next(self, found: Receipt) -> None:
        """Show what can be done next, each with its key."""
        size, steps = self.query_one("#receipt-next-panel").content_size, _next_steps(found)
        width = size.width - 2
        is_roomy = size.height >= 2 * len(steps) + _BUTTON_ROWS
        lines: list[Content] = []
        for key_id, words, note in steps:
            key = self.shell.keys.written(key_id)
            line = Content.assemble((f"{key:3}", KEY_STYLE), (f"{words:22}", "bold"))
            if len(line) + len(note) <= width:
                line = Content.assemble(line, (note, "$quiet"))
            lines += [line, *[Content()] * is_roomy]
        self.query_one("#receipt-next", Static).update(Content("\n").join(lines))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "order" and parameters == (1,):
            found = self._receipt()
            return found is not None and bool(found.owned)
        return super().check_action(action, parameters)

    def action_done(self) -> None:
        self.finish()

    def finish(self) -> None:
        """Close the receipt. Once it is closed: do nothing."""
        if self.is_current:
            self.dismiss()

    def action_order(self, side: int) -> None:
        """Close the receipt and open the ticket to buy (0) or to sell (1) more of the asset."""
        order = self.state.orders.get(self._order_id)
        self.finish()
        if order is not None:
            self._open_ticket(order.symbol, side)

    @on(Button.Pressed, "#done")
    def _done(self, event: Button.Pressed) -> None:
        event.stop()
        self.finish()

    @on(Button.Pressed, "#holdings")
    def _see_holdings(self, event: Button.Pressed) -> None:
        event.stop()
        self.shell.go_to_screen("home")


def _next_steps(found: Receipt) -> list[tuple[str, str, str]]:
    """Return the id of the key, the words and a note of each next step."""
    is_coin = found.asset is not None and found.asset.is_crypto
    takes_parts = found.asset is not None and found.asset.fractionable
    steps = [
        ("screen.home", "See your holdings", "on Home, at live prices"),
        ("receipt.buy", "Buy more", f"from {usd(MINIMUM_USD)}" if takes_parts else "whole shares"),
    ]
    if found.owned:
        steps.append(("receipt.sell", "Sell", "all or a part of it" if takes_parts else ""))
    note = "" if is_coin else "after the trading day ends"
    steps.append(
        ("screen.documents", "Statements" if is_coin else "Get the confirmation", note),
    )
    return steps
