"""Description and controls of a simulator (`/simulator/…`)."""

from .model import Exact, Timestamp, WireModel


class SimulatorInfo(WireModel):
    """The description of a simulator (`GET /simulator`). Alpaca has no such endpoint."""

    version: str
    pace: str
    market_hours: str
    seed: int
    clock: str
    now: Timestamp
    setup: str = "trading_app"


class TimePassed(WireModel):
    """The response to `POST /simulator/clock/advance`: the simulator's time after it."""

    now: Timestamp


class Invariants(WireModel):
    """The response to `GET /simulator/invariants`: `broken` lists the violated invariants."""

    ok: bool
    broken: list[str]


class MarketMoveCreation(WireModel):
    """The body of `POST /simulator/market/{symbol}/move`: either `percent`, or the new `price`."""

    percent: Exact | None = None
    price: Exact | None = None


class MarketChange(WireModel):
    """A change of a symbol's price by the director or by a split.

    `kind` is move, reset (back to the generated price), halt, resume or scale (a split). A scale
    has a factor, the others have the price before and after (USD).
    """

    symbol: str
    kind: str
    at: Timestamp
    price_before: Exact | None = None
    price: Exact | None = None
    factor: str | None = None


class MarketHalt(WireModel):
    """A halted symbol, and its last price (USD)."""

    symbol: str
    halted_at: Timestamp
    price: Exact


class MarketControls(WireModel):
    """All price changes so far, oldest first, and current halts (`GET /simulator/market`)."""

    changes: list[MarketChange]
    halts: list[MarketHalt]
