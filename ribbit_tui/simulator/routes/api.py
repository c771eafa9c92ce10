"""The whole Broker API as one ASGI application."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.types import ASGIApp

from ribbit_tui import __version__
from ribbit_tui.simulator.world import World
from ribbit_tui.wire.model import WireModel

from . import (
    accounts,
    controls,
    documents,
    funding,
    market,
    market_data,
    orders,
    trading,
    watchlists,
)
from .errors import install_error_handlers
from .gate import Gate
from .inputs import JsonBody, JsonList
from .streams import stream_router

# Trading comes before accounts, or `/v1/accounts/positions` would be taken for an account's id.
_ROOMS = (trading, accounts, documents, funding, orders, watchlists, market, market_data, controls)

HEARTBEAT = 15.0
"""Seconds between the comments of a silent event stream."""


def create_api(world: World, heartbeat: float = HEARTBEAT) -> ASGIApp:
    """The application over an open world; the caller runs the schedule and closes the events."""
    app = FastAPI(title="Ribbit simulator", version=__version__, redirect_slashes=False)
    app.state.world = world
    install_error_handlers(app)
    for room in _ROOMS:
        app.include_router(room.router)
    app.include_router(stream_router(heartbeat))
    app.openapi = lambda: _documentation(app)  # type: ignore[method-assign]
    return Gate(app, world)


def _documentation(app: FastAPI) -> dict[str, Any]:
    """FastAPI's own document, and in it the bodies, which it does not parse itself."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, routes=app.routes)
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for path, method, body in _bodies():
            schema = body.model.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(schema.pop("$defs", {}))
            if isinstance(body, JsonList):
                schema = {"type": "array", "items": schema}
            content = {"application/json": {"schema": schema}}
            document["paths"][path][method]["requestBody"] = {"content": content}
        app.openapi_schema = document
    return app.openapi_schema


def _bodies() -> Iterator[tuple[str, str, JsonBody[WireModel] | JsonList[WireModel]]]:
    for room in _ROOMS:
        for route in room.router.routes:
            if isinstance(route, APIRoute):
                for dependency in route.dependant.dependencies:
                    if isinstance(dependency.call, JsonBody | JsonList):
                        for method in route.methods or ():
                            yield route.path_format, method.lower(), dependency.call
