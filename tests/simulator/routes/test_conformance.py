"""Alpaca's description of August 2026, held against all that a long life is answered.

The tests of the simulator hold every answer against it as well; this one visits the operations in
one life, and says which of them it has seen.
"""

from typing import Any

from ribbit_tui.simulator.engine.firm.accounts import REWARDS_ACCOUNT, SWEEP_ACCOUNT
from tests.descriptions.description import Json as DescribedJson
from tests.descriptions.description import description, find_operation
from tests.simulator import conformance
from tests.simulator.conftest import Api, Json, Served, application
from tests.simulator.known_differences import KNOWN
from tests.simulator.streaming import listening

TRADING = "/v1/trading/accounts/{account_id}"
STREAMS = (
    "/v1/events/accounts/status",
    "/v1/events/journals/status",
    "/v1/events/nta",
    "/v1/events/transfers/status",
    "/v2/events/funding/status",
    "/v2/events/journals/status",
    "/v2/events/trades",
    "/v2beta1/events/activities",
)
LEAST_MET = 70
"""Operations and streams that the life visits, of those that are described and served."""
PASSPORT: Json = {
    "document_type": "identity_verification",
    "document_sub_type": "passport",
    "content": "/9j/Cg==",
    "mime_type": "image/jpeg",
}
FAMILY: Json = {
    "context_type": "IMMEDIATE_FAMILY_EXPOSED",
    "given_name": "Tad",
    "family_name": "Pole",
}


async def test_every_answer_of_a_long_life_is_as_described(served: Served) -> None:
    api = await served()
    before = conformance.seen.copy()
    account_id = await onboarded(api)
    await banked(api, account_id)
    await traded(api, account_id)
    await journaled(api, account_id)
    await looked_up(api, account_id)
    await listened(api)
    await refused(api, account_id)
    await api.check_books()
    met = conformance.seen - before
    assert len(met) >= LEAST_MET, sorted(met)


async def onboarded(api: Api) -> str:
    """Apply with all that an application may have, be asked, answer, and become ACTIVE."""
    body = application(
        identity__annual_income_min="1000",
        identity__permanent_resident=True,
        disclosures__immediate_family_exposed=True,
        disclosures__context=[FAMILY],
        trusted_contact={"given_name": "Tad", "family_name": "Pole", "email_address": "t@b.c"},
        documents=[PASSPORT],
    )
    crypto = body["agreements"][0] | {"agreement": "crypto_agreement"}
    body |= {"enabled_assets": ["us_equity", "crypto"]}
    body["agreements"].append(crypto)
    account_id: str = (await api.post("/v1/accounts", body))["id"]
    path = f"/v1/accounts/{account_id}"
    token = await api.client.get(f"{path}/onfido/sdk/tokens")
    assert token.status_code in (200, 422)
    await api.advance(10)
    assert (await api.get(path))["status"] == "ACTIVE"
    await ok(api, "PATCH", path, {"contact": {"city": "Reno"}, "identity": {"visa_type": None}})
    await ok(api, "POST", f"{path}/documents/upload", [PASSPORT])
    await ok(api, "POST", f"{path}/cip", {"provider_name": ["onfido"], "kyc": {"id": "a" * 8}})
    await api.get(f"{path}/cip")
    for parameters in ({}, {"query": "frog"}, {"entities": "contact,identity,documents"}):
        await api.get("/v1/accounts", **parameters)
    return account_id


async def banked(api: Api, account_id: str) -> None:
    """Link a bank, deposit, withdraw, cancel, and wire."""
    path = f"/v1/accounts/{account_id}"
    link = await api.fund(account_id, "20000")
    await api.transfer(account_id, link, "10", "OUTGOING")
    queued = await api.transfer(account_id, link, "11")
    await ok(api, "DELETE", f"{path}/transfers/{queued['id']}")
    bank = await api.post(
        f"{path}/recipient_banks",
        {
            "name": "Pond Bank",
            "bank_code": "121000358",
            "bank_code_type": "ABA",
            "account_number": "123456789",
        },
    )
    await api.advance(5)
    wire = {"transfer_type": "wire", "bank_id": bank["id"], "direction": "OUTGOING"}
    await api.post(f"{path}/transfers", wire | {"amount": "100", "fee_payment_method": "user"})
    await api.advance(10)
    await api.get(f"{path}/transfers")
    await api.get(f"{path}/ach_relationships")
    await api.get(f"{path}/recipient_banks")


