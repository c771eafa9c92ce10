"""Batches of journals: from one account to many, or from many to one."""

from collections.abc import Sequence

from ribbit_tui.simulator.engine.common.funding_events import CORRESPONDENT
from ribbit_tui.simulator.errors import InvalidError, RefusalError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.journals import (
    BatchedJournal,
    JournalBatch,
    JournalBatchEntry,
    JournalCreation,
    ReverseJournalBatch,
    ReverseJournalBatchEntry,
    Transmitter,
)

from . import requests

_MOST_ENTRIES = 1_000


def create(
    simulation: Simulation, batch: JournalBatch | ReverseJournalBatch
) -> list[BatchedJournal]:
    """Queue every journal of a batch, or none of them.

    A refusal names the entry at fault, so the `error_message` of each returned entry is empty.
    """
    if isinstance(batch, JournalBatch) and batch.correspondent not in (None, CORRESPONDENT):
        raise InvalidError(f"correspondent must be {CORRESPONDENT}, this firm", "correspondent")
    entries: Sequence[JournalBatchEntry | ReverseJournalBatchEntry] = batch.entries
    if not 0 < len(entries) <= _MOST_ENTRIES:
        raise InvalidError(f"entries must be 1 to {_MOST_ENTRIES}", "entries")
    return [_create(simulation, batch, number, entry) for number, entry in enumerate(entries)]


def _create(
    simulation: Simulation,
    batch: JournalBatch | ReverseJournalBatch,
    number: int,
    entry: JournalBatchEntry | ReverseJournalBatchEntry,
) -> BatchedJournal:
    one = "from_account" if isinstance(batch, JournalBatch) else "to_account"
    many = "to_account" if isinstance(batch, JournalBatch) else "from_account"
    creation = JournalCreation(
        entry_type=batch.entry_type,
        amount=entry.amount,
        symbol=entry.symbol,
        qty=entry.qty,
        currency=entry.currency,
        description=entry.description or batch.description,
        **{one: getattr(batch, one), many: getattr(entry, many)},
        **{name: getattr(entry, name) for name in Transmitter.model_fields},
    )
    try:
        journal = requests.create(simulation, creation)
    except RefusalError as refusal:
        if refusal.field in (one, "entry_type"):
            raise
        field = f"entries.{number}" + (f".{refusal.field}" if refusal.field else "")
        raise type(refusal)(refusal.message, field) from refusal
    return BatchedJournal(**journal.model_dump(exclude_unset=True), error_message="")
