"""The asset, the position and the prices that belong together.

A position in a crypto pair has the symbol `BTCUSD`; its asset, orders and prices have `BTC/USD`.
"""

from ribbit_tui.session.state import State
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.market import Snapshot
from ribbit_tui.wire.positions import Position


def find_asset(state: State, symbol: str) -> Asset | None:
    """Return the asset with the symbol of an asset or of a position."""
    position = state.positions.get(symbol)
    return state.assets.find(symbol, position.asset_id if position is not None else "")


def find_position(state: State, asset: Asset) -> Position | None:
    """Return the position in an asset."""
    for position in state.positions.values():
        held = find_asset(state, position.symbol)
        if held is not None and held.id == asset.id:
            return position
    return None


def find_snapshot(state: State, symbol: str) -> Snapshot | None:
    """Return the latest prices of an asset by the symbol of the asset or of a position."""
    asset = find_asset(state, symbol)
    return state.snapshots.get(symbol if asset is None else asset.symbol)
