"""Bad input: the response is a documented 4xx, and nothing has changed."""

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.simulator.conftest import BANK, Api, Json, application, has_code_of

DOCUMENT = {
    "document_type": "identity_verification",
    "content": base64.b64encode(b"a picture").decode(),
    "mime_type": "image/png",
}
ORDER = {"symbol": "AAPL", "qty": "1", "side": "buy", "type": "market", "time_in_force": "day"}
TRANSFER = {"transfer_type": "ach", "amount": "1", "direction": "INCOMING"}


@dataclass
class Prepared:
    """A simulation with one of everything; `{account}` and the like stand for its ids."""

    api: Api
    ids: dict[str, str]

    def filled(self, text: str) -> str:
        for name, value in self.ids.items():
            text = text.replace("{" + name + "}", value)
        return text

    def everything(self) -> bytes:
        """Return the content of the database as bytes."""
        return self.api.simulation.database._connection.serialize()


@pytest.fixture
async def prepared(api: Api) -> Prepared:
    account = await api.open_account()
    bank = await api.fund(account, "1000")
    order = await api.order(account, type="limit", limit_price="1", qty="1")
    journal = await api.journal(account, "5")
    watchlist = await api.post(f"/v1/trading/accounts/{account}/watchlists", {"name": "w"})
    ids = {"account": account, "bank": bank, "order": order["id"], "journal": journal["id"]}
    return Prepared(api, ids | {"watchlist": watchlist["id"]})


async def check(
    prepared: Prepared, method: str, path: str, statuses: set[int], **options: Any
) -> Json:
    before = prepared.everything()
    answer = await prepared.api.client.request(method, prepared.filled(path), **options)
    assert answer.status_code in statuses, answer.text
    assert len(answer.headers["X-Request-ID"]) == 32
    assert prepared.everything() == before
    body: Json = answer.json() if method != "HEAD" else {}
    if method != "HEAD":
        assert has_code_of(answer.status_code, body)
        assert body["message"]
        assert set(body) <= {"code", "message", "field"}
    return body


ORDERS = "/v1/trading/accounts/{account}/orders"
TRANSFERS = "/v1/accounts/{account}/transfers"
BANKS = "/v1/accounts/{account}/ach_relationships"
WATCHLISTS = "/v1/trading/accounts/{account}/watchlists"
CASH = {"entry_type": "JNLC", "from_account": "{account}", "to_account": "{account}"}
BODIES: dict[str, tuple[str, str, Json]] = {
    "account": ("POST", "/v1/accounts", application("other@example.com", documents=[DOCUMENT])),
    "bank": ("POST", BANKS, BANK),
    "transfer": ("POST", TRANSFERS, TRANSFER | {"relationship_id": "{bank}"}),
    "journal": ("POST", "/v1/journals", CASH | {"amount": "1"}),
    "order": ("POST", ORDERS, ORDER),
    "estimate": ("POST", f"{ORDERS}/estimation", ORDER),
    "replacement": ("PATCH", f"{ORDERS}/{{order}}", {"qty": "2"}),
    "watchlist": ("POST", WATCHLISTS, {"name": "x", "symbols": ["AAPL"]}),
    "change": ("PUT", f"{WATCHLISTS}/{{watchlist}}", {"name": "x"}),
    "addition": ("POST", f"{WATCHLISTS}/{{watchlist}}", {"symbol": "AAPL"}),
    "clock": ("POST", "/simulator/clock/advance", {"seconds": 1}),
    "faults": ("PUT", "/simulator/faults", {"latency": {"milliseconds": 1}}),
}

