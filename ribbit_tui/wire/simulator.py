"""Description and controls of a simulator (`/simulator/…`)."""

from pydantic import Field

from .model import Exact, Timestamp, WireModel


class FailedStep(WireModel):
    """A scheduled step of the simulator that has failed; its `subject`, an id, waits for it.

    `kind` says what was to happen, for example `transfer.send`; `error` is the type of the error.
    The simulator takes the step again when it is started the next time.
    """

    kind: str
    subject: str
    due_at: Timestamp
    error: str


class SimulatorInfo(WireModel):
    """The description of a simulator (`GET /simulator`). Alpaca has no such endpoint."""

    version: str
    pace: str
    market_hours: str
    seed: int
    clock: str
    now: Timestamp
    setup: str = "trading_app"
    journal_limit: Exact | None = None
    journal_daily_limit: Exact | None = None
    failed_steps: list[FailedStep] = Field(default_factory=list)
    """Steps that have failed since the simulator was started."""
    api_version: str = "2026"
    """Year of Alpaca's API that the responses follow."""


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