async def traded(api: Api, account_id: str) -> None:
    """Order in every way, replace, cancel, hold positions and close them, and watch assets."""
    path = TRADING.format(account_id=account_id)
    prices: list[Json] = [
        {"type": "market", "qty": "3"},
        {"type": "market", "notional": "100.5", "commission": "1"},
        {"type": "limit", "qty": "1", "limit_price": "1", "time_in_force": "gtc"},
        {"type": "stop", "qty": "1", "stop_price": "9000"},
        {"type": "stop_limit", "qty": "1", "stop_price": "9000", "limit_price": "9001"},
        {"type": "trailing_stop", "qty": "1", "trail_percent": "5", "side": "sell"},
        {
            "type": "market",
            "qty": "1",
            "order_class": "bracket",
            "take_profit": {"limit_price": "9000"},
            "stop_loss": {"stop_price": "1"},
            "symbol": "MSFT",
        },
        {"symbol": "BTC/USD", "type": "market", "notional": "50", "time_in_force": "gtc"},
    ]
    orders = []
    for price in prices:
        orders.append(await api.order(account_id, **price))
        await api.advance(3)
    resting = orders[2]
    change = {"limit_price": "2"}
    await ok(api, "PATCH", f"{path}/orders/{resting['id']}", change)
    await api.post(
        f"{path}/orders/estimation",
        {
            "symbol": "AAPL",
            "side": "buy",
            "type": "market",
            "notional": "10",
            "time_in_force": "day",
        },
    )
    for parameters in ({"status": "all"}, {"status": "all", "nested": "true"}):
        await api.get(f"{path}/orders", **parameters)
    await api.get(f"{path}/orders/{orders[6]['id']}", nested="true")
    await api.get(f"{path}/orders:by_client_order_id", client_order_id=orders[0]["client_order_id"])
    await api.get(f"{path}/account")
    await api.get(f"{path}/account/portfolio/history", period="1D", timeframe="15Min")
    await ok(api, "PATCH", f"{path}/account/configurations", {"ptp_no_exception_entry": True})
    await api.get(f"{path}/account")
    await api.get(f"{path}/positions")
    await api.get(f"{path}/positions/AAPL")
    await ok(api, "DELETE", f"{path}/orders/{orders[3]['id']}")
    await ok(api, "DELETE", f"{path}/orders")
    await ok(api, "DELETE", f"{path}/positions/AAPL?qty=1")
    await ok(api, "DELETE", f"{path}/positions")
    await api.advance(5)
    watched = (await api.post(f"{path}/watchlists", {"name": "pond", "symbols": ["AAPL"]}))["id"]
    await api.get(f"{path}/watchlists")
    await api.get(f"{path}/watchlists/{watched}")
    await api.post(f"{path}/watchlists/{watched}", {"symbol": "MSFT"})
    await ok(api, "PUT", f"{path}/watchlists/{watched}", {"name": "lake"})
    await ok(api, "DELETE", f"{path}/watchlists/{watched}/MSFT")
    await ok(api, "DELETE", f"{path}/watchlists/{watched}")


async def journaled(api: Api, account_id: str) -> None:
    """Journal cash and shares, alone and in batches, and cancel one that waits."""
    journal = await api.journal(account_id, "5")
    await api.get(f"/v1/journals/{journal['id']}")
    shares = {
        "entry_type": "JNLS",
        "from_account": REWARDS_ACCOUNT,
        "to_account": account_id,
        "symbol": "AAPL",
        "qty": "0.1",
    }
    await api.post("/v1/journals", shares)
    entry = {"to_account": account_id, "amount": "1"}
    batch = {"entry_type": "JNLC", "from_account": SWEEP_ACCOUNT, "entries": [entry]}
    await api.post("/v1/journals/batch", batch)
    waiting = await api.journal(account_id, "60")
    while (await api.get(f"/v1/journals/{waiting['id']}"))["status"] != "pending":
        await api.advance(0.1)
    await ok(api, "DELETE", f"/v1/journals/{waiting['id']}")
    await api.advance(10)
    await api.get("/v1/journals")


