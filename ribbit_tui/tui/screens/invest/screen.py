"""The Invest screen: assets with their prices, the order ticket and the latest order."""

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from ribbit_tui.session.assets import LISTED_CLASSES, AssetList
from ribbit_tui.session.errors import ActionFailedError
from ribbit_tui.session.state import Change
from ribbit_tui.session.trading.asset_search import search_assets, without_blocked
from ribbit_tui.session.trading.receipt import owned_quantity
from ribbit_tui.session.trading.ticket import TicketReview, review_ticket
from ribbit_tui.session.trading.valuation import day_change, latest_price
from ribbit_tui.tui.inputs.text_field import ALT_DIGITS, TextField
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.base import CustomerScreen
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.widgets.table_rows import Cell, Column, Row
from ribbit_tui.tui.widgets.timeline import Stage, Timeline
from ribbit_tui.tui.words.formats import BASIS_POINT, arrow, clock_time, percent, plain, price, tone
from ribbit_tui.tui.words.orders import order_title
from ribbit_tui.tui.words.statuses import StatusTone, order_words
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.orders import Order

from .awaited_receipt import AwaitedReceipt
from .order_panel import OrderPanel
from .order_review import order_review
from .receipt_screen import ReceiptScreen

if TYPE_CHECKING:
    from ribbit_tui.wire.assets import Asset

MAX_RESULTS = 40
WATCHER = "invest"
_CLASS_NAMES = {AssetClass.US_EQUITY: "Stocks", AssetClass.CRYPTO: "Crypto"}


