"""What a simulator breaks on purpose (`/simulator/faults`)."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from .model import WireModel


class Control(WireModel):
    """What a director sends; a misspelt name is refused, or it would do nothing unnoticed."""

    model_config = ConfigDict(extra="forbid")


class Outage(Control):
    """Every request is answered 503, or its connection is `dropped` without an answer.

    It ends after `seconds` of the simulator's time, or else when it is cleared.
    """

    kind: Literal["unavailable", "dropped"] = "unavailable"
    seconds: Annotated[float, Field(gt=0, le=86_400)] | None = None


class Latency(Control):
    """Every request waits `milliseconds` of real time, more or less by up to `spread`."""

    milliseconds: Annotated[int, Field(ge=0, le=60_000)]
    spread: Annotated[int, Field(ge=0, le=60_000)] = 0


class ErrorRate(Control):
    """This part of all requests is answered `status` and not carried out."""

    rate: Annotated[float, Field(gt=0, le=1)]
    status: Literal[500, 502, 503, 504] = 500


class RateLimit(Control):
    """More requests a minute than this are answered 429."""

    requests_a_minute: Annotated[int, Field(ge=0, le=1_000_000)]


class UnknownOutcomes(Control):
    """Writes are carried out, but of this part of them nobody hears: the connection is closed.

    With `count`, the fault is over after that many.
    """

    rate: Annotated[float, Field(gt=0, le=1)] = 1
    count: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class Faults(Control):
    """What is broken on purpose (`/simulator/faults`); `silent_streams` stay open, saying nothing.

    Only requests to the API itself suffer, never those to `/simulator`.
    """

    outage: Outage | None = None
    latency: Latency | None = None
    errors: ErrorRate | None = None
    rate_limit: RateLimit | None = None
    lost_answers: UnknownOutcomes | None = None
    silent_streams: bool = False