async def looked_up(api: Api, account_id: str) -> None:
    """Read what the market and the firm have: assets, calendars, prices, activities, documents."""
    dividend = {"type": "cash_dividend", "symbol": "AAPL", "cash": "0.5"}
    await ok(api, "POST", "/simulator/corporate_actions", dividend)
    await api.advance(4 * 24 * 60 * 60)
    await ok(api, "POST", f"/simulator/accounts/{account_id}/statements")
    await api.get(f"/v1/accounts/{account_id}/documents")
    await api.get("/v1/accounts/activities", account_id=account_id)
    await api.get("/v1/accounts/activities/FILL")
    await api.get("/v1/accounts/positions")
    await api.get("/v1/assets")
    await api.get("/v1/assets", asset_class="crypto")
    await api.get("/v1/assets/AAPL")
    await api.get("/v1/clock")
    await api.get("/v1/calendar", start="2026-01-01", end="2026-02-01")
    announced: Json = {"ca_types": "dividend", "since": "2026-01-01", "until": "2026-02-01"}
    await api.get("/v1/corporate_actions/announcements", **announced)
    hour: Json = {"start": "2026-01-15T15:00:00Z", "end": "2026-01-15T15:05:00Z"}
    for kind in ("bars", "quotes", "trades"):
        more = {"timeframe": "1Min"} if kind == "bars" else {}
        await api.get(f"/v2/stocks/{kind}", symbols="AAPL,MSFT", limit=5, **hour, **more)
        await api.get(f"/v2/stocks/AAPL/{kind}", limit=5, **hour, **more)
        await api.get(f"/v2/stocks/{kind}/latest", symbols="AAPL")
        await api.get(f"/v2/stocks/AAPL/{kind}/latest")
        await api.get(f"/v1beta3/crypto/us/{kind}", symbols="BTC/USD", limit=5, **hour, **more)
        await api.get(f"/v1beta3/crypto/us/latest/{kind}", symbols="BTC/USD")
    await api.get("/v1beta3/crypto/us/latest/orderbooks", symbols="BTC/USD")
    await api.get("/v1beta3/crypto/us/snapshots", symbols="BTC/USD")
    await api.get("/v2/stocks/snapshots", symbols="AAPL")
    await api.get("/v2/stocks/AAPL/snapshot")


async def listened(api: Api) -> None:
    """Replay every stream: each event is held against its own description."""
    for path in STREAMS:
        bounds = {"since": "2026-01-01", "until": (await api.get("/simulator"))["now"]}
        async with listening(api, path, **bounds) as reader:
            assert await reader.rest(), path


async def refused(api: Api, account_id: str) -> None:
    """Errors have Alpaca's body, whatever is refused."""
    nobody = "00000000-0000-4000-8000-000000000000"
    for status, method, path, body in (
        (404, "GET", f"/v1/accounts/{nobody}", None),
        (422, "POST", "/v1/accounts", {}),
        (403, "POST", f"{TRADING.format(account_id=account_id)}/orders", TOO_MUCH),
        (422, "GET", "/v1/calendar?start=soon", None),
    ):
        options: dict[str, Any] = {} if body is None else {"json": body}
        refusal = await api.refused(status, method, path, **options)
        assert set(refusal) <= {"code", "message", "field"}


TOO_MUCH = {
    "symbol": "AAPL",
    "side": "buy",
    "type": "market",
    "notional": "999999",
    "time_in_force": "day",
}


async def ok(api: Api, method: str, path: str, body: object = None) -> None:
    """Send a request that must succeed; its answer is held against the description."""
    answer = await api.client.request(method, path, json=body)
    assert answer.is_success, (path, answer.text)


def test_the_table_of_differences_names_operations_that_exist() -> None:
    operations = [
        str(operation)
        for name in ("broker", "trading", "market_data")
        for operation in description(name).operations
    ]
    for known in KNOWN:
        assert any(known.covers_operation(one) for one in operations), known
        assert known.reason


def test_what_is_not_described_is_noticed() -> None:
    operation = find_operation("GET", "/v1/clock")
    assert operation is not None
    clock: dict[str, DescribedJson] = {
        "timestamp": "2026-01-15T15:00:00Z",
        "is_open": True,
        "next_open": "2026-01-16T14:30:00Z",
        "next_close": "2026-01-15T21:00:00Z",
    }
    assert conformance.differences(operation, 200, clock) == []
    assert conformance.differences(operation, 200, clock | {"phase": "core"}) == [
        "phase: is not described"
    ]
    assert conformance.differences(operation, 200, clock | {"is_open": None}) == [
        "is_open: None is not of type 'boolean'"
    ]
