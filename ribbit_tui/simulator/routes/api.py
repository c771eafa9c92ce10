"""The whole Broker API as one ASGI application."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.types import ASGIApp

from ribbit_tui import __version__
from ribbit_tui.simulator.world import World

from . import accounts, controls, funding, market, trading
from .errors import install_error_handlers
from .gate import Gate
from .streams import stream_router

HEARTBEAT = 15.0
"""Seconds between the comments of a silent event stream."""


def create_api(world: World, heartbeat: float = HEARTBEAT) -> ASGIApp:
    """The application over an open world; the caller runs the schedule and closes the events."""
    app = FastAPI(title="Ribbit simulator", version=__version__, redirect_slashes=False)
    app.state.world = world
    install_error_handlers(app)
    for room in (accounts, funding, trading, market, controls):
        app.include_router(room.router)
    app.include_router(stream_router(heartbeat))
    app.openapi = lambda: _documentation(app)  # type: ignore[method-assign]
    return Gate(app, world)


def _documentation(app: FastAPI) -> dict[str, Any]:
    """FastAPI's own document, and in it the bodies, which it does not parse itself."""
    if app.openapi_schema is not None:
        return app.openapi_schema
    document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for route in app.routes:
        if not isinstance(route, APIRoute):
            continue
        for dependency in route.dependant.dependencies:
            model = getattr(dependency.call, "body_model", None)
            if model is None:
                continue
            schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(schema.pop("$defs", {}))
            operation = document["paths"][route.path_format]["post"]
            operation["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    app.openapi_schema = document
    return document
