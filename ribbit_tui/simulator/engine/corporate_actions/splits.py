"""Splits: every position has more or fewer shares, at a lower or higher price."""

from collections.abc import Mapping
from fractions import Fraction

from ribbit_tui.simulator.engine.activities import entries as activities
from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.engine.journals import records as journal_records
from ribbit_tui.simulator.engine.journals.records import JournalRecord
from ribbit_tui.simulator.engine.orders import records as order_records
from ribbit_tui.simulator.engine.orders.status_changes import close
from ribbit_tui.simulator.engine.positions.records import (
    PositionRecord,
    positions_in,
    remove_shares,
    set_qty,
)
from ribbit_tui.simulator.engine.price_overrides import changes as price_changes
from ribbit_tui.simulator.exact import (
    NANOS_PER_SHARE,
    Micros,
    Nanos,
    from_millionths,
    shares,
    usd,
    value_of,
)
from ribbit_tui.simulator.ledger.double_entry import WORLD_MARKET, cash_moves, share_moves
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.simulator.storage.ids import stable_uuid
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.corporate_actions import SimulatedAction
from ribbit_tui.wire.model import plain_decimal
from ribbit_tui.wire.orders import OrderStatus

from .actions import Action, cusip


def split(simulation: Simulation, action: Action) -> None:
    """Change the price and every position by the ratio, at the beginning of the ex date.

    Open orders are canceled, since their prices and quantities are from before the split. Journals
    that are queued or pending move the new number of shares.
    """
    ratio = Fraction(action.new_rate, action.old_rate)
    for order in order_records.open_in(simulation, action.symbol):
        # The end of an earlier one may have ended it too.
        if order_records.by_id(simulation, order.id).is_open:
            close(simulation, order, OrderStatus.CANCELED, "corporate action")
    price_changes.scale(simulation, action.symbol, 1 / ratio, action.entitled_at)
    held = _release_journals(simulation, action.symbol)
    for position in positions_in(simulation, action.symbol):
        _convert(simulation, action, position, ratio)
    for journal in held:
        _hold_again(simulation, journal, ratio)


def _release_journals(simulation: Simulation, symbol: str) -> list[JournalRecord]:
    journals = journal_records.held_in(simulation, symbol)
    for journal in journals:
        simulation.ledger.release(journal.id)
    return journals


def _hold_again(simulation: Simulation, journal: JournalRecord, ratio: Fraction) -> None:
    assert journal.symbol is not None and journal.qty is not None
    available = simulation.ledger.available_shares(journal.from_account, journal.symbol)
    qty = Nanos(min(int(journal.qty * ratio), available))
    simulation.ledger.hold_shares(journal.from_account, journal.symbol, qty, journal.id)
    journal_records.set_qty(simulation, journal.id, qty)


def _convert(
    simulation: Simulation, action: Action, position: PositionRecord, ratio: Fraction
) -> None:
    """Convert a position. Fractions of shares that cannot be held are paid out in cash."""
    account, symbol, before = position.account_id, position.symbol, position.qty
    after = Nanos(int(before * ratio))
    change = Nanos(after - before)
    moves = share_moves(WORLD_MARKET, account, symbol, change)
    simulation.ledger.post(moves, action.id, simulation.now())
    if after == 0:
        remove_shares(simulation, account, symbol, before)
    else:
        set_qty(simulation, position, after)
    held = {"old_qty": plain_decimal(shares(before)), "new_qty": plain_decimal(shares(after))}
    _record(simulation, action, account, ActivityType.SPLIT, change, Micros(0), held)
    fraction = after % NANOS_PER_SHARE
    if fraction and not simulation.assets.by_symbol[symbol].fractionable:
        _pay_out(simulation, action, account, Nanos(fraction))


def _pay_out(simulation: Simulation, action: Action, account: str, fraction: Nanos) -> None:
    amount = value_of(fraction, valuation.price_now(simulation, action.symbol))
    moves = [
        *share_moves(account, WORLD_MARKET, action.symbol, fraction),
        *cash_moves(WORLD_MARKET, account, amount),
    ]
    simulation.ledger.post(moves, action.id, simulation.now())
    remove_shares(simulation, account, action.symbol, fraction)
    _record(simulation, action, account, ActivityType.CIL, Nanos(-fraction), amount, {})


def _record(
    simulation: Simulation,
    action: Action,
    account: str,
    kind: ActivityType,
    qty: Nanos,
    amount: Micros,
    held: Mapping[str, str],
) -> None:
    new, old = (plain_decimal(from_millionths(rate)) for rate in (action.new_rate, action.old_rate))
    number = cusip(action.symbol)
    sub_type = "FSPLIT" if action.type is SimulatedAction.FORWARD_SPLIT else "RSPLIT"
    body = {
        "net_amount": plain_decimal(usd(amount)),
        "description": f"{new} for {old} split",
        "symbol": action.symbol,
        "qty": plain_decimal(shares(qty)),
        "activity_sub_type": sub_type if kind is ActivityType.SPLIT else None,
        "cusip": number,
        "group_id": stable_uuid(f"{action.id}/{account}"),
    }
    details = {
        "ca_id": action.id,
        "symbol": action.symbol,
        "position_date": action.ex_date.isoformat(),
        "ex_date": action.ex_date.isoformat(),
        "record_date": action.ex_date.isoformat(),
        "payable_date": action.payable_date.isoformat(),
        "old_cusip": number,
        "new_cusip": number,
        "old_rate": old,
        "new_rate": new,
        **held,
    }
    activities.record_other(simulation, account, kind, body, details)
