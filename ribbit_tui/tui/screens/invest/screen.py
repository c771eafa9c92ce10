"""The Invest screen: assets, the facts of one of them, the order ticket and the latest order."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Input

from ribbit_tui.session.errors import ActionFailedError
from ribbit_tui.session.series import Span
from ribbit_tui.session.state import Change
from ribbit_tui.session.trading.asset_facts import asset_facts
from ribbit_tui.session.trading.receipt import owned_quantity
from ribbit_tui.session.trading.ticket import TicketReview, review_ticket
from ribbit_tui.session.trading.ticket_effect import ticket_effect
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.base import ESCAPES, CustomerScreen
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.words.formats import date_and_time, plain
from ribbit_tui.wire.orders import Order

from .asset_list import LOADING, AssetListPanel
from .asset_panel import AssetPanel
from .awaited_receipt import AwaitedReceipt
from .latest_order import LatestOrderPanel
from .order_panel import OrderPanel
from .order_review import order_review
from .receipt_screen import ReceiptScreen

WATCHER = "invest"
_OF_ASSET = (
    Change.PRICES | Change.POSITIONS | Change.MARKET | Change.ASSETS | Change.ORDERS | Change.SERIES
)
_OF_TICKET = Change.PRICES | Change.MONEY | Change.POSITIONS | Change.MARKET | Change.ASSETS


class InvestScreen(CustomerScreen):
    """Assets at the left, the one under the cursor beside them, and the ticket at the right.

    In a narrow terminal the ticket lies on top of the others while it is open.
    """

    SCREEN_NAME = "invest"
    HELP = """
    # Invest

    Find an asset by its symbol or name, and order in shares or coins (0.42) or in dollars. You
    review every order before it is sent.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("invest.close-ticket", "close_ticket"),
        *ESCAPES,
        bind("invest.find", "search"),
        bind("invest.buy", "order(0)"),
        bind("invest.sell", "order(1)"),
        bind("invest.period", "next_period"),
        bind("invest.candles", "candles"),
        bind("invest.receipt", "receipt"),
    ]

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._symbol: str | None = None
        """The asset that is shown: the one under the cursor, or that of the ticket just opened."""
        self._order_id: str | None = None
        self._awaited: AwaitedReceipt | None = None

    def compose_body(self) -> ComposeResult:
        keys = self.shell.keys
        with Container(id="invest"):
            yield AssetListPanel(keys.written("invest.find"))
            yield AssetPanel(keys, self.shell.dependencies.glyphs)
            with Panel("Order", id="ticket-panel"):
                yield OrderPanel()
            yield LatestOrderPanel(keys.written("invest.receipt"))

    def on_mount(self) -> None:
        self.query_one(OrderPanel).display = False
        self._show_order()
        self.query_one("#assets").focus()
        self._read_assets()

    def on_screen_resume(self) -> None:
        self._read_assets()

    def on_screen_suspend(self) -> None:
        """Stop watching prices that are not visible."""
        self.session.watch_prices(WATCHER, ())
        self.session.watch_series(WATCHER, ())
        if self.app.current_mode != self.SCREEN_NAME:
            self._awaited = None

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_assets)

    @work(group="assets", exclusive=True, description="read assets")
    async def _read_assets(self) -> None:
        self._search()
        await self.session.load_assets_until_complete()

    @on(Input.Changed, "#search")
    def _search(self) -> None:
        assets = self.query_one(AssetListPanel)
        assets.search(self.state)
        self._select(assets.symbol)

    def _select(self, symbol: str | None) -> None:
        """Show an asset, and its ticket unless that of another one is in use."""
        self._symbol = symbol
        if symbol is not None:
            self.query_one(OrderPanel).follow(symbol)
        self._watch()
        self._show_asset()

    def _watch(self) -> None:
        symbols = {asset.symbol for asset in self.query_one(AssetListPanel).found}
        symbols |= {self.query_one(OrderPanel).ticket.symbol, self._symbol or ""} - {""}
        self.session.watch_prices(WATCHER, symbols)
        series = self.query_one(AssetPanel).series_key(self._symbol) if self._symbol else None
        self.session.watch_series(WATCHER, [series] if series else [])

    def show_changes(self, changes: Change) -> None:
        if changes & (Change.ASSETS | Change.ACCOUNT):
            self._search()
        if changes & Change.PRICES:
            self._show_assets()
        if changes & _OF_ASSET:
            self._show_asset()
        if changes & (_OF_TICKET | Change.ACCOUNT):
            self._show_review()
        if changes & (Change.ORDERS | Change.MARKET):
            self._show_order()
        if changes & (Change.ORDERS | Change.POSITIONS):
            self._show_awaited_receipt()

    def _show_assets(self) -> None:
        if self.is_mounted:
            self.query_one(AssetListPanel).show_prices(self.state)

    @on(LiveTable.RowHighlighted, "#assets")
    def _highlighted(self, event: LiveTable.RowHighlighted) -> None:
        event.stop()
        self._select(event.key)

    def _show_asset(self) -> None:
        empty = "Nothing is selected." if self.state.assets.loaded else LOADING
        now, zone = self.session.clock.now(), self.shell.zone
        self.query_one(AssetPanel).show(self.state, self._symbol, now, zone, empty)

    def action_next_period(self) -> None:
        self.query_one(AssetPanel).show_next_span()
        self._watch()

    def action_show_period(self, name: str) -> None:
        """Show the chart over the period of this name."""
        self.query_one(AssetPanel).show_span(Span(name))
        self._watch()

    def action_candles(self) -> None:
        """Show the prices as candles, or as a line again."""
        self.query_one(AssetPanel).switch_candles()

    @on(LiveTable.RowSelected, "#assets")
    def _chosen(self, event: LiveTable.RowSelected) -> None:
        event.stop()
        self.open_ticket(event.key)

    @on(Input.Submitted, "#search")
    def _first_found(self, event: Input.Submitted) -> None:
        """Open the ticket of the best match on Enter."""
        event.stop()
        if found := self.query_one(AssetListPanel).found:
            self.open_ticket(found[0].symbol)

    def open_ticket(self, symbol: str, side: int = 0) -> None:
        """Show an empty ticket for this asset, to buy (0) or sell (1), and focus its amount."""
        self.add_class("-ticket")
        panel = self.query_one(OrderPanel)
        panel.display = True
        panel.open(symbol, side)
        self._select(symbol)
        self._show_review()

    def _review(self) -> TicketReview | None:
        ticket = self.query_one(OrderPanel).ticket
        return review_ticket(ticket, self.state) if ticket.symbol else None

    @on(OrderPanel.Edited)
    def _show_review(self) -> None:
        if (review := self._review()) is None:
            return
        panel = self.query_one(OrderPanel)
        panel.display = True
        panel.show(review, ticket_effect(review, self.state), self._price_note(review))
        side = str(review.ticket.side).capitalize()
        title = Content(f"{side} {plain(review.symbol, 12)}")
        self.query_one("#ticket-panel", Panel).show_border_title(title)

    def _price_note(self, review: TicketReview) -> str:
        """Return the words for an old price; empty if it is not old."""
        facts = asset_facts(self.state, review.symbol)
        at = date_and_time(facts.price_at, self.shell.zone)
        return f"This price is of {at}." if facts.is_old(self.session.clock.now()) else ""

    @on(OrderPanel.ReviewRequested)
    def _review_requested(self) -> None:
        if not self.is_busy("order"):
            self._place()

    @work(group="order", description="place order")
    async def _place(self) -> None:
        """Let the user confirm the order, then send it."""
        review = self._review()
        if review is None or review.error is not None:
            return
        waiting = self.session.unanswered.lost(self.state.customer_id)
        actions = self.session.trading_actions
        dialog = order_review(
            review,
            ticket_effect(review, self.state),
            waiting,
            is_resent=actions.is_repetition(review),
            price_note=self._price_note(review),
        )
        if not await self.app.push_screen_wait(dialog):
            return
        panel = self.query_one(OrderPanel)
        owned_before = owned_quantity(self.state, review.symbol)
        panel.show_sending(True)
        try:
            order = await self.send(lambda again: actions.place_order(review, again=again))
        except ActionFailedError as failure:
            self.show_failure(failure)
            return
        finally:
            panel.show_sending(False)
        self._order_id = order.id
        self._awaited = AwaitedReceipt(order.id, owned_before)
        panel.clear()
        self.action_close_ticket()  # also where it lies beside the list: keys are keys again
        self._show_order()
        self._show_awaited_receipt()

    def _show_awaited_receipt(self) -> None:
        """Show the receipt of the order placed here once, unless something is being typed."""
        awaited = self._awaited
        if awaited is None or not self.is_current or not awaited.is_ready(self.state):
            return
        self._awaited = None
        if not (isinstance(self.focused, Input) and self.focused.value):
            self.action_receipt()

    def _latest_order(self) -> Order | None:
        """Return the order placed here, or else the newest one."""
        newest = next(iter(self.state.newest_orders), None)
        return self.state.orders.get(self._order_id or "") or newest

    def action_receipt(self) -> None:
        order = self._latest_order()
        if order is not None and order.filled_qty and self.is_current:
            self.app.push_screen(ReceiptScreen(self.session, order.id, self.open_ticket))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "close_ticket":
            return self._covers_others
        if action == "receipt":
            order = self._latest_order()
            return order is not None and bool(order.filled_qty)
        return super().check_action(action, parameters)

    def _show_order(self) -> None:
        self.query_one(LatestOrderPanel).show(self.state, self._latest_order(), self.shell.zone)

    @property
    def _covers_others(self) -> bool:
        """Whether the open ticket lies on top of the other panels."""
        return self.has_class("-ticket") and self.has_class("-narrow")

    def action_close_ticket(self) -> None:
        """Show the panels below the ticket again. What was typed stays in it."""
        self.remove_class("-ticket")
        self.query_one("#assets").focus()

    def action_search(self) -> None:
        self.remove_class("-ticket")
        self.query_one(AssetListPanel).focus_search()

    def action_order(self, side: int) -> None:
        """Open the ticket of the selected asset to buy (0) or to sell (1).

        Outside of the list, the ticket that is open keeps its asset and amount.
        """
        symbol = self.query_one(AssetListPanel).symbol
        panel = self.query_one(OrderPanel)
        if panel.ticket.symbol and (symbol is None or not self.query_one("#assets").has_focus):
            self.add_class("-ticket")
            panel.choose_side(side)
            self.query_one("#order-amount").focus()
        elif symbol is not None:
            self.open_ticket(symbol, side)
