"""`/v1/trading/accounts/{account_id}`: buying power, orders, positions."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse, Response

from ribbit_tui.simulator.engine import orders, positions, trading_accounts
from ribbit_tui.wire.orders import OrderCreation, OrderSide

from .inputs import CurrentWorld, JsonBody, Moment, comma_separated

router = APIRouter(prefix="/v1/trading/accounts/{account_id}", tags=["trading"])

_IS_OPEN = {"open": True, "closed": False, "all": None}


@router.get("/account")
async def get_trading_account(world: CurrentWorld, account_id: str) -> JSONResponse:
    return JSONResponse(trading_accounts.get(world, account_id))


@router.post("/orders")
async def submit_order(
    world: CurrentWorld,
    account_id: str,
    creation: Annotated[OrderCreation, Depends(JsonBody(OrderCreation))],
) -> JSONResponse:
    with world.database.transaction():
        return JSONResponse(orders.submit(world, account_id, creation).to_wire())


@router.get("/orders")
async def list_orders(
    world: CurrentWorld,
    account_id: str,
    status: Literal["open", "closed", "all"] = "open",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    after: Moment | None = None,
    until: Moment | None = None,
    direction: Literal["asc", "desc"] = "desc",
    symbols: str | None = None,
    side: OrderSide | None = None,
) -> JSONResponse:
    query = orders.OrderQuery(
        is_open=_IS_OPEN[status],
        limit=limit,
        after=after,
        until=until,
        ascending=direction == "asc",
        symbols=comma_separated(symbols),
        side=side,
    )
    return JSONResponse([order.to_wire() for order in orders.list_all(world, account_id, query)])


@router.get("/orders:by_client_order_id")
async def get_order_by_client_order_id(
    world: CurrentWorld, account_id: str, client_order_id: str
) -> JSONResponse:
    order = orders.get_by_client_order_id(world, account_id, client_order_id)
    return JSONResponse(order.to_wire())


@router.get("/orders/{order_id}")
async def get_order(world: CurrentWorld, account_id: str, order_id: str) -> JSONResponse:
    return JSONResponse(orders.get(world, account_id, order_id).to_wire())


@router.delete("/orders/{order_id}")
async def cancel_order(world: CurrentWorld, account_id: str, order_id: str) -> Response:
    with world.database.transaction():
        orders.cancel(world, account_id, order_id)
    return Response(status_code=204)


@router.get("/positions")
async def list_positions(world: CurrentWorld, account_id: str) -> JSONResponse:
    found = positions.list_all(world, account_id)
    return JSONResponse([position.to_wire() for position in found])


@router.get("/positions/{symbol_or_id:path}")
async def get_position(world: CurrentWorld, account_id: str, symbol_or_id: str) -> JSONResponse:
    return JSONResponse(positions.get(world, account_id, symbol_or_id).to_wire())
