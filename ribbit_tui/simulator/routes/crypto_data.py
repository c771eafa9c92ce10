"""`/v1beta3/crypto/us`: the same as for stocks, of pairs and around the clock."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.market import snapshots
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.market import (
    BarsOfManyPage,
    LatestBars,
    LatestQuotes,
    LatestTrades,
    OrderBooks,
    QuotesOfManyPage,
    Snapshots,
    TradesOfManyPage,
)

from .data_pages import BarParameters, SeriesParameters
from .inputs import CurrentSimulation, comma_separated, from_query

router = APIRouter(prefix="/v1beta3/crypto/us", tags=["market data"])

Series = Annotated[SeriesParameters, from_query(SeriesParameters)]


def _known(simulation: Simulation, symbols: str) -> list[str]:
    """Each pair once, in the order given and in its present form."""
    found = [simulation.assets.find(symbol) for symbol in comma_separated(symbols)]
    return list(dict.fromkeys(asset.symbol for asset in found if asset and asset.is_crypto))


async def _of_each(
    simulation: Simulation, symbols: str, latest: Callable[[str], Any]
) -> dict[str, Any]:
    """Unknown symbols are left out."""
    found = {}
    for symbol in _known(simulation, symbols):
        found[symbol] = latest(symbol)
        await asyncio.sleep(0)
    return found


@router.get("/bars", response_model=BarsOfManyPage)
async def get_crypto_bars(
    simulation: CurrentSimulation,
    symbols: str,
    query: Annotated[BarParameters, from_query(BarParameters)],
) -> JSONResponse:
    """Bars by pair; days begin at midnight in Chicago."""
    found, token = await query.bars(simulation, _known(simulation, symbols))
    return JSONResponse({"bars": found, "next_page_token": token})


@router.get("/trades", response_model=TradesOfManyPage)
async def get_crypto_trades(
    simulation: CurrentSimulation, symbols: str, query: Series
) -> JSONResponse:
    """The last trade of every second by pair."""
    found, token = await query.trades(simulation, _known(simulation, symbols))
    return JSONResponse({"trades": found, "next_page_token": token})


@router.get("/quotes", response_model=QuotesOfManyPage)
async def get_crypto_quotes(
    simulation: CurrentSimulation, symbols: str, query: Series
) -> JSONResponse:
    """The last quote of every second by pair."""
    found, token = await query.quotes(simulation, _known(simulation, symbols))
    return JSONResponse({"quotes": found, "next_page_token": token})


@router.get("/snapshots", response_model=Snapshots)
async def get_crypto_snapshots(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """The latest of everything, by pair."""

    def latest(symbol: str) -> Any:
        return snapshots.snapshot(simulation.prices, symbol, simulation.now())

    return JSONResponse({"snapshots": await _of_each(simulation, symbols, latest)})


@router.get("/latest/trades", response_model=LatestTrades)
async def get_latest_crypto_trades(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """The latest trade of each pair."""

    def latest(symbol: str) -> Any:
        return snapshots.latest_trade(simulation.prices, symbol, simulation.now())

    return JSONResponse({"trades": await _of_each(simulation, symbols, latest)})


@router.get("/latest/quotes", response_model=LatestQuotes)
async def get_latest_crypto_quotes(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """The latest quote of each pair."""

    def latest(symbol: str) -> Any:
        return snapshots.latest_quote(simulation.prices, symbol, simulation.now())

    return JSONResponse({"quotes": await _of_each(simulation, symbols, latest)})


@router.get("/latest/bars", response_model=LatestBars)
async def get_latest_crypto_bars(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """The latest whole minute of each pair."""

    def latest(symbol: str) -> Any:
        bar = snapshots.latest_minute_bar(simulation.prices, symbol, simulation.now())
        return snapshots.bar_as_wire(simulation.prices.listing(symbol), bar)

    return JSONResponse({"bars": await _of_each(simulation, symbols, latest)})


@router.get("/latest/orderbooks", response_model=OrderBooks)
async def get_latest_order_books(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """What is bid and asked for each pair, ten levels deep."""

    def latest(symbol: str) -> Any:
        return snapshots.latest_order_book(simulation.prices, symbol, simulation.now())

    return JSONResponse({"orderbooks": await _of_each(simulation, symbols, latest)})
