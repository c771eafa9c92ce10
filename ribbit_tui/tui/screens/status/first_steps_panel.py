"""The first steps of a new customer, and the shares that some money buys."""

from datetime import tzinfo

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.account.first_steps import first_steps, opened_at
from ribbit_tui.session.state import State
from ribbit_tui.session.trading.ideas import Idea, offer
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.widgets.table_rows import Cell, Column, Row
from ribbit_tui.tui.widgets.timeline import Stage, Timeline
from ribbit_tui.tui.words.formats import day_and_time, plain, price, shares, usd
from ribbit_tui.tui.words.statuses import (
    StatusTone,
    StatusWords,
    bank_words,
    order_words,
    transfer_words,
)
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
        """Show the steps taken and left, and ideas for the money. `open_key` opens one."""
        self.query_one(Timeline).show(_stages(state, zone))
        self.show_ideas(state, open_key)

    def show_ideas(self, state: State, open_key: str) -> None:
        """Show the ideas alone, at the latest prices."""
        found = offer(state)
        words, table = self.query_one("#ideas-words", Static), self.query_one("#ideas", LiveTable)
        words.display = table.display = found is not None
        self.show_keys(*([(open_key, "Buy")] if found else []))
        if found is not None:
            buys = "buys" if found.is_cash else "would buy"
            amount = Content.styled(usd(found.amount), "bold")
            show_text(words, Content.assemble(amount, (f" {buys} a piece of each:", "$label")))
            table.show_rows([_row(idea) for idea in found.ideas])


def _stages(state: State, zone: tzinfo | None) -> list[Stage]:
    bank, deposit, order = first_steps(state)
    opened, stages = opened_at(state), [Stage("Account open")]
    if state.account is not None and state.account.status == AccountStatus.ACTIVE:
        since = day_and_time(opened, zone) if opened else ""
        stages = [Stage("Account open", since, StatusTone.GOOD)]
    if bank is None:
        stages.append(Stage("Link a bank"))
    else:
        stages.append(
            _stage("Bank linked", plain(bank.nickname or "", 24), bank_words(bank.status))
        )
    if deposit is None:
        stages.append(Stage("Deposit money"))
    else:
        words = transfer_words(deposit.status)
        stages.append(_stage("First deposit", usd(deposit.amount), words))
    if order is None:
        stages.append(Stage("Buy your first share"))
    else:
        stages.append(_stage("First order", plain(order.symbol, 12), order_words(order.status)))
    return stages


def _stage(label: str, detail: str, words: StatusWords) -> Stage:
    """Return a stage in the tone of its status, which is named until all is well."""
    if words.tone is not StatusTone.GOOD:
        detail = f"{detail} · {words.label.lower()}" if detail else words.label.lower()
    return Stage(label, detail, words.tone)


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
