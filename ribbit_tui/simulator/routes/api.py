"""The whole Broker API as one ASGI application."""

from typing import Any

from fastapi_offline import FastAPIOffline
from starlette.types import ASGIApp

from ribbit_tui import __version__
from ribbit_tui.simulator.simulation import Simulation

from . import (
    account_controls,
    accounts,
    activities,
    cash_interest,
    controls,
    corporate_actions,
    countries,
    crypto_data,
    document_controls,
    documents,
    fault_controls,
    funding,
    funding_controls,
    journals,
    kyc,
    market,
    market_controls,
    market_hours,
    orders,
    stock_data,
    trading,
    watchlists,
)
from .documentation import TAGS, api_description, openapi_document
from .errors import install_error_handlers
from .fault_middleware import FaultMiddleware
from .request_guard import RequestGuard
from .streams import stream_router

# Routes are matched in this order, so frequent ones come first. trading and activities must come
# before accounts, or `positions` in `/v1/accounts/positions` would be taken for an account's id.
_ROUTE_MODULES = (
    trading,
    activities,
    orders,
    funding,
    journals,
    accounts,
    kyc,
    documents,
    watchlists,
    market,
    market_hours,
    countries,
    cash_interest,
    corporate_actions,
    stock_data,
    crypto_data,
    controls,
    account_controls,
    funding_controls,
    document_controls,
    market_controls,
    fault_controls,
)

HEARTBEAT = 15.0
"""Seconds between the comments that an event stream sends while it has no events."""


def create_api(simulation: Simulation, heartbeat: float = HEARTBEAT) -> ASGIApp:
    """Build the application over an open simulation.

    The caller runs the schedule and closes the event log.
    """
    app = FastAPIOffline(
        title="Ribbit simulator",
        version=__version__,
        description=api_description(simulation.settings.api_version),
        openapi_tags=TAGS,
        redoc_url=None,
        # By default Swagger UI sends the document to a validator on the internet.
        swagger_ui_parameters={"validatorUrl": None},
        redirect_slashes=False,
    )
    app.state.simulation = simulation
    install_error_handlers(app)
    routers = [*(module.router for module in _ROUTE_MODULES), stream_router(heartbeat)]
    for router in routers:
        # Not include_router: it would match each route twice, a tenth of the time of a write.
        app.router.routes.extend(router.routes)

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = openapi_document(app, routers, simulation.settings.api_version)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
    return RequestGuard(FaultMiddleware(app, simulation.faults), simulation)
