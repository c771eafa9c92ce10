"""`/v1/trading/accounts/{account_id}/orders`."""

from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse, Response

from ribbit_tui.simulator.engine.common.request_amounts import share_amount
from ribbit_tui.simulator.engine.orders import (
    cancellation,
    estimates,
    replacements,
    search,
    submission,
)
from ribbit_tui.simulator.errors import check_listed
from ribbit_tui.simulator.exact import Nanos
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.orders import (
    Order,
    OrderCancellation,
    OrderCreation,
    OrderEstimate,
    OrderReplacement,
    OrderSide,
)

from .bodies import JsonBody
from .parameters import CurrentSimulation, ListParameter, TimeParameter, split_list

router = APIRouter(prefix="/v1/trading/accounts/{account_id}", tags=["orders"])

_IS_OPEN = {"open": True, "closed": False, "all": None}
_MULTI_STATUS = 207
_ALL_CLASSES = "all"
# Options are not simulated: there is no order of that class.
_ASSET_CLASSES = (*AssetClass, "us_option", _ALL_CLASSES)


@router.post("/orders", response_model=Order)
async def submit_order(
    simulation: CurrentSimulation,
    account_id: str,
    creation: Annotated[OrderCreation, Depends(JsonBody(OrderCreation))],
) -> JSONResponse:
    """Submit an order for `qty` shares or `notional` USD. Legs are returned with it."""
    with simulation.database.transaction():
        return JSONResponse(submission.submit(simulation, account_id, creation))


@router.post("/orders/estimation", response_model=OrderEstimate)
async def estimate_order(
    simulation: CurrentSimulation,
    account_id: str,
    creation: Annotated[OrderCreation, Depends(JsonBody(OrderCreation))],
) -> JSONResponse:
    """Estimate a market order by `notional` at current prices. Nothing is ordered."""
    with simulation.database.transaction():
        return JSONResponse(estimates.estimate(simulation, account_id, creation))


@router.get("/orders", response_model=list[Order])
async def list_orders(
    simulation: CurrentSimulation,
    account_id: str,
    status: Literal["open", "closed", "all"] = "open",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    after: TimeParameter | None = None,
    until: TimeParameter | None = None,
    direction: Literal["asc", "desc"] = "desc",
    symbols: ListParameter = None,
    asset_class: ListParameter = None,
    side: OrderSide | None = None,
    qty_above: Decimal | None = None,
    qty_below: Decimal | None = None,
    subtag: str | None = None,
    nested: bool = False,
) -> JSONResponse:
    """List an account's orders. `nested` returns legs within their parent orders."""
    query = search.OrderQuery(
        is_open=_IS_OPEN[status],
        limit=limit,
        after=after,
        until=until,
        ascending=direction == "asc",
        symbols=split_list(symbols),
        asset_classes=_asset_classes(split_list(asset_class)),
        side=side,
        subtag=subtag,
        qty_above=_nanos(qty_above, "qty_above"),
        qty_below=_nanos(qty_below, "qty_below"),
        nested=nested,
    )
    return JSONResponse(search.list_all(simulation, account_id, query))


def _asset_classes(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the classes to list, none for all. Raises InvalidError for an unknown one."""
    check_listed(names, _ASSET_CLASSES, "asset_class")
    return () if _ALL_CLASSES in names else names


def _nanos(qty: Decimal | None, field: str) -> Nanos | None:
    if not qty:
        return None if qty is None else Nanos(0)
    return share_amount(qty, field)


@router.delete("/orders", response_model=list[OrderCancellation], status_code=_MULTI_STATUS)
async def cancel_all_orders(simulation: CurrentSimulation, account_id: str) -> JSONResponse:
    """Cancel every open order. There is one result for each."""
    with simulation.database.transaction():
        canceled = cancellation.cancel_all(simulation, account_id)
        responses = [{"id": order["id"], "status": 200, "body": order} for order in canceled]
    return JSONResponse(responses, _MULTI_STATUS)


@router.get("/orders:by_client_order_id", response_model=Order)
async def get_order_by_client_order_id(
    simulation: CurrentSimulation, account_id: str, client_order_id: str
) -> JSONResponse:
    """Return the order that was submitted with this `client_order_id`."""
    order = search.get_by_client_order_id(simulation, account_id, client_order_id)
    return JSONResponse(order)


@router.get("/orders/{order_id}", response_model=Order)
async def get_order(
    simulation: CurrentSimulation, account_id: str, order_id: str, nested: bool = False
) -> JSONResponse:
    """Return one order. `nested` returns its legs within it."""
    return JSONResponse(search.get(simulation, account_id, order_id, nested))


@router.patch("/orders/{order_id}", response_model=Order)
async def replace_order(
    simulation: CurrentSimulation,
    account_id: str,
    order_id: str,
    change: Annotated[OrderReplacement, Depends(JsonBody(OrderReplacement))],
) -> JSONResponse:
    """Replace an open order with a new one that has other terms and a new id."""
    with simulation.database.transaction():
        return JSONResponse(replacements.replace(simulation, account_id, order_id, change))


@router.delete("/orders/{order_id}", status_code=204)
async def cancel_order(simulation: CurrentSimulation, account_id: str, order_id: str) -> Response:
    """Cancel an open order, and with it the rest of its group."""
    with simulation.database.transaction():
        cancellation.cancel(simulation, account_id, order_id)
    return Response(status_code=204)
