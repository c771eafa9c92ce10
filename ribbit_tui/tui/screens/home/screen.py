"""The Home screen: figures, holdings and latest activity."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from ribbit_tui.session.account.access import Act, blocked_reason
from ribbit_tui.session.account.next_step import NextStep, next_step
from ribbit_tui.session.state import Change
from ribbit_tui.session.trading.valuation import holdings
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
    """Portfolio, cash and allocation beside each other, holdings and latest activity below.

    A narrow terminal has no room for cash, which Money shows, and for the allocation.
    """

    SCREEN_NAME = "home"
    HELP = """
    # Home

    Equity is cash plus holdings at the latest prices. Buying power is the most that an order may
    cost now. What happened while the app was closed is at the top until you dismiss it. A click
    on the title of a column orders the holdings by it, and the next click reverses them.
    """

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
            (keys.written("table.open"), "Open"), (keys.written("table.order-by"), "Order by")
        )
        self.query_one("#latest-panel", Panel).show_keys(
            (keys.written("screen.activity"), "All activity")
        )
        self.query_one("#holdings").focus()

    def show_changes(self, changes: Change) -> None:
        everywhere = Change.CONNECTION | Change.ACCOUNT
        moved = Change.MONEY | Change.TRANSFERS | Change.ACTIVITIES
        if changes & (Change.POSITIONS | Change.PRICES | Change.MONEY | Change.ASSETS | everywhere):
            self._show_portfolio()
            self._show_holdings()
        if changes & (moved | everywhere):
            self.query_one(CashPanel).show(self.state, self.load_error)
        if changes & (Change.ACTIVITIES | Change.CONNECTION):
            latest = self.query_one("#latest", LiveTable)
            empty = self.empty_text(Change.ACTIVITIES, "No activity yet.")
            latest.show_empty(empty)
            activities = self.state.activities[:SHOWN_ACTIVITIES]
            latest.show_rows(activity_rows(activities, self.shell.zone))
        self._show_next_step()

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
        table.show_rows([holding_row(holding, self.state) for holding in held])
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
            self.shell.go_to_screen(STEP_WORDS[step].screen)

    @on(LiveTable.RowSelected, "#holdings")
    def _open_holding(self, event: LiveTable.RowSelected) -> None:
        event.stop()
        self.shell.invest_in(event.key)
