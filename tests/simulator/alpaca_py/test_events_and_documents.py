"""Event streams, activities, statements and corporate actions with Alpaca's own client."""

import json
from datetime import date
from pathlib import Path

import pytest
from alpaca.broker.enums import TradeDocumentType
from alpaca.broker.models.documents import TradeDocument
from alpaca.broker.requests import (
    GetAccountActivitiesRequest,
    GetEventsRequest,
    GetTradeDocumentsRequest,
    MarketOrderRequest,
)
from alpaca.trading.enums import ActivityType, CorporateActionType, OrderSide, TimeInForce
from alpaca.trading.models import (
    CorporateActionAnnouncement,
    NonTradeActivity,
    TradeActivity,
)
from alpaca.trading.requests import GetCorporateAnnouncementsRequest

from .conftest import Simulator

SWEEP = "8f8c8cee-2591-4f83-be12-82c659b5e748"

SHARE = MarketOrderRequest(symbol="AAPL", qty=1, side=OrderSide.BUY, time_in_force=TimeInForce.DAY)


@pytest.fixture(scope="module")
def account_id(simulator: Simulator) -> str:
    """Open and fund an account, journal cash to it and buy a share; return its id."""
    account_id = simulator.funded_account()
    journal = {"from_account": SWEEP, "to_account": account_id, "entry_type": "JNLC"}
    simulator.http.post("/v1/journals", json=journal | {"amount": "5"}).raise_for_status()
    simulator.broker.submit_order_for_account(
        account_id,
        SHARE,
    )
    simulator.advance(2)
    return account_id


def test_streams(simulator: Simulator, account_id: str) -> None:
    broker = simulator.broker
    for stream, told in (
        (broker.get_account_status_events, "status_to"),
        (broker.get_journal_events, "status_to"),
        (broker.get_transfer_events, "status_to"),
        (broker.get_non_trading_activity_events, "entry_type"),
    ):
        first = next(iter(stream(GetEventsRequest(since_id=0))))
        event = json.loads(first)
        assert isinstance(event["event_id"], int)
        assert event[told]


def test_the_v1_stream_of_trades_is_one_of_the_older_version(older: Simulator) -> None:
    account_id = older.funded_account()
    older.broker.submit_order_for_account(account_id, SHARE)
    older.advance(2)
    event = json.loads(next(iter(older.broker.get_trade_events(GetEventsRequest(since_id=0)))))
    assert isinstance(event["event_id"], int)
    assert (event["event"], event["order"]["symbol"]) == ("new", "AAPL")


def test_activities_are_read_to_the_end(simulator: Simulator, account_id: str) -> None:
    found = simulator.broker.get_account_activities(
        GetAccountActivitiesRequest(account_id=account_id, page_size=2)
    )
    kinds = [activity.activity_type for activity in found]
    assert kinds == [ActivityType.FILL, ActivityType.JNLC, ActivityType.CSD]
    assert isinstance(found[0], TradeActivity)
    assert isinstance(found[1], NonTradeActivity)
    only = simulator.broker.get_account_activities(
        GetAccountActivitiesRequest(account_id=account_id, activity_types=[ActivityType.CSD])
    )
    assert [activity.net_amount for activity in only] == [10_000]


def test_statements_and_confirmations(
    simulator: Simulator, account_id: str, tmp_path: Path
) -> None:
    simulator.advance(35 * 24 * 3600)
    documents = simulator.broker.get_trade_documents_for_account(account_id)
    assert all(isinstance(document, TradeDocument) for document in documents)
    kinds = {document.type for document in documents}
    assert kinds == {TradeDocumentType.ACCOUNT_STATEMENT, TradeDocumentType.TRADE_CONFIRMATION}
    statements = simulator.broker.get_trade_documents_for_account(
        account_id, GetTradeDocumentsRequest(type=TradeDocumentType.ACCOUNT_STATEMENT)
    )
    one = simulator.broker.get_trade_document_for_account_by_id(account_id, statements[0].id)
    assert one == statements[0]
    path = tmp_path / "statement.pdf"
    simulator.broker.download_trade_document_for_account_by_id(
        account_id, statements[0].id, str(path)
    )
    assert path.read_bytes().startswith(b"%PDF-")


def test_corporate_action_announcements(simulator: Simulator) -> None:
    action = {
        "type": "cash_dividend",
        "symbol": "AAPL",
        "cash": "0.25",
        "ex_date": "2026-05-08",
        "payable_date": "2026-05-15",
    }
    simulator.http.post("/simulator/corporate_actions", json=action).raise_for_status()
    found = simulator.broker.get_corporate_announcements(
        GetCorporateAnnouncementsRequest(
            ca_types=[CorporateActionType.DIVIDEND],
            since=date(2026, 4, 1),
            until=date(2026, 6, 1),
            symbol="AAPL",
        )
    )
    assert all(isinstance(each, CorporateActionAnnouncement) for each in found)
    ours = [each for each in found if each.cash == 0.25]
    assert [each.payable_date for each in ours] == [date(2026, 5, 15)]
    assert simulator.broker.get_corporate_announcement_by_id(ours[0].id) == ours[0]
