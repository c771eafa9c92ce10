"""What a director, or a split, does to the market: prices moved, scaled, halted.

The simulated prices stay as they are; changes lie over them from a moment on. They are kept in a
table and, for speed, in `simulation.prices`; the past is never changed by a move or a halt.
"""

import sqlite3
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from ribbit_tui.simulator.clock import from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.common.request_amounts import usd_amount
from ribbit_tui.simulator.engine.orders.attempts import wake_orders
from ribbit_tui.simulator.errors import ConflictError, InvalidError, NotFoundError
from ribbit_tui.simulator.exact import usd
from ribbit_tui.simulator.market.timeline import Change, ChangeKind, scaled_ticks
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.simulator import MarketChange, MarketControls, MarketHalt

_LARGEST_PRICE = 1_000_000
_FARTHEST = 1000
"""How many times the simulated price a moved one may be, or a fraction of it."""
_LARGEST_PERCENT = 100 * _FARTHEST
_PERCENT_PLACES = 6
_LARGEST_TERM = 2**63 - 1
_WHOLE = Fraction(1)


def load(simulation: Simulation) -> None:
    """Lay what the database has over the prices."""
    changes: dict[str, list[Change]] = {}
    for row in simulation.database.rows("SELECT * FROM market_changes ORDER BY sequence"):
        changes.setdefault(row["symbol"], []).append(_change(simulation, row))
    simulation.prices.set_changes(changes)


def _change(simulation: Simulation, row: sqlite3.Row) -> Change:
    ticks = (row["price"] or 0) // simulation.prices.listing(row["symbol"]).tick
    return Change(
        at=from_timestamp(row["at"]),
        kind=ChangeKind(row["kind"]),
        factor=Fraction(row["numerator"], row["denominator"]),
        ticks=ticks,
    )


def scale(
    simulation: Simulation, symbol: str, factor: Fraction | Decimal, from_moment: datetime
) -> None:
    """Multiply all prices of a symbol by `factor` from a moment on, as a split does.

    A split of two for one has the factor 1/2 and begins with the opening of its day. The moment may
    lie ahead, or behind if a step comes late: bars and quotes from it on are then seen changed,
    what was filled is not. A price that a director set later than that stays as it was set. Prices
    stay at least one tick. Call within a transaction; raises ValueError for a factor that is not
    positive or too fine to be kept, KeyError for an unknown symbol.
    """
    exact = Fraction(factor)
    if not 0 < exact.numerator <= _LARGEST_TERM or exact.denominator > _LARGEST_TERM:
        raise ValueError("a factor must be positive, and of numbers that the database can hold")
    simulation.prices.listing(symbol)
    _add(simulation, symbol, from_moment, ChangeKind.SCALE, exact, None, None)


def move(
    simulation: Simulation, symbol_or_id: str, percent: Decimal | None, price: Decimal | None
) -> MarketChange:
    """Let a symbol cost, from now on, so much more or less than it would have.

    `price` is what it costs at this moment. A halted symbol shows it once it is traded again.
    """
    symbol = _symbol(simulation, symbol_or_id)
    if (percent is None) == (price is None):
        raise InvalidError("exactly one of percent and price is required", "percent")
    now = simulation.now()
    listing = simulation.prices.listing(symbol)
    before = simulation.prices.ticks(symbol, now)
    if price is not None:
        target = usd_amount(price, "price", listing.places) // listing.tick
    else:
        assert percent is not None
        target = scaled_ticks(before, 1 + Fraction(_checked(percent)) / 100)
    field = "price" if percent is None else "percent"
    simulated = simulation.prices.simulated_ticks(symbol, now)
    if listing.price(target) > _LARGEST_PRICE:
        raise InvalidError(f"the price must be at most {_LARGEST_PRICE} USD", field)
    if not simulated <= target * _FARTHEST <= simulated * _FARTHEST**2:
        raise InvalidError(f"the price must stay within a factor of {_FARTHEST}", field)
    factor = Fraction(target, simulated)
    tick = listing.tick
    _add(simulation, symbol, now, ChangeKind.MOVE, factor, before * tick, target * tick)
    return _latest(simulation, symbol)


def _checked(percent: Decimal) -> Decimal:
    """Within bounds that keep an exponent of a billion from being expanded."""
    if not -100 < percent <= _LARGEST_PERCENT:
        raise InvalidError(
            f"percent must be more than -100 and at most {_LARGEST_PERCENT}", "percent"
        )
    smallest = Decimal(1).scaleb(-_PERCENT_PLACES)
    if percent and (abs(percent) < smallest or percent != round(percent, _PERCENT_PLACES)):
        raise InvalidError(f"percent must have at most {_PERCENT_PLACES} places", "percent")
    return percent


