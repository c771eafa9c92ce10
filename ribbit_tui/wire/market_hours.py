"""Clocks and calendars of markets (`GET /v2/clock` and `GET /v2/calendar/{market}`)."""

from datetime import date as Date
from typing import Annotated

from pydantic import AwareDatetime, PlainSerializer

from .model import WireModel

LocalTimestamp = Annotated[
    AwareDatetime,
    PlainSerializer(lambda at: at.isoformat(), return_type=str, when_used="json"),
]
"""An aware datetime that keeps its time zone's offset, for example -05:00."""


class MarketInfo(WireModel):
    acronym: str
    name: str
    timezone: str
    mic: str | None = None


class MarketClock(WireModel):
    """Time at a market; `phase` is closed, pre, core or post, and lasts until `phase_until`."""

    market: MarketInfo
    timestamp: LocalTimestamp
    is_market_day: bool
    next_market_open: LocalTimestamp
    next_market_close: LocalTimestamp
    phase: str
    phase_until: LocalTimestamp


class MarketClocks(WireModel):
    clocks: list[MarketClock]


class MarketDay(WireModel):
    """A trading day with its core session, and the sessions before and after if there are any."""

    date: Date
    core_start: LocalTimestamp
    core_end: LocalTimestamp
    pre_start: LocalTimestamp | None = None
    pre_end: LocalTimestamp | None = None
    post_start: LocalTimestamp | None = None
    post_end: LocalTimestamp | None = None
    settlement_date: Date | None = None


class MarketCalendar(WireModel):
    market: MarketInfo
    calendar: list[MarketDay]
