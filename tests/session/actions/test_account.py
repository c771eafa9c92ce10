"""Changing, furnishing and closing an account: done once, or said truthfully what became of it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from ribbit_tui.session.application.steps.agreements import AcceptedAgreement
from ribbit_tui.session.errors import ActionFailedError, ErrorReport
from ribbit_tui.session.session import Session
from ribbit_tui.session.state import Change
from ribbit_tui.wire.account_changes import AccountChange, ContactChange
from ribbit_tui.wire.account_options import TradingConfigurationsChange
from ribbit_tui.wire.documents import DocumentUpload
from tests.session.support import LENA, Stage, answer, lost, refusal, until
from tests.wire.samples import MAYA, account

ACCOUNT = f"/v1/accounts/{MAYA}"
ORDERS = f"/v1/trading/accounts/{MAYA}/orders"
POSITIONS = f"/v1/trading/accounts/{MAYA}/positions"
CONFIGURATIONS = f"/v1/trading/accounts/{MAYA}/account/configurations"
MOVED = account(contact={"email_address": "maya@example.com", "city": "Reno"})
TO_RENO = AccountChange(contact=ContactChange(city="Reno"))
UPLOAD = DocumentUpload(document_type="address_verification", content="QQ==", mime_type="image/png")
CLOSED = account(status="ACCOUNT_CLOSED")
SWITCHES = {
    "dtbp_check": "entry",
    "pdt_check": "entry",
    "trade_confirm_email": "all",
    "suspend_trade": True,
    "no_shorting": False,
    "fractional_trading": True,
    "max_margin_multiplier": "1",
    "max_options_trading_level": None,
    "ptp_no_exception_entry": False,
    "disable_overnight_trading": False,
}


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


async def failure(action: Awaitable[object]) -> ErrorReport:
    with pytest.raises(ActionFailedError) as failed:
        await action
    return failed.value.report


async def test_a_change_is_shown_at_once(stage: Stage) -> None:
    async with stage.running():
        stage.broker.accounts[MAYA] = MOVED
        await stage.session.account_actions.change_account(TO_RENO)
        assert stage.state.account is not None
        assert stage.state.account.contact is not None
        assert stage.state.account.contact.city == "Reno"
        assert stage.broker.bodies(f"PATCH {ACCOUNT}") == [{"contact": {"city": "Reno"}}]


Act = Callable[[Session], Awaitable[object]]


def change(session: Session) -> Awaitable[object]:
    return session.account_actions.change_account(TO_RENO)


def upload(session: Session) -> Awaitable[object]:
    return session.account_actions.upload_documents([UPLOAD])


def close(session: Session) -> Awaitable[object]:
    return session.account_actions.close_account()


WITH_DOCUMENT = account(documents=[{"id": "d", "document_type": "address_verification"}])
LOOKED_AT = pytest.mark.parametrize(
    ("call", "act", "done"),
    [
        (f"PATCH {ACCOUNT}", change, MOVED),
        (f"POST {ACCOUNT}/documents/upload", upload, WITH_DOCUMENT),
        (f"POST {ACCOUNT}/actions/close", close, CLOSED),
    ],
    ids=["change", "upload", "close"],
)


@LOOKED_AT
async def test_after_a_lost_answer_what_was_done_is_found(
    stage: Stage, call: str, act: Act, done: dict[str, object]
) -> None:
    async with stage.running():

        async def done_but_lost(request: httpx.Request) -> httpx.Response:
            stage.broker.accounts[MAYA] = done
            raise lost()

        stage.broker.next(call, done_but_lost)
        await act(stage.session)
        assert len(stage.broker.sent(call)) == 1


@LOOKED_AT
async def test_F1_after_a_lost_answer_what_is_not_there_yet_is_said(
    stage: Stage, call: str, act: Act, done: dict[str, object]
) -> None:
    async with stage.running():
        stage.broker.next(call, lost())
        assert "Do not send it again" in (await failure(act(stage.session))).remedy
        stage.broker.next(f"GET {ACCOUNT}", *[refusal(503)] * 4)
        assert "not sent again" in (await failure(act(stage.session))).remedy
        assert len(stage.broker.sent(call)) == 1


async def test_a_refusal_names_its_field(stage: Stage) -> None:
    async with stage.running():
        stage.broker.next(f"PATCH {ACCOUNT}", refusal(422, "no", field="contact.city"))
        assert (await failure(change(stage.session))).field == "contact.city"


async def test_crypto_is_asked_for_with_its_agreement(stage: Stage) -> None:
    accepted = AcceptedAgreement(
        "crypto_agreement", datetime(2026, 1, 15, tzinfo=UTC), "203.0.113.7", "r"
    )
    async with stage.running():
        await stage.session.account_actions.enable_crypto(accepted)
    (body,) = stage.broker.bodies(f"PATCH {ACCOUNT}")
    assert body["enabled_assets"] == ["us_equity", "crypto"]
    assert body["agreements"][0]["signed_at"] == "2026-01-15T00:00:00.000000Z"


async def test_what_could_not_be_sold_is_named(stage: Stage) -> None:
    refused = {"symbol": "HALT", "status": 403, "body": {"message": "no"}}
    async with stage.running():
        stage.broker.next(f"DELETE {POSITIONS}", answer([refused], 207))
        report = await failure(stage.session.trading_actions.sell_all_positions())
        assert "HALT: no" in report.detail


async def test_C4_an_order_that_could_not_be_canceled_is_told_with_the_reason(stage: Stage) -> None:
    refused = {"code": 40410000, "message": "order not found"}
    results = [{"id": "1", "status": 200}, {"id": "2", "status": 404, "body": refused}]
    async with stage.running():
        stage.broker.next(f"DELETE {ORDERS}", answer(results, 207))
        report = await failure(stage.session.trading_actions.cancel_all_orders())
        assert report.detail == "1 of 2 could not be canceled: order not found."
        closed = [{"symbol": "AAPL", "status": 200, "body": None}, {"symbol": "F", "status": 500}]
        stage.broker.next(f"DELETE {POSITIONS}", answer(closed, 207))
        report = await failure(stage.session.trading_actions.sell_all_positions())
        assert report.detail == "1 of 2 could not be sold: F."


async def test_parts_are_read_only_while_they_are_shown(stage: Stage) -> None:
    async with stage.running():
        assert not stage.broker.sent(f"GET {CONFIGURATIONS}")
        stage.broker.next(f"GET {CONFIGURATIONS}", answer(SWITCHES))
        stage.session.track_parts("account", Change.CONFIGURATIONS | Change.CIP)
        await until(lambda: stage.state.has(Change.CONFIGURATIONS | Change.CIP))
        assert stage.state.configurations is not None
        assert stage.state.cip is None, "that nobody has checked is no trouble"
        assert stage.state.load_error == ""
        stage.session.track_parts("account", Change(0))
        stage.session.open_customer(LENA)
        await until(lambda: stage.state.account is not None)
        assert stage.state.configurations is None
        assert len(stage.broker.sent(f"GET {CONFIGURATIONS}")) == 1


async def test_a_switch_is_shown_as_the_server_has_it(stage: Stage) -> None:
    async with stage.running():
        wanted = TradingConfigurationsChange(suspend_trade=True)
        stage.broker.next(f"PATCH {CONFIGURATIONS}", answer(SWITCHES))
        await stage.session.account_actions.configure(wanted)
        assert stage.state.configurations is not None
        assert stage.state.configurations.suspend_trade
        stage.broker.next(f"PATCH {CONFIGURATIONS}", lost())
        assert (await failure(stage.session.account_actions.configure(wanted))).remedy


async def test_a_customer_that_was_found_is_kept(stage: Stage) -> None:
    async with stage.running(None):
        found = await stage.session.customer_actions.find_customers("  maya \t oka ", "ACTIVE")
        stage.session.customer_actions.save_customer(found[0])
    kept = stage.customers.get(found[0].id)
    assert kept is not None
    assert kept.name == "Maya Okafor"
    (asked,) = stage.broker.sent("GET /v1/accounts")
    assert dict(asked.url.params) == {
        "query": "maya oka",
        "status": "ACTIVE",
        "sort": "desc",
        "entities": "contact,identity",
    }


async def test_C1_configurations_of_2026_are_read_as_sent(stage: Stage) -> None:
    sent = {"no_shorting": False, "suspend_trade": True, "ptp_no_exception_entry": "deny"}
    async with stage.running():
        stage.broker.next(f"GET {CONFIGURATIONS}", answer(sent))
        stage.session.track_parts("account", Change.CONFIGURATIONS)
        await until(lambda: stage.state.configurations is not None)
        assert stage.state.configurations is not None
        assert stage.state.configurations.model_fields_set == set(sent)


async def test_C3b_what_cannot_be_read_in_a_list_is_counted(stage: Stage) -> None:
    good = {"symbol": "AAPL", "qty": "1", "market_value": None}
    async with stage.running():
        stage.broker.next(f"GET {POSITIONS}", answer([{"symbol": "F"}, good]))
        stage.session.store.mark_stale(Change.POSITIONS)
        await until(lambda: "AAPL" in stage.state.positions)
        assert stage.state.unreadable == {Change.POSITIONS: 1}
        stage.broker.next(f"GET {POSITIONS}", answer([good]))
        stage.session.store.mark_stale(Change.POSITIONS)
        await until(lambda: not stage.state.unreadable)
