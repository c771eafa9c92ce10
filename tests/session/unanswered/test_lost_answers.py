"""F1: after a lost answer nothing is sent a second time, and what became of it is told."""

import asyncio
import json
import stat
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path

import pytest

from ribbit_tui.session.errors import ActionFailedError
from ribbit_tui.session.state import Change, Server
from ribbit_tui.session.stores.customers import Customer, WelcomeGift
from ribbit_tui.session.trading.ticket import OrderTicket, TicketReview, Unit, review_ticket
from ribbit_tui.session.unanswered.sender import WriteSender
from ribbit_tui.session.unanswered.store import UnansweredWriteStore
from ribbit_tui.session.unanswered.tracker import UnansweredWrites
from ribbit_tui.session.unanswered.writes import ARRIVAL_WINDOW, UnansweredError
from ribbit_tui.wire.account_changes import AccountChange
from ribbit_tui.wire.account_options import TradingConfigurationsChange
from ribbit_tui.wire.documents import DocumentUpload
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    Transfer,
    TransferDirection,
)
from ribbit_tui.wire.orders import Order, OrderSide
from tests.session.actions.test_account import SWITCHES
from tests.session.support import (
    FUNDING,
    LENA,
    NOW,
    TRADES,
    Stage,
    answer,
    application,
    asset,
    bank_event,
    lost,
    position,
    refusal,
    snapshot,
    state_of,
    trade_event,
    transfer_event,
    until,
)
from tests.wire.samples import MAYA, Json, account, bank, order, transfer

TRANSFERS = f"/v1/accounts/{MAYA}/transfers"
BANKS = f"/v1/accounts/{MAYA}/ach_relationships"
ORDERS = f"/v1/trading/accounts/{MAYA}/orders"
FIND_ORDER = f"GET {ORDERS}:by_client_order_id"
BANK = AchRelationship.model_validate(bank())
LINK = AchRelationshipCreation(
    account_owner_name="Maya Okafor",
    bank_account_type="CHECKING",
    bank_account_number="12345678",
    bank_routing_number="121000358",
)
UPLOAD = DocumentUpload(document_type="w8ben", content="eA==", mime_type="x/y")
WINDOW = ARRIVAL_WINDOW.total_seconds()

Act = Callable[[Stage, bool], Awaitable[object]]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def ticket(amount: str = "0.42", side: OrderSide = OrderSide.BUY) -> TicketReview:
    state = state_of(assets=(asset(),), positions=(position(),), prices={"AAPL": "200"})
    return review_ticket(OrderTicket("AAPL", side, Unit.SHARES, amount), state)


async def deposit(stage: Stage, amount: str = "100", *, again: bool = False) -> Transfer:
    return await stage.session.funding_actions.transfer(
        BANK, Decimal(amount), TransferDirection.INCOMING, again=again
    )


async def withdraw(stage: Stage, again: bool) -> Transfer:
    return await stage.session.funding_actions.transfer(
        BANK, Decimal(100), TransferDirection.OUTGOING, again=again
    )


async def buy(stage: Stage, amount: str = "0.42") -> Order:
    return await stage.session.trading_actions.place_order(ticket(amount))


async def unanswered(action: Awaitable[object]) -> UnansweredError:
    with pytest.raises(UnansweredError) as failed:
        await action
    return failed.value


async def lose(stage: Stage, call: str, action: Awaitable[object]) -> UnansweredError:
    """Send a write whose response gets lost, with those of all its attempts."""
    stage.broker.next(call, *[lost()] * (4 if call == f"POST {ORDERS}" else 1))
    return await unanswered(action)


ONE_OF_A_KIND = pytest.mark.parametrize(
    ("call", "act"),
    [
        (f"POST {TRANSFERS}", lambda stage, again: deposit(stage, again=again)),
        (f"POST {TRANSFERS}", withdraw),
        (f"POST {BANKS}", lambda s, again: s.session.funding_actions.link_bank(LINK, again=again)),
        (
            "POST /v1/accounts",
            lambda s, again: s.session.customer_actions.submit_application(
                application("new@example.com"), draft_id="draft-1", again=again
            ),
        ),
        (
            f"DELETE /v1/trading/accounts/{MAYA}/positions",
            lambda s, again: s.session.trading_actions.sell_all_positions(again=again),
        ),
        (
            f"POST /v1/accounts/{MAYA}/documents/upload",
            lambda s, again: s.session.account_actions.upload_documents([UPLOAD], again=again),
        ),
    ],
    ids=["deposit", "withdrawal", "bank", "application", "sale of all", "document"],
)


