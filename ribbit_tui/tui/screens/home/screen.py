"""The Home screen: figures, holdings and latest activity."""

from decimal import Decimal

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from ribbit_tui.session.account.access import Act, blocked_reason
from ribbit_tui.session.account.next_step import NextStep, next_step
from ribbit_tui.session.state import Change
from ribbit_tui.session.trading.valuation import Holding, equity, holdings, total_profit
from ribbit_tui.tui.screens.base import CustomerScreen
from ribbit_tui.tui.widgets.activity_rows import COLUMNS, activity_rows
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.table_rows import NARROW, Cell, Column, Row
from ribbit_tui.tui.widgets.unreadable_note import UnreadableNote
from ribbit_tui.tui.words.formats import (
    arrow,
    percent,
    plain,
    price,
    shares,
    signed_usd,
    tone,
    usd,
)
from ribbit_tui.tui.words.next_steps import STEP_WORDS

SHOWN_ACTIVITIES = 20
_ACTS = {NextStep.DEPOSIT: Act.TRANSFER, NextStep.INVEST: Act.TRADE}


class Figure(Vertical):
    """A figure with its label."""

    def __init__(self, name: str, *, id: str) -> None:
        super().__init__(id=id, classes="figure")
        self._name_shown = name

    def compose(self) -> ComposeResult:
        yield Static(self._name_shown, classes="figure-name", markup=False)
        yield Static("–", classes="figure-value", markup=False)

    def show(self, text: str, style: str = "") -> None:
        """Show the value of the figure."""
        self.query_one(".figure-value", Static).update(Content.styled(text, style))


class HomeScreen(CustomerScreen):
    """Overview of the open customer."""

    SCREEN_NAME = "home"
    HELP = """
    # Home

    Equity is cash plus holdings at the latest prices. Buying power is the most that an order may
    cost now. What happened while the app was closed is at the top until you dismiss it.
    """

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="figures"):
            yield Figure("Equity", id="equity")
            yield Figure("Cash", id="cash")
            yield Figure("Buying power", id="buying-power")
            yield Figure("Profit or loss", id="profit")
        with Horizontal(id="next-step"):
            yield Static("", id="next-words", markup=False)
            yield Button("", id="next-button", variant="primary", compact=True)
        with Vertical(id="home-lists"):
            with Vertical(id="holdings-part"):
                yield Static("Holdings", classes="section", markup=False)
                yield LiveTable(
                    Column("Symbol", 8),
                    Column("Quantity", 14, right=True),
                    Column("Price", 11, right=True),
                    Column("Avg cost", 11, right=True, from_width=NARROW),
                    Column("Value", 12, right=True, grows=True),
                    Column("Profit or loss", 23, right=True),
                    empty="Loading…",
                    id="holdings",
                )
                yield UnreadableNote(Change.POSITIONS, "holding")
            with Vertical(id="activity-part"):
                yield Static("Latest activity", classes="section", markup=False)
                with VerticalScroll(can_focus=False):
                    yield LiveTable(*COLUMNS, empty="Loading…", id="latest")
                yield UnreadableNote(Change.ACTIVITIES, "activity", "activities")

    def on_mount(self) -> None:
        self.query_one("#holdings").focus()

    def show_changes(self, changes: Change) -> None:
        everywhere = Change.CONNECTION | Change.ACCOUNT
        if changes & (Change.POSITIONS | Change.PRICES | Change.MONEY | everywhere):
            self._show_figures()
            self._show_holdings()
        if changes & (Change.ACTIVITIES | Change.CONNECTION):
            latest = self.query_one("#latest", LiveTable)
            empty = self.empty_text(Change.ACTIVITIES, "No activity yet.")
            latest.show_empty(empty)
            activities = self.state.activities[:SHOWN_ACTIVITIES]
            latest.show_rows(activity_rows(activities, self.shell.zone))
        self._show_next_step()

    def _show_figures(self) -> None:
        money = self.state.trading_account
        held = holdings(self.state)
        self.query_one("#equity", Figure).show(usd(equity(self.state)), "bold")
        self.query_one("#cash", Figure).show(usd(money.cash if money else None))
        self.query_one("#buying-power", Figure).show(usd(money.buying_power if money else None))
        if not held:
            self.query_one("#profit", Figure).show("–")
            return
        profit = total_profit(held)
        self.query_one("#profit", Figure).show(_change_words(profit), f"${tone(profit)}")

    def _show_holdings(self) -> None:
        table = self.query_one("#holdings", LiveTable)
        none = (
            blocked_reason(self.state, "Shares can be bought", Act.TRADE)
            or f"No holdings yet. {self.press('screen.invest')} to invest."
        )
        table.show_empty(self.empty_text(Change.POSITIONS, none))
        table.show_rows([_holding_row(holding) for holding in holdings(self.state)])

    def _show_next_step(self) -> None:
        step = next_step(self.state)
        self.query_one("#next-step").display = step is not None
        if step is not None:
            words = (
                blocked_reason(self.state, "You can deposit and invest", _ACTS.get(step, Act.ANY))
                or STEP_WORDS[step].words
            )
            self.query_one("#next-words", Static).update(Content(words))
            self.query_one("#next-button", Button).label = STEP_WORDS[step].label

    @on(Button.Pressed, "#next-button")
    def _go_on(self) -> None:
        if (step := next_step(self.state)) is not None:
            self.shell.go_to_screen(STEP_WORDS[step].screen)

    @on(LiveTable.RowSelected, "#holdings")
    def _open_holding(self, event: LiveTable.RowSelected) -> None:
        event.stop()
        self.shell.invest_in(event.key)


def _change_words(amount: Decimal | None) -> str:
    """Format a profit with its arrow, and one that is not known as an en dash."""
    return "–" if amount is None else f"{arrow(amount)} {signed_usd(amount)}"


def _holding_row(holding: Holding) -> Row:
    profit = holding.profit
    fraction = "" if holding.profit_fraction is None else f" {percent(holding.profit_fraction)}"
    return Row(
        holding.symbol,
        (
            Cell(plain(holding.symbol, 8)),
            Cell(shares(holding.qty)),
            Cell(price(holding.price)),
            Cell(price(holding.average_entry_price), "quiet"),
            Cell(usd(holding.value)),
            Cell(f"{_change_words(profit)}{fraction}", tone(profit)),
        ),
    )
