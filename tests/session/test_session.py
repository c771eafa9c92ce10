"""The session's life: subscribe, read, follow, heal, and leave nothing behind."""

import asyncio
import gc
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ribbit_tui.broker.backoff import Backoff
from ribbit_tui.session.account.access import SUSPENDED, Act, blocked_reason
from ribbit_tui.session.errors import NoServerError
from ribbit_tui.session.state import CUSTOMER_PARTS, Change, Server
from ribbit_tui.session.state_store import PUBLISH_SECONDS
from ribbit_tui.session.stores.cursors import CursorStore
from ribbit_tui.session.stores.customers import Customer
from ribbit_tui.session.sync import event_worker as following
from ribbit_tui.session.sync import price_watch, reconciler
from ribbit_tui.session.sync.reducers import apply_event
from tests.session.support import (
    ACCOUNTS,
    ACTIVITIES,
    FUNDING,
    JOURNALS,
    LENA,
    NOW,
    TRADES,
    Stage,
    account_event,
    activity_event,
    answer,
    bank_event,
    journal_event,
    lost,
    position,
    refusal,
    snapshot,
    trade_event,
    transfer_event,
    ulid,
    until,
)
from tests.wire.samples import MAYA, account, bank, journal, order, trading_account, transfer

READ_TRANSFERS = f"GET /v1/accounts/{MAYA}/transfers"
READ_ORDERS = f"GET /v1/trading/accounts/{MAYA}/orders"
READ_ACCOUNT = f"GET /v1/accounts/{MAYA}"
READ_MONEY = f"GET /v1/trading/accounts/{MAYA}/account"


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(reconciler, "Backoff", partial(Backoff, shortest=0.001, longest=0.001))
    return Stage(tmp_path)


def status(stage: Stage) -> str:
    assert stage.state.account is not None
    return str(stage.state.account.status)


def cash(stage: Stage) -> Decimal | None:
    return stage.state.trading_account.cash if stage.state.trading_account else None


async def reading(stage: Stage, call: str, parts: Change) -> asyncio.Event:
    """Have parts read, and stand still while the answer to `call` is on its way."""
    release = stage.broker.hold(call)
    before = len(stage.broker.sent(call))
    stage.session.store.mark_stale(parts)
    await until(lambda: len(stage.broker.sent(call)) > before)
    return release


async def test_everything_is_read_once_subscribed(stage: Stage) -> None:
    broker = stage.broker
    broker.banks, broker.transfers, broker.journals = [bank()], [transfer()], [journal()]
    broker.orders[MAYA], broker.positions[MAYA] = [order()], [position()]
    broker.history = [account_event(1, "SUBMITTED", "ACTIVE")]
    async with stage.running():
        state = stage.state
        assert state.loaded == CUSTOMER_PARTS
        assert (status(stage), state.load_error) == ("ACTIVE", "")
        assert state.trading_account is not None
        assert state.trading_account.cash == 100
        assert list(state.ach_relationships) == ["bank-1"]
        assert list(state.transfers) == ["transfer-1"]
        assert list(state.journals) == ["journal-1"]
        assert list(state.orders) == ["order-1"]
        assert list(state.positions) == ["AAPL"]
        assert [event.event_id for event in state.timeline] == [1]
        assert state.clock is not None
        assert state.connection.is_live
        assert state.connection.server is Server.RUNNING


async def test_a_part_that_changed_between_reading_and_subscribing_is_read_again(
    stage: Stage,
) -> None:
    async with stage.running():
        last_feed = max(
            number
            for number, request in enumerate(stage.broker.requests)
            if "/events/" in request.url.path and "until" not in request.url.params
        )
        paths = [request.url.path for request in stage.broker.requests[last_feed:]]
        assert f"/v1/accounts/{MAYA}/transfers" in paths