@ONE_OF_A_KIND
async def test_F1_while_the_first_may_arrive_there_is_no_second(
    stage: Stage, call: str, act: Act
) -> None:
    async with stage.running():
        first = await lose(stage, call, act(stage, False))
        assert "Do not send it again" in first.report.remedy
        stage.clock.advance(WINDOW - 1)
        for again in (False, True):
            second = await unanswered(act(stage, again))
            assert not second.can_be_repeated
            assert "It may still arrive" in second.report.detail
            assert "safe" not in f"{second.report}"
        assert len(stage.broker.sent(call)) == 1


@ONE_OF_A_KIND
async def test_F1_what_is_not_expected_any_more_is_sent_again_only_if_the_user_wants_it(
    stage: Stage, call: str, act: Act
) -> None:
    async with stage.running():
        await lose(stage, call, act(stage, False))
        stage.clock.advance(WINDOW)
        asked = await unanswered(act(stage, False))
        assert asked.can_be_repeated
        assert "it happens twice" in asked.report.remedy
        assert len(stage.broker.sent(call)) == 1
        stage.broker.next(call, answer([], 207) if call.startswith("DELETE") else lost())
        if call.startswith("DELETE"):
            await act(stage, True)
        else:
            await unanswered(act(stage, True))
        assert len(stage.broker.sent(call)) == 2


@ONE_OF_A_KIND
async def test_F1_without_a_look_nothing_is_sent_again(stage: Stage, call: str, act: Act) -> None:
    reads = {
        f"POST {TRANSFERS}": f"GET {TRANSFERS}",
        f"POST {BANKS}": f"GET {BANKS}",
        "POST /v1/accounts": "GET /v1/accounts",
        f"DELETE /v1/trading/accounts/{MAYA}/positions": f"GET {ORDERS}",
        f"POST /v1/accounts/{MAYA}/documents/upload": f"GET /v1/accounts/{MAYA}",
    }
    async with stage.running():
        await lose(stage, call, act(stage, False))
        stage.clock.advance(WINDOW)
        stage.broker.next(reads[call], *[lost()] * 4)
        failed = await unanswered(act(stage, True))
        assert not failed.can_be_repeated
        assert "cannot be seen" in failed.report.detail
        assert len(stage.broker.sent(call)) == 1


CHANGE = AccountChange.model_validate({"contact": {"city": "Reno"}})
HARMLESS: list[tuple[str, Act]] = [
    (
        f"DELETE {TRANSFERS}/transfer-1",
        lambda s, again: s.session.funding_actions.cancel_transfer(
            Transfer.model_validate(transfer()), again=again
        ),
    ),
    (
        f"DELETE {BANKS}/bank-1",
        lambda s, again: s.session.funding_actions.unlink_bank(BANK, again=again),
    ),
    (
        f"DELETE {ORDERS}/order-1",
        lambda s, again: s.session.trading_actions.cancel_order(
            Order.model_validate(order(status="new")), again=again
        ),
    ),
    (
        f"DELETE {ORDERS}",
        lambda s, again: s.session.trading_actions.cancel_all_orders(again=again),
    ),
    (
        f"PATCH /v1/accounts/{MAYA}",
        lambda s, again: s.session.account_actions.change_account(CHANGE, again=again),
    ),
    (
        f"PATCH /v1/trading/accounts/{MAYA}/account/configurations",
        lambda s, again: s.session.account_actions.configure(
            TradingConfigurationsChange(suspend_trade=True), again=again
        ),
    ),
    (
        f"POST /v1/accounts/{MAYA}/actions/close",
        lambda s, again: s.session.account_actions.close_account(again=again),
    ),
]


