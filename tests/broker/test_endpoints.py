"""Tests of every call: path, body and result."""

import base64
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from ribbit_tui import __version__
from ribbit_tui.broker import errors
from ribbit_tui.broker.client import Broker
from ribbit_tui.wire.account_changes import AccountChange, ContactChange, IdentityChange
from ribbit_tui.wire.account_options import TradingConfigurationsChange
from ribbit_tui.wire.accounts import AccountCreation
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.documents import DocumentType, DocumentUpload
from ribbit_tui.wire.funding import (
    AchRelationshipCreation,
    TransferCreation,
    TransferDirection,
)
from ribbit_tui.wire.funding_controls import JournalDecision
from ribbit_tui.wire.journals import JournalCreation, JournalStatus
from ribbit_tui.wire.onfido import OnfidoOutcome, OnfidoOutcomeUpdate, OnfidoPlatform
from ribbit_tui.wire.orders import OrderCreation
from tests.wire.samples import NOON, account, bank, journal, order, transfer

from .support import ACCOUNT, KEY, SECRET, Script, refusal, response

Call = Callable[[Broker], Awaitable[Any]]
A = ACCOUNT

DOCUMENT = {"id": "d", "name": "", "type": "account_statement", "date": "2024-03-01"}
CONFIGURATIONS = {
    "dtbp_check": "entry",
    "pdt_check": "entry",
    "trade_confirm_email": "all",
    "suspend_trade": False,
    "no_shorting": False,
    "fractional_trading": True,
    "max_margin_multiplier": "1",
    "max_options_trading_level": None,
    "ptp_no_exception_entry": False,
    "disable_overnight_trading": False,
}
CIP = {
    "id": "c",
    "account_id": A,
    "provider_name": ["alloy"],
    "created_at": NOON,
    "updated_at": NOON,
    "kyc": {"approval_status": "approved"},
    "document": {"result": "consider"},
    "photo": None,
    "identity": None,
    "watchlist": None,
}

READS: list[tuple[Call, str, Any]] = [
    (lambda b: b.accounts.get(A), f"/v1/accounts/{A}", account()),
    (lambda b: b.accounts.list(), "/v1/accounts", [account()]),
    (
        lambda b: b.accounts.list(
            query="ada byron", created_after=datetime(2024, 3, 1, tzinfo=UTC), sort="asc"
        ),
        "/v1/accounts?query=ada+byron&created_after=2024-03-01T00%3A00%3A00.000000Z&sort=asc",
        [],
    ),
    (lambda b: b.funding.list_ach_relationships(A), f"/v1/accounts/{A}/ach_relationships", []),
    (
        lambda b: b.funding.list_ach_relationships(A, statuses=("QUEUED", "APPROVED")),
        f"/v1/accounts/{A}/ach_relationships?statuses=QUEUED%2CAPPROVED",
        [bank()],
    ),
    (
        lambda b: b.funding.list_transfers(A, direction=TransferDirection.INCOMING, limit=5),
        f"/v1/accounts/{A}/transfers?direction=INCOMING&limit=5",
        [transfer()],
    ),
    (lambda b: b.journals.get("j/1"), "/v1/journals/j%2F1", journal()),
    (
        lambda b: b.journals.list(status=JournalStatus.EXECUTED, after=date(2024, 3, 1)),
        "/v1/journals?after=2024-03-01&status=executed",
        [journal()],
    ),
    (lambda b: b.trading.get_order(A, "o"), f"/v1/trading/accounts/{A}/orders/o", order()),
    (
        lambda b: b.trading.list_orders(A, status="all", limit=500),
        f"/v1/trading/accounts/{A}/orders?status=all&limit=500",
        [order()],
    ),
    (lambda b: b.trading.list_positions(A), f"/v1/trading/accounts/{A}/positions", []),
    (
        lambda b: b.activities.list(
            account_id=A, activity_types=(ActivityType.CSD, ActivityType.FILL), page_token="t"
        ),
        f"/v1/accounts/activities?account_id={A}&activity_types=CSD%2CFILL&page_token=t",
        [{"id": "x", "account_id": A, "activity_type": "CSD", "net_amount": "1"}],
    ),
    (
        lambda b: b.assets.list(status="active", asset_class=AssetClass.US_EQUITY),
        "/v1/assets?status=active&asset_class=us_equity",
        [],
    ),
    (
        lambda b: b.market_data.calendar(start=date(2024, 3, 1)),
        "/v1/calendar?start=2024-03-01",
        [{"date": "2024-03-01", "open": "09:30", "close": "16:00"}],
    ),
    (
        lambda b: b.documents.list(
            A, start=date(2024, 1, 1), end=date(2024, 3, 1), type=DocumentType.TRADE_CONFIRMATION
        ),
        f"/v1/accounts/{A}/documents?start=2024-01-01&end=2024-03-01&type=trade_confirmation",
        [DOCUMENT],
    ),
    (lambda b: b.documents.list(A), f"/v1/accounts/{A}/documents", []),
    (lambda b: b.documents.get(A, "d/1"), f"/v1/accounts/{A}/documents/d%2F1", DOCUMENT),
    (lambda b: b.kyc.get_cip(A), f"/v1/accounts/{A}/cip", CIP),
    (lambda b: b.kyc.onfido_token(A), f"/v1/accounts/{A}/onfido/sdk/tokens/", {"token": "t"}),
    (
        lambda b: b.kyc.onfido_token(A, referrer="*://*/*", platform=OnfidoPlatform.WEB),
        f"/v1/accounts/{A}/onfido/sdk/tokens/?referrer=%2A%3A%2F%2F%2A%2F%2A&platform=web",
        {"token": "t"},
    ),
    (
        lambda b: b.configurations.get(A),
        f"/v1/trading/accounts/{A}/account/configurations",
        CONFIGURATIONS,
    ),
    (
        lambda b: b.simulator.personas(),
        "/simulator/personas",
        [
            {
                "name": "p",
                "description": "",
                "apply_with": {"identity.family_name": "X"},
                "statuses": ["SUBMITTED"],
                "result_codes": [],
            }
        ],
    ),
    (
        lambda b: b.market_data.clock(),
        "/v1/clock",
        {"timestamp": NOON, "is_open": True, "next_open": NOON, "next_close": NOON},
    ),
]


