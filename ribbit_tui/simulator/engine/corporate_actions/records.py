"""Records of the corporate actions that a director made, and every write of their table."""

from datetime import date
from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp, from_timestamp
from ribbit_tui.simulator.exact import Micros, Millionths
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.corporate_actions import SimulatedAction

from .actions import Action


class ActionRecord(NamedTuple):
    """Corporate action; its dates are in ISO format."""

    id: str
    type: SimulatedAction
    symbol: str
    cash: Micros
    old_rate: Millionths
    new_rate: Millionths
    declaration_date: str
    ex_date: str
    payable_date: str
    entitled_at: Timestamp

    def action(self) -> Action:
        """Return the action with its dates."""
        return Action(
            id=self.id,
            type=self.type,
            symbol=self.symbol,
            cash=self.cash,
            old_rate=self.old_rate,
            new_rate=self.new_rate,
            declaration_date=date.fromisoformat(self.declaration_date),
            ex_date=date.fromisoformat(self.ex_date),
            payable_date=date.fromisoformat(self.payable_date),
            entitled_at=from_timestamp(self.entitled_at),
        )


def insert(simulation: Simulation, action: ActionRecord) -> None:
    """Add an action."""
    simulation.database.insert("corporate_actions", action)


def by_id(simulation: Simulation, action_id: str) -> ActionRecord | None:
    """Return an action by its id in lower case."""
    return simulation.database.fetch_one(
        ActionRecord, "FROM corporate_actions WHERE id = ?", (action_id,)
    )


def dividends_of(simulation: Simulation, symbol: str) -> list[ActionRecord]:
    """Return the cash dividends of a symbol."""
    return simulation.database.fetch_all(
        ActionRecord,
        "FROM corporate_actions WHERE symbol = ? AND type = ?",
        (symbol, SimulatedAction.CASH_DIVIDEND),
    )


def all_actions(simulation: Simulation) -> list[ActionRecord]:
    """Return every action."""
    return simulation.database.fetch_all(ActionRecord, "FROM corporate_actions")