@pytest.mark.parametrize(("call", "act"), HARMLESS, ids=[call for call, _ in HARMLESS])
async def test_F1_what_does_no_harm_twice_is_looked_for_and_asked_about_first(
    stage: Stage, call: str, act: Act
) -> None:
    stage.broker.banks, stage.broker.transfers = [bank()], [transfer()]
    stage.broker.orders[MAYA] = [order(status="new")]
    switches = SWITCHES | {"suspend_trade": False}
    path = f"GET /v1/trading/accounts/{MAYA}/account/configurations"
    async with stage.running():
        stage.broker.next(path, *[answer(switches) for _ in range(9)])
        await lose(stage, call, act(stage, False))
        asked = await unanswered(act(stage, False))
        assert asked.can_be_repeated
        assert "has looked just now" in asked.report.detail
        assert len(stage.broker.sent(call)) == 1
        stage.broker.next(call, lost())
        await unanswered(act(stage, True))
        assert len(stage.broker.sent(call)) == 2


async def test_F1_a_late_deposit_is_told_by_its_event_and_then_another_may_follow(
    stage: Stage,
) -> None:
    async with stage.running():
        await lose(stage, f"POST {TRANSFERS}", deposit(stage))
        stage.broker.transfers = [transfer("transfer-1", amount="100.00")]
        stage.broker.feed(FUNDING).send(transfer_event(1, "", "QUEUED"))
        await until(lambda: stage.titles)
        assert stage.titles == ["The deposit of $100.00 has arrived"]
        assert stage.session.unanswered.lost(MAYA) == []
        assert list(stage.state.transfers) == ["transfer-1"]
        assert (await deposit(stage)).id == "transfer-new"
        assert len(stage.broker.sent(f"POST {TRANSFERS}")) == 2


async def test_F1_a_late_deposit_is_told_by_a_look(stage: Stage) -> None:
    async with stage.running():
        await lose(stage, f"POST {TRANSFERS}", deposit(stage))
        stage.broker.transfers = [transfer("transfer-1", amount="100.00")]
        stage.session.unanswered.look_now()
        await until(lambda: stage.titles)
        assert stage.titles == ["The deposit of $100.00 has arrived"]
        await until(lambda: "transfer-1" in stage.state.transfers)


async def test_F1_sending_it_again_after_it_arrived_sends_nothing_and_tells(stage: Stage) -> None:
    async with stage.running():
        await lose(stage, f"POST {TRANSFERS}", deposit(stage))
        stage.broker.transfers = [transfer("transfer-1", amount="100.00")]
        assert (await deposit(stage)).id == "transfer-1"
        assert len(stage.broker.sent(f"POST {TRANSFERS}")) == 1
        assert stage.titles == ["The deposit of $100.00 has arrived"]


async def test_F1_a_second_deposit_is_not_taken_for_the_lost_one(stage: Stage) -> None:
    async with stage.running():
        first = await lose(stage, f"POST {TRANSFERS}", deposit(stage))
        stage.clock.advance(WINDOW)
        second = transfer("transfer-new", amount="100")
        stage.broker.next(f"POST {TRANSFERS}", answer(second))
        await deposit(stage, again=True)
        stage.broker.transfers = [second]
        stage.session.unanswered.look_now()
        await until(lambda: stage.broker.sent(f"GET {TRANSFERS}"))
        await until(stage.is_quiet)
        assert stage.session.unanswered.get(first.write.key) is not None
        stage.broker.transfers = [second, transfer("transfer-late", amount="100")]
        stage.session.store.mark_stale(Change.TRANSFERS)
        await until(lambda: stage.titles)
        assert stage.session.unanswered.lost(MAYA) == []


async def test_F1_another_amount_is_another_deposit(stage: Stage) -> None:
    async with stage.running():
        await lose(stage, f"POST {TRANSFERS}", deposit(stage))
        await deposit(stage, "100.01")
        with pytest.raises(UnansweredError):
            await deposit(stage, "100.00")
        assert [body["amount"] for body in stage.broker.bodies(f"POST {TRANSFERS}")] == [
            "100",
            "100.01",
        ]


