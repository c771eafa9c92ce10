"""Splits: more or fewer shares of a lower or higher price, for everyone who holds some."""

import sqlite3
from fractions import Fraction

from ribbit_tui.simulator.engine.activities import entries as activities
from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.engine.common import trading_days as dates
from ribbit_tui.simulator.engine.orders import records as order_records
from ribbit_tui.simulator.engine.orders.status_changes import close
from ribbit_tui.simulator.engine.positions.records import (
    PositionRecord,
    positions_in,
    remove_shares,
    set_qty,
)
from ribbit_tui.simulator.engine.price_overrides import overrides
from ribbit_tui.simulator.exact import (
    NANOS_PER_SHARE,
    Micros,
    Nanos,
    from_millionths,
    shares,
    usd,
    value_of,
)
from ribbit_tui.simulator.ledger.double_entry import USD, WORLD_MARKET, Entry
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.model import plain_decimal, rfc3339
from ribbit_tui.wire.orders import OrderStatus

from .actions import Action


def split(simulation: Simulation, action: Action) -> None:
    """Let the price and every position change by the ratio, at the beginning of the ex date.

    Open orders are canceled, since neither their prices nor their quantities mean the same any
    more. Shares that a journal is about to move are those that they have become.
    """
    ratio = Fraction(action.new_rate, action.old_rate)
    for order in order_records.open_in(simulation, action.symbol):
        # The end of an earlier one may have ended it too.
        if order_records.by_id(simulation, order.id).is_open:
            close(simulation, order, OrderStatus.CANCELED)
    overrides.scale(simulation, action.symbol, 1 / ratio, action.entitled_at)
    held = _release_journals(simulation, action.symbol)
    for position in positions_in(simulation, action.symbol):
        _convert(simulation, action, position, ratio)
    for row in held:
        _hold_again(simulation, row, ratio)


def _release_journals(simulation: Simulation, symbol: str) -> list[sqlite3.Row]:
    rows = simulation.database.rows(
        "SELECT journals.* FROM journals JOIN holds ON holds.reference = journals.id"
        " WHERE journals.symbol = ? ORDER BY journals.sequence",
        (symbol,),
    )
    for row in rows:
        simulation.ledger.release(row["id"])
    return rows


def _hold_again(simulation: Simulation, row: sqlite3.Row, ratio: Fraction) -> None:
    available = simulation.ledger.available(row["from_account"], row["symbol"])
    qty = min(int(row["qty"] * ratio), available)
    simulation.ledger.hold(row["from_account"], row["symbol"], qty, row["id"])
    simulation.database.execute("UPDATE journals SET qty = ? WHERE id = ?", (qty, row["id"]))


def _convert(
    simulation: Simulation, action: Action, position: PositionRecord, ratio: Fraction
) -> None:
    """Fractions stay fractions; where there can be none, they are paid out in cash."""
    account, symbol, before = position.account_id, position.symbol, position.qty
    after = Nanos(int(before * ratio))
    change = Nanos(after - before)
    entries = [Entry(WORLD_MARKET, symbol, -change), Entry(account, symbol, change)]
    simulation.ledger.post(entries, action.id, simulation.now())
    if after == 0:
        remove_shares(simulation, account, symbol, before)
    else:
        set_qty(simulation, account, symbol, after)
    _record(simulation, action, account, ActivityType.SPLIT, change, Micros(0))
    fraction = after % NANOS_PER_SHARE
    if fraction and not simulation.assets.by_symbol[symbol].fractionable:
        _pay_out(simulation, action, account, Nanos(fraction))


def _pay_out(simulation: Simulation, action: Action, account: str, fraction: Nanos) -> None:
    amount = value_of(fraction, valuation.price_now(simulation, action.symbol))
    entries = [
        Entry(account, action.symbol, -fraction),
        Entry(WORLD_MARKET, action.symbol, fraction),
        Entry(account, USD, amount),
        Entry(WORLD_MARKET, USD, -amount),
    ]
    simulation.ledger.post(entries, action.id, simulation.now())
    remove_shares(simulation, account, action.symbol, fraction)
    _record(simulation, action, account, ActivityType.CIL, Nanos(-fraction), amount)


def _record(
    simulation: Simulation,
    action: Action,
    account: str,
    kind: ActivityType,
    qty: Nanos,
    amount: Micros,
) -> None:
    new, old = (plain_decimal(from_millionths(rate)) for rate in (action.new_rate, action.old_rate))
    body = {
        "date": dates.today(simulation).isoformat(),
        "created_at": rfc3339(simulation.now()),
        "net_amount": plain_decimal(usd(amount)),
        "description": f"{new} for {old} split",
        "symbol": action.symbol,
        "qty": plain_decimal(shares(qty)),
        "status": "executed",
    }
    activities.record(simulation, account, kind, body)
