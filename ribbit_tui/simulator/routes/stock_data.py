"""`/v2/stocks`: market data of stocks, past and latest."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.errors import NotFoundError
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

from . import latest_data
from .history_pages import BarParameters, SeriesParameters
from .parameters import CurrentSimulation, from_query, split_list
from .stock_parameters import LatestParameters, PastParameters, adjustments_named

router = APIRouter(prefix="/v2/stocks", tags=["market data"])

Bars = Annotated[BarParameters, from_query(BarParameters)]
Series = Annotated[SeriesParameters, from_query(SeriesParameters)]
Latest = Annotated[LatestParameters, from_query(LatestParameters)]
Past = Annotated[PastParameters, from_query(PastParameters)]


def _known(simulation: Simulation, symbols: str) -> list[str]:
    """Return the known stocks, each once, in the order given."""
    return [name for name in dict.fromkeys(split_list(symbols)) if _is_stock(simulation, name)]


def _is_stock(simulation: Simulation, symbol: str) -> bool:
    asset = simulation.assets.by_symbol.get(symbol)
    return asset is not None and not asset.is_crypto


def _check_symbol(simulation: Simulation, symbol: str) -> None:
    """Raise NotFoundError unless the symbol is a stock."""
    if not _is_stock(simulation, symbol):
        raise NotFoundError("symbol not found")


@router.get("/snapshots", response_model=dict[str, Snapshot])
async def get_snapshots(
    simulation: CurrentSimulation,
    symbols: str,
    asked: Latest,
) -> JSONResponse:
    """Return the latest trade, quote and bars by symbol. Unknown symbols are left out."""
    found = await latest_data.by_symbol(
        simulation,
        _known(simulation, symbols),
        latest_data.snapshot,
        asked.at(simulation),
        asked.phases,
    )
    return JSONResponse(found)


@router.get("/{symbol}/snapshot", response_model=Snapshot)
async def get_snapshot(
    simulation: CurrentSimulation,
    symbol: str,
    asked: Latest,
) -> JSONResponse:
    """Return the latest trade, quote and bars of one symbol."""
    _check_symbol(simulation, symbol)
    return asked.response(
        latest_data.snapshot(simulation, symbol, asked.at(simulation), asked.phases)
    )


@router.get("/trades/latest", response_model=LatestTrades)
async def get_latest_trades(
    simulation: CurrentSimulation,
    symbols: str,
    asked: Latest,
) -> JSONResponse:
    """Return the latest trade of each symbol."""
    found = await latest_data.by_symbol(
        simulation,
        _known(simulation, symbols),
        latest_data.trade,
        asked.at(simulation),
        asked.phases,
    )
    return asked.response({"trades": found})


@router.get("/quotes/latest", response_model=LatestQuotes)
async def get_latest_quotes(
    simulation: CurrentSimulation,
    symbols: str,
    asked: Latest,
) -> JSONResponse:
    """Return the latest quote of each symbol."""
    found = await latest_data.by_symbol(
        simulation,
        _known(simulation, symbols),
        latest_data.quote,
        asked.at(simulation),
        asked.phases,
    )
    return asked.response({"quotes": found})


@router.get("/bars/latest", response_model=LatestBars)
async def get_latest_bars(
    simulation: CurrentSimulation,
    symbols: str,
    asked: Latest,
) -> JSONResponse:
    """Return the last complete minute bar of each symbol."""
    found = await latest_data.by_symbol(
        simulation,
        _known(simulation, symbols),
        latest_data.minute_bar,
        asked.at(simulation),
        asked.phases,
    )
    return asked.response({"bars": found})


@router.get("/{symbol}/trades/latest", response_model=LatestTrade)
async def get_latest_trade(
    simulation: CurrentSimulation,
    symbol: str,
    asked: Latest,
) -> JSONResponse:
    """Return the latest trade."""
    _check_symbol(simulation, symbol)
    return asked.response(
        {
            "symbol": symbol,
            "trade": latest_data.trade(simulation, symbol, asked.at(simulation), asked.phases),
        }
    )


@router.get("/{symbol}/quotes/latest", response_model=LatestQuote)
async def get_latest_quote(
    simulation: CurrentSimulation,
    symbol: str,
    asked: Latest,
) -> JSONResponse:
    """Return the latest quote."""
    _check_symbol(simulation, symbol)
    return asked.response(
        {
            "symbol": symbol,
            "quote": latest_data.quote(simulation, symbol, asked.at(simulation), asked.phases),
        }
    )


@router.get("/{symbol}/bars/latest", response_model=LatestBar)
async def get_latest_bar(
    simulation: CurrentSimulation,
    symbol: str,
    asked: Latest,
) -> JSONResponse:
    """Return the last complete minute bar."""
    _check_symbol(simulation, symbol)
    return asked.response(
        {
            "symbol": symbol,
            "bar": latest_data.minute_bar(simulation, symbol, asked.at(simulation), asked.phases),
        }
    )


@router.get("/bars", response_model=BarsOfManyPage)
async def get_bars_of_many(
    simulation: CurrentSimulation,
    symbols: str,
    query: Bars,
    asked: Past,
    adjustment: str = "raw",
) -> JSONResponse:
    """Return past bars by symbol, in pages. `limit` applies to all symbols together."""
    wanted = _known(simulation, symbols)
    found, token = await query.bars(simulation, wanted, adjustments_named(adjustment), asked.phases)
    return asked.response({"bars": found, "next_page_token": token})


@router.get("/{symbol}/bars", response_model=BarsPage)
async def get_bars(
    simulation: CurrentSimulation,
    symbol: str,
    query: Bars,
    asked: Past,
    adjustment: str = "raw",
) -> JSONResponse:
    """Return past bars of one symbol, in pages."""
    _check_symbol(simulation, symbol)
    found, token = await query.bars(
        simulation, [symbol], adjustments_named(adjustment), asked.phases
    )
    return asked.response(
        {"symbol": symbol, "bars": found.get(symbol, []), "next_page_token": token}
    )


@router.get("/trades", response_model=TradesOfManyPage)
async def get_trades_of_many(
    simulation: CurrentSimulation,
    symbols: str,
    query: Series,
    asked: Past,
) -> JSONResponse:
    """Return past trades by symbol: the last of every second. `limit` applies to all together."""
    found, token = await query.trades(simulation, _known(simulation, symbols), asked.phases)
    return asked.response({"trades": found, "next_page_token": token})


@router.get("/quotes", response_model=QuotesOfManyPage)
async def get_quotes_of_many(
    simulation: CurrentSimulation,
    symbols: str,
    query: Series,
    asked: Past,
) -> JSONResponse:
    """Return past quotes by symbol: the last of every second. `limit` applies to all together."""
    found, token = await query.quotes(simulation, _known(simulation, symbols), asked.phases)
    return asked.response({"quotes": found, "next_page_token": token})


@router.get("/{symbol}/trades", response_model=TradesPage)
async def get_trades(
    simulation: CurrentSimulation,
    symbol: str,
    query: Series,
    asked: Past,
) -> JSONResponse:
    """Return past trades, in pages: the last trade of every second."""
    _check_symbol(simulation, symbol)
    found, token = await query.trades(simulation, [symbol], asked.phases)
    trades = found.get(symbol, [])
    return asked.response({"symbol": symbol, "trades": trades, "next_page_token": token})


@router.get("/{symbol}/quotes", response_model=QuotesPage)
async def get_quotes(
    simulation: CurrentSimulation,
    symbol: str,
    query: Series,
    asked: Past,
) -> JSONResponse:
    """Return past quotes, in pages: the last quote of every second."""
    _check_symbol(simulation, symbol)
    found, token = await query.quotes(simulation, [symbol], asked.phases)
    quotes = found.get(symbol, [])
    return asked.response({"symbol": symbol, "quotes": quotes, "next_page_token": token})
