"""Transfers and journals as rows of a table, with their tracks below them."""

from collections.abc import Collection, Iterable
from datetime import date, tzinfo

from ribbit_tui.session.funding.movements import (
    Movement,
    can_be_canceled,
    has_failed,
    is_under_way,
)
from ribbit_tui.session.state import State
from ribbit_tui.tui.widgets.panel import KEY_STYLE
from ribbit_tui.tui.widgets.status_cell import status_cell
from ribbit_tui.tui.widgets.table_rows import Cell, Column, Row
from ribbit_tui.tui.widgets.track_below import Note, TrackBelow
from ribbit_tui.tui.words.formats import MINUS, plain, recent_time, shares, signed_usd
from ribbit_tui.tui.words.returns import return_advice, return_result
from ribbit_tui.tui.words.statuses import journal_words, transfer_words
from ribbit_tui.wire.funding import Transfer, TransferDirection
from ribbit_tui.wire.journals import Journal, JournalEntryType

from .stages import journal_stages, transfer_stages

COLUMNS = (
    Column("When", 12, from_width=48),
    Column("What", 10, grows=True),
    Column("Amount", 8, right=True),
    Column("Status", 10),
)
_MOST_EXPANDED = 3


def movement_rows(
    movements: Iterable[Movement],
    state: State,
    zone: tzinfo | None,
    today: date,
    *,
    selected: str | None,
    is_tall: bool,
) -> list[Row]:
    """Return a row for each movement. The selected one has its track below it.

    On a tall screen, so do those under way, and those that have failed until one succeeds.
    """
    rows = []
    shown = list(movements)
    expanded = _expanded(shown) if is_tall else set()
    for movement in shown:
        row = _journal_row if isinstance(movement, Journal) else _transfer_row
        cells = row(movement, state, zone, today)  # type: ignore[arg-type]
        is_open = movement.id in expanded or movement.id == (selected or shown[0].id)
        below = (
            _below(movement, zone, today, is_spaced=is_tall) if is_open else _short_note(movement)
        )
        rows.append(Row(movement.id, cells, below))
    return rows


def _expanded(movements: Iterable[Movement]) -> Collection[str]:
    """Return the ids of the newest movements that are under way or have failed."""
    found = []
    for movement in movements:
        if is_under_way(movement) or has_failed(movement):
            found.append(movement.id)
        elif isinstance(movement, Transfer):
            break
    return set(found[:_MOST_EXPANDED])


def _transfer_row(
    transfer: Transfer, state: State, zone: tzinfo | None, today: date
) -> tuple[Cell, ...]:
    incoming = transfer.direction == TransferDirection.INCOMING
    kind = "Deposit from" if incoming else "Withdrawal to"
    amount = transfer.amount if incoming else -transfer.amount
    tone = "strong" if is_under_way(transfer) or has_failed(transfer) else ""
    return (
        Cell(recent_time(transfer.created_at, zone, today), "quiet"),
        Cell(f"{kind} {_bank_name(transfer, state)}", tone),
        Cell(signed_usd(amount)),
        status_cell(transfer_words(transfer.status)),
    )


def _bank_name(transfer: Transfer, state: State) -> str:
    bank = state.ach_relationships.get(transfer.relationship_id or "")
    if bank is None:
        return "a bank"
    number = plain(bank.bank_account_number or bank.account_mask)
    return f"··{number[-4:]}" if number else plain(bank.nickname, 20) or "your bank"


def _journal_row(
    journal: Journal, state: State, zone: tzinfo | None, today: date
) -> tuple[Cell, ...]:
    at = journal.created_at
    day = journal.system_date or journal.settle_date
    when = recent_time(at, zone, today) if at or not day else f"{day.day:>2} {day:%b}"
    other = "Shares from the firm" if _is_in_shares(journal) else "Cash from the firm"
    return (
        Cell(when, "quiet"),
        Cell(plain(journal.description, 60) or other),
        Cell(_journal_amount(journal, leaves=journal.from_account == state.customer_id)),
        status_cell(journal_words(journal.status)),
    )


def _is_in_shares(journal: Journal) -> bool:
    return journal.entry_type == JournalEntryType.JNLS


def _journal_amount(journal: Journal, *, leaves: bool) -> str:
    if journal.net_amount is None and journal.qty is not None:
        sign = MINUS if leaves else "+"
        return f"{sign}{shares(journal.qty)} {plain(journal.symbol, 12)}"
    if journal.net_amount is None:
        return "–"
    return signed_usd(-journal.net_amount if leaves else journal.net_amount)


def _below(movement: Movement, zone: tzinfo | None, today: date, *, is_spaced: bool) -> TrackBelow:
    if isinstance(movement, Journal):
        return TrackBelow(
            tuple(journal_stages(movement, zone, today)), (_FROM_THE_FIRM,), is_spaced=is_spaced
        )
    return TrackBelow(tuple(transfer_stages(movement, zone, today)), _notes(movement), is_spaced)


_FROM_THE_FIRM: Note = (("Between the firm and you.", "$quiet"),)


def _notes(transfer: Transfer) -> tuple[Note, ...]:
    reason = plain(transfer.reason, 120)
    if has_failed(transfer):
        texts = (
            (reason, "$error"),
            (return_result(transfer), ""),
            (return_advice(transfer), "$label"),
        )
        return tuple((text,) for text in texts if text[0])
    if can_be_canceled(transfer):
        return ((("c", KEY_STYLE), (" Cancel it while it is queued.", "$label")),)
    return (((reason, "$quiet"),),) if reason else ()


def _short_note(movement: Movement) -> TrackBelow | None:
    """Return the reason of a transfer that has failed, the one thing to know of it."""
    if not isinstance(movement, Transfer) or not has_failed(movement) or not movement.reason:
        return None
    return TrackBelow(notes=(((plain(movement.reason, 120), "$error"),),))
