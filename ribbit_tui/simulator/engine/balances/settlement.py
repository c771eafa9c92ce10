"""Money on its way: sales that have not settled, and transfers that have not arrived or left."""

from datetime import datetime, time

from ribbit_tui.simulator.clock import to_micros
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.funding import TransferDirection, TransferStatus
from ribbit_tui.wire.orders import OrderSide

_ARRIVED_OR_FAILED = (
    TransferStatus.COMPLETE,
    TransferStatus.REJECTED,
    TransferStatus.CANCELED,
    TransferStatus.RETURNED,
)


def unsettled_sales(simulation: Simulation, account_id: str) -> int:
    """What sales brought in that settle on a later day (1e-6 USD). Crypto settles at once.

    Shares settle one session after the trade (T+1), at that day's first minute in New York.
    """
    by_symbol = simulation.database.rows(
        "SELECT orders.symbol, sum(fills.amount) AS amount"
        " FROM orders JOIN fills ON fills.order_id = orders.id"
        " WHERE orders.account_id = ? AND orders.side = ? AND fills.at >= ?"
        " GROUP BY orders.symbol",
        (account_id, OrderSide.SELL, to_micros(_unsettled_since(simulation))),
    )
    return sum(
        row["amount"]
        for row in by_symbol
        if simulation.assets.by_symbol[row["symbol"]].asset_class != AssetClass.CRYPTO
    )


def _unsettled_since(simulation: Simulation) -> datetime:
    """The midnight before the latest day with a session: what was traded since settles later."""
    day = simulation.calendar.trading_day(simulation.now()).day
    return datetime.combine(day, time(0), NEW_YORK)


def pending_in(simulation: Simulation, account_id: str) -> int:
    """Deposits under way, in 1e-6 USD."""
    return _under_way(simulation, account_id, TransferDirection.INCOMING)


def pending_out(simulation: Simulation, account_id: str) -> int:
    """Withdrawals under way and the fees that they take along, in 1e-6 USD."""
    return _under_way(simulation, account_id, TransferDirection.OUTGOING)


def _under_way(simulation: Simulation, account_id: str, direction: TransferDirection) -> int:
    marks = ", ".join("?" * len(_ARRIVED_OR_FAILED))
    total: int = simulation.database.value(
        "SELECT coalesce(sum(amount + iif(fee_payment_method = 'user', fee, 0)), 0) FROM transfers"
        f" WHERE account_id = ? AND direction = ? AND status NOT IN ({marks})",
        (account_id, direction, *_ARRIVED_OR_FAILED),
    )
    return total