async def test_F1_of_two_at_a_time_one_is_sent(stage: Stage) -> None:
    async with stage.running():
        release = stage.broker.hold(f"POST {TRANSFERS}")
        first = asyncio.ensure_future(deposit(stage))
        await until(lambda: stage.broker.sent(f"POST {TRANSFERS}"))
        with pytest.raises(ActionFailedError, match="being sent already"):
            await deposit(stage)
        release.set()
        await first
        assert len(stage.broker.sent(f"POST {TRANSFERS}")) == 1


async def test_F1_a_ticket_sent_again_has_the_same_id(stage: Stage) -> None:
    async with stage.running():
        first = await lose(stage, f"POST {ORDERS}", buy(stage))
        stage.broker.next(f"POST {ORDERS}", *[lost()] * 4)
        again = await unanswered(buy(stage, "0.420"))
        assert again.write.key == first.write.key
        await buy(stage)
        sent = [body["client_order_id"] for body in stage.broker.bodies(f"POST {ORDERS}")]
        assert sent == [first.write.key] * 9
        await buy(stage)
        assert stage.broker.bodies(f"POST {ORDERS}")[-1]["client_order_id"] != first.write.key


async def test_F1_a_ticket_sent_again_after_it_arrived_is_that_order(stage: Stage) -> None:
    """The server refuses the repeated id: the order has arrived between look and repetition."""
    async with stage.running():
        first = await lose(stage, f"POST {ORDERS}", buy(stage))
        there = order("order-late", client_order_id=first.write.key, status="filled")
        stage.broker.next(f"POST {ORDERS}", refusal(422, "client_order_id must be unique"))
        stage.broker.next(FIND_ORDER, refusal(404), answer(there))
        assert (await buy(stage)).id == "order-late"
        assert stage.session.unanswered.lost(MAYA) == []


async def test_F1_an_equal_order_of_another_kind_is_not_sent_while_the_first_may_arrive(
    stage: Stage,
) -> None:
    async with stage.running():
        first = await lose(stage, f"POST {ORDERS}", buy(stage))
        changed = dict(first.write.body) | {"type": "limit", "limit_price": "9"}
        equal = stage.session.trading_actions._describe(ticket())
        other = type(equal)(**{**vars(equal), "body": changed})

        async def never(*_: object) -> None:
            raise AssertionError("sent")

        failed = await unanswered(stage.session._calls.write(other, never, again=True))
        assert not failed.can_be_repeated


async def test_F1_a_refused_repetition_leaves_the_first_one_expected(stage: Stage) -> None:
    async with stage.running():
        first = await lose(stage, f"POST {ORDERS}", buy(stage))
        stage.broker.next(f"POST {ORDERS}", refusal(403, "insufficient buying power"))
        with pytest.raises(ActionFailedError) as refused:
            await buy(stage)
        assert "may still arrive" in refused.value.report.remedy
        assert stage.session.unanswered.get(first.write.key) is not None


async def test_F1_a_late_order_is_told_by_its_event(stage: Stage) -> None:
    async with stage.running():
        first = await lose(stage, f"POST {ORDERS}", buy(stage))
        stage.broker.feed(TRADES).send(
            trade_event(1, "new", client_order_id=first.write.key, status="new")
        )
        await until(lambda: stage.titles)
        assert stage.titles == ["The order to buy 0.42 AAPL has arrived"]


async def test_F1_a_late_bank_link_is_told_by_its_event(stage: Stage) -> None:
    async with stage.running():
        link = stage.session.funding_actions.link_bank
        await lose(stage, f"POST {BANKS}", link(LINK))
        stage.broker.banks = [bank("bank-1", bank_account_number="12345678")]
        stage.broker.feed(FUNDING).send(bank_event(1, "", "QUEUED"))
        await until(lambda: stage.titles)
        assert stage.titles == ["The bank link has arrived"]
        assert (await link(LINK)).id == "bank-new"


