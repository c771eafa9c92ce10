"""Errors: every refusal has its reason, and no input causes a 500."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.simulator import sql
from tests.simulator.conftest import Api, application, has_code_of
from tests.sweeps import examples


@pytest.mark.parametrize("path", ["/v1/accounts", "/simulator", "/docs", "/nowhere"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Basic"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Bearer cmliYml0LWRlbW8ta2V5OnJpYmJpdC1kZW1vLXNlY3JldA=="},
        {"Authorization": "Basic cmliYml0LWRlbW8ta2V5Ondyb25n"},
    ],
)
async def test_nothing_without_credentials(api: Api, path: str, headers: dict[str, str]) -> None:
    api.client.auth = httpx.Auth()
    # Q5: as the getting-started guide shows, and still asked for where a browser would be.
    status = 403 if path.startswith("/v1") and not headers else 401
    refusal = await api.refused(status, "GET", path, headers=headers)
    assert set(refusal) == {"code", "message"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/accounts", 403),
        ("/v1/trading/accounts/x/orders", 403),
        ("/v2/events/journals/status", 403),
        ("/files/x", 403),
        ("/v2/stocks/AAPL/snapshot", 401),
        ("/v1beta3/crypto/us/snapshots", 401),
        ("/simulator", 401),
        ("/openapi.json", 401),
    ],
)
async def test_Q5_no_credentials_are_403_at_the_broker_api_and_wrong_ones_401(
    api: Api, path: str, status: int
) -> None:
    api.client.auth = httpx.Auth()
    await api.refused(status, "GET", path)
    await api.refused(401, "GET", path, auth=("ribbit-demo-key", "wrong"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b'{"contact": NaN}',
        b'{"contact": Infinity}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
async def test_malformed_bodies(api: Api, content: bytes) -> None:
    await api.refused(400, "POST", "/v1/accounts", content=content)


async def test_large_bodies_and_documents(api: Api) -> None:
    await api.refused(413, "POST", "/v1/accounts", content=b" " * 11 * 1024 * 1024)

    async def endless() -> Any:
        for _ in range(11):
            yield b" " * 1024 * 1024

    await api.refused(413, "POST", "/v1/accounts", content=endless())
    document = {
        "document_type": "identity_verification",
        "content": "A" * (10 * 1024 * 1024 + 4),
        "mime_type": "image/png",
    }
    body = application(documents=[document])
    assert (await api.refused(413, "POST", "/v1/accounts", json=body))["field"] == (
        "documents.0.content"
    )
    document["content"] = "A" * (10 * 1024 * 1024)
    await api.post("/v1/accounts", body)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/v1/accounts/", 404),
        ("PUT", "/v1/accounts", 405),
        ("HEAD", "/v1/accounts", 405),
        ("GET", "/v1/accounts/no-such-id", 404),
        ("GET", "/v1/accounts/%00%ff", 404),
        ("GET", "/v1/journals/5", 404),
        ("GET", "/v1/assets/NOPE", 404),
        ("GET", "/v2/stocks/NOPE/snapshot", 404),
        ("GET", "/v2/stocks/snapshots", 422),
        ("GET", "/v1/trading/accounts/x/account", 404),
        ("GET", "/v1/trading/accounts/x/orders", 404),
        ("GET", "/v1/trading/accounts/x/positions", 404),
        ("DELETE", "/v1/trading/accounts/x/positions", 404),
        ("DELETE", "/v1/trading/accounts/x/positions/AAPL", 404),
        ("DELETE", "/v1/trading/accounts/x/orders", 404),
        ("PATCH", "/v1/trading/accounts/x/orders/y", 400),
        ("GET", "/v1/trading/accounts/x/account/portfolio/history", 404),
        ("GET", "/v1/trading/accounts/x/watchlists", 404),
        ("GET", "/v1/trading/accounts/x/watchlists/y", 404),
        ("GET", "/v1/accounts?sort=up", 422),
        ("GET", "/v1/accounts?created_after=yesterday", 422),
        ("GET", "/v1/accounts?created_after=0001-01-01T00:00:00%2B14:00", 422),
        ("GET", "/v1/accounts/activities?page_token=none", 422),
        ("GET", "/v1/accounts/activities?page_size=101", 422),
        ("GET", "/v1/accounts/activities?date=2026-01-01&after=2026-01-01", 422),
        ("GET", "/v1/accounts/activities?date=9999-12-31", 422),
        ("GET", "/v1/calendar?start=soon", 422),
        ("GET", "/v1/calendar?start=2026-01-02&end=2026-01-01", 422),
        ("GET", "/v1/calendar?end=0001-01-01", 422),
        ("GET", "/v1/calendar?start=9999-12-31", 422),
        ("GET", "/v1/journals?after=never", 422),
        ("GET", "/v1/journals?before=9999-12-31", 422),
    ],
)
async def test_refusals_by_path(api: Api, method: str, path: str, status: int) -> None:
    answer = await api.client.request(method, path)
    assert answer.status_code == status, answer.text
    assert answer.headers["X-Request-ID"]
    assert method == "HEAD" or has_code_of(status, answer.json())


async def test_refused_requests_change_nothing(api: Api) -> None:
    account_id = await api.funded_account("100")
    changes = sql.value(api.simulation.database, "SELECT total_changes()")
    path = f"/v1/trading/accounts/{account_id}/orders"
    body = {"symbol": "AAPL", "notional": "101", "side": "buy"}
    await api.refused(422, "POST", path, json=body)
    body |= {"type": "market", "time_in_force": "day"}
    await api.refused(403, "POST", path, json=body)
    assert await api.get(path, status="all") == []
    assert sql.value(api.simulation.database, "SELECT count(*) FROM holds") == 0
    assert sql.value(api.simulation.database, "SELECT total_changes()") - changes <= 2


async def test_bug_is_answered_and_logged_without_its_message(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "123-45-6789"

    def broken(_symbol: str, _at: object, *_: object) -> int:
        raise RuntimeError(secret)

    account_id = await api.funded_account()
    monkeypatch.setattr(api.simulation.prices, "ticks", broken)
    body = {"symbol": "AAPL", "qty": 1, "side": "buy", "type": "market", "time_in_force": "day"}
    path = f"/v1/trading/accounts/{account_id}/orders"
    refusal = await api.refused(500, "POST", path, json=body)
    assert refusal["message"] == "internal server error"
    assert "RuntimeError" in caplog.text
    assert "in broken" in caplog.text
    assert "6789" not in caplog.text


async def test_request_ids_are_there_and_repeat_with_a_manual_clock(
    api: Api, open_api: Any
) -> None:
    async def ids(target: Api) -> list[str]:
        paths = ["/simulator", "/simulator", "/nowhere"]
        return [(await target.client.get(path)).headers["X-Request-ID"] for path in paths]

    first = await ids(api)
    assert len(set(first)) == 3
    assert all(len(request_id) == 32 and int(request_id, 16) >= 0 for request_id in first)
    assert await ids(await open_api()) == first
    assert await ids(await open_api(clock="system")) != first


NASTY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.sampled_from(["", "-1", "1e999999999", "NaN", "\x00", "\ud800", "AAPL", "buy", "market"])
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
BODIES = {
    "/v1/accounts": application(),
    "/v1/accounts/{id}/ach_relationships": {
        "account_owner_name": "F",
        "bank_account_type": "CHECKING",
        "bank_account_number": "1234",
        "bank_routing_number": "123456789",
        "nickname": "n",
        "processor_token": None,
        "instant": True,
    },
    "/v1/accounts/{id}/transfers": {
        "transfer_type": "ach",
        "relationship_id": "r",
        "amount": "1",
        "direction": "INCOMING",
        "timing": "immediate",
        "additional_information": "",
        "fee_payment_method": "user",
    },
    "/v1/accounts/{id}/recipient_banks": {
        "name": "Pond Bank",
        "bank_code": "PONDUS33",
        "bank_code_type": "BIC",
        "account_number": "1234",
        "country": "USA",
        "state_province": "CA",
        "postal_code": "94401",
        "city": "San Mateo",
        "street_address": "1 Pond Lane",
        "extra_fields": {"intermediary_bank1_bic": "PONDUS34"},
    },
    "/v1/journals/batch": {
        "entry_type": "JNLC",
        "from_account": "{id}",
        "entries": [{"to_account": "{id}", "amount": "1", "transmitter_timestamp": "2026-01-01"}],
    },
    "/v1/journals/reverse_batch": {
        "entry_type": "JNLC",
        "to_account": "{id}",
        "entries": [{"from_account": "{id}", "amount": "1"}],
    },
    "/simulator/accounts/{id}/wires": {"amount": "1", "additional_information": ""},
    "/v1/journals": {
        "entry_type": "JNLS",
        "from_account": "{id}",
        "to_account": "{id}",
        "symbol": "AAPL",
        "qty": "1",
        "amount": "1",
        "description": "",
    },
    "/v1/trading/accounts/{id}/orders": {
        "symbol": "AAPL",
        "qty": "1",
        "notional": "1",
        "side": "buy",
        "type": "market",
        "time_in_force": "day",
        "client_order_id": "c",
        "order_class": "simple",
        "limit_price": None,
        "stop_price": None,
        "trail_price": None,
        "trail_percent": None,
        "extended_hours": False,
        "commission": "1",
    },
    "/v1/trading/accounts/{id}/orders/estimation": {
        "symbol": "AAPL",
        "notional": "1",
        "side": "buy",
        "type": "market",
        "time_in_force": "day",
    },
    "/v1/trading/accounts/{id}/watchlists": {"name": "w", "symbols": ["AAPL"]},
    "/simulator/clock/advance": {"seconds": "0"},
}


def paths_into(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    children = (
        value.items() if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list) else ()
    )  # fmt: skip
    for key, child in children:
        found += paths_into(child, (*path, key))
    return found


PLACES = [(route, path) for route, body in BODIES.items() for path in paths_into(body)]


@settings(
    max_examples=examples(30),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(place=st.sampled_from(PLACES), value=NASTY, idempotency_key=st.booleans())
async def test_no_value_anywhere_in_a_body_is_a_500(
    api: Api, place: tuple[str, tuple[Any, ...]], value: Any, idempotency_key: bool
) -> None:
    account_id = (await api.get("/v1/accounts") or [{"id": None}])[0]["id"]
    account_id = account_id or await api.open_account("fuzz@example.com")
    route, path = place
    body = json.loads(json.dumps(BODIES[route]).replace("{id}", account_id))
    target = body
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    headers = {"Idempotency-Key": "k"} if idempotency_key else {}
    answer: httpx.Response = await api.client.post(
        route.replace("{id}", account_id), content=json.dumps(body), headers=headers
    )
    assert answer.status_code in (200, 400, 403, 404, 409, 422), answer.text
    json.loads(answer.content)


@pytest.mark.parametrize(
    ("method", "path", "parameter", "rule"),
    [
        ("GET", "/v1/accounts", "created_after", "must be a date or an RFC 3339 time"),
        ("GET", "/v2/events/trades", "since", "must be a date or an RFC 3339 time"),
        ("DELETE", "/v1/trading/accounts/x/positions/AAPL", "qty", "must be a decimal number"),
    ],
)
async def test_a_refused_parameter_is_told_the_rule_and_not_repeated(
    api: Api, method: str, path: str, parameter: str, rule: str
) -> None:
    refusal = await api.refused(422, method, path, params={parameter: "frog"})
    assert refusal["message"] == f"{parameter} {rule}"
    assert refusal["field"] == parameter


_A_DATE = "must be a date such as 2026-01-15"
_A_TIME = "must be a time such as 2026-01-15T15:00:00Z"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"latency": 5}, "latency must be an object"),
        ({"latency": {}}, "latency.milliseconds is required"),
        ({"latency": {"milliseconds": "x"}}, "latency.milliseconds must be an integer"),
        ({"errors": {"rate": []}}, "errors.rate must be a number"),
        ({"errors": {"rate": 2}}, "errors.rate must be less than or equal to 1"),
        ({"silent_streams": "x"}, "silent_streams must be true or false"),
        ({"frogs": 1}, "frogs is not known here"),
    ],
)
async def test_a_refused_body_is_told_the_rule_in_plain_words(
    api: Api, body: dict[str, Any], message: str
) -> None:
    assert (await api.refused(422, "PUT", "/simulator/faults", json=body))["message"] == message


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("identity__date_of_birth", "soon", _A_DATE),
        ("agreements__0__signed_at", "soon", _A_TIME),
        ("contact__street_address", 7, "must be an array"),
        ("contact__city", 5, "must be text"),
        ("contact", [], "must be an object"),
    ],
)
async def test_a_refused_application_is_told_the_rule_in_plain_words(
    api: Api, field: str, value: Any, rule: str
) -> None:
    body: Any = application()
    *parents, last = field.split("__")
    target = body
    for parent in parents:
        target = target[int(parent) if parent.isdigit() else parent]
    target[last] = value
    refusal = await api.refused(422, "POST", "/v1/accounts", json=body)
    assert refusal["field"] == field.replace("__", ".")
    assert refusal["message"] == f"{refusal['field']} {rule}"


@pytest.mark.parametrize("value", ["soon", "2026", "2026-02-30"])
async def test_a_refused_day_is_told_its_form(api: Api, value: str) -> None:
    refusal = await api.refused(422, "GET", "/v1/journals", params={"after": value})
    assert refusal["message"] == f"after {_A_DATE}"
