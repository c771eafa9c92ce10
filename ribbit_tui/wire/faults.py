"""Faults that a simulator causes on request (`/simulator/faults`)."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from .model import WireModel


class Control(WireModel):
    """Base of the director's controls.

    Unknown fields are refused: a misspelt one would have no effect, and nobody would notice.
    """

    model_config = ConfigDict(extra="forbid")


class Outage(Control):
    """Outage: every request gets a 503, or its connection is closed without a response (`dropped`).

    It ends after `seconds` of the simulator's time, otherwise when it is cleared.
    """

    kind: Literal["unavailable", "dropped"] = "unavailable"
    seconds: Annotated[float, Field(gt=0, le=86_400)] | None = None


class Latency(Control):
    """Delay of every request by `milliseconds` of real time, plus or minus up to `spread`."""

    milliseconds: Annotated[int, Field(ge=0, le=60_000)]
    spread: Annotated[int, Field(ge=0, le=60_000)] = 0


class ErrorRate(Control):
    """Share of requests that are not carried out and get `status`."""

    rate: Annotated[float, Field(gt=0, le=1)]
    status: Literal[500, 502, 503, 504] = 500


class RateLimit(Control):
    """Rate limit: requests beyond this many a minute get a 429."""

    requests_a_minute: Annotated[int, Field(ge=0, le=1_000_000)]


class LostResponses(Control):
    """Share of writes that are carried out and get no response: the connection is closed.

    With `count`, the fault ends after that many.
    """

    rate: Annotated[float, Field(gt=0, le=1)] = 1
    count: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class Faults(Control):
    """All current faults. With `silent_streams`, streams stay open but send nothing.

    They concern only requests to the API itself, never those to `/simulator`.
    """

    outage: Outage | None = None
    latency: Latency | None = None
    errors: ErrorRate | None = None
    rate_limit: RateLimit | None = None
    lost_answers: LostResponses | None = None
    silent_streams: bool = False
