"""Outcomes of actions: each is done once, or its true outcome is reported."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from ribbit_tui.session import session as session_module
from ribbit_tui.session.errors import ActionFailedError, ErrorReport
from ribbit_tui.session.state import Change
from ribbit_tui.session.stores.customers import Customer, WelcomeGift
from ribbit_tui.session.trading.ticket import OrderTicket, Unit, review_ticket
from ribbit_tui.wire.funding import AchRelationship, AchRelationshipCreation, TransferDirection
from tests.session.support import (
    ACCOUNTS,
    LENA,
    NOW,
    Stage,
    account_event,
    application,
    asset,
    lost,
    position,
    refusal,
    snapshot,
    state_of,
    until,
)
from tests.waiting import PATIENCE_SECONDS
from tests.wire.samples import MAYA, account, bank, journal, order, transfer

CREATE_ACCOUNT = "POST /v1/accounts"
CREATE_BANK = f"POST /v1/accounts/{MAYA}/ach_relationships"
CREATE_TRANSFER = f"POST /v1/accounts/{MAYA}/transfers"
CREATE_ORDER = f"POST /v1/trading/accounts/{MAYA}/orders"
CREATE_JOURNAL = "POST /v1/journals"
FIND_ORDER = f"GET /v1/trading/accounts/{MAYA}/orders:by_client_order_id"
NOT_THERE_YET = "Do not send it again. Ribbit keeps looking and tells you what happened."

LINK = AchRelationshipCreation(
    account_owner_name="Maya Okafor",
    bank_account_type="CHECKING",
    bank_account_number="12345678",
    bank_routing_number="121000358",
)
BANK = AchRelationship.model_validate(bank())
REVIEW = review_ticket(
    OrderTicket("AAPL", unit=Unit.SHARES, amount="0.42"),
    state_of(assets=(asset(),), prices={"AAPL": "200"}),
)
UNREADABLE = httpx.Response(200, content=b"<html>", headers={"X-Request-ID": "req-odd"})
BROKEN = refusal(502, "bad gateway")
LOST = pytest.mark.parametrize("gone", [lost(), BROKEN, UNREADABLE], ids=["lost", "5xx", "html"])
Gone = Exception | httpx.Response


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


async def failure(action: Awaitable[object]) -> ErrorReport:
    with pytest.raises(ActionFailedError) as failed:
        await action
    return failed.value.report


def customer(account_id: str = MAYA, gift: WelcomeGift = WelcomeGift.DUE) -> Customer:
    return Customer(account_id, "Maya Okafor", "maya@example.com", NOW, welcome_gift=gift)


async def test_an_application_makes_its_customer_the_one_on_screen(stage: Stage) -> None:
    async with stage.running(LENA):
        made = await stage.session.customer_actions.submit_application(application())
        assert stage.state.customer_id == made.id == MAYA
        kept = stage.customers.get(MAYA)
        assert kept is not None
        assert (kept.name, kept.status, kept.opened_at) == ("Maya Okafor", "SUBMITTED", NOW)
        assert kept.welcome_gift is WelcomeGift.NONE


@LOST
async def test_an_application_that_arrived_is_found_by_its_address(
    stage: Stage, gone: Gone
) -> None:
    stage.broker.accounts[MAYA] = account(contact={"email_address": "Maya@Example.com"})
    async with stage.running(None):
        stage.broker.next(CREATE_ACCOUNT, gone)
        made = await stage.session.customer_actions.submit_application(application())
        assert made.id == stage.state.customer_id == MAYA
        assert len(stage.broker.sent(CREATE_ACCOUNT)) == 1
        looked = stage.broker.sent("GET /v1/accounts")[-1]
        assert looked.url.params["query"] == "maya@example.com"


@LOST
async def test_an_application_that_is_not_there_yet_says_so(stage: Stage, gone: Gone) -> None:
    async with stage.running(None):
        stage.broker.next(CREATE_ACCOUNT, gone)
        report = await failure(
            stage.session.customer_actions.submit_application(application("x@y.org"))
        )
        assert report.remedy == NOT_THERE_YET
        assert stage.state.customer_id is None
        assert stage.customers.all() == []


async def test_somebody_else_with_that_address_is_not_taken_for_the_applicant(
    stage: Stage,
) -> None:
    stranger = account()["identity"] | {"given_name": "Otto"}
    stage.broker.accounts[MAYA] = account(identity=stranger)
    async with stage.running(None):
        stage.broker.next(CREATE_ACCOUNT, lost())
        report = await failure(stage.session.customer_actions.submit_application(application()))
        assert report.remedy == NOT_THERE_YET
        assert stage.state.customer_id is None


async def test_an_account_is_not_lost_because_the_disk_is_full(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, value: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ribbit_tui.session.stores.customers.write_json", full)
    async with stage.running(None):
        await stage.session.customer_actions.submit_application(application())
        assert stage.state.customer_id == MAYA
        assert MAYA in stage.notices[0].detail
        await until(lambda: stage.state.account is not None)


@LOST
async def test_a_bank_link_that_arrived_is_found_and_not_an_earlier_one(
    stage: Stage, gone: Gone
) -> None:
    old = bank("bank-old", status="CANCELED")
    stage.broker.banks = [old]
    async with stage.running():
        stage.broker.next(CREATE_BANK, gone)
        stage.broker.banks = [old, bank("bank-other", bank_account_number="999"), bank("bank-new")]
        made = await stage.session.funding_actions.link_bank(LINK)
        assert made.id == "bank-new"
        assert "bank-new" in stage.state.ach_relationships
        assert len(stage.broker.sent(CREATE_BANK)) == 1


@LOST
async def test_a_bank_link_that_is_not_there_yet_says_so(stage: Stage, gone: Gone) -> None:
    stage.broker.banks = [bank("bank-old", status="CANCELED")]
    async with stage.running():
        stage.broker.next(CREATE_BANK, gone)
        assert (
            await failure(stage.session.funding_actions.link_bank(LINK))
        ).remedy == NOT_THERE_YET
        assert list(stage.state.ach_relationships) == ["bank-old"]


def is_empty(stage: Stage) -> bool:
    state = stage.state
    return not (state.transfers or state.orders or state.ach_relationships)


async def deposit(stage: Stage) -> str:
    moved = await stage.session.funding_actions.transfer(
        BANK, Decimal(100), TransferDirection.INCOMING
    )
    return moved.id


async def test_a_deposit_is_on_screen_at_once_and_money_is_read_again(stage: Stage) -> None:
    async with stage.running():
        stage.broker.transfers = [transfer("transfer-new")]
        stage.broker.cash[MAYA] = "142"
        await deposit(stage)
        assert stage.state.transfers["transfer-new"].amount == 100
        assert stage.broker.bodies(CREATE_TRANSFER) == [
            {
                "transfer_type": "ach",
                "relationship_id": "bank-1",
                "amount": "100",
                "direction": "INCOMING",
            }
        ]
        await until(lambda: stage.state.trading_account and stage.state.trading_account.cash == 142)
        await until(lambda: any(Change.TRANSFERS in change for change in stage.published))


@LOST
async def test_a_deposit_that_arrived_is_found_and_never_sent_twice(
    stage: Stage, gone: Gone
) -> None:
    old = transfer("transfer-old")
    stage.broker.transfers = [old]
    async with stage.running():
        stage.broker.next(CREATE_TRANSFER, gone)
        others = [transfer("o-1", amount="99"), transfer("o-2", direction="OUTGOING")]
        stage.broker.transfers = [old, *others, transfer("transfer-new", amount="100.00")]
        assert await deposit(stage) == "transfer-new"
        assert len(stage.broker.sent(CREATE_TRANSFER)) == 1


@LOST
async def test_a_deposit_that_is_not_there_yet_says_so(stage: Stage, gone: Gone) -> None:
    stage.broker.transfers = [transfer("transfer-old")]
    async with stage.running():
        stage.broker.next(CREATE_TRANSFER, gone)
        assert (await failure(deposit(stage))).remedy == NOT_THERE_YET
        assert len(stage.broker.sent(CREATE_TRANSFER)) == 1


@LOST
async def test_when_looking_fails_too_the_outcome_stays_unknown(stage: Stage, gone: Gone) -> None:
    async with stage.running():
        stage.broker.next(CREATE_TRANSFER, gone)
        stage.broker.next(f"GET /v1/accounts/{MAYA}/transfers", *[lost()] * 4)
        report = await failure(deposit(stage))
        assert (report.title, report.remedy) == ("Not there yet", NOT_THERE_YET)


async def test_what_was_never_read_is_read_first_and_not_taken_for_new(stage: Stage) -> None:
    stage.broker.transfers = [transfer("transfer-old")]
    async with stage.running():
        stage.state.loaded &= ~Change.TRANSFERS
        stage.state.transfers.clear()
        stage.broker.next(f"GET /v1/accounts/{MAYA}/transfers", *[lost()] * 4)
        assert "Nothing was sent" in (await failure(deposit(stage))).remedy
        assert not stage.broker.sent(CREATE_TRANSFER)
        stage.broker.next(CREATE_TRANSFER, lost())
        assert (await failure(deposit(stage))).remedy == NOT_THERE_YET


async def test_an_order_has_an_id_of_ours(stage: Stage) -> None:
    async with stage.running():
        for number in (1, 2):
            placed = await stage.session.trading_actions.place_order(REVIEW)
            assert placed.client_order_id == f"id-{number}"
        assert [body["client_order_id"] for body in stage.broker.bodies(CREATE_ORDER)] == [
            "id-1",
            "id-2",
        ]
        assert stage.state.orders["order-new"].qty == Decimal("0.42")


async def test_an_order_is_repeated_under_the_same_id(stage: Stage) -> None:
    async with stage.running():
        stage.broker.next(CREATE_ORDER, lost(), BROKEN)
        await stage.session.trading_actions.place_order(REVIEW)
        sent = [body["client_order_id"] for body in stage.broker.bodies(CREATE_ORDER)]
        assert sent == ["id-1"] * 3


@pytest.mark.parametrize("gone", [[lost()] * 4, [UNREADABLE]], ids=["lost", "html"])
async def test_an_order_whose_answers_all_got_lost_is_found_by_its_id(
    stage: Stage, gone: list[Gone]
) -> None:
    async with stage.running():
        stage.broker.next(CREATE_ORDER, *gone)
        stage.broker.orders[MAYA] = [order("order-7", client_order_id="id-1", status="new")]
        assert (await stage.session.trading_actions.place_order(REVIEW)).id == "order-7"
        assert stage.state.orders["order-7"].status == "new"


async def test_an_order_that_is_not_there_yet_says_so(stage: Stage) -> None:
    async with stage.running():
        stage.broker.next(CREATE_ORDER, *[lost()] * 4)
        report = await failure(stage.session.trading_actions.place_order(REVIEW))
        assert report.remedy == NOT_THERE_YET


Act = Callable[[Stage], Awaitable[object]]


@pytest.mark.parametrize(
    ("call", "act"),
    [
        (
            CREATE_ACCOUNT,
            lambda stage: stage.session.customer_actions.submit_application(application()),
        ),
        (CREATE_BANK, lambda stage: stage.session.funding_actions.link_bank(LINK)),
        (CREATE_TRANSFER, deposit),
        (CREATE_ORDER, lambda stage: stage.session.trading_actions.place_order(REVIEW)),
        (
            f"DELETE /v1/accounts/{MAYA}/ach_relationships/bank-1",
            lambda stage: stage.session.funding_actions.unlink_bank(BANK),
        ),
        ("GET /v1/assets", lambda stage: stage.session.load_assets()),
    ],
    ids=["application", "bank", "deposit", "order", "unlink", "assets"],
)
async def test_a_refusal_reaches_the_person_with_field_and_request_id(
    stage: Stage, call: str, act: Act
) -> None:
    async with stage.running():
        stage.broker.next(call, refusal(422, "that is odd", field="amount"))
        report = await failure(act(stage))
        assert (report.detail, report.field) == ("that is odd", "amount")
        assert (report.status, report.request_id) == (422, "req-422")
        assert stage.state.customer_id == MAYA
        assert is_empty(stage)


async def test_giving_up_a_bank_link_or_an_order_reads_what_became_of_it(stage: Stage) -> None:
    stage.broker.banks = [bank()]
    stage.broker.orders[MAYA] = [order(status="new")]
    async with stage.running():
        stage.broker.banks = []
        await stage.session.funding_actions.unlink_bank(BANK)
        await until(lambda: not stage.state.ach_relationships)
        stage.broker.orders[MAYA] = [order(status="canceled")]
        await stage.session.trading_actions.cancel_order(stage.state.orders["order-1"])
        await until(lambda: stage.state.orders["order-1"].status == "canceled")


async def test_without_a_server_nothing_is_sent(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "READY_SECONDS", 0.01)
    report = await failure(stage.session.customer_actions.submit_application(application()))
    assert "Nothing was sent" in report.remedy
    assert stage.broker.requests == []


async def test_without_a_customer_there_is_nothing_to_do_it_for(stage: Stage) -> None:
    async with stage.running(None):
        assert (await failure(deposit(stage))).title == "No customer is open"


@pytest.mark.parametrize(
    ("call", "act"),
    [
        (CREATE_BANK, lambda stage: stage.session.funding_actions.link_bank(LINK)),
        (CREATE_TRANSFER, deposit),
        (CREATE_ORDER, lambda stage: stage.session.trading_actions.place_order(REVIEW)),
    ],
    ids=["bank", "deposit", "order"],
)
async def test_an_answer_for_the_former_customer_stays_out_of_the_next_ones_picture(
    stage: Stage, call: str, act: Act
) -> None:
    async with stage.running():
        release = stage.broker.hold(call)
        acting = asyncio.ensure_future(act(stage))
        await until(lambda: stage.broker.sent(call))
        stage.session.open_customer(LENA)
        release.set()
        await acting
        await until(stage.is_quiet)
        assert stage.state.customer_id == LENA
        assert is_empty(stage)


async def test_a_deposit_made_during_a_reading_stays_on_screen(stage: Stage) -> None:
    async with stage.running():
        release = stage.broker.hold(f"GET /v1/accounts/{MAYA}/transfers")
        reads = len(stage.broker.sent(f"GET /v1/accounts/{MAYA}/transfers"))
        stage.session.store.mark_stale(Change.TRANSFERS)
        await until(lambda: len(stage.broker.sent(f"GET /v1/accounts/{MAYA}/transfers")) > reads)
        await deposit(stage)
        release.set()
        await until(stage.is_quiet)
        assert "transfer-new" in stage.state.transfers


async def test_a_deposit_made_during_a_reading_stays_out_of_the_next_customers_picture(
    stage: Stage,
) -> None:
    read = f"GET /v1/accounts/{MAYA}/transfers"
    async with stage.running():
        release = stage.broker.hold(read)
        reads = len(stage.broker.sent(read))
        stage.session.store.mark_stale(Change.TRANSFERS)
        await until(lambda: len(stage.broker.sent(read)) > reads)
        await deposit(stage)
        stage.session.open_customer(LENA)
        # Lena's own transfers come late, so that nothing covers up what is wrong meanwhile.
        stage.broker.next(f"GET /v1/accounts/{LENA}/transfers", refusal(403))
        release.set()
        await until(stage.is_quiet)
        assert is_empty(stage)


async def test_assets_are_read_once(stage: Stage) -> None:
    async with stage.running():
        await stage.session.load_assets()
        await stage.session.load_assets()
        assert sorted(stage.state.assets) == ["AAPL", "BTC/USD", "MSFT"]
        classes = [one.url.params.get("asset_class") for one in stage.broker.sent("GET /v1/assets")]
        assert classes == [None, "crypto"]


def keys(stage: Stage) -> list[str]:
    return [one.headers["Idempotency-Key"] for one in stage.broker.sent(CREATE_JOURNAL)]


async def test_a_new_customer_is_given_something_once_the_account_is_active(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path, gift=Decimal("50.00"))
    stage.broker.accounts[MAYA] = account(status="SUBMITTED")
    async with stage.running(None):
        await stage.session.customer_actions.submit_application(application())
        await until(stage.is_quiet)
        assert keys(stage) == []
        stage.broker.accounts[MAYA] = account(status="ACTIVE")
        stage.broker.journals = [journal()]
        stage.broker.feed(ACCOUNTS).send(account_event(1, "SUBMITTED", "ACTIVE"))
        await until(lambda: keys(stage))
        await until(stage.is_quiet)
        assert stage.broker.bodies(CREATE_JOURNAL)[0]["amount"] == "50.00"
        kept = stage.customers.get(MAYA)
        assert kept is not None
        assert kept.welcome_gift is WelcomeGift.REQUESTED
        assert "journal-1" in stage.state.journals
        stage.session.store.mark_stale(Change.ACCOUNT)
        await until(stage.is_quiet)
        assert len(keys(stage)) == 1


async def test_a_gift_whose_answer_got_lost_is_asked_for_under_the_same_key(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path, gift=Decimal(50))
    stage.customers.put(customer())
    stage.broker.next(CREATE_JOURNAL, *[lost()] * 4, *[refusal(429)] * 4)
    async with stage.running():
        await until(lambda: len(keys(stage)) == 4)
        await until(stage.is_quiet)
        for asked in (8, 9):
            stage.session.store.mark_stale(Change.ACCOUNT)
            await until(lambda: stage.is_quiet() and len(keys(stage)) >= asked)  # noqa: B023
        assert len(keys(stage)) == 9
        assert len(set(keys(stage))) == 1
        kept = stage.customers.get(MAYA)
        assert kept is not None
        assert kept.welcome_gift is WelcomeGift.REQUESTED
        assert stage.titles == []


async def test_a_refused_gift_is_told_and_not_asked_for_again(tmp_path: Path) -> None:
    stage = Stage(tmp_path, gift=Decimal(50))
    stage.customers.put(customer())
    stage.broker.next(CREATE_JOURNAL, refusal(403, "insufficient balance"))
    async with stage.running():
        await until(lambda: stage.notices)
        assert stage.titles == ["The welcome gift was refused"]
        assert stage.notices[0].detail == "insufficient balance"
        stage.session.store.mark_stale(Change.ACCOUNT)
        await until(stage.is_quiet)
        assert len(keys(stage)) == 1


async def test_the_wait_of_a_gift_comes_after_that_of_what_a_user_sent(tmp_path: Path) -> None:
    stage = Stage(tmp_path, gift=Decimal(50))
    stage.customers.put(customer())
    stage.broker.transport._retries._sleep = until_cancelled
    stage.broker.next(CREATE_JOURNAL, limited(58))
    stage.broker.next(CREATE_TRANSFER, limited(20))
    running = asyncio.create_task(
        stage.session.run(publish=stage.published.append, notify=stage.notices.append)
    )
    stage.session.open_customer(MAYA)
    await until(lambda: stage.state.connection.write_wait is not None)
    connection = stage.state.connection
    assert connection.write_wait is not None
    assert connection.write_wait.in_background
    sending = asyncio.create_task(deposit(stage))
    await until(lambda: not connection.write_wait.in_background)  # type: ignore[union-attr]
    assert connection.write_wait.ends_at < stage.clock.now() + timedelta(seconds=30)
    sending.cancel()
    running.cancel()
    await asyncio.wait([running, sending], timeout=PATIENCE_SECONDS)


async def until_cancelled(seconds: float) -> None:
    await asyncio.Event().wait()


def limited(seconds: int) -> httpx.Response:
    """Return a 429 whose rate limit is reset after this many seconds."""
    reset = {"X-RateLimit-Reset": str(int(time.time()) + seconds)}
    return httpx.Response(429, json={"code": 42910000, "message": "rate limit"}, headers=reset)


async def test_one_customers_gift_does_not_hold_up_anothers(tmp_path: Path) -> None:
    stage = Stage(tmp_path, gift=Decimal(50))
    stage.customers.put(customer())
    stage.customers.put(replace(customer(), account_id=LENA))
    release = stage.broker.hold(CREATE_JOURNAL)
    stage.session.open_customer(MAYA)
    running = asyncio.create_task(
        stage.session.run(publish=stage.published.append, notify=stage.notices.append)
    )
    await until(lambda: len(keys(stage)) == 1)
    stage.session.open_customer(LENA)
    await until(lambda: len(keys(stage)) == 2)
    assert len(set(keys(stage))) == 2
    release.set()
    await until(stage.is_quiet)
    assert [one.welcome_gift for one in stage.customers.all()] == [WelcomeGift.REQUESTED] * 2
    running.cancel()
    await asyncio.wait([running])


async def test_a_gift_under_way_ends_with_the_session_and_stays_due(tmp_path: Path) -> None:
    stage = Stage(tmp_path, gift=Decimal(50))
    stage.customers.put(customer())
    stage.broker.hold(CREATE_JOURNAL)
    stage.session.open_customer(MAYA)
    running = asyncio.create_task(
        stage.session.run(publish=stage.published.append, notify=stage.notices.append)
    )
    await until(lambda: keys(stage))
    running.cancel()
    await asyncio.wait([running], timeout=PATIENCE_SECONDS)
    assert asyncio.all_tasks() == {asyncio.current_task()}
    kept = stage.customers.get(MAYA)
    assert kept is not None
    assert kept.welcome_gift is WelcomeGift.DUE


async def test_prices_of_holdings_are_watched(stage: Stage) -> None:
    stage.broker.positions[MAYA] = [position("AAPL")]
    stage.broker.snapshots = {"AAPL": snapshot("201.5")}
    async with stage.running():
        await until(lambda: "AAPL" in stage.state.snapshots)
