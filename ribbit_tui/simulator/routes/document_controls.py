"""`/simulator/accounts/{account_id}/statements`: statements on demand."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.statements import account_statements
from ribbit_tui.wire.documents import Document

from .parameters import CurrentSimulation

router = APIRouter(prefix="/simulator", tags=["simulator"])


@router.post("/accounts/{account_id}/statements", response_model=Document)
async def make_statement(simulation: CurrentSimulation, account_id: str) -> JSONResponse:
    """Make a statement of the month to date, which Alpaca calls a courtesy statement."""
    with simulation.database.transaction():
        return JSONResponse(
            simulation.to_wire(account_statements.issue_to_date(simulation, account_id))
        )
