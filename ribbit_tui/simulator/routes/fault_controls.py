"""`/simulator/faults` and `/simulator/streams`: faults on purpose."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response

from ribbit_tui.simulator.faults import StreamBreak
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.faults import Faults

from .bodies import JsonBody
from .parameters import CurrentSimulation

router = APIRouter(prefix="/simulator", tags=["simulator"])

Wanted = Annotated[Faults, Depends(JsonBody(Faults))]


def _current_faults(simulation: Simulation) -> JSONResponse:
    return JSONResponse(simulation.faults.current().model_dump(mode="json"))


@router.get("/faults", response_model=Faults)
async def get_faults(simulation: CurrentSimulation) -> JSONResponse:
    """Return the faults that are active."""
    return _current_faults(simulation)


@router.put("/faults", response_model=Faults)
async def set_faults(simulation: CurrentSimulation, wanted: Wanted) -> JSONResponse:
    """Replace all faults. They last until they are cleared or the simulator restarts.

    `errors`, `lost_answers` and `late` concern all requests, or those with the `method` and `path`
    that they name.
    """
    simulation.faults.set(wanted)
    return _current_faults(simulation)


@router.patch("/faults", response_model=Faults)
async def change_faults(simulation: CurrentSimulation, wanted: Wanted) -> JSONResponse:
    """Set the faults that are named, or end them with null. Counters of the others restart."""
    changes = {name: getattr(wanted, name) for name in wanted.model_fields_set}
    simulation.faults.set(simulation.faults.current().model_copy(update=changes))
    return _current_faults(simulation)


@router.delete("/faults", status_code=204)
async def clear_faults(simulation: CurrentSimulation) -> Response:
    """End all faults."""
    simulation.faults.set(Faults())
    return Response(status_code=204)


@router.post("/streams/drop", status_code=204)
async def drop_streams(simulation: CurrentSimulation, how: StreamBreak = "end") -> Response:
    """Break every open event stream: end it, end it with an `error` comment, or cut it off."""
    simulation.faults.break_streams(how)
    return Response(status_code=204)
