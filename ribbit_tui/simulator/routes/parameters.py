"""Query parameters, and the simulation that every route works on."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from inspect import signature
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator

from ribbit_tui.simulator.market.calendar import FIRST_DAY, LAST_DAY
from ribbit_tui.simulator.simulation import Simulation

from .bodies import NUMBER
from .duplicate_params import reject_duplicate_params

Parameters = TypeVar("Parameters")


async def _simulation(request: Request) -> Simulation:
    """Return the simulation. Every route depends on it, so every request is checked here."""
    reject_duplicate_params(request)
    simulation: Simulation = request.app.state.simulation
    return simulation


CurrentSimulation = Annotated[Simulation, Depends(_simulation)]


def from_query(kind: Callable[..., Parameters]) -> Any:  # noqa: ANN401 as fastapi.Depends
    """Make a dependency that builds a `kind` from the query parameters that it takes.

    FastAPI would run a bare class in a thread, and every read would wait for that.
    """

    async def make(**given: object) -> Parameters:
        return kind(**given)

    make.__signature__ = signature(kind)  # type: ignore[attr-defined]
    return Depends(make)


def _decimal(value: object) -> object:
    if not NUMBER.fullmatch(str(value)):
        raise ValueError("must be a decimal number")
    return value


QueryDecimal = Annotated[Decimal, BeforeValidator(_decimal)]


def parse_time(value: object) -> datetime:
    """Parse a date (midnight in UTC) or an RFC 3339 time. Without an offset it is UTC."""
    # An unescaped plus sign arrives as a space.
    try:
        timestamp = datetime.fromisoformat(str(value).strip().replace(" ", "+"))
    except ValueError:
        # Python's message would repeat the input.
        raise ValueError("must be a date or an RFC 3339 time") from None
    if not FIRST_DAY.year <= timestamp.year <= LAST_DAY.year:
        raise ValueError(f"must be from {FIRST_DAY.year} to {LAST_DAY.year}")
    if timestamp.tzinfo is None:
        return timestamp.replace(tzinfo=UTC)
    return timestamp.astimezone(UTC)


TimeParameter = Annotated[datetime, BeforeValidator(parse_time)]
Direction = Literal["asc", "desc"]
Day = Annotated[date, Query(ge=FIRST_DAY, le=LAST_DAY)]

ListParameter = Annotated[
    list[str] | None, Query(description="Separated by commas, or the parameter given repeatedly.")
]
"""List, for `split_list`. alpaca-py joins some lists and repeats the names of others."""


def split_list(texts: list[str] | str | None) -> tuple[str, ...]:
    """Split a list at its commas, without empty parts."""
    text = texts if isinstance(texts, str) else ",".join(texts or ())
    return tuple(part for part in text.split(",") if part)