@pytest.mark.parametrize(
    ("there", "titles"),
    [
        ([], ["The AAPL order is not open any more"]),
        ([order(status="pending_cancel")], ["The AAPL order is not open any more"]),
        ([order(status="new")], []),
        ([order(f"order-{number}", status="new") for number in range(2, 502)], []),
    ],
    ids=["closed", "being canceled", "open", "too many to tell"],
)
async def test_F1_a_late_cancellation_is_told_once_the_order_is_not_open(
    stage: Stage, there: list[Json], titles: list[str]
) -> None:
    """Whether it was canceled or filled: the order is not claimed to be canceled."""
    stage.broker.orders[MAYA] = [order(status="new")]
    async with stage.running():
        act = HARMLESS[2][1]
        await lose(stage, HARMLESS[2][0], act(stage, False))
        reads = len(stage.broker.sent(f"GET {ORDERS}"))
        stage.broker.next(f"GET {ORDERS}", answer(there))
        stage.session.unanswered.look_now()
        await until(lambda: len(stage.broker.sent(f"GET {ORDERS}")) > reads)
        await until(lambda: stage.titles == titles)
        assert bool(stage.session.unanswered.lost(MAYA)) == (not titles)


async def test_F1_a_late_sale_is_told_by_its_event(stage: Stage) -> None:
    stage.broker.positions[MAYA] = [position("AAPL")]
    stage.broker.snapshots = {"AAPL": snapshot("200")}
    async with stage.running():
        call = f"DELETE /v1/trading/accounts/{MAYA}/positions"
        await lose(stage, call, stage.session.trading_actions.sell_all_positions())
        stage.broker.feed(TRADES).send(trade_event(1, "new", side="sell", status="new"))
        await until(lambda: stage.titles)
        assert stage.titles == ["The sale of all positions has arrived"]


async def apply(stage: Stage, email: str = "new@example.com", *, again: bool = False) -> object:
    return await stage.session.customer_actions.submit_application(
        application(email), draft_id="draft-1", again=again
    )


async def test_F1_a_changed_draft_is_no_other_application(stage: Stage) -> None:
    async with stage.running(None):
        await lose(stage, "POST /v1/accounts", apply(stage))
        await unanswered(apply(stage, "changed@example.com"))
        assert len(stage.broker.sent("POST /v1/accounts")) == 1


async def test_F1_a_late_application_makes_its_customer_and_ends_its_draft(stage: Stage) -> None:
    async with stage.running(None):
        await lose(stage, "POST /v1/accounts", apply(stage))
        new = {"email_address": "New@example.com"}
        stage.broker.accounts["new-1"] = account("new-1", status="SUBMITTED", contact=new)
        stage.session.unanswered.look_now()
        await until(lambda: stage.titles)
        assert stage.titles == ["The application of Maya Okafor has arrived"]
        assert stage.deleted_drafts == ["draft-1"]
        kept = stage.customers.get("new-1")
        assert kept is not None
        assert (kept.email, kept.status) == ("new@example.com", "SUBMITTED")
        assert stage.session.customer_actions.arrived == {"draft-1": "new-1"}


async def test_F1_an_application_refused_because_the_first_arrived_is_that_one(
    stage: Stage,
) -> None:
    async with stage.running(None):
        await lose(stage, "POST /v1/accounts", apply(stage))
        stage.clock.advance(WINDOW)
        there = account("new-1", contact={"email_address": "new@example.com"})
        stage.broker.next("GET /v1/accounts", answer([]), answer([there]))
        stage.broker.next("POST /v1/accounts", refusal(409, "email is taken"))
        await apply(stage, again=True)
        assert stage.state.customer_id == "new-1"


async def test_F1_a_write_that_nobody_waits_for_any_more_is_looked_for(stage: Stage) -> None:
    async with stage.running():
        stage.broker.hold(f"POST {TRANSFERS}")
        sending = asyncio.ensure_future(deposit(stage))
        await until(lambda: stage.broker.sent(f"POST {TRANSFERS}"))
        sending.cancel()
        await asyncio.wait([sending])
        await unanswered(deposit(stage))
        assert len(stage.broker.sent(f"POST {TRANSFERS}")) == 1


