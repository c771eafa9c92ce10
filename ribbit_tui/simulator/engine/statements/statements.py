"""Account statements: a month's balances, activity and positions, at its end or to date.

Nothing but the addressee is stored: the books tell the rest at any later time, since what is in
them never changes.
"""

import json
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp, from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.common import trading_days as dates
from ribbit_tui.simulator.engine.documents import documents
from ribbit_tui.simulator.exact import Micros, Nanos, price_micros, shares, value_of
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.documents import Document, DocumentType
from ribbit_tui.wire.orders import OrderSide

from .pdf_formats import dollars, plain_qty
from .pdf_writer import Column, PdfWriter, address

MONTH_STEP = "statements.month"
COURTESY = "courtesy_statement"
"""The sub type of a statement that someone asked for before its month was over."""

_INSTANT = timedelta(microseconds=1)
_KINDS = {
    ActivityType.CSD: "Deposit",
    ActivityType.CSW: "Withdrawal",
    ActivityType.JNLC: "Cash journal",
    ActivityType.JNLS: "Share journal",
    ActivityType.DIV: "Dividend",
    ActivityType.DIVNRA: "Dividend tax withheld",
    ActivityType.FEE: "Fee",
    ActivityType.SPLIT: "Split",
    ActivityType.CIL: "Cash in lieu",
}
_SUMMARY = (Column("NoticeSummary", 130), Column("USD", 50, True))
_ACTIVITY = (
    Column("Date", 24),
    Column("What", 36),
    Column("Details", 86),
    Column("USD", 34, True),
)
_POSITIONS = (
    Column("Symbol", 24),
    Column("Name", 66),
    Column("Shares", 32, True),
    Column("Price", 28, True),
    Column("Value in USD", 30, True),
)


class _Line(NamedTuple):
    """`amount` is what it changed the cash by, in 1e-6 USD."""

    at: Timestamp
    what: str
    details: str
    amount: Micros


class _Holding(NamedTuple):
    symbol: str
    qty: Nanos
    price: Micros
    value: Micros


def schedule_next_month(simulation: Simulation) -> None:
    """See to it that this month's statements are made once it is over."""
    if simulation.database.value("SELECT 1 FROM schedule WHERE kind = ?", (MONTH_STEP,)) is None:
        following = _month_after(dates.today(simulation))
        simulation.schedule.add(
            dates.documents_due(simulation, following), MONTH_STEP, following.isoformat()
        )


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def make_all(simulation: Simulation, begun: str) -> None:
    """Make everyone's statement of the month before the one that began on `begun`, a date."""
    until = date.fromisoformat(begun)
    first = (until - timedelta(days=1)).replace(day=1)
    span = (to_timestamp(dates.start_of(first)), to_timestamp(dates.start_of(until)))
    for account in simulation.database.fetch_all(
        AccountRecord,
        "FROM accounts WHERE NOT is_firm AND created_at < ? AND (status IN (?, ?) OR"
        " EXISTS (SELECT 1 FROM ledger_entries WHERE book = accounts.id AND at >= ? AND at < ?))"
        " ORDER BY sequence",
        (span[1], AccountStatus.ACTIVE, AccountStatus.DISABLED, *span),
    ):
        _make(simulation, account, first, dates.start_of(until), "")
    following = _month_after(until)
    simulation.schedule.add(
        dates.documents_due(simulation, following), MONTH_STEP, following.isoformat()
    )


def make_to_date(simulation: Simulation, account_id: str) -> Document:
    """A statement of this month up to, but not including, this instant; raises NotFoundError."""
    row = find_account(simulation, account_id)
    return _make(
        simulation, row, dates.today(simulation).replace(day=1), simulation.now(), COURTESY
    )


def _make(
    simulation: Simulation, account: AccountRecord, first: date, until: datetime, sub_type: str
) -> Document:
    last = dates.day_of(until - _INSTANT)
    return documents.make(
        simulation,
        account,
        DocumentType.ACCOUNT_STATEMENT,
        name=f"Account statement, {first:%B %Y}" + (" to date" if sub_type else ""),
        day=last,
        sub_type=sub_type,
        details={"first": first.isoformat(), "until": to_timestamp(until)},
    )


