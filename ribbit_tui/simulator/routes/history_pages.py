"""Pages of past market data: bars, and the last trade and quote of each second."""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Annotated, Literal, TypeVar

from fastapi import Query

from ribbit_tui.simulator.engine.corporate_actions import adjustments
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.market import snapshots
from ribbit_tui.simulator.market.bars import Span, Timeframe, bars
from ribbit_tui.simulator.market.calendar import ALL_HOURS, Phases
from ribbit_tui.simulator.market.prices import AdjustedPrices, DayPrices, Prices
from ribbit_tui.simulator.market.session_bars import Listing
from ribbit_tui.simulator.market.snapshots import BarData, QuoteData, TradeData
from ribbit_tui.simulator.market.trades import last_trades
from ribbit_tui.simulator.simulation import Simulation

from .parameters import TimeParameter, parse_time

Data = TypeVar("Data")
Page = tuple[dict[str, list[Data]], str | None]
"""Data by symbol, and the token of the next page or None."""
Timed = Iterator[tuple[datetime, Data]]

_LARGEST_PAGE = 10_000
_ITEMS_A_TURN = 10
_INSTANT = timedelta(microseconds=1)


class SeriesParameters:
    """Query parameters of trades and quotes. Without `start`, the history of today."""

    def __init__(
        self,
        start: TimeParameter | None = None,
        end: TimeParameter | None = None,
        limit: Annotated[int, Query(ge=1, le=_LARGEST_PAGE)] = 1_000,
        page_token: str | None = None,
        sort: Literal["asc", "desc"] = "asc",
    ) -> None:
        if start is not None and end is not None and end < start:
            raise InvalidError("end must not be before start", "end")
        self._start, self._end = start, end
        self._limit = limit
        self._is_descending = sort == "desc"
        self._last_of_page = None if page_token is None else _read_token(page_token)

    def _span(self, simulation: Simulation, symbol: str) -> Span:
        """Return the part of the history that this page may contain."""
        now = simulation.now()
        calendar = simulation.hours(symbol)
        today = calendar.midnight(calendar.local_day(now))
        end = now if self._end is None else self._end
        start = min(today, end) if self._start is None else self._start
        if self._last_of_page is not None and self._last_of_page[0] == symbol:
            if self._is_descending:
                end = min(end, self._last_of_page[1] - _INSTANT)
            else:
                start = max(start, self._last_of_page[1] + _INSTANT)
        return Span(start=start, end=end, now=now, is_descending=self._is_descending)

    async def trades(
        self, simulation: Simulation, symbols: Iterable[str], phases: Phases = ALL_HOURS
    ) -> Page[TradeData]:
        """Return a page of trades."""
        return await self._trades_or_quotes(simulation, symbols, phases, snapshots.trade_as_wire)

    async def quotes(
        self, simulation: Simulation, symbols: Iterable[str], phases: Phases = ALL_HOURS
    ) -> Page[QuoteData]:
        """Return a page of quotes."""
        return await self._trades_or_quotes(simulation, symbols, phases, snapshots.quote_as_wire)

    async def _trades_or_quotes(
        self,
        simulation: Simulation,
        symbols: Iterable[str],
        phases: Phases,
        as_wire: Callable[[Listing, DayPrices, datetime, int], Data],
    ) -> Page[Data]:
        def history(symbol: str) -> Timed[Data]:
            listing = simulation.prices.listing(symbol)
            span = self._span(simulation, symbol)
            for trade in last_trades(simulation.prices, symbol, span, phases):
                yield trade.at, as_wire(listing, trade.day, trade.at, trade.ticks)

        return await self._page_of(symbols, history)

    async def _page_of(
        self, symbols: Iterable[str], history: Callable[[str], Timed[Data]]
    ) -> Page[Data]:
        """Return one page and the token of the next: symbol by symbol, each in order of time."""
        found: dict[str, list[Data]] = {}
        token, count = None, 0
        async for symbol, starts, item in self._items(symbols, history):
            if count == self._limit:
                return found, token
            count += 1
            token = _token(symbol, starts)
            found.setdefault(symbol, []).append(item)
        return found, None

    async def _items(
        self, symbols: Iterable[str], history: Callable[[str], Timed[Data]]
    ) -> AsyncIterator[tuple[str, datetime, Data]]:
        for symbol in sorted(set(symbols)):
            if self._last_of_page is not None and symbol < self._last_of_page[0]:
                continue
            for number, (starts, item) in enumerate(history(symbol)):
                if number % _ITEMS_A_TURN == 0:
                    await asyncio.sleep(0)
                yield symbol, starts, item


class BarParameters(SeriesParameters):
    """Query parameters of bars. Without `start`, today's bars."""

    def __init__(
        self,
        timeframe: str,
        start: TimeParameter | None = None,
        end: TimeParameter | None = None,
        limit: Annotated[int, Query(ge=1, le=_LARGEST_PAGE)] = 1_000,
        page_token: str | None = None,
        sort: Literal["asc", "desc"] = "asc",
    ) -> None:
        super().__init__(start, end, limit, page_token, sort)
        parsed = Timeframe.parse(timeframe)
        if parsed is None:
            raise InvalidError("timeframe is not one of those documented", "timeframe")
        self._timeframe = parsed

    async def bars(
        self,
        simulation: Simulation,
        symbols: Iterable[str],
        adjusted_for: Collection[str] = (),
        phases: Phases = ALL_HOURS,
    ) -> Page[BarData]:
        """Return a page of bars, adjusted for what `adjusted_for` names."""

        def history(symbol: str) -> Timed[BarData]:
            listing = simulation.prices.listing(symbol)
            span = self._span(simulation, symbol)
            prices: Prices | AdjustedPrices = simulation.prices
            if adjusted_for:
                since = self._timeframe.first_moment(listing.calendar, span.start)
                made = adjustments.of_symbol(simulation, symbol, adjusted_for, since)
                prices = simulation.prices.adjusted(symbol, made)
            for bar in bars(prices, symbol, self._timeframe, span, phases):
                yield bar.starts, snapshots.bar_as_wire(listing, bar)

        return await self._page_of(symbols, history)


def _token(symbol: str, starts: datetime) -> str:
    return base64.urlsafe_b64encode(f"{symbol}|{starts.isoformat()}".encode()).decode()


def _read_token(token: str) -> tuple[str, datetime]:
    """Return symbol and time of the last item of the page before. Raises InvalidError."""
    try:
        symbol, _, starts = base64.urlsafe_b64decode(token).decode().partition("|")
        return symbol, parse_time(starts)
    except (ValueError, binascii.Error) as error:
        raise InvalidError("page_token is not one that was given out", "page_token") from error
