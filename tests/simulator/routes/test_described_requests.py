"""Nothing that Alpaca's description of 2026 lets a client send is ignored, by construction.

Every documented query parameter and every field of a body, of each operation that is served, is
sent with a value that it cannot have. The response must name it, or differ from the one without it:
what is read notices. What has no effect stands in a table here with the reason.
"""

import json
import re
from itertools import count
from typing import Any

import httpx
import pytest

from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from tests.simulator.conftest import BANK, SAMPLES, Api, Json, application
from tests.simulator.routes.described import (
    VARIABLE,
    Served,
    body_fields,
    full_example,
    kinds_at,
    served,
    with_value,
)

Query = dict[str, str]

_OF_THE_SERVER = "given by the server, whatever a client sends"
WITHOUT_EFFECT: dict[str, str] = {
    "POST /v1/accounts/{account_id}/cip id": _OF_THE_SERVER,
    "POST /v1/accounts/{account_id}/cip account_id": _OF_THE_SERVER,
    "POST /v1/accounts/{account_id}/cip created_at": _OF_THE_SERVER,
    "POST /v1/accounts/{account_id}/cip updated_at": _OF_THE_SERVER,
}
"""Parameters and fields without an effect, with the reason."""

ODD = "~"
ODD_QUERY = {"query": "zebra", "symbol": "ZZZZ", "cusip": "000000000", "exchange": "MOON"}
"""Values for parameters that are searched for, where any text is allowed: nothing is found."""
CRYPTO = "/v1beta3/crypto/"
CIP = SAMPLES / "cip.json"


class World:
    """A simulation with one of everything, and requests of it that are accepted."""

    def __init__(self, api: Api, ids: dict[str, str], now: str) -> None:
        self.api = api
        self.ids = ids
        self.now = now
        self.numbers = count(1)

    def path(self, one: Served) -> str:
        def filled(variable: re.Match[str]) -> str:
            name = variable[0].strip("{}")
            if "/announcements/" in one.documented.path:
                name = "announcement_id"
            if one.documented.path.startswith("/v1/journals"):
                name = "journal_id"
            return self.ids[name]

        return VARIABLE.sub(filled, one.documented.path)

    def query(self, one: Served) -> Query:
        path = one.documented.path
        if "/events/" in path:
            return {"since": "2026-01-01", "until": self.now}
        query: Query = {}
        for parameter in one.documented.parameters:
            if parameter.place == "query" and parameter.is_required:
                query[parameter.name] = self.ids[parameter.name]
        if path == "/v2/clock":
            query["markets"] = "NYSE"
        if path.startswith(CRYPTO):
            query["symbols"] = "BTC/USD"
        return query

    def body(self, one: Served) -> Any:
        """Return a body that is accepted, or at least read."""
        account = self.ids["account_id"]
        transfer = {"transfer_type": "ach", "relationship_id": self.ids["ach_relationship_id"]}
        order = {"symbol": "AAPL", "side": "buy", "type": "market", "time_in_force": "day"}
        entry = {"to_account": account, "amount": "1"}
        cash = {"entry_type": "JNLC", "from_account": SWEEP_ACCOUNT}
        return {
            "POST /v1/accounts": application(f"toad-{next(self.numbers)}@example.com")
            | {"documents": [DOCUMENT]},
            "POST /v1/accounts/{account_id}/cip": json.loads(CIP.read_text("utf-8")),
            "POST /v1/journals/reverse_batch": {"entry_type": "JNLC", "to_account": SWEEP_ACCOUNT}
            | {"entries": [{"from_account": account, "amount": "1"}]},
            "POST /v1/accounts/{account_id}/transfers": transfer
            | {"amount": "1", "direction": "INCOMING"},
            "POST /v1/journals": cash | entry,
            "POST /v1/journals/batch": cash | {"entries": [entry]},
            "POST /v1/accounts/{account_id}/ach_relationships": BANK,
            "POST /v1/accounts/{account_id}/recipient_banks": RECIPIENT_BANK,
            "POST /v1/accounts/{account_id}/documents/upload": [DOCUMENT],
            "POST /v1/trading/accounts/{account_id}/orders": order | {"qty": "1"},
            "POST /v1/trading/accounts/{account_id}/orders/estimation": order | {"notional": "1"},
        }.get(str(one), {})


