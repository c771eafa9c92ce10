"""What a director, or a split, does to the market: prices moved, scaled, halted.

The simulated prices stay as they are; changes lie over them from a moment on. They are kept in a
table and, for speed, in `world.prices`; the past is never changed by a move or a halt.
"""

import sqlite3
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from ribbit_tui.simulator.clock import from_micros, to_micros
from ribbit_tui.simulator.exact import usd
from ribbit_tui.simulator.market.timeline import Change, ChangeKind, scaled_ticks
from ribbit_tui.simulator.simulation import World
from ribbit_tui.wire.orders import OrderStatus
from ribbit_tui.wire.simulator import MarketChange, MarketControls, MarketHalt

from ribbit_tui.simulator.engine.common.request_amounts import usd_amount
from ribbit_tui.simulator.engine.orders import orders, validity
from ribbit_tui.simulator.errors import Conflict, Invalid, NotFound

_LARGEST_PRICE = 1_000_000
_FARTHEST = 1000
"""How many times the simulated price a moved one may be, or a fraction of it."""
_LARGEST_PERCENT = 100 * _FARTHEST
_PERCENT_PLACES = 6
_LARGEST_TERM = 2**63 - 1
_WHOLE = Fraction(1)


def load(world: World) -> None:
    """Lay what the database has over the prices."""
    changes: dict[str, list[Change]] = {}
    for row in world.database.rows("SELECT * FROM market_changes ORDER BY sequence"):
        changes.setdefault(row["symbol"], []).append(_change(world, row))
    world.prices.overlay(changes)


def _change(world: World, row: sqlite3.Row) -> Change:
    ticks = (row["price"] or 0) // world.prices.listing(row["symbol"]).tick
    return Change(
        at=from_micros(row["at"]),
        kind=ChangeKind(row["kind"]),
        factor=Fraction(row["numerator"], row["denominator"]),
        ticks=ticks,
    )


def scale(world: World, symbol: str, factor: Fraction | Decimal, from_moment: datetime) -> None:
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
    world.prices.listing(symbol)
    _add(world, symbol, from_moment, ChangeKind.SCALE, exact, None, None)


def move(
    world: World, symbol_or_id: str, percent: Decimal | None, price: Decimal | None
) -> MarketChange:
    """Let a symbol cost, from now on, so much more or less than it would have.

    `price` is what it costs at this moment. A halted symbol shows it once it is traded again.
    """
    symbol = _symbol(world, symbol_or_id)
    if (percent is None) == (price is None):
        raise Invalid("exactly one of percent and price is required", "percent")
    now = world.now()
    listing = world.prices.listing(symbol)
    before = world.prices.ticks(symbol, now)
    if price is not None:
        target = usd_amount(price, "price", listing.places) // listing.tick
    else:
        assert percent is not None
        target = scaled_ticks(before, 1 + Fraction(_checked(percent)) / 100)
    field = "price" if percent is None else "percent"
    simulated = world.prices.simulated_ticks(symbol, now)
    if listing.price(target) > _LARGEST_PRICE:
        raise Invalid(f"the price must be at most {_LARGEST_PRICE} USD", field)
    if not simulated <= target * _FARTHEST <= simulated * _FARTHEST**2:
        raise Invalid(f"the price must stay within a factor of {_FARTHEST}", field)
    factor = Fraction(target, simulated)
    tick = listing.tick
    _add(world, symbol, now, ChangeKind.MOVE, factor, before * tick, target * tick)
    return _latest(world, symbol)


def _checked(percent: Decimal) -> Decimal:
    """Within bounds that keep an exponent of a billion from being expanded."""
    if not -100 < percent <= _LARGEST_PERCENT:
        raise Invalid(f"percent must be more than -100 and at most {_LARGEST_PERCENT}", "percent")
    smallest = Decimal(1).scaleb(-_PERCENT_PLACES)
    if percent and (abs(percent) < smallest or percent != round(percent, _PERCENT_PLACES)):
        raise Invalid(f"percent must have at most {_PERCENT_PLACES} places", "percent")
    return percent


def halt(world: World, symbol_or_id: str) -> MarketChange:
    """Stop trading a symbol: its price stands still, and its orders wait."""
    symbol = _symbol(world, symbol_or_id)
    now = world.now()
    if world.prices.is_halted(symbol, now):
        raise Conflict("the symbol is halted already")
    price = world.prices.micros(symbol, now)
    _add(world, symbol, now, ChangeKind.HALT, _WHOLE, price, price)
    return _latest(world, symbol)


