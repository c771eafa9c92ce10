"""Configuration of an account's overnight trading, obeyed by its open orders from then on."""

from ribbit_tui.simulator.engine.trading_accounts import configurations
from ribbit_tui.simulator.market.calendar import ALL_HOURS, Phase
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.account_options import TradingConfigurationsChange
from ribbit_tui.wire.trading_accounts import TradingConfigurations

from . import attempts, records


def change_configurations(
    simulation: Simulation, account_id: str, wanted: TradingConfigurationsChange
) -> TradingConfigurations:
    """Change an account's configurations, and let its orders trade tonight if they now may.

    Raises as `configurations.change`.
    """
    before = configurations.get(simulation, account_id)
    changed = configurations.change(simulation, account_id, wanted)
    if before.disable_overnight_trading and not changed.disable_overnight_trading:
        _join_this_night(simulation, account_id.lower())
    return changed


def _join_this_night(simulation: Simulation, account_id: str) -> None:
    """Let orders trade in the overnight session that is open now, without its past."""
    now, hours = simulation.now(), simulation.trading_hours
    session = hours.latest_part(now, ALL_HOURS)
    if session.phase is Phase.OVERNIGHT and now < session.closes:
        waiting = records.compare_from_now(simulation, account_id)
        attempts.attempt_earlier(simulation, waiting, now)
