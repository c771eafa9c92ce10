"""Rules for the director's control over prices."""

from decimal import Decimal
from fractions import Fraction

from ribbit_tui.simulator.engine.common.request_amounts import usd_amount
from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.market.session_bars import Listing
from ribbit_tui.simulator.market.timeline import scaled_ticks
from ribbit_tui.simulator.simulation import Simulation

_LARGEST_PRICE = 1_000_000
_LARGEST_FACTOR = 1000
"""Largest ratio, either way, of a moved price to the simulated one."""
_LARGEST_PERCENT = 100 * _LARGEST_FACTOR
_PERCENT_PLACES = 6


def find_symbol(simulation: Simulation, symbol_or_id: str) -> str:
    """Return the symbol of an asset; raises NotFoundError."""
    asset = simulation.assets.find(symbol_or_id)
    if asset is None:
        raise NotFoundError("symbol is not an asset")
    return asset.symbol


def checked_target(
    listing: Listing, before: int, simulated: int, percent: Decimal | None, price: Decimal | None
) -> int:
    """Return the price (ticks) that a symbol is moved to from the price `before`.

    `simulated` is the price without any change. Raises InvalidError.
    """
    if price is not None:
        target = usd_amount(price, "price", listing.places) // listing.tick
    else:
        assert percent is not None
        target = scaled_ticks(before, 1 + Fraction(_checked_percent(percent)) / 100)
    field = "price" if percent is None else "percent"
    if listing.price(target) > _LARGEST_PRICE:
        raise InvalidError(f"the price must be at most {_LARGEST_PRICE} USD", field)
    if not simulated <= target * _LARGEST_FACTOR <= simulated * _LARGEST_FACTOR**2:
        raise InvalidError(f"the price must stay within a factor of {_LARGEST_FACTOR}", field)
    return target


def _checked_percent(percent: Decimal) -> Decimal:
    """Check the limits, which also prevent the expansion of an exponent of a billion."""
    if not -100 < percent <= _LARGEST_PERCENT:
        raise InvalidError(
            f"percent must be more than -100 and at most {_LARGEST_PERCENT}", "percent"
        )
    smallest = Decimal(1).scaleb(-_PERCENT_PLACES)
    if percent and (abs(percent) < smallest or percent != round(percent, _PERCENT_PLACES)):
        raise InvalidError(f"percent must have at most {_PERCENT_PLACES} places", "percent")
    return percent
