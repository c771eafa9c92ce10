"""Movements of cash and shares by journals: recorded, executed, reversed."""

from dataclasses import dataclass

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.activities import entries as activities
from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.engine.positions.records import add_shares, remove_shares
from ribbit_tui.simulator.exact import Micros, Nanos, exact_value
from ribbit_tui.simulator.ledger.double_entry import cash_moves, share_moves
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.journals import JournalEntryType, JournalStatus

from . import records
from .records import Cash, JournalRecord, Shares
from .status_changes import append_queued, change_status


@dataclass(frozen=True)
class Movement:
    """Cash or shares to move from one account (`giver`) to another (`taker`)."""

    giver: str
    taker: str
    moved: Cash | Shares
    description: str | None = None
    transmitter: str | None = None


def record(
    simulation: Simulation, movement: Movement, corrects: str | None = None
) -> JournalRecord:
    """Queue a journal and hold what it moves. The caller schedules or executes it."""
    moved = movement.moved
    is_cash = isinstance(moved, Cash)
    journal = JournalRecord(
        id=simulation.ids.uuid("journal"),
        entry_type=JournalEntryType.JNLC if is_cash else JournalEntryType.JNLS,
        from_account=movement.giver,
        to_account=movement.taker,
        status=JournalStatus.QUEUED,
        amount=moved.amount if isinstance(moved, Cash) else None,
        symbol=moved.symbol if isinstance(moved, Shares) else None,
        qty=moved.qty if isinstance(moved, Shares) else None,
        description=movement.description,
        created_at=to_timestamp(simulation.now()),
        transmitter=movement.transmitter,
        corrects=corrects,
    )
    match moved:
        case Cash(amount):
            simulation.ledger.hold_cash(movement.giver, amount, journal.id)
        case Shares(symbol, qty):
            simulation.ledger.hold_shares(movement.giver, symbol, qty, journal.id)
    records.insert(simulation, journal)
    append_queued(simulation, journal)
    return journal


def execute(simulation: Simulation, journal: JournalRecord) -> None:
    """Execute a journal: move its cash, or its shares at the market price."""
    price = None
    if journal.symbol is not None:
        price = valuation.price_now(simulation, journal.symbol)
    simulation.ledger.release(journal.id)
    _post(
        simulation,
        journal,
        journal.from_account,
        journal.to_account,
        price,
        journal.description or "",
    )
    records.set_executed(simulation, journal.id, price)
    change_status(simulation, journal, JournalStatus.EXECUTED)


def move_at_once(simulation: Simulation, movement: Movement) -> None:
    """Record and execute a journal without limits; raises ForbiddenError if the giver lacks it."""
    execute(simulation, record(simulation, movement))


def reverse(simulation: Simulation, journal: JournalRecord) -> None:
    """Move back what an executed journal moved. The caller changes its status."""
    _post(
        simulation,
        journal,
        journal.to_account,
        journal.from_account,
        journal.price,
        "a journal reversed",
    )


def _post(
    simulation: Simulation,
    journal: JournalRecord,
    giver: str,
    taker: str,
    price: Micros | None,
    description: str,
) -> None:
    """Post to ledger, positions and activities. Shares enter the position at `price`."""
    match journal.moved:
        case Cash(amount):
            simulation.ledger.post(cash_moves(giver, taker, amount), journal.id, simulation.now())
            given = Micros(-amount)
            for account, moved in ((giver, given), (taker, amount)):
                activities.record_cash(
                    simulation,
                    account,
                    ActivityType.JNLC,
                    moved,
                    description,
                    details={"journal_id": journal.id},
                )
        case Shares(symbol, qty):
            assert price is not None
            entries = share_moves(giver, taker, symbol, qty)
            simulation.ledger.post(entries, journal.id, simulation.now())
            remove_shares(simulation, giver, symbol, qty)
            add_shares(simulation, taker, symbol, qty, exact_value(qty, price))
            given_qty = Nanos(-qty)
            for account, moved_qty in ((giver, given_qty), (taker, qty)):
                activities.record_shares(
                    simulation, account, symbol, moved_qty, price, description, journal.id
                )
