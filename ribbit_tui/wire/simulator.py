"""What a simulator says of itself, and the controls that only it has (`/simulator/…`)."""

from .model import Exact, Timestamp, WireModel


class SimulatorInfo(WireModel):
    """`GET /simulator`: never answered by Alpaca, so it tells a simulator from the rest."""

    version: str
    pace: str
    market_hours: str
    seed: int
    clock: str
    now: Timestamp
    setup: str = "trading_app"


class TimePassed(WireModel):
    """The answer of `POST /simulator/clock/advance`: the simulator's time after it."""

    now: Timestamp


class Invariants(WireModel):
    """The answer of `GET /simulator/invariants`: `broken` names what does not add up."""

    ok: bool
    broken: list[str]


class MarketMoveCreation(WireModel):
    """The body of `POST /simulator/market/{symbol}/move`: either by how much, or to what price."""

    percent: Exact | None = None
    price: Exact | None = None


class MarketChange(WireModel):
    """Something done to a symbol's price.

    `kind` is move, reset (the symbol goes its own way again), halt, resume or scale (a split). A
    scale knows its factor, the others the price in USD before and after.
    """

    symbol: str
    kind: str
    at: Timestamp
    price_before: Exact | None = None
    price: Exact | None = None
    factor: str | None = None


class MarketHalt(WireModel):
    """A symbol that is not traded at present, and the price at which it stands still."""

    symbol: str
    halted_at: Timestamp
    price: Exact


class MarketControls(WireModel):
    """`GET /simulator/market`: all changes so far, oldest first, and what is halted now."""

    changes: list[MarketChange]
    halts: list[MarketHalt]
