"""Received models read everything that Alpaca's description of August 2026 allows, and more.

C2, C3, C3b, C4, C5: what is absent, null, unknown or of another type costs no more than itself.
"""

from dataclasses import dataclass

import pytest
from pydantic import ValidationError

from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.activities import Activity
from ribbit_tui.wire.assets import Asset, Watchlist
from ribbit_tui.wire.cip import Cip
from ribbit_tui.wire.corporate_actions import CorporateActionAnnouncement
from ribbit_tui.wire.documents import Document
from ribbit_tui.wire.events import (
    AccountStatusEvent,
    FundingStatusEvent,
    JournalStatusEvent,
    TradeEvent,
)
from ribbit_tui.wire.funding import AchRelationship, Transfer
from ribbit_tui.wire.journals import Journal
from ribbit_tui.wire.market import CalendarDay, Clock, Snapshot
from ribbit_tui.wire.model import WireModel
from ribbit_tui.wire.onfido import OnfidoToken
from ribbit_tui.wire.orders import Order, OrderCancellation
from ribbit_tui.wire.positions import PortfolioHistory, Position, PositionClosing
from ribbit_tui.wire.recipient_banks import Bank
from ribbit_tui.wire.tolerance import read, read_list
from ribbit_tui.wire.trading_accounts import TradingAccount, TradingConfigurations
from tests.descriptions.description import Json, Schema, description
from tests.descriptions.examples import examples, mutations

ACCOUNT = "/v1/accounts/{account_id}"
TRADING = "/v1/trading/accounts/{account_id}"


@dataclass(frozen=True)
class Read:
    """A model that the client reads, where it is described, and what it cannot do without."""

    model: type[WireModel]
    method: str
    path: str
    essential: str
    status: int = 200
    api: str = "broker"

    @property
    def schema(self) -> Schema:
        """The schema of one item."""
        operation = description(self.api).find(self.method, self.path)
        assert operation is not None, self.path
        schema = operation.response_schema(self.status) or operation.event_schema()
        assert schema is not None, self.path
        resolved = description(self.api).resolved(schema)
        items = resolved.get("items") if resolved.get("type") == "array" else None
        return items if isinstance(items, dict) else schema


READS = [
    Read(Account, "GET", "/v1/accounts", "id status"),
    Read(Account, "GET", ACCOUNT, "id status"),
    Read(Account, "POST", "/v1/accounts", "id status"),
    Read(Account, "PATCH", ACCOUNT, "id status"),
    Read(TradingAccount, "GET", f"{TRADING}/account", "id status"),
    Read(TradingConfigurations, "PATCH", f"{TRADING}/account/configurations", ""),
    Read(AchRelationship, "GET", f"{ACCOUNT}/ach_relationships", "id status"),
    Read(AchRelationship, "POST", f"{ACCOUNT}/ach_relationships", "id status"),
    Read(Bank, "GET", f"{ACCOUNT}/recipient_banks", "id"),
    Read(Transfer, "GET", f"{ACCOUNT}/transfers", "id status amount direction"),
    Read(Transfer, "POST", f"{ACCOUNT}/transfers", "id status amount direction"),
    Read(Journal, "GET", "/v1/journals", "id entry_type from_account to_account status"),
    Read(Journal, "POST", "/v1/journals", "id entry_type from_account to_account status"),
    Read(Order, "GET", f"{TRADING}/orders", "id symbol status"),
    Read(Order, "POST", f"{TRADING}/orders", "id symbol status"),
    Read(OrderCancellation, "DELETE", f"{TRADING}/orders", "id status", status=207),
    Read(PositionClosing, "DELETE", f"{TRADING}/positions", "symbol status", status=207),
    Read(Position, "GET", f"{TRADING}/positions", "symbol qty"),
    Read(PortfolioHistory, "GET", f"{TRADING}/account/portfolio/history", "timestamp equity"),
    Read(Activity, "GET", "/v1/accounts/activities", "id activity_type"),
    Read(Document, "GET", f"{ACCOUNT}/documents", "id"),
    Read(Cip, "GET", f"{ACCOUNT}/cip", ""),
    Read(OnfidoToken, "GET", f"{ACCOUNT}/onfido/sdk/tokens", "token"),
    Read(Clock, "GET", "/v1/clock", "timestamp is_open next_open next_close"),
    Read(CalendarDay, "GET", "/v1/calendar", "date open close"),
    Read(Asset, "GET", "/v1/assets", "id symbol"),
    Read(Watchlist, "GET", f"{TRADING}/watchlists", "id name"),
    Read(
        CorporateActionAnnouncement,
        "GET",
        "/v1/corporate_actions/announcements",
        "id ca_type",
    ),
    Read(Snapshot, "GET", "/v2/stocks/{symbol}/snapshot", "", api="market_data"),
    Read(AccountStatusEvent, "GET", "/v1/events/accounts/status", "event_ulid account_id at"),
    Read(
        JournalStatusEvent, "GET", "/v2/events/journals/status", "event_id journal_id status_to at"
    ),
    Read(
        FundingStatusEvent,
        "GET",
        "/v2/events/funding/status",
        "event_id account_id entity_id entity_type status_to at",
    ),
    Read(TradeEvent, "GET", "/v2/events/trades", "event_id order at"),
]