async def test_F1_another_customer_has_nothing_to_do_with_it(stage: Stage) -> None:
    async with stage.running():
        await lose(stage, f"POST {TRANSFERS}", deposit(stage))
        stage.session.open_customer(LENA)
        await until(stage.is_quiet)
        assert stage.session.unanswered.lost(LENA) == []
        await deposit(stage)
        stage.broker.transfers = [transfer("transfer-1", amount="100")]
        stage.session.open_customer(MAYA)
        await until(lambda: stage.titles)
        assert stage.titles == ["The deposit of $100.00 has arrived"]


async def test_F1_the_record_survives_the_app_in_a_private_file_without_numbers(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path)
    async with stage.running():
        await lose(stage, f"POST {TRANSFERS}", deposit(stage))
        order_lost = await lose(stage, f"POST {ORDERS}", buy(stage))
        await lose(stage, f"POST {BANKS}", stage.session.funding_actions.link_bank(LINK))
        await lose(stage, "POST /v1/accounts", apply(stage))
    assert stat.S_IMODE(stage.unanswered_file.stat().st_mode) == 0o600
    text = stage.unanswered_file.read_text()
    assert "12345678" not in text
    assert {row["kind"] for row in json.loads(text)["writes"]} == {
        "transfer",
        "order",
        "bank link",
        "application",
    }

    again = Stage(tmp_path)
    again.clock.advance(60)
    async with again.running():
        await unanswered(deposit(again))
        assert again.broker.sent(f"POST {TRANSFERS}") == []
        await buy(again)
        (sent,) = again.broker.bodies(f"POST {ORDERS}")
        assert sent["client_order_id"] == order_lost.write.key
        await unanswered(apply(again))
        again.broker.transfers = [transfer("transfer-1", amount="100")]
        again.session.store.mark_stale(Change.TRANSFERS)
        await until(lambda: again.titles)
        assert again.titles == ["The deposit of $100.00 has arrived"]
    assert {row["kind"] for row in json.loads(again.unanswered_file.read_text())["writes"]} == {
        "bank link",
        "application",
    }


async def test_F1_an_app_that_is_killed_while_it_sends_finds_out_at_its_next_start(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path)
    async with stage.running():
        stage.broker.hold(f"POST {TRANSFERS}")
        sending = asyncio.ensure_future(deposit(stage))
        await until(lambda: stage.broker.sent(f"POST {TRANSFERS}"))
        at_the_kill = stage.unanswered_file.read_bytes()
        sending.cancel()
        await asyncio.wait([sending])
    stage.unanswered_file.write_bytes(at_the_kill)
    again = Stage(tmp_path)
    again.broker.transfers = [transfer("transfer-1", amount="100")]
    async with again.running():
        await until(lambda: again.titles)
        assert again.titles == ["The deposit of $100.00 has arrived"]


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"writes": 7}', '{"writes": [7, {}, {"kind": "order", "body": {}}]}', "\0"],
)
async def test_F1_an_unreadable_record_stops_nothing(tmp_path: Path, content: str) -> None:
    stage = Stage(tmp_path)
    stage.unanswered_file.write_text(content)
    stage = Stage(tmp_path)
    async with stage.running():
        assert stage.session.unanswered.lost(MAYA) == []
        await deposit(stage)


