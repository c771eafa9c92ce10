"""What a simulator says of itself, and the controls that only it has (`/simulator/…`)."""

from .model import Timestamp, WireModel


class SimulatorInfo(WireModel):
    """`GET /simulator`: never answered by Alpaca, so it tells a simulator from the rest."""

    version: str
    pace: str
    market_hours: str
    seed: int
    clock: str
    now: Timestamp


class TimePassed(WireModel):
    """The answer of `POST /simulator/clock/advance`: the simulator's time after it."""

    now: Timestamp


class Invariants(WireModel):
    """The answer of `GET /simulator/invariants`: `broken` names what does not add up."""

    ok: bool
    broken: list[str]
