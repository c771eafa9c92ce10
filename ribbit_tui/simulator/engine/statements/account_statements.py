"""Account statements: balances, activities and positions of a month, at its end or to date.

Only the addressee and the period are stored. The rest is read from the ledger, whose past never
changes.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp, from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.common import trading_days as dates
from ribbit_tui.simulator.engine.documents.issuance import addressee, issue
from ribbit_tui.simulator.engine.documents.records import DocumentRecord
from ribbit_tui.simulator.exact import Micros, Nanos, price_micros, shares, value_of
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.documents import Document, DocumentType
from ribbit_tui.wire.orders import OrderSide

from .pdf_formats import dollars, plain_qty
from .pdf_writer import Column, PdfWriter, write_address
from .trades import trades_between

MONTH = "statements.month"
COURTESY = "courtesy_statement"
"""Sub type of a statement that was asked for before its month was over."""

_INSTANT = timedelta(microseconds=1)
_KINDS = {
    ActivityType.CSD: "Deposit",
    ActivityType.CSW: "Withdrawal",
    ActivityType.JNLC: "Cash journal",
    ActivityType.JNLS: "Share journal",
    ActivityType.DIV: "Dividend",
    ActivityType.DIVNRA: "Dividend tax withheld",
    ActivityType.FEE: "Fee",
    ActivityType.INT: "Interest",
    ActivityType.SPLIT: "Split",
    ActivityType.CIL: "Cash in lieu",
}
_SUMMARY = (Column("NoticeSummary", 130), Column("USD", 50, True))
_ACTIVITY = (
    Column("Date", 24),
    Column("Type", 36),
    Column("Details", 86),
    Column("USD", 34, True),
)
_POSITIONS = (
    Column("Symbol", 24),
    Column("Name", 66),
    Column("Quantity", 32, True),
    Column("Price", 28, True),
    Column("Value in USD", 30, True),
)


class _Activity(NamedTuple):
    at: Timestamp
    activity_type: ActivityType
    body: str


class _Line(NamedTuple):
    """Activity on a statement; `amount` is the change of cash."""

    at: Timestamp
    kind: str
    details: str
    amount: Micros


class _Holding(NamedTuple):
    symbol: str
    qty: Nanos
    price: Micros
    value: Micros


def schedule_next_month(simulation: Simulation) -> None:
    """Schedule this month's statements, unless they are scheduled."""
    if not simulation.schedule.has(MONTH):
        _schedule(simulation, _month_after(dates.today(simulation)))


def _schedule(simulation: Simulation, month: date) -> None:
    """Schedule the statements that are issued once `month` begins."""
    simulation.schedule.add(dates.documents_due(simulation, month), MONTH, month.isoformat())


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def issue_all(simulation: Simulation, begun: str) -> None:
    """Issue all statements of the month before the one that began on `begun` (ISO date)."""
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
        _issue(simulation, account, first, dates.start_of(until), "")
    _schedule(simulation, _month_after(until))


def issue_to_date(simulation: Simulation, account_id: str) -> Document:
    """Issue a statement of this month up to, but not including, now; raises NotFoundError."""
    account = find_account(simulation, account_id)
    return _issue(
        simulation, account, dates.today(simulation).replace(day=1), simulation.now(), COURTESY
    )


def _issue(
    simulation: Simulation, account: AccountRecord, first: date, until: datetime, sub_type: str
) -> Document:
    last = dates.day_of(until - _INSTANT)
    return issue(
        simulation,
        account,
        DocumentType.ACCOUNT_STATEMENT,
        name=f"Account statement, {first:%B %Y}" + (" to date" if sub_type else ""),
        day=last,
        sub_type=sub_type,
        details={
            "first": first.isoformat(),
            "until": to_timestamp(until),
            "addressee": addressee(account),
        },
    )


def as_pdf(simulation: Simulation, document: DocumentRecord) -> bytes:
    """Return the statement as PDF."""
    details = document.details_body()
    account = find_account(simulation, document.account_id)
    first = date.fromisoformat(details["first"])
    until = from_timestamp(Timestamp(details["until"]))
    last = dates.day_of(until - _INSTANT)
    opened, closed = dates.start_of(first), until
    lines = list(_activity(simulation, account.id, opened, closed))
    holdings = list(_holdings(simulation, account.id, closed))
    pdf = PdfWriter(
        "Account statement",
        f"{first:%B} {first.day} to {last:%B} {last.day}, {last.year}",
        f"Account {account.account_number}",
        until,
    )
    write_address(pdf, details["addressee"])
    before = simulation.ledger.holdings_at(account.id, opened).cash
    after = simulation.ledger.holdings_at(account.id, closed).cash
    opening_holdings = Micros(
        sum(holding.value for holding in _holdings(simulation, account.id, opened))
    )
    closing_holdings = Micros(sum(holding.value for holding in holdings))
    pdf.table(_SUMMARY, _summary(before, lines, after, opening_holdings, closing_holdings))
    pdf.heading(f"Positions at the end of {last:%B} {last.day}, New York time")
    pdf.table(_POSITIONS, (_position_row(simulation, holding) for holding in holdings))
    pdf.heading("Activity")
    pdf.table(_ACTIVITY, (_activity_row(line) for line in lines))
    pdf.note("Trades count on the day they were made and settle one trading day later.")
    return pdf.finished()


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
        changes[line.kind] = Micros(changes.get(line.kind, 0) + line.amount)
    for kind, amount in changes.items():
        if amount:
            yield f"  {kind}", dollars(amount)
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
    return day, line.kind, line.details, dollars(line.amount)


def _activity(
    simulation: Simulation, account: str, since: datetime, until: datetime
) -> Iterator[_Line]:
    """Yield the activities and trades between two times, oldest first."""
    lines = [
        _line(activity)
        for activity in simulation.database.fetch_all(
            _Activity,
            "FROM activities WHERE account_id = ? AND at >= ? AND at < ?"
            " AND activity_type != 'FILL' ORDER BY sequence",
            (account, to_timestamp(since), to_timestamp(until)),
        )
    ]
    for trade in trades_between(simulation, account, since, until):
        details = f"{plain_qty(shares(trade.qty))} {trade.symbol} at {dollars(trade.price)}"
        kind = "Bought" if trade.side == OrderSide.BUY else "Sold"
        lines.append(_Line(trade.at, kind, details, trade.cash))
    yield from sorted(lines, key=lambda line: line.at)


def _line(activity: _Activity) -> _Line:
    body: dict[str, str] = json.loads(activity.body)
    kind = activity.activity_type
    shown = [body.get("description") or ""]
    if body.get("symbol"):
        shown.insert(0, f"{body.get('qty', '')} {body['symbol']}".strip())
    details = ", ".join(filter(None, shown))
    # The net_amount of a share journal is 0: it moves no cash.
    amount = price_micros(Decimal(body["net_amount"]))
    return _Line(activity.at, _KINDS.get(kind, kind), details, amount)


def _holdings(simulation: Simulation, account: str, at: datetime) -> Iterator[_Holding]:
    """Yield the shares held just before `at`, at the last price before it."""
    held = simulation.ledger.holdings_at(account, at).shares
    for symbol in sorted(held):
        if qty := held[symbol]:
            price = price_micros(simulation.prices.price(symbol, at - _INSTANT))
            yield _Holding(symbol, qty, price, value_of(qty, price))
