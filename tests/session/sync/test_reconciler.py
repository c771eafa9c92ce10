"""Tests of the reconciler: what it loads again, and what it says of failures."""

import asyncio
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from ribbit_tui.broker.backoff import Backoff
from ribbit_tui.session.clock import ManualClock
from ribbit_tui.session.state import CUSTOMER_PARTS, NOTHING, Change
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.session.sync import reconciler
from ribbit_tui.session.sync.reconciler import Reconciler
from tests.session.support import ACCOUNTS, NOW, Stage, lost, refusal, until
from tests.wire.samples import MAYA, transfer

READ_MONEY = f"GET /v1/trading/accounts/{MAYA}/account"
READ_TRANSFERS = f"GET /v1/accounts/{MAYA}/transfers"
READ_DOCUMENTS = f"GET /v1/accounts/{MAYA}/documents"
READ_JOURNALS = "GET /v1/journals"


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(reconciler, "Backoff", partial(Backoff, shortest=0.001, longest=0.001))
    return Stage(tmp_path)


async def reload(stage: Stage, parts: Change) -> None:
    stage.session.store.mark_stale(parts)
    await until(stage.is_quiet)


def histories(stage: Stage) -> int:
    """Return how often the timeline was read."""
    return sum("until" in one.url.params for one in stage.broker.sent(f"GET {ACCOUNTS}"))


async def test_a_full_refresh_asks_for_what_is_tracked_except_the_timeline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reconciler, "RECONCILE_SECONDS", 0)
    store = StateStore()
    refreshing = asyncio.create_task(
        Reconciler(store, ManualClock(NOW)).schedule_full_refresh(),
    )
    stale = await asyncio.wait_for(store.wait_for_stale(), 5)
    refreshing.cancel()
    with suppress(asyncio.CancelledError):
        await refreshing
    assert stale == (CUSTOMER_PARTS & ~Change.TIMELINE) | Change.MARKET


async def test_only_the_stale_part_is_loaded_and_the_others_stay_loaded(stage: Stage) -> None:
    async with stage.running():
        before = len(stage.broker.requests)
        read = histories(stage)
        await reload(stage, Change.MONEY)
        assert [one.url.path for one in stage.broker.requests[before:]] == [
            READ_MONEY.removeprefix("GET ")
        ]
        assert histories(stage) == read
        assert stage.state.loaded == CUSTOMER_PARTS


async def test_each_part_that_failed_is_tried_again(stage: Stage) -> None:
    async with stage.running():
        stage.broker.transfers = [transfer()]
        stage.broker.cash[MAYA] = "77"
        for call in (READ_TRANSFERS, READ_MONEY):
            stage.broker.next(call, *[lost()] * 4)
        await reload(stage, Change.TRANSFERS | Change.MONEY)
        assert list(stage.state.transfers) == ["transfer-1"]
        assert stage.state.trading_account is not None
        assert stage.state.trading_account.cash == 77


async def test_F6_reading_works_again_only_once_an_attempt_has_succeeded(stage: Stage) -> None:
    async with stage.running():
        reading = stage.state.connection.reading
        stage.broker.next(READ_MONEY, *[lost()] * 4)
        release = stage.broker.hold(READ_MONEY)
        before = len(stage.broker.sent(READ_MONEY))
        stage.session.store.mark_stale(Change.MONEY)
        await until(lambda: len(stage.broker.sent(READ_MONEY)) == before + 5)
        assert not reading.works, "the next attempt has no answer yet"
        release.set()
        await until(lambda: reading.works)


async def test_without_a_customer_the_market_alone_is_loaded(stage: Stage) -> None:
    async with stage.running(None):
        await until(lambda: stage.state.clock is not None)
        assert (stage.state.loaded, stage.state.load_error) == (NOTHING, "")


async def test_the_failure_of_what_no_screen_shows_any_more_is_forgotten(stage: Stage) -> None:
    stage.broker.next(READ_DOCUMENTS, refusal(403, "documents are not for you"))
    async with stage.running():
        stage.session.track_parts("documents", Change.DOCUMENTS)
        await until(stage.is_quiet)
        assert stage.state.load_error == "documents are not for you"
        await reload(stage, Change.MONEY)
        assert stage.state.load_error == "documents are not for you"
        stage.session.track_parts("documents", NOTHING)
        await reload(stage, Change.MONEY)
        assert stage.state.load_error == ""


async def test_a_customer_is_missing_only_while_the_account_is_not_found(stage: Stage) -> None:
    async with stage.running():
        assert stage.state.is_missing is False
        stage.broker.next(f"GET /v1/accounts/{MAYA}", refusal(404, "not found"))
        await reload(stage, Change.ACCOUNT)
        assert stage.state.is_missing is True
        await reload(stage, Change.MONEY)
        assert stage.state.is_missing is True
        stage.broker.next(f"GET /v1/accounts/{MAYA}", refusal(403, "not for you"))
        await reload(stage, Change.ACCOUNT)
        assert stage.state.is_missing is False