@pytest.mark.parametrize(("call", "path", "body"), READS)
async def test_a_read(call: Call, path: str, body: Any) -> None:
    script = Script(response(body))
    async with script.broker() as broker:
        result = await call(broker)
    assert script.paths == [f"GET {path}"]
    assert script.requests[0].url.host == "broker.test"
    assert len(result) == len(body) if isinstance(body, list) else result is not None


async def test_every_request_says_who_asks() -> None:
    script = Script(response(account()))
    async with script.broker() as broker:
        await broker.accounts.get(A)
    headers = script.requests[0].headers
    credentials = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
    assert headers["Authorization"] == f"Basic {credentials}"
    assert headers["User-Agent"] == f"ribbit_tui/{__version__}"


async def test_an_account_is_created_with_what_was_set_and_nothing_else() -> None:
    body = {
        "contact": {"email_address": "ada@example.com"},
        "identity": {
            "given_name": "Ada",
            "family_name": "Byron",
            "date_of_birth": "1990-12-10",
            "country_of_tax_residence": "USA",
        },
        "disclosures": {
            "is_control_person": False,
            "is_affiliated_exchange_or_finra": False,
            "is_politically_exposed": False,
            "immediate_family_exposed": False,
        },
    }
    script = Script(response(account()))
    async with script.broker() as broker:
        await broker.accounts.create(AccountCreation.model_validate(body))
    assert script.paths == ["POST /v1/accounts"]
    assert json.loads(script.requests[0].content) == body


async def test_an_account_is_changed_by_what_was_set_and_nulls_are_sent() -> None:
    change = AccountChange(
        contact=ContactChange(city="Reno", unit=None), identity=IdentityChange(given_name="Ada")
    )
    script = Script(response(account()), response(status=204), response(status=202))
    upload = DocumentUpload(document_type="w8ben", content_data={"city": "Reno"})
    async with script.broker() as broker:
        await broker.accounts.change(A, change)
        await broker.accounts.close(A)
        await broker.documents.upload(A, [upload, upload])
    assert script.paths == [
        f"PATCH /v1/accounts/{A}",
        f"POST /v1/accounts/{A}/actions/close",
        f"POST /v1/accounts/{A}/documents/upload",
    ]
    assert json.loads(script.requests[0].content) == {
        "contact": {"city": "Reno", "unit": None},
        "identity": {"given_name": "Ada"},
    }
    assert script.requests[1].content == b""
    document = {"document_type": "w8ben", "content_data": {"city": "Reno"}}
    assert json.loads(script.requests[2].content) == [document, document]


