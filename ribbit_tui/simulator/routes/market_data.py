"""`/v2/stocks`: snapshots, bars, trades and quotes of the past, and the latest of each."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.errors import NotFoundError
from ribbit_tui.simulator.market import snapshots
from ribbit_tui.simulator.simulation import Simulation
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
from .inputs import CurrentSimulation, comma_separated, from_query

router = APIRouter(prefix="/v2/stocks", tags=["market data"])

Latest = Callable[[Simulation, str], dict[str, Any]]


def _trade(simulation: Simulation, symbol: str) -> dict[str, Any]:
    return snapshots.latest_trade(simulation.prices, symbol, simulation.now())


def _quote(simulation: Simulation, symbol: str) -> dict[str, Any]:
    return snapshots.latest_quote(simulation.prices, symbol, simulation.now())


def _minute_bar(simulation: Simulation, symbol: str) -> dict[str, Any]:
    bar = snapshots.latest_minute_bar(simulation.prices, symbol, simulation.now())
    return snapshots.bar_as_wire(simulation.prices.listing(symbol), bar)


def _snapshot(simulation: Simulation, symbol: str) -> dict[str, Any]:
    return snapshots.snapshot(simulation.prices, symbol, simulation.now())


async def _of_each(simulation: Simulation, symbols: str, latest: Latest) -> dict[str, Any]:
    """Unknown symbols are left out."""
    found = {}
    for symbol in _known(simulation, symbols):
        found[symbol] = latest(simulation, symbol)
        await asyncio.sleep(0)
    return found


def _known(simulation: Simulation, symbols: str) -> list[str]:
    """Each once, in the order given."""
    return [name for name in dict.fromkeys(comma_separated(symbols)) if _is_stock(simulation, name)]


def _is_stock(simulation: Simulation, symbol: str) -> bool:
    asset = simulation.assets.by_symbol.get(symbol)
    return asset is not None and not asset.is_crypto


def _check_symbol(simulation: Simulation, symbol: str) -> None:
    if not _is_stock(simulation, symbol):
        raise NotFoundError("symbol not found")


@router.get("/snapshots", response_model=dict[str, Snapshot])
async def get_snapshots(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """The latest of everything, by symbol; unknown symbols are left out."""
    return JSONResponse(await _of_each(simulation, symbols, _snapshot))


@router.get("/{symbol}/snapshot", response_model=Snapshot)
async def get_snapshot(simulation: CurrentSimulation, symbol: str) -> JSONResponse:
    """The latest of everything about one symbol."""
    _check_symbol(simulation, symbol)
    return JSONResponse(_snapshot(simulation, symbol))


@router.get("/trades/latest", response_model=LatestTrades)
async def get_latest_trades(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """The latest trade of each symbol."""
    return JSONResponse({"trades": await _of_each(simulation, symbols, _trade)})


@router.get("/quotes/latest", response_model=LatestQuotes)
async def get_latest_quotes(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """The latest quote of each symbol."""
    return JSONResponse({"quotes": await _of_each(simulation, symbols, _quote)})


@router.get("/bars/latest", response_model=LatestBars)
async def get_latest_bars(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """The latest whole minute of each symbol."""
    return JSONResponse({"bars": await _of_each(simulation, symbols, _minute_bar)})


@router.get("/{symbol}/trades/latest", response_model=LatestTrade)
async def get_latest_trade(simulation: CurrentSimulation, symbol: str) -> JSONResponse:
    """The latest trade."""
    _check_symbol(simulation, symbol)
    return JSONResponse({"symbol": symbol, "trade": _trade(simulation, symbol)})


@router.get("/{symbol}/quotes/latest", response_model=LatestQuote)
async def get_latest_quote(simulation: CurrentSimulation, symbol: str) -> JSONResponse:
    """The latest quote."""
    _check_symbol(simulation, symbol)
    return JSONResponse({"symbol": symbol, "quote": _quote(simulation, symbol)})


@router.get("/{symbol}/bars/latest", response_model=LatestBar)
async def get_latest_bar(simulation: CurrentSimulation, symbol: str) -> JSONResponse:
    """The latest whole minute."""
    _check_symbol(simulation, symbol)
    return JSONResponse({"symbol": symbol, "bar": _minute_bar(simulation, symbol)})


@router.get("/bars", response_model=BarsOfManyPage)
async def get_bars_of_many(
    simulation: CurrentSimulation,
    symbols: str,
    query: Annotated[BarParameters, from_query(BarParameters)],
) -> JSONResponse:
    """Bars by symbol: unknown ones are left out, and `limit` is for all of them together."""
    wanted = _known(simulation, symbols)
    found, token = await query.bars(simulation, wanted)
    return JSONResponse({"bars": found, "next_page_token": token})


@router.get("/{symbol}/bars", response_model=BarsPage)
async def get_bars(
    simulation: CurrentSimulation,
    symbol: str,
    query: Annotated[BarParameters, from_query(BarParameters)],
) -> JSONResponse:
    """Bars of one symbol, in pages."""
    _check_symbol(simulation, symbol)
    found, token = await query.bars(simulation, [symbol])
    return JSONResponse({"symbol": symbol, "bars": found.get(symbol, []), "next_page_token": token})


Series = Annotated[SeriesParameters, from_query(SeriesParameters)]


@router.get("/trades", response_model=TradesOfManyPage)
async def get_trades_of_many(
    simulation: CurrentSimulation, symbols: str, query: Series
) -> JSONResponse:
    """The last trade of every second by symbol; `limit` is for all of them together."""
    found, token = await query.trades(simulation, _known(simulation, symbols))
    return JSONResponse({"trades": found, "next_page_token": token})


@router.get("/quotes", response_model=QuotesOfManyPage)
async def get_quotes_of_many(
    simulation: CurrentSimulation, symbols: str, query: Series
) -> JSONResponse:
    """The last quote of every second by symbol; `limit` is for all of them together."""
    found, token = await query.quotes(simulation, _known(simulation, symbols))
    return JSONResponse({"quotes": found, "next_page_token": token})


@router.get("/{symbol}/trades", response_model=TradesPage)
async def get_trades(simulation: CurrentSimulation, symbol: str, query: Series) -> JSONResponse:
    """The last trade of every second."""
    _check_symbol(simulation, symbol)
    found, token = await query.trades(simulation, [symbol])
    trades = found.get(symbol, [])
    return JSONResponse({"symbol": symbol, "trades": trades, "next_page_token": token})


@router.get("/{symbol}/quotes", response_model=QuotesPage)
async def get_quotes(simulation: CurrentSimulation, symbol: str, query: Series) -> JSONResponse:
    """The last quote of every second."""
    _check_symbol(simulation, symbol)
    found, token = await query.quotes(simulation, [symbol])
    quotes = found.get(symbol, [])
    return JSONResponse({"symbol": symbol, "quotes": quotes, "next_page_token": token})
