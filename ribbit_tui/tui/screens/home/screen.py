"""The Home screen: figures, holdings and latest activity."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from ribbit_tui.session.account.access import Act, blocked_reason
from ribbit_tui.session.account.next_step import NextStep, next_step
from ribbit_tui.session.history.latest import series_up_to_now
from ribbit_tui.session.series import EQUITY_SPANS, SeriesKey, Span
from ribbit_tui.session.state import Change
from ribbit_tui.session.trading.valuation import holdings
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.base import CustomerScreen
from ribbit_tui.tui.widgets.activity_rows import COLUMNS as ACTIVITY_COLUMNS
from ribbit_tui.tui.widgets.activity_rows import activity_rows
from ribbit_tui.tui.widgets.cash_panel import CashPanel
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.widgets.unreadable_note import UnreadableNote
from ribbit_tui.tui.words.next_steps import STEP_WORDS

from .allocation_panel import AllocationPanel
from .holding_rows import COLUMNS, holding_row
from .portfolio_panel import PortfolioPanel

SHOWN_ACTIVITIES = 20
_ACTS = {NextStep.DEPOSIT: Act.TRANSFER, NextStep.INVEST: Act.TRADE}


class HomeScreen(CustomerScreen):
    """The equity with its curve, cash and allocation beside it, holdings and latest activity below.

    A narrow terminal has no room for cash, which Money shows, and for the allocation; a short one
    has none for the latest activity, which has a screen of its own.
    """

    SCREEN_NAME = "home"
    HELP = """
    # Home

    Equity is cash plus holdings at the latest prices. Buying power is the most that an order may
    cost now. What happened while the app was closed is at the top until you dismiss it. A click
    on the title of a column orders the holdings by it, and the next click reverses them.

    The curve is the equity over a period. What it has gained leaves out deposits and withdrawals.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("home.buy", "trade(0)"),
        bind("home.sell", "trade(1)"),
        bind("home.deposit", "move_money('INCOMING')"),
        bind("home.withdraw", "move_money('OUTGOING')"),
        bind("home.period", "next_period"),
    ]

    _span = Span.MONTH

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="next-step"):
            yield Static("", id="next-words", markup=False)
            yield Button("", id="next-button", variant="primary", compact=True)
        with Container(id="home"):
            yield PortfolioPanel()
            yield CashPanel()
            yield AllocationPanel()
            with Panel("Holdings", id="holdings-panel"):
                yield LiveTable(*COLUMNS, empty="Loading…", id="holdings")
                yield UnreadableNote(Change.POSITIONS, "holding")
            with Panel("Latest", id="latest-panel"):
                with VerticalScroll(can_focus=False):
                    yield LiveTable(*ACTIVITY_COLUMNS, empty="Loading…", id="latest")
                yield UnreadableNote(Change.ACTIVITIES, "activity", "activities")

    def on_mount(self) -> None:
        keys = self.shell.keys
        self.query_one("#holdings-panel", Panel).show_keys(
            (keys.written("table.open"), "Open"),
            (keys.written("home.buy"), "Buy"),
            (keys.written("home.sell"), "Sell"),
            (keys.written("table.order-by"), "Order by"),
        )
        self.query_one("#latest-panel", Panel).show_keys(
            (keys.written("screen.activity"), "All activity")
        )
        self.query_one("#holdings").focus()
        self._watch_series()

    def on_screen_resume(self) -> None:
        self._watch_series()

    def on_screen_suspend(self) -> None:
        self.session.watch_series("home", ())

    def _watch_series(self) -> None:
        held = [SeriesKey(Span.MONTH, symbol) for symbol in self.state.positions]
        self.session.watch_series("home", [SeriesKey(self._span), *held])

    def show_changes(self, changes: Change) -> None:
        everywhere = Change.CONNECTION | Change.ACCOUNT
        moved = Change.MONEY | Change.TRANSFERS | Change.ACTIVITIES
        valued = Change.POSITIONS | Change.PRICES | Change.MONEY | Change.ASSETS | everywhere
        if changes & valued:
            self._show_portfolio()
        if changes & (valued | Change.SERIES):
            self._show_holdings()
        if changes & (moved | everywhere):
            self.query_one(CashPanel).show(self.state, self.load_error)
        if changes & (Change.ACTIVITIES | Change.CONNECTION):
            latest = self.query_one("#latest", LiveTable)
            empty = self.empty_text(Change.ACTIVITIES, "No activity yet.")
            latest.show_empty(empty)
            activities = self.state.activities[:SHOWN_ACTIVITIES]
            latest.show_rows(activity_rows(activities, self.shell.zone))
        if changes & Change.POSITIONS and self.is_current:
            self._watch_series()
        if changes & (Change.POSITIONS | Change.BANKS):
            self.refresh_bindings()
        if changes & (Change.SERIES | Change.PRICES | Change.MONEY | Change.POSITIONS):
            self._show_series()
        self._show_next_step()

    def _show_series(self) -> None:
        series = series_up_to_now(self.state, SeriesKey(self._span), self.session.clock.now())
        self.query_one(PortfolioPanel).show_series(
            series,
            glyphs=self.shell.dependencies.glyphs,
            key=self.shell.keys.written("home.period"),
            try_again=f"{self.press('always.read-again')} to try again.",
        )

    def action_trade(self, side: int) -> None:
        """Open the ticket of the selected holding, to buy (0) or to sell (1)."""
        symbol = self.query_one("#holdings", LiveTable).cursor_key
        if symbol is not None:
            self.shell.invest_in(symbol, side)
        elif side == 0:
            self.shell.go_to_screen("invest")

    def action_move_money(self, direction: str) -> None:
        self.shell.go_and_act("money", f"amount({direction!r})")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "trade" and parameters == (1,) and self.is_mounted:
            return self.query_one("#holdings", LiveTable).cursor_key is not None or None
        if action == "move_money" and parameters == ("OUTGOING",):
            return self.state.newest_linked_bank is not None or None
        return super().check_action(action, parameters)

    def action_next_period(self) -> None:
        spans = EQUITY_SPANS
        self.action_show_period(spans[(spans.index(self._span) + 1) % len(spans)])

    def action_show_period(self, name: str) -> None:
        """Show the curve over the period of this name."""
        self._span = Span(name)
        self._watch_series()
        self._show_series()

    def _show_portfolio(self) -> None:
        now = self.session.clock.now()
        self.query_one(PortfolioPanel).show(self.state, self.load_error, now, self.shell.zone)
        self.query_one(AllocationPanel).show(self.state, self.load_error)

    def _show_holdings(self) -> None:
        table = self.query_one("#holdings", LiveTable)
        none = (
            blocked_reason(self.state, "Shares can be bought", Act.TRADE)
            or f"No holdings yet. {self.press('screen.invest')} to invest."
        )
        table.show_empty(self.empty_text(Change.POSITIONS, none))
        held = holdings(self.state)
        glyphs = self.shell.dependencies.glyphs
        table.show_rows([holding_row(holding, self.state, glyphs) for holding in held])
        self.query_one("#holdings-panel", Panel).show_title(*([f"{len(held):,}"] if held else []))

    def _show_next_step(self) -> None:
        step = next_step(self.state)
        self.query_one("#next-step").display = step is not None
        if step is not None:
            act = _ACTS.get(step, Act.ANY)
            blocked = blocked_reason(self.state, "You can deposit and invest", act)
            words = Content.styled(blocked or STEP_WORDS[step].words, "$warning" if blocked else "")
            self.query_one("#next-words", Static).update(words)
            self.query_one("#next-button", Button).label = STEP_WORDS[step].label

    @on(Button.Pressed, "#next-button")
    def _go_on(self) -> None:
        if (step := next_step(self.state)) is not None:
            self.shell.go_and_act(*STEP_WORDS[step].way)

    @on(LiveTable.RowSelected, "#holdings")
    def _open_holding(self, event: LiveTable.RowSelected) -> None:
        event.stop()
        self.shell.invest_in(event.key)
