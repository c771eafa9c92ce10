"""The panel of the cash: what it can be used for, and what is on its way."""

from decimal import Decimal

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.funding.cash import (
    CashParts,
    cash_parts,
    interest_tier,
    last_interest,
    transfer_totals,
    unsettled_until,
)
from ribbit_tui.session.state import State
from ribbit_tui.tui.drawing.bars import share_bar
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.widgets.fact_lines import fact, fact_line
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.words.formats import plain, usd
from ribbit_tui.wire.activities import Activity

_FREE, _UNSETTLED, _HELD = "$success", "$info", "$warning"
_NOTHING = Decimal(0)
_WIDE = 40
"""Columns of the content in which a day has its date."""
_AVAILABLE = len("Available to invest ")
_SHORT = 7
"""Rows of the content from which everything has its place."""


class CashPanel(Panel):
    """Cash as a bar of three parts, each named below it, and the amounts that come and go."""

    DEFAULT_CSS = "CashPanel > Static { padding: 0 1; height: auto; }"

    def __init__(self) -> None:
        super().__init__("Cash", id="cash-panel")
        self._state: State | None = None
        self._words = ""

    def compose(self) -> ComposeResult:
        yield Static("", id="cash", markup=False)

    def show(self, state: State, load_error: str) -> None:
        """Show the cash of the state; `load_error` if it is not loaded."""
        self._state, self._words = state, load_error or "Loading…"
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        figures = self.query_one("#cash", Static)
        width = self.content_size.width - 2
        if self._state is None or width <= 0:
            return
        parts = cash_parts(self._state)
        if parts is None:
            figures.update(Content.styled(self._words, "$quiet"))
            return
        lines = self._parts(parts, width)
        lines += self._more(parts, width, is_short=self.content_size.height < _SHORT)
        show_text(figures, Content("\n").join(lines))

    def _parts(self, parts: CashParts, width: int) -> list[Content]:
        assert self._state is not None
        until = unsettled_until(self._state) if parts.unsettled else None
        day = "" if until is None else f"{until:%a}"
        if until is not None and width >= _WIDE:
            day += f" {until.day} {until:%b}"
        settles = f" until {day}" if day else ""
        earns = "✓ earns interest" if interest_tier(self._state) else ""
        total = Content.assemble((usd(parts.cash), "bold"), (" cash", "$label"))
        named = (
            ("Can be withdrawn", parts.withdrawable, _FREE),
            (f"Unsettled{settles}", parts.unsettled, _UNSETTLED),
            ("Held by open orders", parts.held, _HELD),
        )
        return [
            fact_line(total, Content.styled(earns, "$success"), width),
            share_bar([(max(amount, _NOTHING), style) for _, amount, style in named], width),
            *(_part(name, amount, style, width) for name, amount, style in named),
        ]

    def _more(self, parts: CashParts, width: int, *, is_short: bool) -> list[Content]:
        assert self._state is not None
        amount = usd(parts.available)
        name = "Available to invest" if len(amount) + _AVAILABLE <= width else "Available"
        available = fact(name, amount, width, "bold")
        if is_short:
            return [available]
        totals = transfer_totals(self._state)
        lines = [Content(), available]
        for words, moving in (("in", totals.coming), ("out", totals.going)):
            if moving:
                way = Content.assemble(("◐ ", _UNSETTLED), (f"On its way {words}", "$label"))
                lines.append(fact_line(way, Content(usd(moving)), width))
        if interest := last_interest(self._state):
            lines.append(_interest(interest, width))
        if tier := interest_tier(self._state):
            lines.append(fact("Interest by tier", plain(tier, 18), width))
        return lines


def _part(name: str, amount: Decimal, style: str, width: int) -> Content:
    """Name a part by its colour in the bar. One without any money is quiet."""
    left = Content.assemble(("● ", style if amount else "$quiet"), (name, "$label"))
    return fact_line(left, Content.styled(usd(amount), "" if amount else "$quiet"), width)


def _interest(activity: Activity, width: int) -> Content:
    day = activity.date
    name = f"Interest paid {day.day} {day:%b}" if day else "Interest paid last"
    return fact(name, usd(activity.net_amount), width)
