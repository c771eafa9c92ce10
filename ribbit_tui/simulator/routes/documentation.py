"""What `/docs` and `/openapi.json` say, beyond what the routes declare themselves."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from ribbit_tui.wire.model import WireModel

from .errors import ApiError
from .inputs import JsonBody, JsonList

DESCRIPTION = """
A brokerage's Broker API that runs on this machine, in the formats that Alpaca documents.
Drive it with alpaca-py, curl or your own code: nothing here needs a network, moves money or reaches
a real market. It is no service of Alpaca's, and prices, fills and people are simulated.

**Credentials.** Every request needs the simulator's key and secret, by HTTP Basic authentication or
in the headers `APCA-API-KEY-ID` and `APCA-API-SECRET-KEY`. Unless it was started with others they
are `ribbit-demo-key` and `ribbit-demo-secret`. A browser asks for them once and sends them along
with whatever is tried out on this page:

    curl -u ribbit-demo-key:ribbit-demo-secret http://127.0.0.1:8765/v1/accounts

**Bodies** are JSON and say so: `Content-Type: application/json`. Money, prices and quantities are
strings, which keeps them exact; JSON numbers are taken too.

**Refusals** have one body, `{"code", "message"}` and `field` where one field is at fault, and
change nothing. Every answer carries an `X-Request-ID`.

**Director's controls.** Paths under `/simulator` are found on no real server: they pass time, break
the connection on purpose and check the books. A simulator is known by answering `GET /simulator`.
"""

TAGS = [
    {"name": "accounts", "description": "Applications, and the accounts that come of them."},
    {"name": "activities", "description": "What happened in accounts."},
    {"name": "documents", "description": "Handing documents in, listing and downloading them."},
    {"name": "funding", "description": "Bank links, recipient banks and transfers."},
    {"name": "journals", "description": "Cash and shares between accounts of the firm."},
    {"name": "orders", "description": "Buying and selling, one account at a time."},
    {"name": "trading", "description": "Buying power, positions and how they went."},
    {"name": "watchlists", "description": "Assets that an account keeps an eye on."},
    {"name": "market", "description": "Assets, and the market's clock and calendar."},
    {"name": "market data", "description": "Simulated prices: snapshots, bars, quotes, trades."},
    {
        "name": "events",
        "description": (
            "Server-sent events: each `data:` line is a JSON object with an `event_id`. Without a"
            " cursor a stream begins now; with a `since…` it replays, and with an `until…` it ends"
            " there. Comment lines such as `:heartbeat` are signs of life."
        ),
    },
    {
        "name": "simulator",
        "description": "The director's controls, which no real server has.",
    },
]

_SECURITY_SCHEMES = {
    "basic": {
        "type": "http",
        "scheme": "basic",
        "description": "The API key as user name and the secret as password.",
    },
    "key": {
        "type": "apiKey",
        "in": "header",
        "name": "APCA-API-KEY-ID",
        "description": "The API key, together with the secret in its own header.",
    },
    "secret": {"type": "apiKey", "in": "header", "name": "APCA-API-SECRET-KEY"},
}
_SECURITY: list[dict[str, list[str]]] = [{"basic": []}, {"key": [], "secret": []}]

_EVENT_STREAM = "text/event-stream"
# In OpenAPI 3.1 the schema of a stream is that of each event in it.
_EVENT = {
    "type": "object",
    "properties": {"data": {"type": "string", "contentMediaType": "application/json"}},
    "required": ["data"],
}

_REQUEST_ID = {
    "description": "The id of this request; repeat it when asking about the answer.",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
}

# Not as `model`: FastAPI would give it the type of the route's success, even an event stream's.
_ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/ApiError"}}}

ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {"content": _ERROR, "description": "Refused: nothing was changed."},
    "5XX": {
        "content": _ERROR,
        "description": "Only where the director asked for it (`/simulator/faults`), or when the"
        " simulator is asked for more than it can do at once.",
    },
}
"""What any route may answer instead of what it declares."""


def document(app: FastAPI, routers: Collection[APIRouter]) -> dict[str, Any]:
    """FastAPI's own document, and in it what it does not know: bodies, credentials, headers."""
    everything = APIRouter()
    for router in routers:
        everything.include_router(router, responses=ERRORS)
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=everything.routes,
        tags=app.openapi_tags,
    )
    made["security"] = _SECURITY
    components = made.setdefault("components", {})
    components["securitySchemes"] = _SECURITY_SCHEMES
    components["headers"] = {"RequestId": _REQUEST_ID}
    components["schemas"]["ApiError"] = ApiError.model_json_schema()
    for path, method, body in _bodies(routers):
        schema = body.model.model_json_schema(ref_template="#/components/schemas/{model}-Input")
        for name, part in schema.pop("$defs", {}).items():
            components["schemas"][f"{name}-Input"] = part
        if isinstance(body, JsonList):
            schema = {"type": "array", "items": schema}
        made["paths"][path][method]["requestBody"] = {
            "content": {"application/json": {"schema": schema}},
            "required": True,
        }
    for operations in made["paths"].values():
        for operation in operations.values():
            for answer in operation["responses"].values():
                if _EVENT_STREAM in answer.get("content", {}):
                    answer["content"] = {_EVENT_STREAM: {"schema": _EVENT}}
                answer["headers"] = {"X-Request-ID": {"$ref": "#/components/headers/RequestId"}}
    return made


def _bodies(
    routers: Iterable[APIRouter],
) -> Iterator[tuple[str, str, JsonBody[WireModel] | JsonList[WireModel]]]:
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute) and route.include_in_schema:
                for dependency in route.dependant.dependencies:
                    if isinstance(dependency.call, JsonBody | JsonList):
                        for method in route.methods or ():
                            yield route.path_format, method.lower(), dependency.call
