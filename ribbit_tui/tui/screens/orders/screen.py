"""The Orders screen."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from ribbit_tui.session.account.access import Act, blocked_reason
from ribbit_tui.session.state import Change
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.base import CustomerScreen
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.status_cell import status_cell
from ribbit_tui.tui.widgets.table_rows import NARROW, Cell, Column, Row
from ribbit_tui.tui.widgets.unreadable_note import UnreadableNote
from ribbit_tui.tui.words.formats import day_and_time, plain, price, shares
from ribbit_tui.tui.words.orders import leg_title, order_kind, order_title
from ribbit_tui.tui.words.statuses import order_words
from ribbit_tui.wire.orders import Order

from .cancellation import cancellation, cancellation_of_all


class OrdersScreen(CustomerScreen):
    """Open and closed orders, the newest first."""

    SCREEN_NAME = "orders"
    HELP = """
    # Orders

    - `c` cancels the selected order while it is open.
    - The exits of an order (take profit, stop loss) are indented below it. Canceling one of them
      cancels the others too.
    - `b` goes to Invest to place a new order.
    - Orders placed while the market is closed wait until it opens.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("orders.cancel", "cancel"),
        bind("orders.cancel-all", "cancel_all"),
        bind("orders.buy", "buy"),
    ]

    def compose_body(self) -> ComposeResult:
        yield Static("Orders", classes="section", markup=False)
        yield LiveTable(
            Column("When", 12),
            Column("Order", 20, grows=True),
            Column("Filled", 12, right=True),
            Column("Price", 12, right=True, from_width=NARROW),
            Column("Status", 16),
            empty="Loading…",
            id="orders",
        )
        yield UnreadableNote(Change.ORDERS, "order")
        with Horizontal(id="order-detail"):
            yield Static("", id="order-words", markup=False)
            yield Button("Cancel order", id="cancel", variant="warning", compact=True)

    def on_mount(self) -> None:
        self.query_one(LiveTable).focus()

    def show_changes(self, changes: Change) -> None:
        if not changes & (Change.ORDERS | Change.ACCOUNT | Change.MONEY | Change.CONNECTION):
            return
        table = self.query_one(LiveTable)
        none = blocked_reason(self.state, "Orders can be placed", Act.TRADE)
        none = none or f"No orders yet. {self.press('screen.invest')} to find an asset to buy."
        table.show_empty(self.empty_text(Change.ORDERS, none))
        rows = []
        for order in self.state.newest_orders:
            at = Cell(day_and_time(order.created_at, self.shell.zone), "quiet")
            rows.append(_row(order, at, order_title(order)))
            rows += [_row(leg, Cell(""), leg_title(leg)) for leg in self.state.legs_of(order)]
        table.show_rows(rows)
        self._show_detail()

    @on(LiveTable.RowHighlighted)
    def _show_detail(self) -> None:
        order = self._order()
        self.query_one("#order-detail").display = order is not None
        if order is None:
            return
        self.query_one("#order-words", Static).update(
            Content(f"{order_kind(order)} · order id {plain(order.id, 40)}")
        )
        self.query_one("#cancel").display = not order.is_closed
        self.refresh_bindings()

    def _order(self) -> Order | None:
        key = self.query_one(LiveTable).cursor_key
        return self.state.orders.get(key) if key else None

    def _open_orders(self) -> list[Order]:
        """Return the open orders, newest first."""
        return [order for order in self.state.newest_orders if not order.is_closed]

    def _order_to_cancel(self) -> Order | None:
        """Return the selected order if it is open, or else the newest open one."""
        selected = self._order()
        if selected is not None and not selected.is_closed:
            return selected
        return next(iter(self._open_orders()), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("cancel", "cancel_all") and self.is_mounted:
            return True if self._order_to_cancel() is not None else None
        return super().check_action(action, parameters)

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Cancel the selected order, or else the newest open one, after a confirmation."""
        order = self._order_to_cancel()
        if order is not None and not self.is_busy("cancel order"):
            self._cancel(order)

    @work(group="cancel order", description="cancel an order")
    async def _cancel(self, order: Order) -> None:
        actions = self.session.trading_actions
        if not await self.app.push_screen_wait(cancellation(order, self.shell.zone)):
            return
        if await self.attempt(lambda again: actions.cancel_order(order, again=again)):
            self.notify(f"Canceling the {plain(order.symbol, 12)} order.", markup=False)

    def action_cancel_all(self) -> None:
        """Cancel all open orders after a confirmation."""
        if self._open_orders() and not self.is_busy("cancel order"):
            self._cancel_all()

    @work(group="cancel order", description="cancel all orders")
    async def _cancel_all(self) -> None:
        actions = self.session.trading_actions
        if not await self.app.push_screen_wait(cancellation_of_all(self._open_orders())):
            return
        if await self.attempt(lambda again: actions.cancel_all_orders(again=again)):
            self.notify("Canceling all open orders.", markup=False)

    def action_buy(self) -> None:
        self.shell.go_to_screen("invest")


def _row(order: Order, when: Cell, title: str) -> Row:
    return Row(
        order.id,
        (
            when,
            Cell(title),
            Cell(shares(order.filled_qty)),
            Cell(price(order.filled_avg_price)),
            status_cell(order_words(order.status)),
        ),
    )
