"""The holdings as rows of a table."""

from decimal import Decimal

from ribbit_tui.session.series import SeriesKey, Span
from ribbit_tui.session.state import State
from ribbit_tui.session.trading.portfolio import weight
from ribbit_tui.session.trading.valuation import Holding
from ribbit_tui.tui.charts.line import sparkline
from ribbit_tui.tui.widgets.table_rows import NARROW, Cell, Column, Row
from ribbit_tui.tui.words.formats import (
    BASIS_POINT,
    CENT,
    arrow,
    percent,
    plain,
    price,
    shares,
    signed_usd,
    tone,
    usd,
)

_SPARK = 10
"""Cells of the line of past prices."""
_FEWEST = 2
"""Prices that make a line."""
_WIDE, _XWIDE = 110, 140
"""Cells of the table from which there is room for more columns."""
COLUMNS = (
    Column("Symbol", 8, sorts=True),
    Column("Name", 4, grows=True, from_width=NARROW, sorts=True),
    Column("Shares", 8, right=True, sorts=True),
    Column("Avg cost", 9, right=True, from_width=_WIDE, sorts=True),
    Column("Price", 9, right=True, flashes=True, sorts=True),
    Column("Value", 11, right=True, flashes=True, sorts=True),
    Column("Day's profit", 14, right=True, from_width=_XWIDE, sorts=True),
    Column("Today", 8, right=True, sorts=True),
    Column("Profit or loss", 14, right=True, sorts=True),
    Column("Return", 8, right=True, from_width=NARROW, sorts=True),
    Column("Weight", 8, right=True, from_width=_XWIDE, sorts=True),
    Column("Past month", _SPARK, from_width=_WIDE + 2),
)


def holding_row(holding: Holding, state: State, glyphs: str) -> Row:
    """Return the row of a holding; what is not known is a dash.

    `glyphs` is `braille`, `blocks` or `ascii`.
    """
    part = weight(holding.value, state)
    return Row(
        holding.symbol,
        (
            Cell(plain(holding.symbol, 8), "strong", holding.symbol),
            Cell(plain(holding.name, 60), "label", holding.name or None),
            Cell(shares(holding.qty), sort_value=holding.qty),
            Cell(price(holding.average_entry_price), "quiet", holding.average_entry_price),
            Cell(price(holding.price), sort_value=holding.price),
            Cell(usd(holding.value), "strong", holding.value),
            _change(holding.day_profit, signed_usd(holding.day_profit)),
            Cell(
                _arrowed(holding.day_fraction, percent(holding.day_fraction), BASIS_POINT),
                tone(holding.day_fraction, BASIS_POINT),
                holding.day_fraction,
            ),
            _change(holding.profit, signed_usd(holding.profit)),
            Cell(
                percent(holding.profit_fraction),
                tone(holding.profit_fraction, BASIS_POINT),
                holding.profit_fraction,
            ),
            Cell("–" if part is None else f"{part * 100:.1f}%".replace("-", "−"), "label", part),
            _past_month(state, holding.symbol, glyphs),
        ),
    )


def _past_month(state: State, symbol: str, glyphs: str) -> Cell:
    """Return the prices of the past month as a line, in the colour of what they have gained."""
    series = state.series.get(SeriesKey(Span.MONTH, symbol))
    values = [] if series is None else [p.value for p in series.points if p.value is not None]
    if len(values) < _FEWEST:
        return Cell("")
    line = sparkline([float(value) for value in values], _SPARK, glyphs)
    return Cell(line, tone(values[-1] - values[0]))


def _change(amount: Decimal | None, text: str) -> Cell:
    return Cell(_arrowed(amount, text), tone(amount), amount)


def _arrowed(amount: Decimal | None, text: str, smallest: Decimal = CENT) -> str:
    """Return a change with its arrow; one that is not known has none."""
    return text if amount is None else f"{arrow(amount, smallest)} {text}"