def as_pdf(simulation: Simulation, document: sqlite3.Row) -> bytes:
    """The statement itself."""
    details = json.loads(document["details"])
    account = find_account(simulation, document["account_id"])
    first = date.fromisoformat(details["first"])
    until = from_timestamp(details["until"])
    last = dates.day_of(until - _INSTANT)
    opened, closed = dates.start_of(first), until
    lines = list(_activity(simulation, account.id, opened, closed))
    holdings = list(_holdings(simulation, account.id, closed))
    paper = PdfWriter(
        "Account statement",
        f"{first:%B} {first.day} to {last:%B} {last.day}, {last.year}",
        f"Account {account.account_number}",
        until,
    )
    address(paper, details["addressee"])
    before = simulation.ledger.holdings_at(account.id, opened).cash
    after = simulation.ledger.holdings_at(account.id, closed).cash
    opening_holdings = Micros(
        sum(holding.value for holding in _holdings(simulation, account.id, opened))
    )
    closing_holdings = Micros(sum(holding.value for holding in holdings))
    paper.table(_SUMMARY, _summary(before, lines, after, opening_holdings, closing_holdings))
    paper.heading(f"Positions at the end of {last:%B} {last.day}, New York time")
    paper.table(_POSITIONS, (_position_row(simulation, holding) for holding in holdings))
    paper.heading("Activity")
    paper.table(_ACTIVITY, (_activity_row(line) for line in lines))
    paper.note("Trades count on the day they were made and settle one trading day later.")
    return paper.finished()


def _summary(
    before: Micros,
    lines: list[_Line],
    after: Micros,
    opening_holdings: Micros,
    closing_holdings: Micros,
) -> Iterator[tuple[str, str]]:
    yield "Opening cash", dollars(before)
    changes: dict[str, Micros] = {}
    for line in lines:
        changes[line.what] = Micros(changes.get(line.what, 0) + line.amount)
    for what, amount in changes.items():
        if amount:
            yield f"  {what}", dollars(amount)
    yield "Closing cash", dollars(after)
    yield "Opening value of positions", dollars(opening_holdings)
    yield "Closing value of positions", dollars(closing_holdings)
    yield "Opening account value", dollars(Micros(before + opening_holdings))
    yield "Closing account value", dollars(Micros(after + closing_holdings))


def _position_row(simulation: Simulation, holding: _Holding) -> tuple[str, ...]:
    return (
        holding.symbol,
        simulation.assets.by_symbol[holding.symbol].name,
        plain_qty(shares(holding.qty)),
        dollars(holding.price),
        dollars(holding.value),
    )


def _activity_row(line: _Line) -> tuple[str, ...]:
    day = dates.day_of(from_timestamp(line.at)).isoformat()
    return day, line.what, line.details, dollars(line.amount)


def _activity(
    simulation: Simulation, account: str, since: datetime, until: datetime
) -> Iterator[_Line]:
    """Everything between the two moments, the oldest first."""
    span = (account, to_timestamp(since), to_timestamp(until))
    lines = [
        _line(row["at"], json.loads(row["body"]))
        for row in simulation.database.rows(
            "SELECT at, body FROM activities WHERE account_id = ? AND at >= ? AND at < ?"
            " AND activity_type != 'FILL' ORDER BY sequence",
            span,
        )
    ]
    for row in simulation.database.rows(
        "SELECT fills.*, orders.side, orders.symbol FROM fills JOIN orders"
        " ON orders.id = fills.order_id"
        " WHERE orders.account_id = ? AND fills.at >= ? AND fills.at < ?",
        span,
    ):
        buys = row["side"] == OrderSide.BUY
        details = f"{plain_qty(shares(row['qty']))} {row['symbol']} at {dollars(row['price'])}"
        amount = -row["amount"] if buys else row["amount"]
        lines.append(_Line(row["at"], "Bought" if buys else "Sold", details, amount))
    yield from sorted(lines, key=lambda line: line.at)


def _line(at: Timestamp, activity: dict[str, str]) -> _Line:
    kind = activity["activity_type"]
    shown = [activity.get("description") or ""]
    if activity.get("symbol"):
        shown.insert(0, f"{activity.get('qty', '')} {activity['symbol']}".strip())
    details = ", ".join(filter(None, shown))
    # A share journal moves no cash, whatever the shares are worth.
    amount = price_micros(Decimal(activity["net_amount"]))
    return _Line(at, _KINDS.get(ActivityType(kind), kind), details, amount)


def _holdings(simulation: Simulation, account: str, moment: datetime) -> Iterator[_Holding]:
    """What was held just before `moment`, at the last price before it."""
    held = simulation.ledger.holdings_at(account, moment).shares
    for symbol in sorted(held):
        if qty := held[symbol]:
            price = price_micros(simulation.prices.price(symbol, moment - _INSTANT))
            yield _Holding(symbol, qty, price, value_of(qty, price))
