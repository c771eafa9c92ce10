"""Trade confirmations: what an account bought and sold on one day."""

import json
import sqlite3
from datetime import date, timedelta

from ribbit_tui.simulator.clock import from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.common import trading_days as dates
from ribbit_tui.simulator.engine.documents import documents
from ribbit_tui.simulator.exact import shares
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.documents import DocumentType
from ribbit_tui.wire.orders import OrderSide

from .pdf_formats import dollars, plain_qty
from .pdf_writer import Column, PdfWriter, address

CONFIRM_STEP = "trades.confirm"

_COLUMNS = (
    Column("Time", 19),
    Column("Side", 12),
    Column("Symbol", 22),
    Column("Shares", 32, True),
    Column("Price", 25, True),
    Column("Amount", 26, True),
    Column("Fee", 18, True),
    Column("Net", 26, True),
)
_TOTALS = (Column("Total", 130), Column("USD", 50, True))


def expect(simulation: Simulation, account_id: str) -> None:
    """A trade was made: once its day is over it is confirmed with the others of that day."""
    today = dates.today(simulation)
    subject = f"{account_id}/{today.isoformat()}"
    # Written out, since the index is of steps of this kind alone.
    known = simulation.database.value(
        f"SELECT 1 FROM schedule WHERE kind = '{CONFIRM_STEP}' AND subject = ?", (subject,)
    )
    if known is None:
        simulation.schedule.add(
            dates.documents_due(simulation, today + timedelta(days=1)), CONFIRM_STEP, subject
        )


def confirm(simulation: Simulation, subject: str) -> None:
    """Make the confirmation of an account's day; `subject` names both."""
    account_id, _, day = subject.partition("/")
    documents.make(
        simulation,
        find_account(simulation, account_id),
        DocumentType.TRADE_CONFIRMATION,
        name=f"Trade confirmation, {day}",
        day=date.fromisoformat(day),
        details={},
    )


def as_pdf(simulation: Simulation, document: sqlite3.Row) -> bytes:
    """The confirmation itself."""
    account = find_account(simulation, document["account_id"])
    day = date.fromisoformat(document["date"])
    paper = PdfWriter(
        "Trade confirmation",
        f"Trade date {day:%B} {day.day}, {day.year}",
        f"Account {account.account_number}",
        from_timestamp(document["created_at"]),
    )
    address(paper, json.loads(document["details"])["addressee"])
    executions = _executions(simulation, account.id, day)
    settlements = sorted({dates.settles(simulation, row["symbol"], day) for row in executions})
    for settled in settlements:
        paper.heading(f"Settlement date {settled:%B} {settled.day}, {settled.year}")
        rows = [
            row for row in executions if dates.settles(simulation, row["symbol"], day) == settled
        ]
        paper.table(_COLUMNS, [_cells(row) for row in rows])
    net = sum(_cash(row) - row["fee"] for row in executions)
    paper.table(
        _TOTALS,
        [
            ("Fees", dollars(sum(row["fee"] for row in executions))),
            ("Net change of cash", dollars(net)),
        ],
    )
    paper.note("Times are New York's. Amounts are in USD.")
    return paper.finished()


def _executions(simulation: Simulation, account_id: str, day: date) -> list[sqlite3.Row]:
    """The day's fills in order; an order's commission goes with its first one."""
    return simulation.database.rows(
        "SELECT fills.*, orders.side, orders.symbol,"
        " iif(fills.at = min(first.at), orders.commission, 0) AS fee"
        " FROM fills JOIN orders ON orders.id = fills.order_id"
        " JOIN fills AS first ON first.order_id = orders.id"
        " WHERE orders.account_id = ? AND fills.at >= ? AND fills.at < ?"
        " GROUP BY fills.id ORDER BY fills.at, orders.sequence",
        (
            account_id,
            to_timestamp(dates.start_of(day)),
            to_timestamp(dates.start_of(day + timedelta(days=1))),
        ),
    )


def _cash(row: sqlite3.Row) -> int:
    amount: int = row["amount"]
    return -amount if row["side"] == OrderSide.BUY else amount


def _cells(row: sqlite3.Row) -> tuple[str, ...]:
    return (
        f"{from_timestamp(row['at']).astimezone(NEW_YORK):%H:%M:%S}",
        row["side"],
        row["symbol"],
        plain_qty(shares(row["qty"])),
        dollars(row["price"]),
        dollars(row["amount"]),
        dollars(row["fee"]),
        dollars(_cash(row) - row["fee"]),
    )
