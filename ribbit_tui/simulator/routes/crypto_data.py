"""`/v1beta3/crypto/us`: the same as for stocks, of pairs and around the clock."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse

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

from . import latest_data
from .history_pages import BarParameters, SeriesParameters
from .inputs import CurrentSimulation, comma_separated, from_query

router = APIRouter(prefix="/v1beta3/crypto/us", tags=["market data"])

Bars = Annotated[BarParameters, from_query(BarParameters)]
Series = Annotated[SeriesParameters, from_query(SeriesParameters)]


def _known(simulation: Simulation, symbols: str) -> list[str]:
    """Each pair once, in the order given and in its present form."""
    found = [simulation.assets.find(symbol) for symbol in comma_separated(symbols)]
    return list(dict.fromkeys(asset.symbol for asset in found if asset and asset.is_crypto))


@router.get("/bars", response_model=BarsOfManyPage)
async def get_crypto_bars(
    simulation: CurrentSimulation,
    symbols: str,
    query: Bars,
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
    found = await latest_data.by_symbol(
        simulation, _known(simulation, symbols), latest_data.snapshot
    )
    return JSONResponse({"snapshots": found})


@router.get("/latest/trades", response_model=LatestTrades)
async def get_latest_crypto_trades(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """The latest trade of each pair."""
    found = await latest_data.by_symbol(simulation, _known(simulation, symbols), latest_data.trade)
    return JSONResponse({"trades": found})


@router.get("/latest/quotes", response_model=LatestQuotes)
async def get_latest_crypto_quotes(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """The latest quote of each pair."""
    found = await latest_data.by_symbol(simulation, _known(simulation, symbols), latest_data.quote)
    return JSONResponse({"quotes": found})


@router.get("/latest/bars", response_model=LatestBars)
async def get_latest_crypto_bars(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """The latest whole minute of each pair."""
    found = await latest_data.by_symbol(
        simulation, _known(simulation, symbols), latest_data.minute_bar
    )
    return JSONResponse({"bars": found})


@router.get("/latest/orderbooks", response_model=OrderBooks)
async def get_latest_order_books(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """What is bid and asked for each pair, ten levels deep."""
    found = await latest_data.by_symbol(
        simulation, _known(simulation, symbols), latest_data.order_book
    )
    return JSONResponse({"orderbooks": found})