async def test_money_is_exact_both_ways() -> None:
    amount = "12345678901234567.890123456789"
    # A bare JSON number, too, as some of Alpaca's responses have it.
    text = json.dumps(transfer(amount="1234.567")).replace('"1234.567"', amount)
    script = Script(httpx.Response(200, content=text))
    async with script.broker() as broker:
        made = await broker.funding.create_transfer(
            A, TransferCreation(transfer_type="ach", amount=Decimal(amount), direction="INCOMING")
        )
    assert json.loads(script.requests[0].content)["amount"] == amount
    assert made.amount == Decimal(amount)


async def test_the_other_writes() -> None:
    link = AchRelationshipCreation(
        account_owner_name="Ada",
        bank_account_type="CHECKING",
        bank_account_number="123",
        bank_routing_number="121000358",
    )
    cash = JournalCreation(entry_type="JNLC", from_account="f", to_account="t", amount="0.10")
    buy = OrderCreation(
        symbol="A",
        notional="5",
        side="buy",
        type="market",
        time_in_force="day",
        client_order_id="c",
    )
    script = Script(response(bank()), response(journal()), response(order()), response(status=204))
    async with script.broker() as broker:
        await broker.funding.create_ach_relationship(A, link)
        await broker.journals.create(cash, idempotency_key="k")
        await broker.trading.create_order(A, buy)
        await broker.funding.delete_ach_relationship(A, "b")
        await broker.funding.cancel_transfer(A, "t")
        await broker.trading.cancel_order(A, "o")
        script.then(response([{"id": "o", "status": 200, "body": order()}], 207))
        assert (await broker.trading.cancel_all_orders(A))[0].id == "o"
        script.then(response([{"symbol": "A", "status": 422, "body": {"message": "no"}}], 207))
        assert (await broker.trading.close_all_positions(A))[0].status == 422
        script.then(response(CONFIGURATIONS))
        await broker.configurations.change(A, TradingConfigurationsChange(suspend_trade=True))
        script.then(response({"outcome": "USER_COMPLETED", "reason": None}))
        completed = OnfidoOutcomeUpdate(outcome=OnfidoOutcome.USER_COMPLETED, token="t")
        await broker.kyc.set_onfido_outcome(A, completed)
        script.then(response(DOCUMENT))
        await broker.simulator.make_statement(A)
        script.then(response(journal(status="refused")))
        decided = await broker.simulator.decide_journal("j", JournalDecision(status="refused"))
        assert decided.status == "refused"
    assert script.paths == [
        f"POST /v1/accounts/{A}/ach_relationships",
        "POST /v1/journals",
        f"POST /v1/trading/accounts/{A}/orders",
        f"DELETE /v1/accounts/{A}/ach_relationships/b",
        f"DELETE /v1/accounts/{A}/transfers/t",
        f"DELETE /v1/trading/accounts/{A}/orders/o",
        f"DELETE /v1/trading/accounts/{A}/orders",
        f"DELETE /v1/trading/accounts/{A}/positions",
        f"PATCH /v1/trading/accounts/{A}/account/configurations",
        f"PATCH /v1/accounts/{A}/onfido/sdk/",
        f"POST /simulator/accounts/{A}/statements",
        "POST /simulator/journals/j/status",
    ]
    assert json.loads(script.requests[11].content) == {"status": "refused"}
    assert json.loads(script.requests[8].content) == {"suspend_trade": True}
    assert json.loads(script.requests[9].content) == {"outcome": "USER_COMPLETED", "token": "t"}
    assert json.loads(script.requests[1].content)["amount"] == "0.10"
    assert json.loads(script.requests[2].content)["notional"] == "5"
    assert "Idempotency-Key" not in script.requests[0].headers


async def test_snapshots_come_from_the_data_host_in_limited_batches() -> None:
    def some(request: httpx.Request) -> httpx.Response:
        symbols = request.url.params["symbols"].split(",")
        trade = {"latestTrade": {"t": NOON, "p": 101.1, "s": 3}}
        return response({symbol: None if symbol == "S3" else trade for symbol in symbols})

    script = Script(some)
    async with script.broker() as broker:
        assert await broker.market_data.snapshots([]) == {}
        found = await broker.market_data.snapshots([f"S{number}" for number in range(450)])
    assert len(script.requests) == 3
    assert {request.url.host for request in script.requests} == {"data.test"}
    assert len(found) == 449
    assert "S3" not in found
    trade = found["S0"].latest_trade
    assert trade is not None
    assert trade.price == Decimal("101.1")


