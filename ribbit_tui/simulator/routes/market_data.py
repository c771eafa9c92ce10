"""`/v2/stocks`: snapshots, bars of the past, and the latest quote, trade and bar."""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.refusals import Invalid, NotFound
from ribbit_tui.simulator.market import snapshots
from ribbit_tui.simulator.market.bars import Span, Timeframe, bars
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.world import World
from ribbit_tui.wire.market import (
    BarsOfManyPage,
    BarsPage,
    LatestBar,
    LatestBars,
    LatestQuote,
    LatestQuotes,
    LatestTrade,
    LatestTrades,
    Snapshot,
)

from .inputs import CurrentWorld, Moment, comma_separated, from_query, parse_moment

router = APIRouter(prefix="/v2/stocks", tags=["market data"])

_MOST_BARS = 10_000
_BARS_A_TURN = 10
_INSTANT = timedelta(microseconds=1)

Latest = Callable[[World, str], dict[str, Any]]


def _trade(world: World, symbol: str) -> dict[str, Any]:
    return snapshots.latest_trade(world.prices, symbol, world.now())


def _quote(world: World, symbol: str) -> dict[str, Any]:
    return snapshots.latest_quote(world.prices, symbol, world.now())


def _minute_bar(world: World, symbol: str) -> dict[str, Any]:
    bar = snapshots.latest_minute_bar(world.prices, symbol, world.now())
    return snapshots.bar_as_wire(world.prices.listing(symbol), bar)


def _snapshot(world: World, symbol: str) -> dict[str, Any]:
    return snapshots.snapshot(world.prices, symbol, world.now())


async def _of_each(world: World, symbols: str, latest: Latest) -> dict[str, Any]:
    """Unknown symbols are left out."""
    found = {}
    for symbol in dict.fromkeys(comma_separated(symbols)):
        if symbol in world.assets.by_symbol:
            found[symbol] = latest(world, symbol)
            await asyncio.sleep(0)
    return found


def _check_symbol(world: World, symbol: str) -> None:
    if symbol not in world.assets.by_symbol:
        raise NotFound("symbol not found")


@router.get("/snapshots", response_model=dict[str, Snapshot])
async def get_snapshots(world: CurrentWorld, symbols: str) -> JSONResponse:
    """The latest of everything, by symbol; unknown symbols are left out."""
    return JSONResponse(await _of_each(world, symbols, _snapshot))


@router.get("/{symbol}/snapshot", response_model=Snapshot)
async def get_snapshot(world: CurrentWorld, symbol: str) -> JSONResponse:
    """The latest of everything about one symbol."""
    _check_symbol(world, symbol)
    return JSONResponse(_snapshot(world, symbol))


@router.get("/trades/latest", response_model=LatestTrades)
async def get_latest_trades(world: CurrentWorld, symbols: str) -> JSONResponse:
    """The latest trade of each symbol."""
    return JSONResponse({"trades": await _of_each(world, symbols, _trade)})


@router.get("/quotes/latest", response_model=LatestQuotes)
async def get_latest_quotes(world: CurrentWorld, symbols: str) -> JSONResponse:
    """The latest quote of each symbol."""
    return JSONResponse({"quotes": await _of_each(world, symbols, _quote)})


@router.get("/bars/latest", response_model=LatestBars)
async def get_latest_bars(world: CurrentWorld, symbols: str) -> JSONResponse:
    """The latest whole minute of each symbol."""
    return JSONResponse({"bars": await _of_each(world, symbols, _minute_bar)})


@router.get("/{symbol}/trades/latest", response_model=LatestTrade)
async def get_latest_trade(world: CurrentWorld, symbol: str) -> JSONResponse:
    """The latest trade."""
    _check_symbol(world, symbol)
    return JSONResponse({"symbol": symbol, "trade": _trade(world, symbol)})


@router.get("/{symbol}/quotes/latest", response_model=LatestQuote)
async def get_latest_quote(world: CurrentWorld, symbol: str) -> JSONResponse:
    """The latest quote."""
    _check_symbol(world, symbol)
    return JSONResponse({"symbol": symbol, "quote": _quote(world, symbol)})