def resume(world: World, symbol_or_id: str) -> MarketChange:
    """Trade a halted symbol again, at what it costs by now."""
    symbol = _symbol(world, symbol_or_id)
    if not world.prices.is_halted(symbol, world.now()):
        raise Conflict("the symbol is not halted")
    _add_now(world, symbol, ChangeKind.RESUME)
    return _latest(world, symbol)


def clear(world: World) -> MarketControls:
    """From now on trade what is halted, and let every moved symbol go its own way again."""
    now = world.now()
    for symbol in _changed_symbols(world):
        if world.prices.is_halted(symbol, now):
            _add_now(world, symbol, ChangeKind.RESUME)
        if _is_moved(world, symbol):
            _add_now(world, symbol, ChangeKind.RESET)
    return state(world)


def _is_moved(world: World, symbol: str) -> bool:
    last = world.database.value(
        "SELECT kind FROM market_changes WHERE symbol = ? AND kind IN (?, ?)"
        " ORDER BY sequence DESC LIMIT 1",
        (symbol, ChangeKind.MOVE, ChangeKind.RESET),
    )
    return bool(last == ChangeKind.MOVE)


def state(world: World) -> MarketControls:
    rows = world.database.rows("SELECT * FROM market_changes ORDER BY sequence")
    now = world.now()
    return MarketControls(
        changes=[_as_wire(row) for row in rows],
        halts=[
            _halt(world, symbol)
            for symbol in _changed_symbols(world)
            if world.prices.is_halted(symbol, now)
        ],
    )


def _changed_symbols(world: World) -> list[str]:
    rows = world.database.rows("SELECT DISTINCT symbol FROM market_changes ORDER BY symbol")
    return [row["symbol"] for row in rows]


def _halt(world: World, symbol: str) -> MarketHalt:
    row = world.database.row(
        "SELECT at FROM market_changes WHERE symbol = ? AND kind = ? ORDER BY sequence DESC",
        (symbol, ChangeKind.HALT),
    )
    assert row is not None
    price = usd(world.prices.micros(symbol, world.now()))
    return MarketHalt(symbol=symbol, halted_at=from_micros(row["at"]), price=price)


def _symbol(world: World, symbol_or_id: str) -> str:
    asset = world.assets.find(symbol_or_id)
    if asset is None:
        raise NotFound("symbol is not an asset")
    return asset.symbol


def _add_now(world: World, symbol: str, kind: ChangeKind) -> None:
    """A change of now; the price that it leads to is known once it is made."""
    now = world.now()
    before = world.prices.micros(symbol, now)
    _add(world, symbol, now, kind, _WHOLE, before, None)
    world.database.execute(
        "UPDATE market_changes SET price = ?"
        " WHERE sequence = (SELECT max(sequence) FROM market_changes)",
        (world.prices.micros(symbol, now),),
    )


def _add(
    world: World,
    symbol: str,
    at: datetime,
    kind: ChangeKind,
    factor: Fraction,
    price_before: int | None,
    price: int | None,
) -> None:
    world.database.insert(
        "market_changes",
        symbol=symbol,
        at=to_micros(at),
        kind=kind,
        numerator=factor.numerator,
        denominator=factor.denominator,
        price_before=price_before,
        price=price,
    )
    load(world)
    let_orders_look(world, symbol)


def let_orders_look(world: World, symbol: str | None = None) -> None:
    """Those at the market, of one symbol or all, see at once what it does; auctions keep their
    time.
    """
    rows = world.database.rows(
        "SELECT id FROM orders WHERE (? IS NULL OR symbol = ?) AND is_open AND status IN (?, ?)"
        " AND time_in_force NOT IN (?, ?)",
        (symbol, symbol, OrderStatus.NEW, OrderStatus.PARTIALLY_FILLED, *validity.AUCTIONS),
    )
    world.schedule.bring_forward(orders.FILL_STEP, [row["id"] for row in rows], world.now())


def _latest(world: World, symbol: str) -> MarketChange:
    row = world.database.row(
        "SELECT * FROM market_changes WHERE symbol = ? ORDER BY sequence DESC", (symbol,)
    )
    assert row is not None
    return _as_wire(row)


def _as_wire(row: sqlite3.Row) -> MarketChange:
    is_scale = row["kind"] == ChangeKind.SCALE
    return MarketChange(
        symbol=row["symbol"],
        kind=row["kind"],
        at=from_micros(row["at"]),
        price_before=None if row["price_before"] is None else usd(row["price_before"]),
        price=None if row["price"] is None else usd(row["price"]),
        factor=f"{row['numerator']}/{row['denominator']}" if is_scale else None,
    )
