"""Day trades: shares bought and sold within one day."""

from datetime import date, timedelta
from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp, from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.common.trading_days import day_of, start_of
from ribbit_tui.simulator.market.calendar import Session
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.orders import OrderSide

PATTERN = 4
"""Number of day trades within five sessions that makes a pattern day trader."""
_SESSIONS = 5


class _Fill(NamedTuple):
    """The symbol, the side and the time of a fill."""

    symbol: str
    side: OrderSide
    at: Timestamp


def count(simulation: Simulation, account_id: str, last: Session) -> int:
    """Return the number of day trades within the five sessions that end with `last`.

    A day trade begins with the first purchase of a share and is done by the next sale on the same
    day, extended hours included; selling first and buying back makes none, nor does crypto.
    """
    first = last
    for _ in range(_SESSIONS - 1):
        first = simulation.trading_hours.session_before(first)
    fills = simulation.database.fetch_all(
        _Fill,
        "SELECT orders.symbol, orders.side, fills.at"
        " FROM orders JOIN fills ON fills.order_id = orders.id"
        " WHERE orders.account_id = ? AND fills.at >= ? AND fills.at < ?"
        " ORDER BY fills.at, orders.sequence",
        (account_id, _midnight(first.day), _midnight(last.day + timedelta(days=1))),
    )
    bought: set[str] = set()
    day_ends = Timestamp(0)
    trades = 0
    for symbol, side, at in fills:
        if at >= day_ends:
            bought.clear()
            day_ends = _midnight(day_of(from_timestamp(at)) + timedelta(days=1))
        if side == OrderSide.BUY:
            bought.add(symbol)
        elif symbol in bought:
            bought.remove(symbol)
            trades += not _is_crypto(simulation, symbol)
    return trades


def _midnight(day: date) -> Timestamp:
    return to_timestamp(start_of(day))


def _is_crypto(simulation: Simulation, symbol: str) -> bool:
    return simulation.assets.by_symbol[symbol].asset_class == AssetClass.CRYPTO