async def test_F1_a_full_disk_does_not_forget_it_in_this_run(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, value: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ribbit_tui.session.unanswered.store.write_json", full)
    async with stage.running():
        await lose(stage, f"POST {TRANSFERS}", deposit(stage))
        await unanswered(deposit(stage))
        assert len(stage.broker.sent(f"POST {TRANSFERS}")) == 1


async def test_F1_a_request_ends_with_the_simulator_that_it_was_sent_to(stage: Stage) -> None:
    async with stage.running():
        await lose(stage, f"POST {TRANSFERS}", deposit(stage))
        stage.report(Server.RESTARTING, "")
        stage.report(Server.RUNNING, "")
        await until(lambda: "The deposit of $100.00 did not arrive" in stage.titles)
        assert "safe to send it again" in stage.notices[-1].detail
        await deposit(stage)
        assert len(stage.broker.sent(f"POST {TRANSFERS}")) == 2


async def test_F1_a_restart_during_the_first_look_ends_the_request_too(stage: Stage) -> None:
    async with stage.running():
        stage.broker.next(f"POST {TRANSFERS}", lost())
        release = stage.broker.hold(f"GET {TRANSFERS}")
        reads = len(stage.broker.sent(f"GET {TRANSFERS}"))
        sending = asyncio.ensure_future(unanswered(deposit(stage)))
        await until(lambda: len(stage.broker.sent(f"GET {TRANSFERS}")) > reads)
        stage.report(Server.RESTARTING, "")
        stage.report(Server.RUNNING, "")
        release.set()
        await sending
        await until(lambda: "The deposit of $100.00 did not arrive" in stage.titles)


async def test_F1_what_the_simulator_did_before_it_stopped_has_arrived(stage: Stage) -> None:
    async with stage.running():
        await lose(stage, f"POST {TRANSFERS}", deposit(stage))
        stage.broker.transfers = [transfer("transfer-1", amount="100")]
        stage.report(Server.RESTARTING, "")
        stage.report(Server.RUNNING, "")
        await until(lambda: "The deposit of $100.00 has arrived" in stage.titles)


async def test_F1_a_simulator_of_the_apps_own_does_not_outlive_it(tmp_path: Path) -> None:
    stage = Stage(tmp_path, owns_server=True)
    async with stage.running():
        await lose(stage, f"POST {TRANSFERS}", deposit(stage))
    again = Stage(tmp_path, owns_server=True)
    async with again.running():
        await until(lambda: again.titles)
        assert again.titles == ["The deposit of $100.00 did not arrive"]
        await deposit(again)


async def test_F1_the_user_may_end_the_search(stage: Stage) -> None:
    async with stage.running():
        first = await lose(stage, f"POST {TRANSFERS}", deposit(stage))
        stage.session.unanswered.forget(first.write)
        assert stage.session.unanswered.lost(MAYA) == []
        await deposit(stage)


async def test_F1_a_gift_refused_after_a_lost_answer_is_not_told_to_be_refused(
    tmp_path: Path,
) -> None:
    """The lost request may still make the journal; the next one has the same key."""
    stage = Stage(tmp_path, gift=Decimal(50))
    stage.customers.put(Customer(MAYA, "Maya", "m@example.com", NOW, welcome_gift=WelcomeGift.DUE))
    stage.broker.next("POST /v1/journals", lost(), refusal(403, "insufficient balance"))
    async with stage.running():
        await until(lambda: len(stage.broker.sent("POST /v1/journals")) == 2)
        await until(stage.is_quiet)
        assert stage.titles == []
        kept = stage.customers.get(MAYA)
        assert kept is not None
        assert kept.welcome_gift is WelcomeGift.DUE
        stage.session.store.mark_stale(Change.ACCOUNT)
        await until(lambda: len(stage.broker.sent("POST /v1/journals")) == 3)
        sent = stage.broker.sent("POST /v1/journals")
        assert len({one.headers["Idempotency-Key"] for one in sent}) == 1


async def test_F1_it_is_looked_for_at_growing_intervals_while_it_may_arrive(
    stage: Stage, tmp_path: Path
) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        stage.clock.advance(seconds)
        await asyncio.sleep(0)

    file = UnansweredWriteStore(tmp_path / "other.json")
    stage.session.unanswered = UnansweredWrites(stage.session.store, file, stage.clock, sleep=sleep)
    stage.session._calls._sender = WriteSender(
        stage.session.store, stage.session.unanswered, stage.clock
    )
    async with stage.running():
        await lose(stage, f"POST {TRANSFERS}", deposit(stage))
        await until(lambda: sum(pauses) >= WINDOW)
        await until(lambda: stage.session.unanswered.next_look_at is None)
    assert pauses[:7] == [2, 4, 8, 15, 30, 60, 60]
    assert sum(pauses) < WINDOW + 60
    assert len(stage.broker.sent(f"GET {TRANSFERS}")) == 2 + len(pauses)
