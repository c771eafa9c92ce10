"""Money under way: sales that have not settled, and transfers that have not arrived or left."""

from datetime import datetime, time
from typing import NamedTuple

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.exact import Micros
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.funding import TRANSFER_TRANSITIONS, TransferDirection, TransferStatus
from ribbit_tui.wire.orders import OrderSide
from ribbit_tui.wire.status_tables import statuses_before

_UNDER_WAY = statuses_before(TRANSFER_TRANSITIONS, TransferStatus.COMPLETE)


class _Proceeds(NamedTuple):
    """The sum that sales of a symbol brought in."""

    symbol: str
    amount: Micros


def unsettled_sales(simulation: Simulation, account_id: str) -> Micros:
    """Return the proceeds of sales that settle on a later day. Crypto settles at once.

    Shares settle one session after the trade (T+1), at that day's first minute in New York.
    """
    by_symbol = simulation.database.fetch_all(
        _Proceeds,
        "SELECT orders.symbol, sum(fills.amount)"
        " FROM orders JOIN fills ON fills.order_id = orders.id"
        " WHERE orders.account_id = ? AND orders.side = ? AND fills.at >= ?"
        " GROUP BY orders.symbol",
        (account_id, OrderSide.SELL, to_timestamp(_unsettled_since(simulation))),
    )
    return Micros(
        sum(
            amount
            for symbol, amount in by_symbol
            if simulation.assets.by_symbol[symbol].asset_class != AssetClass.CRYPTO
        )
    )


def withdrawable(simulation: Simulation, account_id: str) -> Micros:
    """Return the cash that may leave the account: settled and not held.

    Proceeds of shares sold today buy other shares at once, but leave only once they have settled.
    """
    available = simulation.ledger.available_cash(account_id)
    return Micros(max(0, available - unsettled_sales(simulation, account_id)))


def _unsettled_since(simulation: Simulation) -> datetime:
    """Return the midnight before the latest session; trades made since then settle later."""
    day = simulation.calendar.trading_day(simulation.now()).day
    return datetime.combine(day, time(0), NEW_YORK)


def pending_in(simulation: Simulation, account_id: str) -> Micros:
    """Return the sum of deposits under way."""
    return _under_way(simulation, account_id, TransferDirection.INCOMING)


def pending_out(simulation: Simulation, account_id: str) -> Micros:
    """Return the sum of withdrawals under way and of the fees that the customer pays for them."""
    return _under_way(simulation, account_id, TransferDirection.OUTGOING)


def _under_way(simulation: Simulation, account_id: str, direction: TransferDirection) -> Micros:
    marks = ", ".join("?" * len(_UNDER_WAY))
    total = simulation.database.scalar(
        int,
        "SELECT sum(amount + iif(fee_payment_method = 'user', fee, 0)) FROM transfers"
        f" WHERE account_id = ? AND direction = ? AND status IN ({marks})",
        (account_id, direction, *_UNDER_WAY),
    )
    return Micros(total or 0)
