"""Liquidation of positions by market orders."""

from decimal import Decimal

from ribbit_tui.simulator.engine.accounts.rules import find_trading_account
from ribbit_tui.simulator.engine.positions import views as positions
from ribbit_tui.simulator.engine.positions.views import HeldPosition
from ribbit_tui.simulator.errors import InvalidError, RefusalError
from ribbit_tui.simulator.exact import NANOS_PER_SHARE, Nanos, scaled, shares
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.model import plain_decimal
from ribbit_tui.wire.orders import OrderCreation, OrderSide, OrderType, TimeInForce

from . import cancellation, submission

_PERCENT_PLACES = 9
_WHOLE = 100


def close(
    simulation: Simulation,
    account_id: str,
    symbol_or_id: str,
    qty: Decimal | None,
    percentage: Decimal | None,
) -> dict[str, object]:
    """Sell a position, or the part of it that `qty` or `percentage` names; return the order."""
    account = find_trading_account(simulation, account_id).id
    position = positions.find(simulation, account, symbol_or_id)
    if qty is not None and percentage is not None:
        raise InvalidError("only one of qty and percentage is allowed", "percentage")
    if percentage is not None:
        qty = _part(simulation, position, percentage)
    return _sell(simulation, account, position.symbol, shares(position.qty) if qty is None else qty)


def _part(simulation: Simulation, position: HeldPosition, percentage: Decimal) -> Decimal:
    """Return a percentage of a position, rounded down to what can be sold of the asset."""
    if not 0 < percentage <= _WHOLE:
        raise InvalidError("percentage must be more than 0 and at most 100", "percentage")
    if percentage < Decimal(1).scaleb(-_PERCENT_PLACES) or (
        percentage != round(percentage, _PERCENT_PLACES)
    ):
        raise InvalidError(f"percentage must have at most {_PERCENT_PLACES} places", "percentage")
    of_whole = _WHOLE * 10**_PERCENT_PLACES
    nanos = Nanos(position.qty * scaled(percentage, _PERCENT_PLACES) // of_whole)
    if not simulation.assets.by_symbol[position.symbol].fractionable:
        nanos = Nanos(nanos // NANOS_PER_SHARE * NANOS_PER_SHARE)
    if nanos == 0:
        raise InvalidError("percentage is too small a part of the position", "percentage")
    return shares(nanos)


def _sell(simulation: Simulation, account_id: str, symbol: str, qty: Decimal) -> dict[str, object]:
    is_crypto = simulation.assets.by_symbol[symbol].is_crypto
    creation = OrderCreation(
        symbol=symbol,
        qty=qty,
        side=OrderSide.SELL,
        type=OrderType.MARKET,
        time_in_force=TimeInForce.GTC if is_crypto else TimeInForce.DAY,
    )
    return submission.submit(simulation, account_id, creation)


def close_all(
    simulation: Simulation, account_id: str, cancel_orders: bool
) -> list[dict[str, object]]:
    """Sell every position; return for each its order, or the error that prevented it."""
    account = find_trading_account(simulation, account_id).id
    if cancel_orders:
        cancellation.cancel_all(simulation, account)
    return [_closed(simulation, position) for position in positions.of_account(simulation, account)]


def _closed(simulation: Simulation, position: HeldPosition) -> dict[str, object]:
    symbol = position.symbol
    try:
        order = _sell(simulation, position.account_id, symbol, shares(position.qty))
    except RefusalError as refusal:
        held = simulation.ledger.held_shares(position.account_id, symbol)
        error = {
            "code": refusal.code,
            "message": refusal.message,
            "symbol": symbol,
            "existing_qty": plain_decimal(shares(position.qty)),
            "held_for_orders": plain_decimal(shares(held)),
            "available": plain_decimal(shares(Nanos(position.qty - held))),
        }
        return {"symbol": symbol, "status": refusal.status, "body": error}
    return {"order_id": order["id"], "symbol": symbol, "status": 200, "body": order}
