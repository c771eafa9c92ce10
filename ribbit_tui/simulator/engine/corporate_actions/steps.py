"""Scheduled steps of corporate actions: they take effect, and regular dividends are paid."""

from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.corporate_actions import SimulatedAction

from . import dividends, records, splits

TAKE_EFFECT = "corporate_action.take"


def take_effect(simulation: Simulation, action_id: str) -> None:
    """Pay a dividend or carry out a split."""
    record = records.by_id(simulation, action_id)
    assert record is not None
    action = record.action()
    if action.type is SimulatedAction.CASH_DIVIDEND:
        dividends.pay(simulation, action)
    else:
        splits.split(simulation, action)


STEPS = {TAKE_EFFECT: take_effect, dividends.PAY: dividends.pay_regular}
