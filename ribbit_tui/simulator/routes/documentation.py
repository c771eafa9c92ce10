"""Content of `/docs` and `/openapi.json` beyond what the routes declare themselves."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from ribbit_tui.wire.model import WireModel

from .bodies import JsonBody, JsonList
from .errors import ApiError

DESCRIPTION = """
A Broker API that runs on this machine, in the formats that Alpaca documents. Use it with
alpaca-py, curl or your own code: it needs no network, moves no money and reaches no real market.
It is no service of Alpaca's; prices, fills and people are simulated.

**Credentials.** Every request needs the simulator's key and secret, by HTTP Basic authentication or
in the headers `APCA-API-KEY-ID` and `APCA-API-SECRET-KEY`. By default they
are `ribbit-demo-key` and `ribbit-demo-secret`. Without them the Broker API answers 403, with wrong
ones 401. A browser asks for them once and sends them with
every request from this page:

    curl -u ribbit-demo-key:ribbit-demo-secret http://127.0.0.1:8765/v1/accounts

**Bodies** are JSON, with `Content-Type: application/json`. Money, prices and quantities are
strings, which keeps them exact; JSON numbers are accepted too.

**Errors** have the body `{"code", "message"}`, and `field` if one field is at fault. A request
that is refused changes nothing. Every response carries an `X-Request-ID`.

**Director's controls.** Paths under `/simulator` are not part of Alpaca's API: they pass time,
cause faults and check the ledger. Only a simulator answers `GET /simulator`. To test what your code
does when no response comes, let writes get lost (`lost_answers` of `PUT /simulator/faults`: carried
out, no response) or be late (`late`: no response, and carried out only seconds later):

    {"late": {"seconds": 20, "kind": "held", "method": "POST", "path": "/v1/accounts/*/transfers"}}
"""

TAGS = [
    {"name": "accounts", "description": "Applications and accounts."},
    {
        "name": "activities",
        "description": "Activities of accounts: fills, transfers, journals, dividends.",
    },
    {"name": "documents", "description": "Upload, list and download of documents."},
    {"name": "funding", "description": "Bank links, recipient banks and transfers."},
    {"name": "journals", "description": "Cash and shares between accounts of the firm."},
    {"name": "orders", "description": "Orders of an account."},
    {"name": "trading", "description": "Buying power, positions and portfolio history."},
    {"name": "watchlists", "description": "Lists of assets that an account watches."},
    {"name": "market", "description": "Assets, and the market's clock and calendar."},
    {"name": "market data", "description": "Simulated prices: snapshots, bars, quotes, trades."},
    {
        "name": "events",
        "description": (
            "Server-sent events: each `data:` line is a JSON object with an `event_id`. Without a"
            " cursor a stream begins now. `since…` replays past events, `until…` ends the stream."
            " Comment lines such as `:heartbeat` show that the connection is alive."
        ),
    },
    {
        "name": "simulator",
        "description": "Director's controls. Not part of Alpaca's API.",
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
# In OpenAPI 3.1 the schema of a stream describes each of its events.
_EVENT = {
    "type": "object",
    "properties": {"data": {"type": "string", "contentMediaType": "application/json"}},
    "required": ["data"],
}

_REQUEST_ID = {
    "description": "Id of this request. Quote it in questions about the response.",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
}

# Not as `model`: FastAPI would give errors the media type of the route's success.
_ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/ApiError"}}}

ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {"content": _ERROR, "description": "Refused. Nothing was changed."},
    "5XX": {
        "content": _ERROR,
        "description": "Caused by the director (`/simulator/faults`), or by more requests than the"
        " simulator can handle at once.",
    },
}
"""Error responses of every route, beside the responses that it declares."""


def openapi_document(app: FastAPI, routers: Collection[APIRouter]) -> dict[str, Any]:
    """Build the OpenAPI document.

    FastAPI's own document lacks request bodies, credentials and headers; they are added here.
    """
    everything = APIRouter()
    for router in routers:
        everything.include_router(router, responses=ERRORS)
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=everything.routes,
        tags=app.openapi_tags,
    )
    document["security"] = _SECURITY
    components = document.setdefault("components", {})
    components["securitySchemes"] = _SECURITY_SCHEMES
    components["headers"] = {"RequestId": _REQUEST_ID}
    components["schemas"]["ApiError"] = ApiError.model_json_schema()
    for path, method, body in _bodies(routers):
        schema = body.model.model_json_schema(ref_template="#/components/schemas/{model}-Input")
        for name, part in schema.pop("$defs", {}).items():
            components["schemas"][f"{name}-Input"] = part
        if isinstance(body, JsonList):
            schema = {"type": "array", "items": schema}
        document["paths"][path][method]["requestBody"] = {
            "content": {"application/json": {"schema": schema}},
            "required": True,
        }
    for operations in document["paths"].values():
        for operation in operations.values():
            for response in operation["responses"].values():
                if _EVENT_STREAM in response.get("content", {}):
                    response["content"] = {_EVENT_STREAM: {"schema": _EVENT}}
                response["headers"] = {"X-Request-ID": {"$ref": "#/components/headers/RequestId"}}
    return document


def _bodies(
    routers: Iterable[APIRouter],
) -> Iterator[tuple[str, str, JsonBody[WireModel] | JsonList[WireModel]]]:
    """Yield path, method and body of each operation that has a request body."""
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute) and route.include_in_schema:
                for dependency in route.dependant.dependencies:
                    if isinstance(dependency.call, JsonBody | JsonList):
                        for method in route.methods or ():
                            yield route.path_format, method.lower(), dependency.call
