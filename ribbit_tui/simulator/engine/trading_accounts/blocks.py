"""Director's decisions about what is blocked for an account."""

from ribbit_tui.simulator.engine.accounts import status_changes
from ribbit_tui.simulator.engine.accounts.rules import find_open_account
from ribbit_tui.simulator.errors import ForbiddenError, InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.account_controls import AccountBlocks
from ribbit_tui.wire.account_options import TradingConfigurationsChange

from . import configurations, views

_BY_BROKER = frozenset({"trading_blocked", "transfers_blocked", "account_blocked"})


def decide(simulation: Simulation, account_id: str, blocks: AccountBlocks) -> dict[str, object]:
    """Block or allow what was sent, and return the trading account as JSON.

    Raises ForbiddenError for a closed account or one of the firm's, InvalidError for an unknown
    field or null.
    """
    account = find_open_account(simulation, account_id)
    if account.is_firm:
        raise ForbiddenError("the firm's own accounts cannot be blocked")
    for field in blocks.model_extra or {}:
        raise InvalidError(f"{field} is not known here", field)
    sent = {field: getattr(blocks, field) for field in blocks.model_fields_set}
    for field, value in sent.items():
        if value is None:
            raise InvalidError(f"{field} must not be null", field)
    by_broker = {field: value for field, value in sent.items() if field in _BY_BROKER}
    status_changes.block(simulation, account, account._replace(**by_broker))
    if "suspend_trade" in sent:
        change = TradingConfigurationsChange(suspend_trade=blocks.suspend_trade)
        configurations.change(simulation, account.id, change)
    return views.get(simulation, account.id)
