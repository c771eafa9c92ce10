"""Missed events: shown once, summed up, with their times."""

import json
from pathlib import Path

import pytest

from ribbit_tui.session.notices import Notice
from ribbit_tui.session.state import Change, MissedEvent
from ribbit_tui.session.stores.customers import Customer
from ribbit_tui.session.sync.missed_events import summarize
from tests.session.support import (
    ACCOUNTS,
    FUNDING,
    JOURNALS,
    LENA,
    NOW,
    Stage,
    account_event,
    journal_event,
    transfer_event,
    ulid,
    until,
)
from tests.wire.samples import MAYA, journal

LATER = "2026-03-05T15:00:00Z"
"""After the app was started."""


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Make an app that has run before, with a cursor for every stream."""
    cursors = dict.fromkeys(("accounts", "journals", "trades", "funding"), ulid(1))
    (tmp_path / "cursors.json").write_text(json.dumps(cursors))
    stage = Stage(tmp_path)
    stage.broker.journals = [journal()]
    return stage


def told(stage: Stage) -> list[tuple[str, str]]:
    return [(f"{news.at:%H:%M:%S}", news.notice.title) for news in stage.state.missed]


async def test_what_happened_meanwhile_is_summed_up_and_not_told_singly(stage: Stage) -> None:
    async with stage.running(MAYA):
        stage.broker.feed(JOURNALS).send(journal_event(9, "queued", "executed"))
        stage.broker.feed(ACCOUNTS).send(account_event(5, "SUBMITTED", "APPROVED"))
        stage.broker.feed(ACCOUNTS).send(account_event(7, "APPROVED", "ACTIVE"))
        stage.broker.feed(FUNDING).send(transfer_event(11, "QUEUED", "COMPLETE"))
        await until(lambda: len(stage.state.missed) == 3)
        assert told(stage) == [
            ("12:00:07", "The account is active"),
            ("12:00:09", "You received cash or shares"),
            ("12:00:11", "The transfer is complete"),
        ]
        assert stage.notices == []
        stage.session.dismiss_missed()
        await until(lambda: stage.state.missed == ())
        assert any(Change.MISSED in one for one in stage.published)


async def test_what_happens_now_is_told_at_once(stage: Stage) -> None:
    stage.broker.accounts[MAYA]["status"] = "APPROVED"
    async with stage.running(MAYA):
        now = account_event(7, "APPROVED", "ACTIVE") | {"at": LATER}
        stage.broker.feed(ACCOUNTS).send(now)
        await until(lambda: stage.titles)
        assert stage.titles == ["The account is active"]
        assert stage.state.missed == ()


async def test_what_is_replayed_after_a_break_did_not_happen_while_away(stage: Stage) -> None:
    stage.broker.accounts[MAYA]["status"] = "APPROVED"
    async with stage.running(MAYA):
        stage.clock.advance(7200)
        stage.broker.feed(ACCOUNTS).end()
        stage.reconnect_now()
        await until(lambda: len(stage.broker.feeds[ACCOUNTS]) == 2)
        stage.broker.feed(ACCOUNTS).send(account_event(7, "APPROVED", "ACTIVE") | {"at": LATER})
        await until(lambda: "The account is active" in stage.titles)
        assert stage.state.missed == ()


async def test_each_customer_has_their_own_news_and_the_list_knows_their_status(
    stage: Stage,
) -> None:
    stage.customers.put(Customer(MAYA, "Maya", "maya@example.com", NOW, status="SUBMITTED"))
    async with stage.running(LENA):
        stage.broker.feed(ACCOUNTS).send(account_event(7, "APPROVED", "ACTIVE"))
        await until(lambda: stage.state.connection.last_event_at)
        assert stage.state.missed == ()
        maya = stage.customers.get(MAYA)
        assert maya is not None
        assert maya.status == "ACTIVE"
        stage.session.open_customer(MAYA)
        await until(lambda: stage.state.missed)
        assert told(stage) == [("12:00:07", "The account is active")]


async def test_a_first_start_has_no_absence(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    async with stage.running(MAYA):
        stage.broker.feed(ACCOUNTS).send(account_event(7, "APPROVED", "ACTIVE"))
        await until(lambda: stage.state.connection.last_event_at)
        assert stage.state.missed == ()


def test_what_happened_several_times_is_one_line_with_its_last_time() -> None:
    bought, moved = Notice("Bought 1 AAPL"), Notice("The transfer is complete")
    news = [
        MissedEvent(NOW.replace(minute=minute), notice)
        for minute, notice in ((1, moved), (2, bought), (3, moved))
    ]
    found = [(one.at.minute, one.notice.title, one.count) for one in summarize(news)]
    assert found == [(2, "Bought 1 AAPL", 1), (3, "The transfer is complete", 2)]
