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


class Selection(Control):
    """The requests that a fault concerns: all, or those with this method and path.

    `*` in `path` stands for any text, as in `/v1/accounts/*/transfers`.
    """

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] | None = None
    path: Annotated[str, Field(max_length=200)] | None = None


class ErrorRate(Selection):
    """Share of requests that are not carried out and get `status`."""

    rate: Annotated[float, Field(gt=0, le=1)]
    status: Literal[500, 502, 503, 504] = 500


class RateLimit(Control):
    """Rate limit: requests beyond this many a minute get a 429."""

    requests_a_minute: Annotated[int, Field(ge=0, le=1_000_000)]


class LostResponses(Selection):
    """Share of writes that are carried out and get no response: the connection is closed.

    With `count`, the fault ends after that many.
    """

    rate: Annotated[float, Field(gt=0, le=1)] = 1
    count: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class LateWrites(Selection):
    """Share of writes that get no response and are carried out only later.

    They are carried out `seconds` of the simulator's time after they arrived, if the simulator
    still runs then. The connection is closed at once (`dropped`), or stays open without a response
    until the write is carried out (`held`). With `count`, the fault ends after that many.
    """

    seconds: Annotated[float, Field(ge=0, le=86_400)]
    kind: Literal["dropped", "held"] = "dropped"
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
    late: LateWrites | None = None
    silent_streams: bool = False
