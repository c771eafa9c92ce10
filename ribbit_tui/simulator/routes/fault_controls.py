"""`/simulator/faults` and `/simulator/streams`: breaking things on purpose."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response

from ribbit_tui.simulator.faults import StreamBreak
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.faults import Faults

from .inputs import CurrentSimulation, JsonBody

router = APIRouter(prefix="/simulator", tags=["simulator"])

Wanted = Annotated[Faults, Depends(JsonBody(Faults))]


def _answer(simulation: Simulation) -> JSONResponse:
    return JSONResponse(simulation.faults.current().model_dump(mode="json"))


@router.get("/faults", response_model=Faults)
async def get_faults(simulation: CurrentSimulation) -> JSONResponse:
    """What is broken on purpose."""
    return _answer(simulation)


@router.put("/faults", response_model=Faults)
async def set_faults(simulation: CurrentSimulation, wanted: Wanted) -> JSONResponse:
    """Break this and mend everything else, until it is cleared or the simulator restarts."""
    simulation.faults.set(wanted)
    return _answer(simulation)


@router.patch("/faults", response_model=Faults)
async def change_faults(simulation: CurrentSimulation, wanted: Wanted) -> JSONResponse:
    """Break or, by null, mend what is named; counts and draws of the others begin anew."""
    changes = {name: getattr(wanted, name) for name in wanted.model_fields_set}
    simulation.faults.set(simulation.faults.current().model_copy(update=changes))
    return _answer(simulation)


@router.delete("/faults", status_code=204)
async def clear_faults(simulation: CurrentSimulation) -> Response:
    """Mend everything."""
    simulation.faults.set(Faults())
    return Response(status_code=204)


@router.post("/streams/drop", status_code=204)
async def drop_streams(simulation: CurrentSimulation, how: StreamBreak = "end") -> Response:
    """Break every open event stream: it ends, ends after an `error` comment, or is cut off."""
    simulation.faults.break_streams(how)
    return Response(status_code=204)