HUGE = "9" * 400
NO_MONEY = [
    "NaN", "-NaN", "sNaN", "Infinity", "-1", "-0.01", "0", "0E-999999999", "1e400", "1e999999999",
    "1e-999999999", "-1e999999999", HUGE, "0." + HUGE, "1_000", "1,000", "0x10", "", " ", "one",
    "\x00", "\ud800", "٣", "½", True, False, None, [], {}, ["1"], {"value": "1"},
]  # fmt: skip
NO_TEXT = [0, -1, 1.5, True, [], {}, ["text"], "\x00", "a\x07", "\ud800", "x" * 2_000_000, None, ""]
PLACES = {
    "money": [
        ("transfer", "amount"),
        ("journal", "amount"),
        ("order", "qty"),
        ("replacement", "qty"),
        ("clock", "seconds"),
    ],
    "text": [
        ("bank", "account_owner_name"),
        ("bank", "bank_routing_number"),
        ("transfer", "direction"),
        ("transfer", "relationship_id"),
        ("journal", "from_account"),
        ("journal", "entry_type"),
        ("order", "symbol"),
        ("order", "side"),
        ("order", "type"),
        ("order", "time_in_force"),
        ("addition", "symbol"),
        ("watchlist", "name"),
    ],
}
ALLOWED: dict[tuple[str, str], list[Any]] = {
    ("replacement", "qty"): [None, ""],
    ("clock", "seconds"): ["0", "0E-999999999", "1e-999999999", "0." + HUGE],
}


def with_value(body: Json, field: str, value: Any) -> bytes:
    return json.dumps(body | {field: value}).encode()


@pytest.mark.parametrize("place", PLACES["money"], ids=".".join)
async def test_money_that_is_none(prepared: Prepared, place: tuple[str, str]) -> None:
    name, field = place
    method, path, body = BODIES[name]
    for value in NO_MONEY:
        if value in ALLOWED.get(place, []):
            continue
        content = prepared.filled(with_value(body, field, value).decode()).encode()
        await check(prepared, method, path, {400, 422}, content=content)


@pytest.mark.parametrize(
    "number", ["1e400", "-1e400", "1e999999999", "NaN", "Infinity", "-0", "9" * 5000, "01", "1."]
)
@pytest.mark.parametrize("name", ["transfer", "journal", "order"])
async def test_numbers_that_json_or_money_has_not(
    prepared: Prepared, name: str, number: str
) -> None:
    method, path, body = BODIES[name]
    field = "qty" if name == "order" else "amount"
    content = prepared.filled(json.dumps(body | {field: "@"})).replace('"@"', number)
    await check(prepared, method, path, {400, 422}, content=content.encode())


@pytest.mark.parametrize("place", PLACES["text"], ids=".".join)
async def test_text_that_is_none(prepared: Prepared, place: tuple[str, str]) -> None:
    name, field = place
    method, path, body = BODIES[name]
    for value in NO_TEXT:
        content = prepared.filled(with_value(body, field, value).decode()).encode()
        await check(prepared, method, path, {400, 404, 413, 422}, content=content)


NO_OBJECTS = [
    b"",
    b"{",
    b"1",
    b"null",
    b'"text"',
    b"\xff\xfe\x00",
    b'{"a": \x00}',
    b'{"a": NaN}',
    b"[" * 200_000,
    b'{"a":' * 200_000,
    b'{"a":' * 40 + b"1" + b"}" * 40,
]


async def test_documents_that_are_no_json_object(prepared: Prepared) -> None:
    for method, path, _ in BODIES.values():
        for content in NO_OBJECTS:
            await check(prepared, method, path, {400}, content=content)
        await check(prepared, method, path, {422}, content=b'{"a": "\\ud800"}')
        await check(prepared, method, path, {422}, content=b'{"\\u0000": 1}')


@pytest.mark.parametrize(
    "kind",
    [
        "text/xml",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "json; charset=utf-8",
    ],
)
async def test_bodies_that_say_they_are_something_else(prepared: Prepared, kind: str) -> None:
    headers = {"Content-Type": kind}
    for method, path, body in BODIES.values():
        content = prepared.filled(json.dumps(body))
        refusal = await check(prepared, method, path, {415}, content=content, headers=headers)
        assert "Content-Type: application/json" in refusal["message"]