async def test_B4_prices_of_pairs_come_from_the_data_host_within_their_snapshots() -> None:
    found = {"BTC/USD": {"latestTrade": {"t": NOON, "p": 61234.5, "s": 0.1}}, "ETH/USD": "?"}
    script = Script(response({"snapshots": found}), response(found))
    async with script.broker() as broker:
        snapshots = await broker.market_data.crypto_snapshots(["BTC/USD", "ETH/USD"])
        with pytest.raises(errors.UnreadableResponseError):
            await broker.market_data.crypto_snapshots(["BTC/USD"])
    url = script.requests[0].url
    assert (url.host, url.path) == ("data.test", "/v1beta3/crypto/us/snapshots")
    assert url.params["symbols"] == "BTC/USD,ETH/USD"
    assert list(snapshots) == ["BTC/USD"]
    trade = snapshots["BTC/USD"].latest_trade
    assert trade is not None
    assert trade.price == Decimal("61234.5")


@pytest.mark.parametrize("name", ["", ".", ".."])
async def test_a_name_that_would_change_the_path_is_not_sent(name: str) -> None:
    script = Script(response(account()))
    async with script.broker() as broker:
        with pytest.raises(ValueError, match="path"):
            await broker.accounts.get(name)
    assert script.requests == []


async def test_a_simulator_says_so() -> None:
    info = {
        "version": "1",
        "pace": "demo",
        "market_hours": "always",
        "seed": 7,
        "clock": "manual",
        "now": NOON,
    }
    script = Script(response(info), response({"now": NOON}))
    async with script.broker() as broker:
        found = await broker.simulator.info()
        await broker.simulator.advance_clock(90)
    assert found is not None
    assert found.seed == 7
    assert script.paths == ["GET /simulator", "POST /simulator/clock/advance"]
    assert json.loads(script.requests[1].content) == {"seconds": 90}


@pytest.mark.parametrize(
    "said", [refusal(404), refusal(401), httpx.Response(200, text="<html>hello</html>")]
)
async def test_any_other_server_is_no_simulator(said: httpx.Response) -> None:
    async with Script(said).broker() as broker:
        assert await broker.simulator.info() is None


@pytest.mark.parametrize("said", [refusal(429), httpx.ConnectError("refused")])
async def test_a_server_that_cannot_be_asked_may_be_a_simulator(
    said: httpx.Response | Exception,
) -> None:
    async with Script(said).broker() as broker:
        with pytest.raises((errors.RateLimitedError, errors.UnavailableError)):
            await broker.simulator.info()


async def test_bars_are_read_page_by_page_until_there_is_no_more() -> None:
    def bar(price: str) -> dict[str, Any]:
        return {"t": NOON, "o": price, "h": price, "l": price, "c": price, "v": 1}

    script = Script(
        response({"bars": {"AAPL": [bar("1")]}, "next_page_token": "more"}),
        response({"bars": {"AAPL": [bar("2"), {"t": NOON}], "MSFT": [bar("3")]}}),
    )
    async with script.broker() as broker:
        start = datetime(2024, 3, 1, tzinfo=UTC)
        found = await broker.market_data.bars(["AAPL", "MSFT"], "1Day", start)
    assert {symbol: [bar.close for bar in bars] for symbol, bars in found.items()} == {
        "AAPL": [Decimal(1), Decimal(2)],
        "MSFT": [Decimal(3)],
    }
    first, second = (request.url for request in script.requests)
    assert (first.host, first.path) == ("data.test", "/v2/stocks/bars")
    assert first.params["symbols"] == "AAPL,MSFT"
    assert first.params["adjustment"] == "split"
    assert "page_token" not in first.params
    assert second.params["page_token"] == "more"


async def test_a_server_whose_pages_never_end_is_left() -> None:
    script = Script(response({"bars": {}, "next_page_token": "more"}))
    async with script.broker() as broker:
        start = datetime(2024, 3, 1, tzinfo=UTC)
        assert await broker.market_data.crypto_bars(["BTC/USD"], "1Day", start) == {}
    assert len(script.requests) == 20
    assert script.requests[0].url.path == "/v1beta3/crypto/us/bars"


async def test_the_history_of_the_equity_is_exact() -> None:
    body = '{"timestamp": [1, 2], "equity": [null, 10.10], "profit_loss": [0, 0.1]}'
    script = Script(httpx.Response(200, content=body))
    async with script.broker() as broker:
        history = await broker.trading.portfolio_history(A, period="1M", timeframe="1H")
    assert history.equity == [None, Decimal("10.10")]
    assert script.requests[0].url.params["pnl_reset"] == "no_reset"
