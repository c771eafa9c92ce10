"""Rules that a customer's trading configurations set for new orders."""

from ribbit_tui.simulator.engine.trading_accounts import configurations
from ribbit_tui.simulator.errors import ForbiddenError
from ribbit_tui.simulator.exact import NANOS_PER_SHARE
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import AssetClass

from .terms import Terms


def check(simulation: Simulation, account_id: str, terms: Terms) -> None:
    """Refuse an order that the account's configurations rule out; raises ForbiddenError."""
    configured = configurations.get(simulation, account_id)
    if configured.suspend_trade:
        raise ForbiddenError("new orders are blocked, trading was suspended by the user")
    if not configured.fractional_trading and _is_fractional(terms):
        raise ForbiddenError("the account does not trade fractions of shares", terms.size_field)


def _is_fractional(terms: Terms) -> bool:
    if terms.asset.asset_class == AssetClass.CRYPTO:
        return False
    return terms.qty is None or terms.qty % NANOS_PER_SHARE != 0