async def test_an_event_changes_the_picture_and_says_which_parts(stage: Stage) -> None:
    stage.broker.transfers, stage.broker.banks = [transfer()], [bank(status="QUEUED")]
    async with stage.running():
        stage.broker.transfers = [transfer(status="COMPLETE")]
        stage.broker.banks = [bank()]
        stage.broker.cash[MAYA] = "200"
        feed = stage.broker.feed(FUNDING)
        feed.send(transfer_event(1, "QUEUED", "COMPLETE"))
        feed.send(bank_event(2, "QUEUED", "APPROVED"))
        await until(lambda: stage.published)
        assert stage.state.transfers["transfer-1"].status == "COMPLETE"
        assert stage.published[0] & (Change.TRANSFERS | Change.BANKS) == (
            Change.TRANSFERS | Change.BANKS
        )
        assert not stage.published[0] & (Change.ACCOUNT | Change.ORDERS)
        assert stage.titles == ["The transfer is complete", "The bank is linked"]
        await until(stage.is_quiet)
        assert stage.state.trading_account is not None
        assert stage.state.trading_account.cash == 200
        assert stage.session.age_of_last_event() == 0.0
        stage.clock.advance(5)
        assert stage.session.age_of_last_event() == 5.0


async def test_a_burst_of_events_is_published_together(stage: Stage) -> None:
    async with stage.running():
        feed = stage.broker.feed(TRADES)
        for number in range(1, 201):
            feed.send(trade_event(number, "new", id=f"order-{number}", status="new"))
        await until(lambda: len(stage.state.orders) == 200)
        stage.broker.orders[MAYA] = []
        await until(lambda: Change.ORDERS in stage.published[-1] if stage.published else False)
        assert sum(Change.ORDERS in change for change in stage.published) < 20


async def test_the_cursor_follows_the_events_and_is_saved_in_the_end(stage: Stage) -> None:
    async with stage.running():
        assert stage.broker.feed(FUNDING).query == {}
        stage.broker.feed(ACCOUNTS).send(account_event(7, "ACTIVE", "DISABLED"))
        stage.broker.feed(FUNDING).send(transfer_event(8, "", "QUEUED"))
        await until(lambda: stage.state.timeline and stage.state.connection.last_event_at)
        await until(stage.is_quiet)
    saved = CursorStore(stage.cursor_file)
    assert (saved.get("accounts"), saved.get("funding")) == (ulid(7), ulid(8))
    assert saved.get("trades") is None


