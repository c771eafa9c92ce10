"""Director's decisions about journals."""

from ribbit_tui.simulator.engine.common.decisions import check_decision
from ribbit_tui.simulator.engine.common.request_amounts import share_amount, usd_amount
from ribbit_tui.simulator.errors import ForbiddenError, InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding_controls import JournalDecision
from ribbit_tui.wire.journals import JOURNAL_TRANSITIONS, Journal, JournalStatus

from . import movements, rules
from .movements import Movement
from .records import Cash, JournalRecord, Shares
from .rules import find_journal
from .status_changes import change_status
from .steps import CLEAR, cancel_scheduled
from .views import as_wire


def decide(simulation: Simulation, journal_id: str, decision: JournalDecision) -> Journal:
    """Set the status that the director decided; a correction returns the new journal.

    A journal that is sent_to_clearing is executed by itself later. In every other status it stays
    until the next decision: what was scheduled for it is canceled. Raises InvalidError unless the
    status may follow, ForbiddenError if what a reversal takes back has been spent.
    """
    journal = find_journal(simulation, journal_id)
    status = check_decision(JOURNAL_TRANSITIONS, journal.status, decision.status)
    cancel_scheduled(simulation, journal.id)
    match status:
        case JournalStatus.EXECUTED:
            movements.execute(simulation, journal)
        case JournalStatus.DELETED:
            _reverse(simulation, journal, status)
        case JournalStatus.CORRECT:
            return _correct(simulation, journal, decision)
        case _:
            change_status(simulation, journal, status)
    if status == JournalStatus.SENT_TO_CLEARING:
        simulation.later(simulation.delays.journal_executed, CLEAR, journal.id)
    return as_wire(find_journal(simulation, journal.id))


def _reverse(simulation: Simulation, journal: JournalRecord, status: JournalStatus) -> None:
    """Move everything back; raises ForbiddenError if the receiving account no longer has it."""
    if not _is_available(simulation, journal.to_account, journal.moved):
        raise ForbiddenError("the account no longer has what the journal moved", "status")
    movements.reverse(simulation, journal)
    change_status(simulation, journal, status)


def _is_available(simulation: Simulation, account_id: str, moved: Cash | Shares) -> bool:
    match moved:
        case Cash(amount):
            return amount <= simulation.ledger.available_cash(account_id)
        case Shares(symbol, qty):
            return qty <= simulation.ledger.available_shares(account_id, symbol)


def _correct(simulation: Simulation, journal: JournalRecord, decision: JournalDecision) -> Journal:
    """Reverse an executed journal and replace it with a new one."""
    corrected = _corrected(journal, decision)
    _reverse(simulation, journal, JournalStatus.CORRECT)
    rules.check_available(simulation, journal.from_account, corrected)
    movement = Movement(
        journal.from_account,
        journal.to_account,
        corrected,
        journal.description,
        journal.transmitter,
    )
    replacement = movements.record(simulation, movement, corrects=journal.id)
    movements.execute(simulation, replacement)
    return as_wire(find_journal(simulation, replacement.id))


def _corrected(journal: JournalRecord, decision: JournalDecision) -> Cash | Shares:
    """Return what the journal should have moved. Raises InvalidError."""
    if journal.symbol is None:
        if decision.amount is None:
            raise InvalidError("amount is required to correct a JNLC", "amount")
        return Cash(usd_amount(decision.amount, "amount"))
    if decision.qty is None:
        raise InvalidError("qty is required to correct a JNLS", "qty")
    return Shares(journal.symbol, share_amount(decision.qty, "qty"))
