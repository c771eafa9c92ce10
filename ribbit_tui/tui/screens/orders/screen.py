"""The Orders screen."""

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from ribbit_tui.session.account.access import Act, blocked_reason
from ribbit_tui.session.history.since_order import order_series_key
from ribbit_tui.session.state import Change
from ribbit_tui.session.trading.order_progress import OrderFilter, filtered_orders, symbols_of
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.base import CustomerScreen
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.panel import Panel, choices
from ribbit_tui.tui.widgets.unreadable_note import UnreadableNote
from ribbit_tui.tui.words.formats import plain
from ribbit_tui.wire.orders import Order

from .cancellation import cancellation, cancellation_of_all
from .detail import OrderDetail
from .rows import COLUMNS, order_rows
from .worth import WorthPanel

if TYPE_CHECKING:
    from ribbit_tui.session.session import Session

WATCHER = "orders"
_MOST_WATCHED = 30
"""Symbols whose prices are read while the screen is shown."""


class OrdersScreen(CustomerScreen):
    """The list of orders; below it the selected one, and what it is worth now."""

    SCREEN_NAME = "orders"
    HELP = """
    # Orders

    All orders, or those that the filter lets through. Below the list is what became of the selected
    order, and what it is worth at the latest price. The exits of an order (take profit, stop loss)
    are indented below it; canceling one of them cancels the others too. Orders placed while the
    market is closed wait until it opens.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("orders.filter", "filter"),
        bind("orders.cancel", "cancel"),
        bind("orders.cancel-all", "cancel_all"),
        bind("orders.buy", "buy"),
    ]

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._filter = OrderFilter.ALL

    def compose_body(self) -> ComposeResult:
        with Container(id="orders-body"):
            with Panel("Orders", id="orders-panel"):
                yield LiveTable(*COLUMNS, empty="Loading…", id="orders")
                yield UnreadableNote(Change.ORDERS, "order")
            yield OrderDetail()
            yield WorthPanel()

    def on_mount(self) -> None:
        self.query_one("#orders-panel", Panel).show_keys(("f", "Filter"), ("C", "Cancel all"))
        self.query_one(LiveTable).focus()

    def on_screen_suspend(self) -> None:
        """Stop watching prices that are not visible."""
        self.session.watch_prices(WATCHER, ())
        self.session.watch_series(WATCHER, ())

    def show_changes(self, changes: Change) -> None:
        lists = Change.ORDERS | Change.ACCOUNT | Change.MONEY | Change.CONNECTION | Change.MARKET
        if changes & (lists | Change.PRICES | Change.ACTIVITIES | Change.POSITIONS):
            self._show_orders()
        elif changes & Change.SERIES:
            self._show_series()

    def _show_orders(self) -> None:
        table, now = self.query_one(LiveTable), self.shell.today()
        blocked = blocked_reason(self.state, "Orders can be placed", Act.TRADE)
        none = blocked or f"No orders yet. {self.press('screen.invest')} to find an asset to buy."
        if self._filter is not OrderFilter.ALL and self.state.orders:
            none = f"No orders here. {self.press('orders.filter')} to see others."
        table.show_empty(self.empty_text(Change.ORDERS, none))
        orders = filtered_orders(self.state, self._filter, now, self.shell.zone)
        table.show_rows(order_rows(self.state, orders, self.shell.zone, now))
        self.session.watch_prices(WATCHER, symbols_of(orders)[:_MOST_WATCHED])
        counts = {
            one: len(filtered_orders(self.state, one, now, self.shell.zone)) for one in OrderFilter
        }
        names = [f"{one} {count}" for one, count in counts.items()]
        chosen = f"{self._filter} {counts[self._filter]}"
        self.query_one("#orders-panel", Panel).show_title(choices(names, chosen))
        self._show_detail()

    @on(LiveTable.RowHighlighted)
    def _show_detail(self) -> None:
        order = self._order()
        none = "" if self.state.has(Change.ORDERS) else self.load_error or "Loading…"
        none = none or "An order is followed here, event by event."
        self.query_one(OrderDetail).show(self.state, order, self.shell.zone, none)
        now = self.session.clock.now()
        self.query_one(WorthPanel).show(self.state, order, now)
        self._show_series()
        self.session.watch_series(WATCHER, [order_series_key(order, now)] if order else [])
        self.set_class(order is None, "-empty")
        self.refresh_bindings()

    def _show_series(self) -> None:
        again = f"{self.press('always.read-again')} to try again."
        self.query_one(WorthPanel).show_series(self.shell.dependencies.glyphs, again)

    def action_filter(self) -> None:
        """Show the next kind of orders."""
        filters = list(OrderFilter)
        self._filter = filters[(filters.index(self._filter) + 1) % len(filters)]
        self._show_orders()

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

    @on(OrderDetail.CancelRequested)
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