@router.get("/{symbol}/bars/latest", response_model=LatestBar)
async def get_latest_bar(world: CurrentWorld, symbol: str) -> JSONResponse:
    """The latest whole minute."""
    _check_symbol(world, symbol)
    return JSONResponse({"symbol": symbol, "bar": _minute_bar(world, symbol)})


class BarParameters:
    """The query parameters of both listings of bars. Without `start`, today's bars."""

    def __init__(
        self,
        timeframe: str,
        start: Moment | None = None,
        end: Moment | None = None,
        limit: Annotated[int, Query(ge=1, le=_MOST_BARS)] = 1_000,
        page_token: str | None = None,
        sort: Literal["asc", "desc"] = "asc",
    ) -> None:
        parsed = Timeframe.parse(timeframe)
        if parsed is None:
            raise Invalid("timeframe is not one of those documented", "timeframe")
        if start is not None and end is not None and end < start:
            raise Invalid("end must not be before start", "end")
        self.timeframe = parsed
        self._start, self._end = start, end
        self.limit = limit
        self.is_descending = sort == "desc"
        self._page = None if page_token is None else _read_token(page_token)

    def starts_with(self, symbols: list[str]) -> list[str]:
        """The symbols still to come, by the page token."""
        if self._page is None:
            return symbols
        return [symbol for symbol in symbols if symbol >= self._page[0]]

    def span(self, symbol: str, now: datetime) -> Span:
        today = now.astimezone(NEW_YORK).replace(hour=0, minute=0, second=0, microsecond=0)
        end = now if self._end is None else self._end
        start = min(today, end) if self._start is None else self._start
        if self._page is not None and self._page[0] == symbol:
            if self.is_descending:
                end = min(end, self._page[1] - _INSTANT)
            else:
                start = max(start, self._page[1] + _INSTANT)
        return Span(start=start, end=end, now=now, is_descending=self.is_descending)

    async def find(
        self, world: World, symbols: list[str]
    ) -> tuple[dict[str, list[dict[str, Any]]], str | None]:
        """One page, and the token of the next one: symbol by symbol, each in order of time."""
        found: dict[str, list[dict[str, Any]]] = {}
        token, count = None, 0
        async for symbol, starts, bar in self._all(world, self.starts_with(symbols)):
            if count == self.limit:
                return found, token
            count += 1
            token = _token(symbol, starts)
            found.setdefault(symbol, []).append(bar)
        return found, None

    async def _all(
        self, world: World, symbols: list[str]
    ) -> AsyncIterator[tuple[str, datetime, dict[str, Any]]]:
        now = world.now()
        for symbol in symbols:
            span = self.span(symbol, now)
            every = bars(world.prices, symbol, self.timeframe, span)
            for number, bar in enumerate(every):
                if number % _BARS_A_TURN == 0:
                    await asyncio.sleep(0)
                yield symbol, bar.starts, snapshots.bar_as_wire(world.prices.listing(symbol), bar)


def _token(symbol: str, starts: datetime) -> str:
    return base64.urlsafe_b64encode(f"{symbol}|{starts.isoformat()}".encode()).decode()


def _read_token(token: str) -> tuple[str, datetime]:
    """The last symbol and moment that the page before told of."""
    try:
        symbol, _, starts = base64.urlsafe_b64decode(token).decode().partition("|")
        return symbol, parse_moment(starts)
    except (ValueError, binascii.Error) as error:
        raise Invalid("page_token is not one that was given out", "page_token") from error


@router.get("/bars", response_model=BarsOfManyPage)
async def get_bars_of_many(
    world: CurrentWorld, symbols: str, query: Annotated[BarParameters, from_query(BarParameters)]
) -> JSONResponse:
    """Bars by symbol: unknown ones are left out, and `limit` is for all of them together."""
    wanted = sorted(set(comma_separated(symbols)) & world.assets.by_symbol.keys())
    found, token = await query.find(world, wanted)
    return JSONResponse({"bars": found, "next_page_token": token})


@router.get("/{symbol}/bars", response_model=BarsPage)
async def get_bars(
    world: CurrentWorld, symbol: str, query: Annotated[BarParameters, from_query(BarParameters)]
) -> JSONResponse:
    """Bars of one symbol, in pages."""
    _check_symbol(world, symbol)
    found, token = await query.find(world, [symbol])
    return JSONResponse({"symbol": symbol, "bars": found.get(symbol, []), "next_page_token": token})
