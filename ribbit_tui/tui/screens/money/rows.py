"""Transfers and journals as rows of tables, and the stages of a transfer."""

from collections.abc import Iterable
from datetime import tzinfo

from ribbit_tui.tui.widgets.status_cell import status_cell
from ribbit_tui.tui.widgets.table_rows import Cell, Column, Row
from ribbit_tui.tui.widgets.timeline import Stage
from ribbit_tui.tui.words.formats import MINUS, clock_time, day_and_time, plain, shares, usd
from ribbit_tui.tui.words.statuses import StatusTone, journal_words, transfer_words
from ribbit_tui.wire.funding import Transfer, TransferDirection, TransferStatus
from ribbit_tui.wire.journals import Journal

TRANSFER_COLUMNS = (
    Column("When", 12),
    Column("Transfer", 10),
    Column("Amount", 11, right=True),
    Column("Status", 14, grows=True),
)
JOURNAL_COLUMNS = (
    Column("Description", 26, grows=True),
    Column("Amount", 11, right=True),
    Column("Status", 18),
)
TRANSFER_STEPS = (
    TransferStatus.QUEUED,
    TransferStatus.SENT_TO_CLEARING,
    TransferStatus.COMPLETE,
)


def transfer_rows(transfers: Iterable[Transfer], zone: tzinfo | None) -> list[Row]:
    """Return one row for each transfer."""
    return [_transfer_row(transfer, zone) for transfer in transfers]


def journal_rows(journals: Iterable[Journal], customer_id: str | None) -> list[Row]:
    """Return one row for each journal. Amounts that leave the customer's account are negative."""
    return [_journal_row(journal, customer_id) for journal in journals]


def transfer_stages(transfer: Transfer, zone: tzinfo | None) -> list[Stage]:
    """Return the stages of a transfer. One that failed has its final status as second stage."""
    words = transfer_words(transfer.status)
    if transfer.status not in TRANSFER_STEPS:
        reason = plain(transfer.reason or "", 60)
        return [
            Stage("Queued", clock_time(transfer.created_at, zone), StatusTone.GOOD),
            Stage(words.label, f"{clock_time(transfer.updated_at, zone)} {reason}", words.tone),
        ]
    stages = []
    current = TRANSFER_STEPS.index(TransferStatus(transfer.status))
    for index, status in enumerate(TRANSFER_STEPS):
        label = transfer_words(status).label
        if index > current:
            stages.append(Stage(label))
        elif index == current:
            at = transfer.updated_at if index else transfer.created_at
            detail = f"{clock_time(at, zone)} · {usd(transfer.amount)}"
            stages.append(Stage(label, detail, words.tone))
        else:
            at_first = clock_time(transfer.created_at, zone) if index == 0 else ""
            stages.append(Stage(label, at_first, StatusTone.GOOD))
    return stages


def _transfer_row(transfer: Transfer, zone: tzinfo | None) -> Row:
    incoming = transfer.direction == TransferDirection.INCOMING
    return Row(
        transfer.id,
        (
            Cell(day_and_time(transfer.created_at, zone), "quiet"),
            Cell("Deposit" if incoming else "Withdrawal"),
            Cell(usd(transfer.amount)),
            status_cell(transfer_words(transfer.status)),
        ),
    )


def _journal_row(journal: Journal, customer_id: str | None) -> Row:
    sign = MINUS if journal.from_account == customer_id else ""
    return Row(
        journal.id,
        (
            Cell(plain(journal.description or str(journal.entry_type), 60)),
            Cell(f"{sign}{_journal_amount(journal)}"),
            status_cell(journal_words(journal.status)),
        ),
    )


def _journal_amount(journal: Journal) -> str:
    if journal.net_amount is None and journal.qty is not None:
        return f"{shares(journal.qty)} {plain(journal.symbol or '', 12)}"
    return usd(journal.net_amount)
