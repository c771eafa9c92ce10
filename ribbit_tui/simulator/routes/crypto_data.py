"""`/v1beta3/crypto/us`: market data of crypto pairs, past and latest."""

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
from .parameters import CurrentSimulation, from_query, split_list

router = APIRouter(prefix="/v1beta3/crypto/us", tags=["market data"])

Bars = Annotated[BarParameters, from_query(BarParameters)]
Series = Annotated[SeriesParameters, from_query(SeriesParameters)]


def _known(simulation: Simulation, symbols: str) -> list[str]:
    """Return the known pairs, each once and in its current form, in the order given."""
    found = [simulation.assets.find(symbol) for symbol in split_list(symbols)]
    return list(dict.fromkeys(asset.symbol for asset in found if asset and asset.is_crypto))


@router.get("/bars", response_model=BarsOfManyPage)
async def get_crypto_bars(
    simulation: CurrentSimulation,
    symbols: str,
    query: Bars,
) -> JSONResponse:
    """Return past bars by pair, in pages. Days begin at midnight in Chicago."""
    found, token = await query.bars(simulation, _known(simulation, symbols))
    return JSONResponse({"bars": found, "next_page_token": token})


@router.get("/trades", response_model=TradesOfManyPage)
async def get_crypto_trades(
    simulation: CurrentSimulation, symbols: str, query: Series
) -> JSONResponse:
    """Return past trades by pair, in pages: the last trade of every second."""
    found, token = await query.trades(simulation, _known(simulation, symbols))
    return JSONResponse({"trades": found, "next_page_token": token})


@router.get("/quotes", response_model=QuotesOfManyPage)
async def get_crypto_quotes(
    simulation: CurrentSimulation, symbols: str, query: Series
) -> JSONResponse:
    """Return past quotes by pair, in pages: the last quote of every second."""
    found, token = await query.quotes(simulation, _known(simulation, symbols))
    return JSONResponse({"quotes": found, "next_page_token": token})


@router.get("/snapshots", response_model=Snapshots)
async def get_crypto_snapshots(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """Return the latest trade, quote and bars by pair. Unknown pairs are left out."""
    found = await latest_data.by_symbol(
        simulation, _known(simulation, symbols), latest_data.snapshot, simulation.now()
    )
    return JSONResponse({"snapshots": found})


@router.get("/latest/trades", response_model=LatestTrades)
async def get_latest_crypto_trades(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """Return the latest trade of each pair."""
    found = await latest_data.by_symbol(
        simulation, _known(simulation, symbols), latest_data.trade, simulation.now()
    )
    return JSONResponse({"trades": found})


@router.get("/latest/quotes", response_model=LatestQuotes)
async def get_latest_crypto_quotes(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """Return the latest quote of each pair."""
    found = await latest_data.by_symbol(
        simulation, _known(simulation, symbols), latest_data.quote, simulation.now()
    )
    return JSONResponse({"quotes": found})


@router.get("/latest/bars", response_model=LatestBars)
async def get_latest_crypto_bars(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """Return the last complete minute bar of each pair."""
    found = await latest_data.by_symbol(
        simulation, _known(simulation, symbols), latest_data.minute_bar, simulation.now()
    )
    return JSONResponse({"bars": found})


@router.get("/latest/orderbooks", response_model=OrderBooks)
async def get_latest_order_books(simulation: CurrentSimulation, symbols: str) -> JSONResponse:
    """Return bids and asks of each pair, ten levels deep."""
    found = await latest_data.by_symbol(
        simulation, _known(simulation, symbols), latest_data.order_book, simulation.now()
    )
    return JSONResponse({"orderbooks": found})