async def test_the_cursor_stands_where_the_event_is_not_applied_yet(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []
    cursors = stage.cursors

    def look(state: object, event: object) -> Any:
        seen.append(cursors.get("funding"))
        return apply(state, event)

    apply: Any = apply_event
    monkeypatch.setattr(following, "apply_event", look)
    async with stage.running():
        for number in (1, 2):
            stage.broker.feed(FUNDING).send(transfer_event(number, "", "QUEUED"))
        await until(lambda: len(seen) == 2)
        assert seen == [None, ulid(1)]


async def test_following_resumes_after_the_last_event_applied(stage: Stage) -> None:
    cursors = CursorStore(stage.cursor_file)
    cursors.advance("accounts", ulid(3))
    cursors.advance("trades", ulid(4))
    cursors.save()
    again = Stage(stage.cursor_file.parent)
    async with again.running():
        assert again.broker.feed(ACCOUNTS).query == {"since_ulid": ulid(3)}
        assert again.broker.feed(TRADES).query == {"since_id": ulid(4)}
        again.broker.feed(TRADES).send(trade_event(9, "new", status="new"))
        await until(lambda: again.state.orders)
        old = again.broker.feed(TRADES)
        old.end()
        await until(lambda: not again.state.connection.is_live)
        again.reconnect_now()
        await until(lambda: again.broker.feed(TRADES) is not old)
        assert again.broker.feed(TRADES).query == {"since_id": ulid(9)}


async def test_a_reconnection_heals_a_picture_that_is_wrong(stage: Stage) -> None:
    broker = stage.broker
    broker.transfers, broker.banks, broker.journals = [transfer()], [bank()], [journal()]
    broker.orders[MAYA], broker.positions[MAYA] = [order(status="new")], [position()]
    async with stage.running():
        state = stage.state
        true = (state.transfers.copy(), state.orders.copy(), state.positions.copy())
        state.transfers.clear()
        state.ach_relationships.clear()
        state.journals.clear()
        state.positions.clear()
        real = state.orders["order-1"]
        state.orders = {
            "order-1": real.model_copy(update={"status": "canceled"}),
            "ghost": real.model_copy(update={"id": "ghost"}),
        }
        assert state.account is not None
        state.account = state.account.model_copy(update={"status": "REJECTED"})
        old = broker.feed(ACCOUNTS)
        old.end()
        await until(lambda: not state.connection.is_live)
        assert state.connection.error == "the server ended the stream"
        stage.reconnect_now()
        await until(lambda: broker.feed(ACCOUNTS) is not old and stage.is_quiet())
        assert (state.transfers, state.orders, state.positions) == true
        assert list(state.ach_relationships) == ["bank-1"]
        assert list(state.journals) == ["journal-1"]
        assert (status(stage), state.connection.error) == ("ACTIVE", "")


async def test_the_truth_is_read_again_regularly(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciler, "RECONCILE_SECONDS", 0.2)  # comes to rest in between
    async with stage.running():
        stage.broker.transfers = [transfer()]
        await until(lambda: stage.state.transfers)


async def test_trading_suspended_by_another_client_is_noticed_and_so_is_its_end(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No event tells of it, and the minute between two readings is the same at every pace.
    monkeypatch.setattr(reconciler, "RECONCILE_SECONDS", 0.2)
    async with stage.running():
        assert blocked_reason(stage.state, "Trading opens", Act.TRADE) is None
        stage.broker.next(READ_MONEY, answer(trading_account(trade_suspended_by_user=True)))
        await until(lambda: blocked_reason(stage.state, "Trading opens", Act.TRADE) == SUSPENDED)
        await until(lambda: blocked_reason(stage.state, "Trading opens", Act.TRADE) is None)


async def test_an_order_read_late_does_not_undo_what_an_event_told(stage: Stage) -> None:
    stage.broker.orders[MAYA] = [order(status="new")]
    async with stage.running():
        stage.broker.feed(TRADES).send(trade_event(5, "fill", status="filled", filled_qty="0.42"))
        await until(lambda: stage.state.orders["order-1"].is_closed)
        stage.session.store.mark_stale(Change.ORDERS)
        await until(stage.is_quiet)
        assert stage.state.orders["order-1"].status == "filled"


async def test_a_long_list_keeps_what_is_beyond_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ribbit_tui.session.sync.loaders.MAX_ORDERS", 1)
    stage.broker.orders[MAYA] = [order("order-1")]
    async with stage.running():
        stage.broker.orders[MAYA] = [order("order-2")]
        stage.session.store.mark_stale(Change.ORDERS)
        await until(lambda: "order-2" in stage.state.orders)
        assert "order-1" in stage.state.orders


async def test_what_happens_during_a_reading_is_put_on_top_and_told_once(stage: Stage) -> None:
    stage.broker.transfers = [transfer()]
    async with stage.running():
        release = await reading(stage, READ_TRANSFERS, Change.TRANSFERS)
        stage.broker.feed(FUNDING).send(transfer_event(1, "QUEUED", "COMPLETE"))
        await until(lambda: stage.titles)
        stage.broker.transfers = [transfer(status="COMPLETE")]
        release.set()
        await until(stage.is_quiet)
        assert stage.state.transfers["transfer-1"].status == "COMPLETE"
        assert stage.titles == ["The transfer is complete"]


async def test_news_of_something_not_read_yet_is_told_when_it_is_read(stage: Stage) -> None:
    async with stage.running():
        stage.broker.transfers = [transfer()]
        release = await reading(stage, READ_TRANSFERS, Change.TRANSFERS)
        stage.broker.feed(FUNDING).send(transfer_event(1, "QUEUED", "COMPLETE"))
        await until(lambda: stage.state.connection.last_event_at)
        stage.broker.transfers = [transfer(status="COMPLETE")]
        release.set()
        await until(lambda: stage.titles == ["The transfer is complete"])


async def test_a_poisonous_event_does_not_stop_the_stream(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    apply: Any = apply_event

    def poisoned(state: Any, event: Any) -> Any:
        if event.cursor == ulid(1):
            raise ZeroDivisionError
        return apply(state, event)

    monkeypatch.setattr(following, "apply_event", poisoned)
    stage.broker.transfers = [transfer()]
    async with stage.running():
        feed = stage.broker.feed(FUNDING)
        reads = len(stage.broker.sent(READ_TRANSFERS))
        stage.broker.transfers = [transfer(status="PENDING")]
        feed.send(transfer_event(1, "QUEUED", "PENDING"))
        await until(lambda: stage.state.transfers["transfer-1"].status == "PENDING")
        assert len(stage.broker.sent(READ_TRANSFERS)) > reads
        feed.send(transfer_event(2, "PENDING", "COMPLETE"))
        await until(lambda: stage.titles == ["The transfer is complete"])
        assert stage.broker.feed(FUNDING) is feed
    assert CursorStore(stage.cursor_file).get("funding") == ulid(2)
    assert "FundingStatusEvent could not be applied" in caplog.text


async def test_news_that_cannot_be_worded_does_not_stop_the_stream(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def speechless(event: object) -> None:
        raise ValueError

    monkeypatch.setattr(following, "notice_of", speechless)
    async with stage.running():
        feed = stage.broker.feed(TRADES)
        for number in (1, 2):
            feed.send(trade_event(number, "fill", id=f"order-{number}", status="filled"))
        await until(lambda: stage.cursors.get("trades") == ulid(2))


async def test_an_unreadable_event_or_a_gap_has_everything_read_again(stage: Stage) -> None:
    async with stage.running():
        stage.broker.transfers = [transfer()]
        stage.broker.feed(FUNDING).send({"event_id": "x"})
        await until(lambda: stage.state.transfers)
        stage.broker.orders[MAYA] = [order()]
        feed = stage.broker.feed(TRADES)
        feed.send_raw(b": you are reading too slowly, dropped 7 messages\n\n")
        await until(lambda: stage.state.orders)


async def test_a_full_disk_does_not_stop_the_stream(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, value: object) -> None:
        raise OSError(28, "No space left on device")

    stage.customers.put(Customer(MAYA, "Maya", "maya@example.com", NOW, status="SUBMITTED"))
    monkeypatch.setattr("ribbit_tui.session.stores.customers.write_json", full)
    stage.broker.accounts[MAYA] = account(status="SUBMITTED")
    async with stage.running():
        stage.broker.accounts[MAYA] = account(status="ACTIVE")
        stage.broker.feed(ACCOUNTS).send(account_event(1, "SUBMITTED", "ACTIVE"))
        await until(lambda: status(stage) == "ACTIVE")
        await until(stage.is_quiet)
        assert stage.titles == ["The account is active"]


async def test_a_cursor_of_another_server_is_forgotten_and_asked_for_only_once(
    stage: Stage,
) -> None:
    cursors = CursorStore(stage.cursor_file)
    cursors.advance("trades", "not-a-ulid")
    cursors.save()
    again = Stage(stage.cursor_file.parent)
    again.broker.next(f"GET {TRADES}", refusal(422, "since_id"))
    async with again.running():
        queries = [dict(one.url.params) for one in again.broker.sent(f"GET {TRADES}")]
        assert queries == [{"since_id": "not-a-ulid"}, {}]


async def test_a_stream_that_is_refused_without_a_cursor_is_not_asked_for_in_a_rush(
    stage: Stage,
) -> None:
    stage.broker.next(f"GET {TRADES}", *[refusal(422, "no such stream")] * 50)
    task = asyncio.create_task(stage.session.run(lambda _: None, lambda _: None))
    await until(lambda: stage.state.connection.error == "no such stream")
    await until(lambda: sum(stage.state.connection.streams.values()) == 4)
    for _ in range(100):
        await asyncio.sleep(0)
    assert len(stage.broker.sent(f"GET {TRADES}")) == 1
    task.cancel()
    await asyncio.wait([task])


async def test_the_next_customer_gets_nothing_of_the_former_one(stage: Stage) -> None:
    stage.broker.transfers = [transfer(), transfer("lenas", account_id=LENA)]
    stage.broker.orders[MAYA] = [order()]
    stage.broker.history = [account_event(1, "SUBMITTED", "ACTIVE")]
    stage.broker.positions[MAYA] = [position()]
    async with stage.running():
        release = await reading(stage, READ_TRANSFERS, CUSTOMER_PARTS)
        former = stage.state
        stage.session.open_customer(LENA)
        assert stage.state.transfers == {}
        assert not stage.state.loaded
        stage.broker.feed(TRADES).send(trade_event(1, "new", LENA, id="lenas-order", status="new"))
        await until(lambda: "lenas-order" in stage.state.orders)
        stage.broker.orders[LENA] = [order("lenas-order", status="new", updated_at=NOW.isoformat())]
        release.set()
        await until(stage.is_quiet)
        state = stage.state
        assert state is not former
        assert list(state.transfers) == ["lenas"]
        assert list(state.orders) == ["lenas-order"]
        assert state.timeline == []
        assert state.positions == {}
        assert state.trading_account is not None
        assert state.trading_account.cash == 7
        assert state.account is not None
        assert state.account.id == LENA


async def test_the_timeline_of_the_former_customer_stays_away(stage: Stage) -> None:
    stage.broker.history = [account_event(1, "SUBMITTED", "ACTIVE")]
    async with stage.running():
        call = f"GET {ACCOUNTS}"
        release = await reading(stage, call, Change.ACCOUNT | Change.TIMELINE)
        stage.session.open_customer(LENA)
        assert not stage.state.loaded
        release.set()
        await until(stage.is_quiet)
        assert stage.state.timeline == []
        assert stage.state.loaded == CUSTOMER_PARTS


async def test_the_former_customers_failure_is_not_told_under_the_next_name(
    stage: Stage,
) -> None:
    async with stage.running():
        release = await reading(stage, READ_TRANSFERS, Change.TRANSFERS | Change.ACCOUNT)
        stage.broker.next(READ_ACCOUNT, refusal(404, "Maya is gone"))
        stage.session.open_customer(LENA)
        release.set()
        await until(stage.is_quiet)
        assert stage.state.load_error == ""


async def test_the_market_is_read_even_if_the_customer_changes_meanwhile(stage: Stage) -> None:
    async with stage.running():
        stage.state.clock = None
        release = await reading(stage, READ_TRANSFERS, Change.TRANSFERS | Change.MARKET)
        stage.session.open_customer(LENA)
        release.set()
        await until(stage.is_quiet)
        assert stage.state.clock is not None


async def test_opening_the_open_customer_changes_nothing(stage: Stage) -> None:
    async with stage.running():
        before = stage.state
        stage.session.open_customer(MAYA)
        assert stage.state is before


async def test_what_belongs_to_all_customers_stays(stage: Stage) -> None:
    async with stage.running():
        await stage.session.load_assets()
        stage.session.open_customer(LENA)
        assert stage.state.assets
        assert stage.state.clock is not None
        assert stage.state.connection.is_live


async def test_opening_a_customer_is_noted_for_the_welcome_screen(stage: Stage) -> None:
    before = Customer(MAYA, "Maya", "maya@example.com", NOW)
    stage.customers.put(replace(before, opened_at=before.opened_at.replace(year=2020)))
    async with stage.running():
        kept = stage.customers.get(MAYA)
        assert kept is not None
        assert (kept.opened_at, kept.status, kept.account_number) == (NOW, "ACTIVE", "880001")


async def test_a_customer_that_is_not_there_is_told_and_not_asked_for_in_a_rush(
    stage: Stage,
) -> None:
    nobody = "11111111-0000-4000-8000-000000000000"
    async with stage.running():
        stage.session.open_customer(nobody)
        await until(lambda: Change.CONNECTION in stage.published[-1] if stage.published else False)
        await until(stage.is_quiet)
        assert stage.state.load_error == "not found"
        assert not stage.state.has(Change.ACCOUNT)
        assert len(stage.broker.sent(f"GET /v1/accounts/{nobody}")) == 1
        stage.session.open_customer(MAYA)
        await until(stage.is_quiet)
        assert (stage.state.load_error, status(stage)) == ("", "ACTIVE")


async def test_one_part_that_cannot_be_read_does_not_keep_the_others_away(
    stage: Stage,
) -> None:
    stage.broker.next("GET /v1/journals", *[refusal(403, "journals are not for you")] * 50)
    async with stage.running():
        assert stage.state.loaded == CUSTOMER_PARTS & ~Change.JOURNALS
        assert stage.state.load_error == "journals are not for you"
        stage.session.store.mark_stale(Change.MONEY)
        await until(stage.is_quiet)
        assert stage.state.load_error == "journals are not for you"
        assert len(stage.broker.sent("GET /v1/journals")) < 10


@pytest.mark.parametrize("call", [READ_ACCOUNT, "GET /v1/clock", f"GET {ACCOUNTS}"])
async def test_a_reading_that_failed_is_tried_again_until_it_succeeds(
    stage: Stage, call: str
) -> None:
    async with stage.running():
        stage.broker.accounts[MAYA] = account(status="DISABLED")
        stage.broker.next(call, *[lost()] * 8)
        stage.session.store.mark_stale(Change.ACCOUNT | Change.TIMELINE | Change.MARKET)
        await until(lambda: stage.state.load_error)
        await until(stage.is_quiet)
        assert (stage.state.load_error, status(stage)) == ("", "DISABLED")


async def test_prices_are_polled_for_whoever_watches(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(price_watch, "PRICE_SECONDS", 0.005)
    stage.broker.snapshots = {"AAPL": snapshot("200"), "MSFT": snapshot("400")}
    asked = "GET /v2/stocks/snapshots"
    async with stage.running():
        assert stage.broker.sent(asked) == []
        stage.session.watch_prices("list", ["MSFT"])
        stage.session.watch_prices("ticket", ["AAPL", "GONE"])
        await until(lambda: len(stage.state.snapshots) == 2)
        await until(lambda: any(Change.PRICES in change for change in stage.published))
        stage.published.clear()
        polls = len(stage.broker.sent(asked))
        await until(lambda: len(stage.broker.sent(asked)) > polls + 3)
        assert not any(Change.PRICES in change for change in stage.published)
        stage.broker.next(asked, refusal(403))
        stage.broker.snapshots["AAPL"] = snapshot("201")
        await until(lambda: any(Change.PRICES in change for change in stage.published))
        stage.session.watch_prices("list", [])
        stage.session.watch_prices("ticket", ["AAPL"])
        await until(lambda: stage.broker.sent(asked)[-1].url.params["symbols"] == "AAPL")


async def test_a_symbol_is_priced_at_once_even_while_others_are_being_asked_for(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(price_watch, "PRICE_SECONDS", 3600)
    stage.broker.snapshots = {"AAPL": snapshot("200"), "MSFT": snapshot("400")}
    async with stage.running():
        release = stage.broker.hold("GET /v2/stocks/snapshots")
        stage.session.watch_prices("list", ["AAPL"])
        await until(lambda: stage.broker.sent("GET /v2/stocks/snapshots"))
        stage.session.watch_prices("list", ["MSFT"])
        release.set()
        await until(lambda: "MSFT" in stage.state.snapshots)


async def test_the_server_behind_is_told_about(stage: Stage) -> None:
    async with stage.running():
        servers = []
        for server in (Server.RESTARTING, Server.RUNNING):
            stage.report(server, "")
            servers.append(stage.state.connection.server)
        assert servers == [Server.RESTARTING, Server.RUNNING]
        assert stage.titles == ["The simulator stopped", "The simulator is running again"]


async def test_without_a_server_the_session_ends_and_says_why(stage: Stage) -> None:
    stage.no_server = "the port is taken"
    with pytest.raises(NoServerError, match="the port is taken"):
        await stage.session.run(lambda _: None, lambda _: None)
    connection = stage.state.connection
    assert (connection.server, connection.error) == (Server.FAILED, "the port is taken")


@pytest.mark.parametrize("busy", [None, READ_TRANSFERS, f"GET {ACCOUNTS}", "GET /v1/clock"])
async def test_cancellation_leaves_nothing_behind(
    stage: Stage, busy: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.running():
        if busy is not None:
            stage.broker.next(READ_ORDERS, lost())
            await reading(stage, busy, CUSTOMER_PARTS | Change.MARKET)
        feeds = [
            stage.broker.feed(path) for path in (ACCOUNTS, JOURNALS, TRADES, FUNDING, ACTIVITIES)
        ]
        assert stage.is_open
    assert not stage.is_open
    assert all(feed.is_closed for feed in feeds)
    await asyncio.sleep(0)  # what was cancelled at the very end sees it now
    assert asyncio.all_tasks() == {asyncio.current_task()}
    gc.collect()
    assert "never retrieved" not in caplog.text


async def test_after_the_end_nobody_is_called(stage: Stage) -> None:
    async with stage.running():
        stage.session.store.changed(Change.MARKET)
    told = len(stage.published)
    stage.session.store.changed(Change.ORDERS)
    fired: list[bool] = []
    asyncio.get_running_loop().call_later(2 * PUBLISH_SECONDS, lambda: fired.append(True))
    await until(lambda: fired)
    assert len(stage.published) == told


async def test_B9_a_journal_of_another_customer_is_read_once_and_costs_nothing_more(
    stage: Stage,
) -> None:
    async with stage.running():
        stage.broker.journals = [journal("other", to_account=LENA)]
        lists = len(stage.broker.sent("GET /v1/journals"))
        events = stage.broker.feed(JOURNALS)
        events.send(journal_event(1, "", "queued", "other"))
        await until(lambda: stage.broker.sent("GET /v1/journals/other") and stage.is_quiet())
        events.send(journal_event(2, "queued", "pending", "other"))
        events.send(journal_event(3, "pending", "executed", "other"))
        await until(lambda: stage.cursors.get("journals") == ulid(3))
        await until(stage.is_quiet)
        assert len(stage.broker.sent("GET /v1/journals")) == lists
        assert len(stage.broker.sent("GET /v1/journals/other")) == 1
        stage.session.open_customer(LENA)
        await until(lambda: "other" in stage.state.journals)


async def test_A8_what_was_made_elsewhere_refreshes_what_depends_on_it(stage: Stage) -> None:
    async with stage.running():
        stage.broker.transfers = [transfer(status="COMPLETE")]
        stage.broker.cash[MAYA] = "1250"
        stage.session.store.mark_stale(Change.TRANSFERS)
        await until(
            lambda: stage.state.trading_account and stage.state.trading_account.cash == 1250
        )
        read = len(stage.broker.requests)
        stage.session.store.mark_stale(Change.TRANSFERS)
        await until(stage.is_quiet)
        assert len(stage.broker.requests) == read + 1, "nothing has changed this time"


async def test_B2_a_dividend_is_live(stage: Stage) -> None:
    async with stage.running():
        stage.broker.cash[MAYA] = "100.24"
        stage.broker.feed(ACTIVITIES).send(activity_event(1, "DIV", account_id=LENA))
        stage.broker.feed(ACTIVITIES).send(activity_event(2, "DIV"))
        await until(
            lambda: (
                stage.state.trading_account and str(stage.state.trading_account.cash) == "100.24"
            )
        )
        assert stage.titles == ["You received a dividend"]


async def test_a_stream_that_the_broker_does_not_offer_is_done_without(stage: Stage) -> None:
    stage.broker.next(f"GET {ACTIVITIES}", *[refusal(404, "not found")] * 50)
    stage.broker.not_offered = {ACTIVITIES}
    async with stage.running():
        assert stage.state.connection.is_live
        assert stage.state.connection.retry_at is None
        assert "activities" not in stage.state.connection.streams


async def test_a_journal_from_the_firm_arrives(stage: Stage) -> None:
    async with stage.running():
        stage.broker.journals = [journal(), journal("other", to_account=LENA)]
        stage.broker.feed(JOURNALS).send(journal_event(1, "", "queued"))
        await until(lambda: "journal-1" in stage.state.journals)
        stage.broker.journals = [journal(status="executed")]
        stage.broker.cash[MAYA] = "150"
        stage.broker.feed(JOURNALS).send(journal_event(2, "queued", "executed"))
        await until(lambda: stage.state.trading_account and stage.state.trading_account.cash == 150)
        assert stage.titles == ["You received cash or shares"]
        assert list(stage.state.journals) == ["journal-1"]
