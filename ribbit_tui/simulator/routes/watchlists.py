"""`/v1/trading/accounts/{account_id}/watchlists`."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response

from ribbit_tui.simulator.engine.watchlists import changes, views
from ribbit_tui.wire.assets import ListedWatchlist, Watchlist, WatchlistAddition, WatchlistChange

from .bodies import JsonBody
from .parameters import CurrentSimulation

router = APIRouter(prefix="/v1/trading/accounts/{account_id}/watchlists", tags=["watchlists"])

Change = Annotated[WatchlistChange, Depends(JsonBody(WatchlistChange))]


@router.get("", response_model=list[ListedWatchlist])
async def list_watchlists(simulation: CurrentSimulation, account_id: str) -> JSONResponse:
    """List an account's watchlists."""
    return JSONResponse(views.list_all(simulation, account_id))


@router.post("", response_model=Watchlist)
async def create_watchlist(
    simulation: CurrentSimulation, account_id: str, change: Change
) -> JSONResponse:
    """Create a watchlist. Its name must be unique in the account."""
    with simulation.database.transaction():
        return JSONResponse(changes.create(simulation, account_id, change))


@router.get("/{watchlist_id}", response_model=Watchlist)
async def get_watchlist(
    simulation: CurrentSimulation, account_id: str, watchlist_id: str
) -> JSONResponse:
    """Return one watchlist with its assets."""
    return JSONResponse(views.get(simulation, account_id, watchlist_id))


@router.put("/{watchlist_id}", response_model=Watchlist)
async def update_watchlist(
    simulation: CurrentSimulation, account_id: str, watchlist_id: str, change: Change
) -> JSONResponse:
    """Change the name, the symbols, or both."""
    with simulation.database.transaction():
        return JSONResponse(changes.update(simulation, account_id, watchlist_id, change))


@router.post("/{watchlist_id}", response_model=Watchlist)
async def add_to_watchlist(
    simulation: CurrentSimulation,
    account_id: str,
    watchlist_id: str,
    addition: Annotated[WatchlistAddition, Depends(JsonBody(WatchlistAddition))],
) -> JSONResponse:
    """Add an asset at the end."""
    with simulation.database.transaction():
        return JSONResponse(changes.add(simulation, account_id, watchlist_id, addition.symbol))


@router.delete("/{watchlist_id}", response_class=Response)
async def delete_watchlist(
    simulation: CurrentSimulation, account_id: str, watchlist_id: str
) -> Response:
    """Delete a watchlist."""
    with simulation.database.transaction():
        changes.delete(simulation, account_id, watchlist_id)
    return Response()


@router.delete("/{watchlist_id}/{symbol:path}", response_model=Watchlist)
async def remove_from_watchlist(
    simulation: CurrentSimulation, account_id: str, watchlist_id: str, symbol: str
) -> JSONResponse:
    """Remove one asset."""
    with simulation.database.transaction():
        return JSONResponse(changes.remove(simulation, account_id, watchlist_id, symbol))
