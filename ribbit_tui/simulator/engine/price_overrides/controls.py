"""Director's controls: move, halt, resume, clear."""

from decimal import Decimal
from fractions import Fraction

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.errors import ConflictError, InvalidError
from ribbit_tui.simulator.exact import Micros
from ribbit_tui.simulator.market.timeline import ChangeKind
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.simulator import MarketChange, MarketControls

from . import records, rules
from .changes import add
from .records import PriceChangeRecord
from .views import as_wire, market_controls


def move(
    simulation: Simulation, symbol_or_id: str, percent: Decimal | None, price: Decimal | None
) -> MarketChange:
    """Move a symbol's prices from now on, by `percent` or to `price`.

    `price` applies to this instant; later prices keep the same factor to the simulated ones. A
    halted symbol shows the move once it trades again. Raises InvalidError and NotFoundError.
    """
    symbol = rules.find_symbol(simulation, symbol_or_id)
    if (percent is None) == (price is None):
        raise InvalidError("exactly one of percent and price is required", "percent")
    now = simulation.now()
    listing = simulation.prices.listing(symbol)
    before = simulation.prices.ticks(symbol, now)
    simulated = simulation.prices.simulated_ticks(symbol, now)
    target = rules.checked_target(listing, before, simulated, percent, price)
    factor = Fraction(target, simulated)
    change = PriceChangeRecord(
        symbol=symbol,
        at=to_timestamp(now),
        kind=ChangeKind.MOVE,
        numerator=factor.numerator,
        denominator=factor.denominator,
        price_before=Micros(before * listing.tick),
        price=Micros(target * listing.tick),
    )
    add(simulation, change)
    return as_wire(change)


def halt(simulation: Simulation, symbol_or_id: str) -> MarketChange:
    """Halt trading in a symbol: its price stands still, and its orders wait.

    Raises ConflictError if it is halted, NotFoundError for an unknown symbol.
    """
    symbol = rules.find_symbol(simulation, symbol_or_id)
    if simulation.prices.is_halted(symbol, simulation.now()):
        raise ConflictError("the symbol is halted already")
    return as_wire(_add_now(simulation, symbol, ChangeKind.HALT))


def resume(simulation: Simulation, symbol_or_id: str) -> MarketChange:
    """Resume trading in a halted symbol at its current price.

    Raises ConflictError unless it is halted, NotFoundError for an unknown symbol.
    """
    symbol = rules.find_symbol(simulation, symbol_or_id)
    if not simulation.prices.is_halted(symbol, simulation.now()):
        raise ConflictError("the symbol is not halted")
    return as_wire(_add_now(simulation, symbol, ChangeKind.RESUME))


def clear(simulation: Simulation) -> MarketControls:
    """End all halts, and return moved prices to the simulated ones from now on."""
    now = simulation.now()
    for symbol in records.changed_symbols(simulation):
        if simulation.prices.is_halted(symbol, now):
            _add_now(simulation, symbol, ChangeKind.RESUME)
        last = records.last_change(simulation, symbol, [ChangeKind.MOVE, ChangeKind.RESET])
        if last is not None and last.kind == ChangeKind.MOVE:
            _add_now(simulation, symbol, ChangeKind.RESET)
    return market_controls(simulation)


def _add_now(simulation: Simulation, symbol: str, kind: ChangeKind) -> PriceChangeRecord:
    """Add a change of now; the price after it is known only once it applies."""
    now = simulation.now()
    before = simulation.prices.micros(symbol, now)
    change = PriceChangeRecord(symbol, to_timestamp(now), kind, 1, 1, before, before)
    add(simulation, change)
    after = simulation.prices.micros(symbol, now)
    if after != before:
        records.set_price_of_last(simulation, after)
    return change._replace(price=after)