class InvestScreen(CustomerScreen):
    """Assets on the left, the ticket of the selected one on the right."""

    SCREEN_NAME = "invest"
    HELP = """
    # Invest

    Find an asset by its symbol or name, and order in shares or coins (0.42) or in dollars. You
    review every order before it is sent.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("invest.find", "search"),
        bind("invest.buy", "order(0)"),
        bind("invest.sell", "order(1)"),
        bind("invest.receipt", "receipt"),
    ]

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._found: list[Asset] = []
        self._order_id: str | None = None
        self._awaited: AwaitedReceipt | None = None

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="invest"):
            with Panel("Assets", id="invest-left"):
                yield TextField(
                    placeholder="/ to search: AAPL, Apple…", id="search", refused=ALT_DIGITS
                )
                yield LiveTable(
                    Column("Symbol", 8),
                    Column("Name", 7, grows=True),
                    Column("Price", 10, right=True),
                    Column("Today", 8, right=True),
                    empty="Loading the list of assets…",
                    id="assets",
                )
                yield Static("", id="search-note", markup=False)
            with VerticalScroll(id="invest-right", can_focus=False):
                with Panel("Order", id="ticket-panel"):
                    yield Static(
                        "Select an asset on the left to open its order ticket.",
                        id="no-ticket",
                        markup=False,
                    )
                    yield Vertical(id="ticket-place")
                with Panel("Latest order", id="order-panel"):
                    yield Timeline(id="order-progress")

    def on_mount(self) -> None:
        self._show_order()
        self.query_one("#assets").focus()
        self._read_assets()

    def on_screen_resume(self) -> None:
        self._read_assets()

    def on_screen_suspend(self) -> None:
        """Stop watching prices that are not visible."""
        self.session.watch_prices(WATCHER, ())
        if self.app.current_mode != self.SCREEN_NAME:
            self._awaited = None

    @work(group="assets", exclusive=True, description="read assets")
    async def _read_assets(self) -> None:
        self._search()
        await self.session.load_assets_until_complete()

    @on(Input.Changed, "#search")
    def _search(self) -> None:
        assets = self.state.assets
        if not assets.loaded:
            error = assets.load_error
            self.query_one("#assets", LiveTable).show_empty(
                f"{error}. Trying again…" if error else "Loading the list of assets…"
            )
            return
        query = self.query_one("#search", Input).value
        found = search_assets(assets, query, MAX_RESULTS)
        self._found, reason = without_blocked(found, self.state)
        note = self.query_one("#search-note", Static)
        words = " ".join(filter(None, (reason, _missing_words(assets))))
        note.update(Content(words))
        note.display = bool(words)
        self.query_one("#assets", LiveTable).show_empty(
            f"Nothing found for “{plain(query.strip(), 30)}”."
        )
        self._watch()
        self._show_assets()

    def _watch(self) -> None:
        symbols = {asset.symbol for asset in self._found}
        panels = self.query(OrderPanel)
        if panels:
            symbols.add(panels.first().ticket.symbol)
        self.session.watch_prices(WATCHER, symbols)

    def show_changes(self, changes: Change) -> None:
        if changes & (Change.ASSETS | Change.ACCOUNT):
            self._search()
        if changes & Change.PRICES:
            self._show_assets()
        if changes & (
            Change.PRICES
            | Change.MONEY
            | Change.POSITIONS
            | Change.MARKET
            | Change.ACCOUNT
            | Change.ASSETS
        ):
            self._show_review()
        if changes & Change.ORDERS:
            self._show_order()
        if changes & (Change.ORDERS | Change.POSITIONS):
            self._show_awaited_receipt()

    def _show_assets(self) -> None:
        self.query_one("#assets", LiveTable).show_rows([self._row(one) for one in self._found])

    def _row(self, asset: "Asset") -> Row:
        snapshot = self.state.snapshots.get(asset.symbol)
        change = day_change(snapshot)
        today = "–" if change is None else f"{arrow(change, BASIS_POINT)}{percent(change)}"
        return Row(
            asset.symbol,
            (
                Cell(plain(asset.symbol, 12)),
                Cell(plain(asset.name, 60), "quiet"),
                Cell(price(latest_price(snapshot))),
                Cell(today, tone(change, BASIS_POINT)),
            ),
        )

    @on(LiveTable.RowSelected, "#assets")
    async def _chosen(self, event: LiveTable.RowSelected) -> None:
        event.stop()
        await self.open_ticket(event.key)

    @on(Input.Submitted, "#search")
    async def _first_found(self, event: Input.Submitted) -> None:
        """Open the ticket of the best match on Enter."""
        event.stop()
        if self._found:
            await self.open_ticket(self._found[0].symbol)

    async def open_ticket(self, symbol: str, side: int = 0) -> None:
        """Show an empty ticket for this asset, to buy (0) or sell (1), and focus its amount."""
        place = self.query_one("#ticket-place")
        await place.remove_children()
        await place.mount(OrderPanel(symbol))
        self.query_one("#no-ticket").display = False
        self.query_one(OrderPanel).choose_side(side)
        self._watch()
        self._show_review()
        self.query_one("#order-amount").focus()

    def _review(self) -> TicketReview | None:
        panels = self.query(OrderPanel)
        # A change may be published before a new panel has its parts.
        if not panels or not panels.first().is_mounted:
            return None
        return review_ticket(panels.first().ticket, self.state)

    @on(OrderPanel.Edited)
    def _show_review(self) -> None:
        if (review := self._review()) is not None:
            self.query_one(OrderPanel).show(review)

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
        dialog = order_review(review, waiting, is_resent=actions.is_repetition(review))
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
            self.app.push_screen(ReceiptScreen(self.session, order.id, self._open_in_worker))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "receipt":
            order = self._latest_order()
            return order is not None and bool(order.filled_qty)
        return super().check_action(action, parameters)

    def _show_order(self) -> None:
        order = self._latest_order()
        self.query_one("#order-panel").display = order is not None
        progress = self.query_one(Timeline)
        progress.display = order is not None
        if order is not None:
            progress.show(self._stages(order))

    def _stages(self, order: Order) -> list[Stage]:
        zone = self.shell.zone
        first = Stage(order_title(order), clock_time(order.created_at, zone), StatusTone.GOOD)
        words = order_words(order.status)
        if words.tone is StatusTone.WAITING:
            return [first, Stage(words.label, "", StatusTone.WAITING), Stage("Filled")]
        filled = words.tone is StatusTone.GOOD
        label = f"{words.label} at {price(order.filled_avg_price)}" if filled else words.label
        return [first, Stage(label, clock_time(order.updated_at, zone), words.tone)]

    def action_search(self) -> None:
        search = self.query_one("#search", Input)
        search.focus()
        search.select_all()

    def action_order(self, side: int) -> None:
        """Open the ticket of the selected asset to buy (0) or to sell (1).

        Outside of the list, the ticket that is open keeps its asset and amount.
        """
        symbol = self.query_one("#assets", LiveTable).cursor_key
        panels = self.query(OrderPanel)
        if panels and (symbol is None or not self.query_one("#assets").has_focus):
            panels.first().choose_side(side)
            self.query_one("#order-amount").focus()
        elif symbol is not None:
            self._open_in_worker(symbol, side)

    def _open_in_worker(self, symbol: str, side: int) -> None:
        self.run_worker(self.open_ticket(symbol, side), group="ticket", exclusive=True)


def _missing_words(assets: AssetList) -> str:
    """Return the words for the lists that could not be loaded; empty if there are none."""
    if not assets.load_error:
        return ""
    missing = LISTED_CLASSES - assets.loaded
    names = " and ".join(_CLASS_NAMES[one] for one in sorted(missing))
    return f"{names} could not be loaded. Trying again…"