@pytest.mark.parametrize("kind", [None, "application/json", "Application/JSON; charset=utf-8"])
async def test_bodies_that_say_they_are_json_or_nothing(api: Api, kind: str | None) -> None:
    headers = {} if kind is None else {"Content-Type": kind}
    content = json.dumps(application()).encode()
    answer = await api.client.post("/v1/accounts", content=content, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"content": "not base64!"},
        {"content": "AAA"},
        {"content": "=" * 8},
        {"content": "\u00e9" * 4},
        {"content": ""},
        {"content": 5},
        {"content": None},
        {"content": "A" * 11 * 1024 * 1024},
        {"mime_type": "image/gif"},
        {"mime_type": 5},
        {"document_type": "diary"},
        {"document_type": None},
    ],
    ids=lambda change: str(change)[:40],
)
async def test_documents_that_are_none(prepared: Prepared, change: Json) -> None:
    body = application("other@example.com", documents=[DOCUMENT | change])
    await check(prepared, "POST", "/v1/accounts", {400, 413, 422}, json=body)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("Authorization", "Basic eDp5")], 400),
        ([("Idempotency-Key", "one"), ("Idempotency-Key", "two")], 400),
        ([("Idempotency-Key", "one"), ("idempotency-key", "one")], 400),
        ([("Content-Type", "application/json"), ("Content-Type", "text/xml")], 400),
        ([("Content-Length", "1"), ("Content-Length", "2")], 400),
        ([("Idempotency-Key", "k" * 256)], 422),
        ([("Idempotency-Key", "")], 422),
        ([("X-Long", "x" * 40_000)], 431),
        ([(f"X-{number}", "x" * 100) for number in range(400)], 431),
    ],
    ids=lambda value: str(value)[:50],
)
async def test_headers_that_are_twice_or_too_much(
    prepared: Prepared, headers: list[tuple[str, str]], status: int
) -> None:
    credentials = base64.b64encode(b"ribbit-demo-key:ribbit-demo-secret").decode()
    body = prepared.filled(json.dumps(BODIES["journal"][2]))
    prepared.api.client.auth = httpx.Auth()
    given = [("Authorization", f"Basic {credentials}"), *headers]
    refusal = await check(
        prepared, "POST", "/v1/journals", {status}, content=body.encode(), headers=given
    )
    assert "Basic" not in refusal["message"]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/v1/accounts?sort=asc&sort=desc", "sort"),
        ("/v1/accounts?query=a&query=a", "query"),
        (ORDERS + "?limit=1&limit=2", "limit"),
        (ORDERS + "?status=open&status=closed&symbols=A&symbols=B", "status"),
        ("/v1/events/accounts/status?since_id=1&since_id=2", "since_id"),
        ("/v2/stocks/AAPL/bars?timeframe=1Day&timeframe=1Day", "timeframe"),
        ("/v1/clock?x=1&x=2", "x"),
    ],
)
async def test_parameters_given_twice(prepared: Prepared, path: str, field: str) -> None:
    refusal = await check(prepared, "GET", path, {422})
    assert refusal["field"] == field


@pytest.mark.parametrize(
    ("path", "empty"),
    [
        # As a broker's own backend sends them.
        (
            "/v1/trading/accounts/{account}/account/portfolio/history?period=1D&timeframe=5Min",
            "&date_end=&extended_hours=",
        ),
        ("/v1/accounts/{account}/transfers?limit=10000&offset=0", "&direction="),
        (
            "/v2/stocks/AAPL/bars?start=2026-01-01&timeframe=1Day",
            "&end=&limit=&page_token=&sort&adjustment=",
        ),
        (ORDERS + "?status=open", "&symbols=&symbols=&side=&after=&limit=&nested=&qty_above="),
        ("/v1/accounts?sort=asc", "&query=&status=&created_after=&entities="),
        ("/v1/accounts/activities?page_size=5", "&activity_types=&date=&until=&category="),
        ("/v1/calendar?start=2026-01-15", "&end=&date_type="),
        ("/v1/accounts/positions", "?page="),
    ],
    ids=lambda value: value.partition("?")[0],
)
async def test_s1_empty_parameters_are_absent(prepared: Prepared, path: str, empty: str) -> None:
    plain = await prepared.api.get(prepared.filled(path))
    assert await prepared.api.get(prepared.filled(path + empty)) == plain


async def test_an_empty_parameter_that_is_required_is_missing(prepared: Prepared) -> None:
    refusal = await check(prepared, "GET", "/v2/stocks/AAPL/bars?timeframe=", {422})
    assert (refusal["field"], refusal["message"]) == ("timeframe", "timeframe is required")


