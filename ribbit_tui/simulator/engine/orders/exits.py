"""Exits of a group after an execution: the entry activates them, and one ends the other.

Of two exits the take profit works in the market and the stop loss stays held until its stop price
is touched, as Alpaca documents it; `matching` compares both with the market at once.
"""

from ribbit_tui.simulator.clock import Timestamp, to_timestamp
from ribbit_tui.simulator.exact import Nanos
from ribbit_tui.simulator.market.calendar import REGULAR_HOURS
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.events import TradeEventKind
from ribbit_tui.wire.orders import OrderStatus, OrderType, TimeInForce

from . import attempts, events, groups, records, validity
from .records import OrderRecord
from .status_changes import close, reach_market


def follow_execution(simulation: Simulation, order: OrderRecord, unfilled: Nanos) -> None:
    """Change the exits of an order that was executed except for `unfilled` shares.

    `order` is the record from before the execution.
    """
    if groups.is_entry(order):
        if not unfilled:
            _activate(simulation, order)
        return
    other = groups.partner(simulation, order)
    if other is None:
        return
    if unfilled:
        records.reduce_to(simulation, other.id, unfilled)
        events.append(simulation, other.id, TradeEventKind.RESTATED)
    else:
        close(simulation, other, OrderStatus.CANCELED)


def _activate(simulation: Simulation, entry: OrderRecord) -> None:
    """Put the exits of a filled entry in the market, or end them if the shares are gone."""
    first = groups.others_open(simulation, entry)[0]
    assert first.qty is not None
    if first.qty > simulation.ledger.available_shares(first.account_id, first.symbol):
        close(simulation, first, OrderStatus.REJECTED, "the shares are no longer available")
        return
    simulation.ledger.hold_shares(first.account_id, first.symbol, first.qty, entry.id)
    records.activate_legs(simulation, entry.id, _expiry(simulation, entry))
    reach_market(simulation, first.id)
    attempts.attempt_soon(simulation, first.id)


def _expiry(simulation: Simulation, entry: OrderRecord) -> Timestamp:
    """Return the end of the exits: that of a DAY entry, else the usual one counted from now."""
    if entry.time_in_force == TimeInForce.DAY and entry.expires_at is not None:
        return entry.expires_at
    expires_at = validity.expiry(
        simulation, entry.symbol, OrderType.LIMIT, entry.time_in_force, REGULAR_HOURS
    )
    assert expires_at is not None
    return to_timestamp(expires_at)
