"""Content of `/docs` and `/openapi.json` beyond what the routes declare themselves."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from ribbit_tui.simulator.api_versions import PATHS_OF_2021, SHAPES, STATUSES
from ribbit_tui.simulator.settings import ApiVersion
from ribbit_tui.wire.model import WireModel

from .bodies import JsonBody, JsonList
from .errors import ApiError

_DESCRIPTION = """
A Broker API that runs on this machine, in the formats that Alpaca documents. Use it with
alpaca-py, curl or your own code: it needs no network, moves no money and reaches no real market.
It is no service of Alpaca's; prices, fills and people are simulated.

**Credentials.** Every request needs the simulator's key and secret, by HTTP Basic authentication or
in the headers `APCA-API-KEY-ID` and `APCA-API-SECRET-KEY`. By default they
are `ribbit-demo-key` and `ribbit-demo-secret`. Without them the Broker API answers 403, with wrong
ones 401. A browser asks for them once and sends them with
every request from this page:

    curl -u ribbit-demo-key:ribbit-demo-secret http://127.0.0.1:8765/v1/accounts

**Query parameters** that are empty (`limit=`) are taken for absent.

**Bodies** are JSON, with `Content-Type: application/json`. Money, prices and quantities are
strings, which keeps them exact; JSON numbers are accepted too.

**Errors** have the body `{{"code", "message"}}`, and `field` if one field is at fault. A request
that is refused changes nothing. Every response carries an `X-Request-ID`.

**Version.** {speaks}.
Requests are the same in both versions; responses are not. Only those of 2021 have:

{only_of_2021}- null in fields without a value, which 2026 leaves out (`crypto_status`: INACTIVE)
- the code 42210000 of every 422, where 2026 has 40010001 for applications and incoming wires

**Director's controls.** Paths under `/simulator` are not part of Alpaca's API: they pass time,
cause faults and check the ledger. Only a simulator answers `GET /simulator`. To test what your code
does when no response comes, let writes get lost (`lost_answers` of `PUT /simulator/faults`: carried
out, no response) or be late (`late`: no response, and carried out only seconds later):

    {late}
"""

_LATE = '{"late": {"seconds": 20, "kind": "held", "path": "/v1/accounts/*/transfers"}}'
_SPEAKS: Mapping[ApiVersion, str] = {
    "2026": "This simulator speaks Alpaca's API of August 2026",
    "2021": "This simulator speaks Alpaca's API of 2021 and 2022, as `--api-version 2021` asks",
}


def api_description(version: ApiVersion) -> str:
    """Return the introduction of `/docs`, with what only the older version has."""
    removed = "".join(
        f"- `{kind.__name__}`: {', '.join(f'`{name}`' for name in sorted(shape.removed))}\n"
        for kind, shape in SHAPES.items()
        if shape.removed
    )
    paths = "".join(f"- the path `{path}`\n" for path in sorted(PATHS_OF_2021))
    return _DESCRIPTION.format(speaks=_SPEAKS[version], only_of_2021=removed + paths, late=_LATE)


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
    {
        "name": "market data",
        "description": (
            "Simulated prices: snapshots, bars, quotes, trades. There is one market, which every"
            " `feed` shows; `delayed_sip` is fifteen minutes behind. Prices are in USD only. `asof`"
            " has no effect, since no symbol is ever renamed. There are no spin-offs to adjust for."
        ),
    },
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


def openapi_document(
    app: FastAPI, routers: Collection[APIRouter], version: ApiVersion
) -> dict[str, Any]:
    """Build the OpenAPI document of a version of the API.

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
    document["info"]["x-api-version"] = version
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
    _follow_version(document, version)
    for operations in document["paths"].values():
        for operation in operations.values():
            for response in operation["responses"].values():
                if _EVENT_STREAM in response.get("content", {}):
                    response["content"] = {_EVENT_STREAM: {"schema": _EVENT}}
                response["headers"] = {"X-Request-ID": {"$ref": "#/components/headers/RequestId"}}
    return document


def _follow_version(document: dict[str, Any], version: ApiVersion) -> None:
    """Change paths, statuses and fields of responses to those of a version of the API."""
    if version == "2026":
        for path in PATHS_OF_2021:
            del document["paths"][path]
    for (method, path), statuses in STATUSES.items():
        responses = document["paths"][path][method.lower()]["responses"]
        responses[str(statuses[version])] = responses.pop(str(statuses["2026"]))
    for kind, shape in SHAPES.items():
        properties = document["components"]["schemas"].get(kind.__name__, {}).get("properties", {})
        for name in shape.removed if version == "2026" else shape.added:
            properties.pop(name, None)
        if version == "2026":
            for name in shape.converted.keys() & properties:
                conversion = shape.converted[name]
                properties[name] = {"title": properties[name].get("title"), **conversion.schema}


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