def halt(simulation: Simulation, symbol_or_id: str) -> MarketChange:
    """Stop trading a symbol: its price stands still, and its orders wait."""
    symbol = _symbol(simulation, symbol_or_id)
    now = simulation.now()
    if simulation.prices.is_halted(symbol, now):
        raise ConflictError("the symbol is halted already")
    price = simulation.prices.micros(symbol, now)
    _add(simulation, symbol, now, ChangeKind.HALT, _WHOLE, price, price)
    return _latest(simulation, symbol)


def resume(simulation: Simulation, symbol_or_id: str) -> MarketChange:
    """Trade a halted symbol again, at what it costs by now."""
    symbol = _symbol(simulation, symbol_or_id)
    if not simulation.prices.is_halted(symbol, simulation.now()):
        raise ConflictError("the symbol is not halted")
    _add_now(simulation, symbol, ChangeKind.RESUME)
    return _latest(simulation, symbol)


def clear(simulation: Simulation) -> MarketControls:
    """From now on trade what is halted, and let every moved symbol go its own way again."""
    now = simulation.now()
    for symbol in _changed_symbols(simulation):
        if simulation.prices.is_halted(symbol, now):
            _add_now(simulation, symbol, ChangeKind.RESUME)
        if _is_moved(simulation, symbol):
            _add_now(simulation, symbol, ChangeKind.RESET)
    return state(simulation)


def _is_moved(simulation: Simulation, symbol: str) -> bool:
    last = simulation.database.value(
        "SELECT kind FROM market_changes WHERE symbol = ? AND kind IN (?, ?)"
        " ORDER BY sequence DESC LIMIT 1",
        (symbol, ChangeKind.MOVE, ChangeKind.RESET),
    )
    return bool(last == ChangeKind.MOVE)


def state(simulation: Simulation) -> MarketControls:
    rows = simulation.database.rows("SELECT * FROM market_changes ORDER BY sequence")
    now = simulation.now()
    return MarketControls(
        changes=[_as_wire(row) for row in rows],
        halts=[
            _halt(simulation, symbol)
            for symbol in _changed_symbols(simulation)
            if simulation.prices.is_halted(symbol, now)
        ],
    )


def _changed_symbols(simulation: Simulation) -> list[str]:
    rows = simulation.database.rows("SELECT DISTINCT symbol FROM market_changes ORDER BY symbol")
    return [row["symbol"] for row in rows]


def _halt(simulation: Simulation, symbol: str) -> MarketHalt:
    row = simulation.database.row(
        "SELECT at FROM market_changes WHERE symbol = ? AND kind = ? ORDER BY sequence DESC",
        (symbol, ChangeKind.HALT),
    )
    assert row is not None
    price = usd(simulation.prices.micros(symbol, simulation.now()))
    return MarketHalt(symbol=symbol, halted_at=from_timestamp(row["at"]), price=price)


def _symbol(simulation: Simulation, symbol_or_id: str) -> str:
    asset = simulation.assets.find(symbol_or_id)
    if asset is None:
        raise NotFoundError("symbol is not an asset")
    return asset.symbol


def _add_now(simulation: Simulation, symbol: str, kind: ChangeKind) -> None:
    """A change of now; the price that it leads to is known once it is made."""
    now = simulation.now()
    before = simulation.prices.micros(symbol, now)
    _add(simulation, symbol, now, kind, _WHOLE, before, None)
    simulation.database.execute(
        "UPDATE market_changes SET price = ?"
        " WHERE sequence = (SELECT max(sequence) FROM market_changes)",
        (simulation.prices.micros(symbol, now),),
    )


def _add(
    simulation: Simulation,
    symbol: str,
    at: datetime,
    kind: ChangeKind,
    factor: Fraction,
    price_before: int | None,
    price: int | None,
) -> None:
    simulation.database.insert(
        "market_changes",
        symbol=symbol,
        at=to_timestamp(at),
        kind=kind,
        numerator=factor.numerator,
        denominator=factor.denominator,
        price_before=price_before,
        price=price,
    )
    load(simulation)
    wake_orders(simulation, symbol)


def _latest(simulation: Simulation, symbol: str) -> MarketChange:
    row = simulation.database.row(
        "SELECT * FROM market_changes WHERE symbol = ? ORDER BY sequence DESC", (symbol,)
    )
    assert row is not None
    return _as_wire(row)


def _as_wire(row: sqlite3.Row) -> MarketChange:
    is_scale = row["kind"] == ChangeKind.SCALE
    return MarketChange(
        symbol=row["symbol"],
        kind=row["kind"],
        at=from_timestamp(row["at"]),
        price_before=None if row["price_before"] is None else usd(row["price_before"]),
        price=None if row["price"] is None else usd(row["price"]),
        factor=f"{row['numerator']}/{row['denominator']}" if is_scale else None,
    )
