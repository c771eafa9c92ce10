"""Trade confirmations: an account's trades of one day."""

from datetime import date, timedelta

from ribbit_tui.simulator.clock import from_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.common import trading_days as dates
from ribbit_tui.simulator.engine.documents import issuance
from ribbit_tui.simulator.engine.documents.records import DocumentRecord
from ribbit_tui.simulator.exact import Micros, shares
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.documents import DocumentType

from .pdf_formats import dollars, plain_qty
from .pdf_writer import Column, PdfWriter, write_address
from .trades import Trade, trades_between

CONFIRM = "trades.confirm"

_COLUMNS = (
    Column("Time", 19),
    Column("Side", 12),
    Column("Symbol", 22),
    Column("Quantity", 32, True),
    Column("Price", 25, True),
    Column("Amount", 26, True),
    Column("Fee", 18, True),
    Column("Net", 26, True),
)
_TOTALS = (Column("Total", 130), Column("USD", 50, True))


def schedule(simulation: Simulation, account_id: str) -> None:
    """Schedule the confirmation of today's trades, unless it is scheduled."""
    today = dates.today(simulation)
    subject = f"{account_id}/{today.isoformat()}"
    # The kind is no parameter, since SQLite would not use the index on steps of this kind.
    if not simulation.database.exists(
        f"FROM schedule WHERE kind = '{CONFIRM}' AND subject = ?", (subject,)
    ):
        simulation.schedule.add(
            dates.documents_due(simulation, today + timedelta(days=1)), CONFIRM, subject
        )


def issue(simulation: Simulation, subject: str) -> None:
    """Issue the confirmation of an account's day; `subject` is `account id/ISO date`."""
    account_id, _, day = subject.partition("/")
    account = find_account(simulation, account_id)
    issuance.issue(
        simulation,
        account,
        DocumentType.TRADE_CONFIRMATION,
        name=f"Trade confirmation, {day}",
        day=date.fromisoformat(day),
        details={"addressee": issuance.addressee(account)},
    )


def as_pdf(simulation: Simulation, document: DocumentRecord) -> bytes:
    """Return the confirmation as PDF."""
    account = find_account(simulation, document.account_id)
    day = date.fromisoformat(document.date)
    pdf = PdfWriter(
        "Trade confirmation",
        f"Trade date {day:%B} {day.day}, {day.year}",
        f"Account {account.account_number}",
        from_timestamp(document.created_at),
    )
    write_address(pdf, document.details_body()["addressee"])
    trades = trades_between(
        simulation, account.id, dates.start_of(day), dates.start_of(day + timedelta(days=1))
    )
    settlements = sorted({dates.settles(simulation, trade.symbol, day) for trade in trades})
    for settled in settlements:
        pdf.heading(f"Settlement date {settled:%B} {settled.day}, {settled.year}")
        rows = [
            _cells(trade)
            for trade in trades
            if dates.settles(simulation, trade.symbol, day) == settled
        ]
        pdf.table(_COLUMNS, rows)
    fees = Micros(sum(trade.fee for trade in trades))
    net = Micros(sum(trade.cash for trade in trades) - fees)
    pdf.table(_TOTALS, [("Fees", dollars(fees)), ("Net change of cash", dollars(net))])
    pdf.note("Times are New York's. Amounts are in USD.")
    return pdf.finished()


def _cells(trade: Trade) -> tuple[str, ...]:
    return (
        f"{from_timestamp(trade.at).astimezone(NEW_YORK):%H:%M:%S}",
        trade.side,
        trade.symbol,
        plain_qty(shares(trade.qty)),
        dollars(trade.price),
        dollars(trade.amount),
        dollars(trade.fee),
        dollars(Micros(trade.cash - trade.fee)),
    )
