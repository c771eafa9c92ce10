"""`/v2/stocks`: snapshots, bars, trades and quotes of the past, and the latest of each."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.errors import NotFound
from ribbit_tui.simulator.market import snapshots
from ribbit_tui.simulator.simulation import World
from ribbit_tui.wire.market import (
    BarsOfManyPage,
    BarsPage,
    LatestBar,
    LatestBars,
    LatestQuote,
    LatestQuotes,
    LatestTrade,
    LatestTrades,
    QuotesOfManyPage,
    QuotesPage,
    Snapshot,
    TradesOfManyPage,
    TradesPage,
)

from .data_pages import BarParameters, SeriesParameters
from .inputs import CurrentWorld, comma_separated, from_query

router = APIRouter(prefix="/v2/stocks", tags=["market data"])

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
    for symbol in _known(world, symbols):
        found[symbol] = latest(world, symbol)
        await asyncio.sleep(0)
    return found


def _known(world: World, symbols: str) -> list[str]:
    """Each once, in the order given."""
    return [name for name in dict.fromkeys(comma_separated(symbols)) if _is_stock(world, name)]


def _is_stock(world: World, symbol: str) -> bool:
    asset = world.assets.by_symbol.get(symbol)
    return asset is not None and not asset.is_crypto


def _check_symbol(world: World, symbol: str) -> None:
    if not _is_stock(world, symbol):
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


@router.get("/bars", response_model=BarsOfManyPage)
async def get_bars_of_many(
    world: CurrentWorld, symbols: str, query: Annotated[BarParameters, from_query(BarParameters)]
) -> JSONResponse:
    """Bars by symbol: unknown ones are left out, and `limit` is for all of them together."""
    wanted = _known(world, symbols)
    found, token = await query.bars(world, wanted)
    return JSONResponse({"bars": found, "next_page_token": token})


@router.get("/{symbol}/bars", response_model=BarsPage)
async def get_bars(
    world: CurrentWorld, symbol: str, query: Annotated[BarParameters, from_query(BarParameters)]
) -> JSONResponse:
    """Bars of one symbol, in pages."""
    _check_symbol(world, symbol)
    found, token = await query.bars(world, [symbol])
    return JSONResponse({"symbol": symbol, "bars": found.get(symbol, []), "next_page_token": token})


Series = Annotated[SeriesParameters, from_query(SeriesParameters)]


@router.get("/trades", response_model=TradesOfManyPage)
async def get_trades_of_many(world: CurrentWorld, symbols: str, query: Series) -> JSONResponse:
    """The last trade of every second by symbol; `limit` is for all of them together."""
    found, token = await query.trades(world, _known(world, symbols))
    return JSONResponse({"trades": found, "next_page_token": token})


@router.get("/quotes", response_model=QuotesOfManyPage)
async def get_quotes_of_many(world: CurrentWorld, symbols: str, query: Series) -> JSONResponse:
    """The last quote of every second by symbol; `limit` is for all of them together."""
    found, token = await query.quotes(world, _known(world, symbols))
    return JSONResponse({"quotes": found, "next_page_token": token})


@router.get("/{symbol}/trades", response_model=TradesPage)
async def get_trades(world: CurrentWorld, symbol: str, query: Series) -> JSONResponse:
    """The last trade of every second."""
    _check_symbol(world, symbol)
    found, token = await query.trades(world, [symbol])
    trades = found.get(symbol, [])
    return JSONResponse({"symbol": symbol, "trades": trades, "next_page_token": token})


@router.get("/{symbol}/quotes", response_model=QuotesPage)
async def get_quotes(world: CurrentWorld, symbol: str, query: Series) -> JSONResponse:
    """The last quote of every second."""
    _check_symbol(world, symbol)
    found, token = await query.quotes(world, [symbol])
    quotes = found.get(symbol, [])
    return JSONResponse({"symbol": symbol, "quotes": quotes, "next_page_token": token})