async def test_lists_may_be_joined_or_repeated(prepared: Prepared) -> None:
    api, account = prepared.api, prepared.ids["account"]
    for statuses in ("ACTIVE,REJECTED", ["ACTIVE", "REJECTED"]):
        found = await api.get("/v1/accounts", status=statuses, query="frog")
        assert [each["id"] for each in found] == [account]
    for kinds in ("CSD,JNLC", ["CSD", "JNLC"]):
        found = await api.get("/v1/accounts/activities", activity_types=kinds, account_id=account)
        assert [each["activity_type"] for each in found] == ["CSD"]
    for symbols in ("AAPL,MSFT", ["AAPL", "MSFT"]):
        found = await api.get(prepared.filled(ORDERS), symbols=symbols)
        assert [each["symbol"] for each in found] == ["AAPL"]


ODD = [
    "%00", "%2e%2e", "..%2f..%2fetc", "%ff%fe", "%F0%9F%90%B8", "a" * 5000, "' OR 1=1 --", "%25",
    "{}", "%0d%0aX-Evil:1", "null", "-1", "é", "*", "00000000-0000-0000-0000-000000000000",
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/accounts/@"),
        ("GET", "/v1/accounts/@/transfers"),
        ("DELETE", "/v1/accounts/{account}/transfers/@"),
        ("DELETE", "/v1/accounts/{account}/ach_relationships/@"),
        ("GET", "/v1/journals/@"),
        ("GET", "/v1/trading/accounts/@/orders"),
        ("GET", "/v1/trading/accounts/{account}/orders/@"),
        ("DELETE", "/v1/trading/accounts/{account}/orders/@"),
        ("GET", "/v1/trading/accounts/{account}/orders:by_client_order_id?client_order_id=@"),
        ("GET", "/v1/trading/accounts/{account}/positions/@"),
        ("DELETE", "/v1/trading/accounts/{account}/positions/@"),
        ("GET", "/v1/trading/accounts/{account}/watchlists/@"),
        ("DELETE", "/v1/trading/accounts/{account}/watchlists/{watchlist}/@"),
        ("GET", "/v1/assets/@"),
        ("GET", "/v2/stocks/@/bars?timeframe=1Day"),
        ("GET", "/v2/stocks/@/snapshot"),
        ("GET", "/@"),
    ],
)
async def test_ids_and_paths_that_lead_nowhere(prepared: Prepared, method: str, path: str) -> None:
    for odd in ODD:
        await check(prepared, method, path.replace("@", odd), {404, 405, 422})


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "/v1/accounts", 405),
        ("HEAD", "/v1/accounts", 405),
        ("OPTIONS", "/v1/accounts", 405),
        ("TRACE", "/v1/clock", 405),
        ("BREW", "/v1/clock", 405),
        ("DELETE", "/simulator", 405),
        ("GET", "/v1/accounts?" + "x" * 17_000, 414),
        ("GET", "/v1/" + "x" * 17_000, 414),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_methods_and_addresses(
    prepared: Prepared, method: str, path: str, status: int
) -> None:
    await check(prepared, method, path, {status})


async def test_bodies_that_are_too_large(prepared: Prepared) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 1024 * 1024

    await check(prepared, "POST", "/v1/journals", {413}, content=b" " * 11 * 1024 * 1024)
    await check(prepared, "POST", "/v1/journals", {413}, content=endless())


async def test_market_data_clients_send_key_and_secret_in_headers_of_their_own(api: Api) -> None:
    api.client.auth = httpx.Auth()
    key, secret = "APCA-API-KEY-ID", "APCA-API-SECRET-KEY"
    right = {key: "ribbit-demo-key", secret: "ribbit-demo-secret"}
    path = "/v2/stocks/AAPL/snapshot"
    assert (await api.client.get(path, headers=right)).status_code == 200
    for wrong in ({}, {key: right[key]}, right | {secret: "x"}, right | {secret: "é"}):
        headers = {name.encode(): value.encode() for name, value in wrong.items()}
        assert (await api.client.get(path, headers=headers)).status_code == 401
    # What is given the documented way counts, or a wrong secret there would go unnoticed.
    answer = await api.client.get(path, headers=right, auth=("ribbit-demo-key", "wrong"))
    assert answer.status_code == 401