def label(case: Read) -> str:
    return f"{case.model.__name__}-{case.method}-{case.path}"


@pytest.mark.parametrize("case", READS, ids=label)
def test_a_received_model_requires_only_what_the_app_cannot_do_without(case: Read) -> None:
    required = {
        field.alias or name
        for name, field in case.model.model_fields.items()
        if field.is_required()
    }
    assert required <= set(case.essential.split())


@pytest.mark.parametrize("case", READS, ids=label)
def test_every_documented_answer_is_read_whole(case: Read) -> None:
    for example in examples(case.schema, description(case.api)):
        assert isinstance(example, dict)
        assert description(case.api).faults(case.schema, example) == []
        kept = read(case.model, example).to_wire()
        lost = [name for name in example if name not in kept]
        assert not lost


@pytest.mark.parametrize("case", READS, ids=label)
def test_C_any_optional_field_may_be_absent_null_or_unknown(case: Read) -> None:
    """Lose an item only for an essential field, count it, and keep the others."""
    essential = set(case.essential.split())
    made = 0
    for example in examples(case.schema, description(case.api)):
        for mutation in mutations(example, case.schema, description(case.api)):
            made += 1
            found = read_list(case.model, [mutation.value, example])
            is_lost = found.unreadable == 1
            assert len(found) == 2 - is_lost, mutation
            if mutation.place[0] not in essential:
                assert not is_lost, mutation
    assert made


ACCOUNT_OF_A_FIRM: Json = {
    "id": "1",
    "status": "ACTIVE",
    "identity": {"given_name": None, "family_name": "Firm", "funding_source": None},
    "contact": {"street_address": None, "email_address": "firm@example.com"},
    "disclosures": {"is_control_person": None},
}


def test_C3_a_firm_account_shows_what_it_has() -> None:
    account = read(Account, ACCOUNT_OF_A_FIRM)
    assert account.identity is not None
    assert account.identity.full_name == "Firm"
    assert account.identity.funding_source == []
    assert account.contact is not None
    assert account.contact.email_address == "firm@example.com"


def test_C3_an_item_without_an_id_is_counted_and_the_rest_stays() -> None:
    found = read_list(Account, [{"status": "ACTIVE"}, ACCOUNT_OF_A_FIRM, None, 7])
    assert [account.id for account in found] == ["1"]
    assert found.unreadable == 3


def test_a_list_inside_loses_only_the_item_that_cannot_be_read() -> None:
    contexts = [{"context_type": None}, {"context_type": "AFFILIATE_FIRM"}, {"company_name": "x"}]
    account = read(Account, {"id": "1", "status": "ACTIVE", "disclosures": {"context": contexts}})
    assert account.disclosures is not None
    assert account.disclosures.context is not None
    assert [one.context_type for one in account.disclosures.context] == ["AFFILIATE_FIRM"]


def test_C2_an_event_needs_one_id_of_two() -> None:
    event: dict[str, Json] = {"account_id": "1", "at": "2026-08-03T14:30:00Z"}
    ulid = "01K1QZ8V5A6WJ6XK2N0R3T4Y5Z"
    assert read(AccountStatusEvent, event | {"event_ulid": ulid}).cursor == ulid
    assert read(AccountStatusEvent, event | {"event_id": 7}).cursor == "7"
    assert read(AccountStatusEvent, event | {"event_id": 7, "event_ulid": ulid}).cursor == ulid
    with pytest.raises(ValidationError):
        read(AccountStatusEvent, event)


def test_an_event_without_a_time_has_that_of_its_ulid() -> None:
    event = {"account_id": "1", "event_ulid": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}
    assert read(AccountStatusEvent, event).at.isoformat() == "2016-07-30T23:54:10.259000+00:00"


def test_C5_a_history_without_a_base_is_read() -> None:
    history = read(
        PortfolioHistory,
        {
            "timestamp": [1, 2],
            "equity": [None, 10.5],
            "profit_loss": [0, None],
            "profit_loss_pct": [None, None],
            "base_value": None,
            "timeframe": "1D",
        },
    )
    assert history.equity == [None, 10.5]
    assert history.base_value is None


def test_a_chart_whose_lists_do_not_fit_together_is_not_read() -> None:
    with pytest.raises(ValidationError):
        read(PortfolioHistory, {"timestamp": [1, 2], "equity": [1.0, "x"]})
