"""Day trades: shares bought and sold within one day."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp, from_timestamp, to_timestamp
from ribbit_tui.simulator.market.calendar import NEW_YORK, Session
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.orders import OrderSide

PATTERN = 4
"""Number of day trades within five sessions that makes a pattern day trader."""
_SESSIONS = 5


class _Fill(NamedTuple):
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
        first = simulation.calendar.session_before(first)
    fills = simulation.database.fetch_all(
        _Fill,
        "SELECT orders.symbol, orders.side, fills.at"
        " FROM orders JOIN fills ON fills.order_id = orders.id"
        " WHERE orders.account_id = ? AND fills.at >= ? AND fills.at < ?"
        " ORDER BY fills.at, orders.sequence",
        (account_id, _midnight(first.day), _midnight(last.day + timedelta(days=1))),
    )
    bought: set[tuple[str, date]] = set()
    trades = 0
    for fill in fills:
        key = (fill.symbol, from_timestamp(fill.at).astimezone(NEW_YORK).date())
        if fill.side == OrderSide.BUY:
            bought.add(key)
        elif key in bought:
            bought.remove(key)
            trades += not _is_crypto(simulation, fill.symbol)
    return trades


def _midnight(day: date) -> Timestamp:
    return to_timestamp(datetime.combine(day, time(0), NEW_YORK))


def _is_crypto(simulation: Simulation, symbol: str) -> bool:
    return simulation.assets.by_symbol[symbol].asset_class == AssetClass.CRYPTO
