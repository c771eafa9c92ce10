"""`/v1/trading/accounts/{account_id}/watchlists`."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response

from ribbit_tui.simulator.engine import watchlists
from ribbit_tui.wire.assets import WatchlistAddition, WatchlistChange

from .inputs import CurrentWorld, JsonBody

router = APIRouter(prefix="/v1/trading/accounts/{account_id}/watchlists", tags=["watchlists"])

Change = Annotated[WatchlistChange, Depends(JsonBody(WatchlistChange))]


@router.get("")
async def list_watchlists(world: CurrentWorld, account_id: str) -> JSONResponse:
    return JSONResponse(watchlists.list_all(world, account_id))


@router.post("")
async def create_watchlist(world: CurrentWorld, account_id: str, change: Change) -> JSONResponse:
    with world.database.transaction():
        return JSONResponse(watchlists.create(world, account_id, change))


@router.get("/{watchlist_id}")
async def get_watchlist(world: CurrentWorld, account_id: str, watchlist_id: str) -> JSONResponse:
    return JSONResponse(watchlists.get(world, account_id, watchlist_id))


@router.put("/{watchlist_id}")
async def update_watchlist(
    world: CurrentWorld, account_id: str, watchlist_id: str, change: Change
) -> JSONResponse:
    with world.database.transaction():
        return JSONResponse(watchlists.update(world, account_id, watchlist_id, change))


@router.post("/{watchlist_id}")
async def add_to_watchlist(
    world: CurrentWorld,
    account_id: str,
    watchlist_id: str,
    addition: Annotated[WatchlistAddition, Depends(JsonBody(WatchlistAddition))],
) -> JSONResponse:
    with world.database.transaction():
        return JSONResponse(watchlists.add(world, account_id, watchlist_id, addition.symbol))


@router.delete("/{watchlist_id}")
async def delete_watchlist(world: CurrentWorld, account_id: str, watchlist_id: str) -> Response:
    with world.database.transaction():
        watchlists.delete(world, account_id, watchlist_id)
    return Response(status_code=204)


@router.delete("/{watchlist_id}/{symbol:path}")
async def remove_from_watchlist(
    world: CurrentWorld, account_id: str, watchlist_id: str, symbol: str
) -> JSONResponse:
    with world.database.transaction():
        return JSONResponse(watchlists.remove(world, account_id, watchlist_id, symbol))
