"""Steps that the schedule can run: each kind and its function."""

from collections.abc import Callable, Mapping
from functools import partial

from ribbit_tui.simulator.engine.applications import account_changes
from ribbit_tui.simulator.engine.banks import ach_relationships as banks
from ribbit_tui.simulator.engine.banks import recipient_banks
from ribbit_tui.simulator.engine.corporate_actions import corporate_actions, dividends
from ribbit_tui.simulator.engine.journals import journal_steps, journals
from ribbit_tui.simulator.engine.orders import attempts
from ribbit_tui.simulator.engine.orders import steps as order_steps
from ribbit_tui.simulator.engine.review import review
from ribbit_tui.simulator.engine.statements import confirmations, statements
from ribbit_tui.simulator.engine.transfers import transfer_steps, transfers
from ribbit_tui.simulator.storage.schedule import Handler

from .simulation import Simulation

_STEPS: dict[str, Callable[[Simulation, str], None]] = {
    review.EXAMINE_STEP: review.examine,
    review.ACTIVATE_STEP: review.activate,
    review.PROCEED_STEP: review.proceed,
    account_changes.CRYPTO_APPROVE_STEP: account_changes.approve_crypto,
    account_changes.CRYPTO_ACTIVATE_STEP: account_changes.activate_crypto,
    banks.APPROVE_STEP: banks.approve,
    recipient_banks.SEND_STEP: recipient_banks.send,
    recipient_banks.APPROVE_STEP: recipient_banks.approve,
    transfers.SEND_STEP: transfer_steps.send,
    transfers.COMPLETE_STEP: transfer_steps.complete,
    transfers.RETURN_STEP: transfer_steps.give_back,
    journals.EXECUTE_STEP: journal_steps.execute,
    journals.END_OF_DAY_STEP: journal_steps.end_the_day,
    journals.CLEAR_STEP: journal_steps.clear,
    attempts.ACCEPT_STEP: order_steps.accept,
    attempts.FILL_STEP: order_steps.try_fill,
    statements.MONTH_STEP: statements.make_all,
    confirmations.CONFIRM_STEP: confirmations.confirm,
    corporate_actions.TAKE_STEP: corporate_actions.take,
    dividends.PAY_STEP: dividends.pay_day,
}


def handlers(simulation: Simulation) -> Mapping[str, Handler]:
    """Return the handler of each kind of step."""
    return {kind: partial(step, simulation) for kind, step in _STEPS.items()}
