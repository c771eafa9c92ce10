"""The first steps of a new customer, and the shares that the first money buys."""

from datetime import tzinfo

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.account.first_steps import FirstSteps, first_steps
from ribbit_tui.session.state import State
from ribbit_tui.session.trading.ideas import Idea, ideas
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.widgets.table_rows import Cell, Column, Row
from ribbit_tui.tui.widgets.timeline import Stage, Timeline
from ribbit_tui.tui.words.formats import day_and_time, plain, price, shares, usd
from ribbit_tui.tui.words.statuses import StatusTone
from ribbit_tui.wire.accounts import AccountStatus

_COLUMNS = (
    Column("Symbol", 7),
    Column("Name", 4, grows=True),
    Column("Price", 9, right=True, flashes=True),
    Column("Buys", 11, right=True),
)


class FirstStepsPanel(Panel):
    """The steps from an open account to the first share."""

    DEFAULT_CSS = """
    FirstStepsPanel > #first-steps { padding: 1 1 0 1; }
    FirstStepsPanel > #ideas-words { height: auto; margin: 1 1 0 1; }
    FirstStepsPanel > #ideas { height: 5; }
    """

    def __init__(self) -> None:
        super().__init__("Your first share", id="first-steps-panel")

    def compose(self) -> ComposeResult:
        yield Timeline(id="first-steps")
        yield Static("", id="ideas-words", markup=False)
        yield LiveTable(*_COLUMNS, empty="", id="ideas")

    def show(self, state: State, zone: tzinfo | None, open_key: str) -> None:
        """Show the steps taken and left, and ideas for the cash. `open_key` opens one."""
        steps, found = first_steps(state), ideas(state)
        self.query_one(Timeline).show(_stages(state, steps, zone))
        words, table = self.query_one("#ideas-words", Static), self.query_one("#ideas", LiveTable)
        words.display = table.display = bool(found)
        self.show_keys(*([(open_key, "Buy")] if found else []))
        if found and state.trading_account is not None:
            cash = usd(state.trading_account.cash)
            words.update(Content.assemble((cash, "bold"), (" buys a piece of each:", "$label")))
            table.show_rows([_row(idea) for idea in found])


def _stages(state: State, steps: FirstSteps, zone: tzinfo | None) -> list[Stage]:
    bank, deposit, order = steps
    opened = next((one.at for one in state.timeline if one.status_to == "ACTIVE"), None)
    is_open = state.account is not None and state.account.status == AccountStatus.ACTIVE
    stages = [
        Stage("Account open", day_and_time(opened, zone) if opened else "", StatusTone.GOOD)
        if is_open
        else Stage("Account open"),
        Stage("Bank linked", plain(bank.nickname or "", 24), StatusTone.GOOD)
        if bank
        else Stage("Link a bank"),
        Stage("First deposit", usd(deposit.amount), StatusTone.GOOD)
        if deposit
        else Stage("Deposit money"),
    ]
    if order is None:
        return [*stages, Stage("Buy your first share")]
    return [*stages, Stage("First order", plain(order.symbol or "", 12), StatusTone.GOOD)]


def _row(idea: Idea) -> Row:
    return Row(
        idea.symbol,
        (
            Cell(idea.symbol, "strong"),
            Cell(idea.name, "label"),
            Cell(price(idea.price)),
            Cell(shares(idea.shares), "strong"),
        ),
    )