@pytest.fixture
async def world(api: Api) -> World:
    account = await api.funded_account("10000")
    bank = (await api.get(f"/v1/accounts/{account}/ach_relationships"))[0]
    await api.order(account, qty="2")
    await api.advance(5)
    resting = await api.order(
        account, qty="1", type="limit", limit_price="1", client_order_id="mine", subtag="desk"
    )
    journal = await api.journal(account, "10")
    await api.advance(20)
    watchlist = await api.post(
        f"/v1/trading/accounts/{account}/watchlists", {"name": "w", "symbols": ["MSFT"]}
    )
    wire = await api.post(f"/v1/accounts/{account}/recipient_banks", RECIPIENT_BANK)
    action = {"type": "cash_dividend", "symbol": "AAPL", "cash": "0.5"}
    announced = await api.post("/simulator/corporate_actions", action)
    now = (await api.get("/simulator"))["now"]
    await api.advance(1)
    ids = {
        "account_id": account,
        "ach_relationship_id": bank["id"],
        "order_id": resting["id"],
        "client_order_id": "mine",
        "journal_id": journal["id"],
        "watchlist_id": watchlist["id"],
        "bank_id": wire["id"],
        "announcement_id": announced["id"],
        "activity_type": "FILL",
        "symbol": "AAPL",
        "symbols": "AAPL,MSFT",
        "symbol_or_asset_id": "AAPL",
        "symbol_or_contract_id": "AAPL",
        "market": "NYSE",
        "loc": "us",
        "timeframe": "1Min",
        "ca_types": "dividend,split",
        "since": "2026-01-01",
        "until": "2026-02-28",
    }
    return World(api, ids, now)


DOCUMENT: Json = {
    "document_type": "identity_verification",
    "content": "YSBwaWN0dXJl",
    "mime_type": "image/png",
}
RECIPIENT_BANK: Json = {
    "name": "Pond Bank",
    "bank_code": "121000358",
    "bank_code_type": "ABA",
    "account_number": "123456789",
}


def names_it(refusal: httpx.Response, name: str) -> bool:
    """Whether a refusal is about the field, or about a part or the whole of it."""
    if refusal.status_code not in (400, 403, 404, 422):
        return False
    field: str = refusal.json().get("field") or ""
    return field != "" and (f"{field}.".startswith(f"{name}.") or name.startswith(f"{field}."))


async def test_s9_no_documented_query_parameter_is_ignored(world: World) -> None:
    api = world.api
    ignored, parameters = [], 0
    for one in served(await api.get("/openapi.json")):
        names = [one.name for one in one.documented.parameters if one.place == "query"]
        if not names:
            continue
        path, query, method = world.path(one), world.query(one), one.documented.method
        plain = None
        if method == "GET":
            plain = await api.client.get(path, params=query)
            assert plain.status_code == 200, f"{one}: {plain.text}"
        for name in names:
            parameters += 1
            # The end of a stream is by the same kind of cursor as its beginning.
            others = {} if name.startswith("until_") else query
            odd = ODD_QUERY.get(name, ODD)
            found = await api.client.request(method, path, params=others | {name: odd})
            has_effect = plain is not None and found.content != plain.content
            has_effect = has_effect and found.status_code in (200, 404)
            if not has_effect and not names_it(found, name):
                ignored.append(f"{one} {name}: {found.text[:90]}")
    print(f"{parameters} query parameters")
    assert not ignored, "\n".join(ignored)
    assert parameters > 200


async def test_s5_no_documented_field_of_a_body_is_lost(world: World) -> None:
    lost, unnoticed, fields = [], set(), 0
    for one in served(await world.api.get("/openapi.json")):
        for field in body_fields(one.documented):
            fields += 1
            if answer := await unnoticed_answer(world, one, field):
                unnoticed.add(key := f"{one} {'.'.join(field)}")
                if key not in WITHOUT_EFFECT:
                    lost.append(f"{key}: {answer.status_code} {answer.text[:120]}")
    print(f"{fields} fields, {len(unnoticed)} without an effect")
    assert not lost, "\n".join(lost)
    assert unnoticed == WITHOUT_EFFECT.keys()
    assert fields > 450


async def unnoticed_answer(
    world: World, one: Served, field: tuple[str, ...]
) -> httpx.Response | None:
    """Send a field with an odd value; return the answer if it neither names nor keeps it."""
    operation = one.documented
    odd: Any = ODD if "object" in kinds_at(operation, field) else {ODD: {ODD: 1}}
    answer = None
    # Alone in its object at first: another field of a full one may be at fault.
    examples: list[Any] = [{}, full_example(operation)]
    for example in examples:
        body = with_value(world.body(one), example, field, odd)
        answer = await world.api.client.request(operation.method, world.path(one), json=body)
        if names_it(answer, ".".join(field)):
            return None
        if answer.status_code == 200 and keeps(answer, field, odd):
            return None
    return answer


def keeps(answer: httpx.Response, field: tuple[str, ...], value: Any) -> bool:
    """Whether an answer has the value at the place of the field."""
    found = answer.json()
    for step in field:
        if isinstance(found, list):
            found = found[0] if found else None
        if step != "0":
            found = found.get(step) if isinstance(found, dict) else None
    return bool(found == value)
