"""Time: steps happen when they are due, in order, once, and despite each other."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ribbit_tui.simulator import scheduled_steps
from ribbit_tui.simulator.clock import SystemClock
from ribbit_tui.simulator.engine.review.schedule import ACTIVATE
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.simulator.storage.database import Database
from ribbit_tui.simulator.storage.manual_clock import ManualClock
from ribbit_tui.simulator.storage.schedule import FailedStep, Runner, Schedule, pass_time
from tests.simulator import sql
from tests.simulator.conftest import Api, OpenApi, application
from tests.waiting import waiting_for

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.fixture
def database() -> Iterator[Database]:
    opened = Database(None)
    yield opened
    opened.close()


def test_steps_run_at_their_own_time_in_due_order(database: Database) -> None:
    clock, schedule = ManualClock(database, NOON), Schedule(database)
    seen: list[tuple[str, datetime]] = []

    def note(subject: str) -> None:
        seen.append((subject, clock.now()))
        if subject == "second":
            schedule.add(clock.now() + timedelta(seconds=1), "note", "follow-up")

    schedule.add(NOON + timedelta(seconds=9), "note", "late")
    schedule.add(NOON + timedelta(seconds=2), "note", "second")
    schedule.add(NOON + timedelta(seconds=1), "note", "first")
    schedule.add(NOON + timedelta(seconds=2), "note", "third")
    for _ in pass_time(clock, schedule, {"note": note}, NOON + timedelta(seconds=5)):
        pass
    after = [(name, (at - NOON).total_seconds()) for name, at in seen]
    assert after == [("first", 1), ("second", 2), ("third", 2), ("follow-up", 3)]
    assert clock.now() == NOON + timedelta(seconds=5)


def test_failing_step_undoes_its_work_is_logged_and_stops_no_other(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    clock, schedule = ManualClock(database, NOON), Schedule(database)
    done: list[str] = []

    def fail(subject: str) -> None:
        sql.insert(database, "counters", kind="half done", value=1)
        raise RuntimeError(subject.upper())

    schedule.add(NOON, "fail", "my secret")
    schedule.add(NOON, "note", "next")
    handlers = {"fail": fail, "note": done.append}
    for _ in pass_time(clock, schedule, handlers, NOON):
        pass
    assert done == ["next"]
    assert sql.value(database, "SELECT count(*) FROM counters") == 0
    assert schedule.next_due() is None
    assert "scheduled step fail, which is left for the next start, failed: RuntimeError" in (
        caplog.text
    )
    assert "SECRET" not in caplog.text


def test_steps_of_one_commit_are_undone_one_by_one(database: Database) -> None:
    schedule = Schedule(database)
    commits: list[None] = []
    database.after_commit(lambda: commits.append(None))

    def count(subject: str) -> None:
        sql.insert(database, "counters", kind=subject, value=1)
        if subject == "fails":
            raise RuntimeError

    for subject in ("first", "fails", "last", "left"):
        schedule.add(NOON, "count", subject)
    assert schedule.run_due({"count": count}, NOON, 3)
    assert [row[0] for row in sql.rows(database, "SELECT kind FROM counters")] == ["first", "last"]
    assert len(commits) == 1
    assert schedule.run_due({"count": count}, NOON, 3)
    assert not schedule.run_due({"count": count}, NOON, 3)
    assert len(commits) == 2


def test_a_failed_step_waits_for_the_next_start(database: Database) -> None:
    schedule = Schedule(database)
    runs: list[str] = []

    def fail(subject: str) -> None:
        runs.append(subject)
        raise RuntimeError

    for subject in ("dropped", "kept"):
        schedule.add(NOON, "send", subject)
    assert schedule.run_due({"send": fail}, NOON, 9) == 2
    assert schedule.next_due() is None
    assert schedule.run_due({"send": fail}, NOON, 9) == 0
    schedule.drop("send", "dropped")
    assert schedule.failed_steps() == [FailedStep("send", "kept", NOON, "RuntimeError")]

    after_restart = Schedule(database)
    assert after_restart.failed_steps() == []
    assert after_restart.next_due() == NOON
    assert after_restart.run_due({"send": runs.append}, NOON, 9) == 1
    assert runs == ["dropped", "kept", "kept"]
    assert after_restart.next_due() is None


async def test_a_failed_step_is_told_and_happens_after_a_restart(
    open_api: OpenApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = await open_api(data_dir=tmp_path)
    account = await api.post("/v1/accounts", application())
    path = f"/v1/accounts/{account['id']}"

    def fail(simulation: Simulation, account_id: str) -> None:
        raise ZeroDivisionError(account_id)

    with monkeypatch.context() as broken:
        broken.setitem(scheduled_steps._STEPS, ACTIVATE, fail)
        await api.advance(60)
    assert (await api.get(path))["status"] == "APPROVED"
    [failed] = (await api.get("/simulator"))["failed_steps"]
    assert failed["due_at"] < (await api.get("/simulator"))["now"]
    del failed["due_at"]
    assert failed == {"kind": ACTIVATE, "subject": account["id"], "error": "ZeroDivisionError"}
    api.simulation.database.close()

    api = await open_api(data_dir=tmp_path)
    await api.advance(0)
    assert (await api.get(path))["status"] == "ACTIVE"
    assert (await api.get("/simulator"))["failed_steps"] == []


async def test_runner_catches_up_and_wakes_for_what_is_scheduled_later(
    database: Database,
) -> None:
    clock, schedule = SystemClock(), Schedule(database)
    done: asyncio.Queue[str] = asyncio.Queue()
    overdue = clock.now() - timedelta(days=3)
    schedule.add(overdue + timedelta(hours=1), "note", "overdue 2")
    schedule.add(overdue, "note", "overdue 1")
    runner = asyncio.create_task(Runner(schedule, {"note": done.put_nowait}, clock, database).run())
    async with waiting_for("the steps that are due"):
        assert [await done.get(), await done.get()] == ["overdue 1", "overdue 2"]
        with database.transaction():
            schedule.add(clock.now() + timedelta(milliseconds=20), "note", "soon")
            schedule.add(clock.now() + timedelta(days=1), "note", "tomorrow")
        assert await done.get() == "soon"
    runner.cancel()
    assert done.empty()


async def test_manual_clock_and_its_schedule_survive_a_restart(
    open_api: OpenApi, tmp_path: object
) -> None:
    api = await open_api(data_dir=tmp_path)
    account = await api.post("/v1/accounts", application())
    await api.advance(3)
    api.simulation.database.close()

    api = await open_api(data_dir=tmp_path, start_time=datetime(2030, 1, 1, tzinfo=UTC))
    assert (await api.get("/simulator"))["now"] == "2026-01-15T15:00:03.000000Z"
    path = f"/v1/accounts/{account['id']}"
    assert (await api.get(path))["status"] == "APPROVED"
    await api.advance(1)
    assert (await api.get(path))["status"] == "ACTIVE"
    assert (await api.account("8f8c8cee-2591-4f83-be12-82c659b5e748"))["cash"] == "50000"


async def test_controls(api: Api, open_api: OpenApi) -> None:
    info = await api.get("/simulator")
    assert (info["clock"], info["pace"], info["seed"]) == ("manual", "demo", 1)
    answer = await api.post("/simulator/clock/advance", {"seconds": "1.5"})
    assert answer == {"now": "2026-01-15T15:00:01.500000Z"}
    for seconds in ("-1", "1e12", None, "soon"):
        body = {"seconds": seconds}
        refusal = await api.refused(422, "POST", "/simulator/clock/advance", json=body)
        assert refusal["field"] == "seconds"
    real = await open_api(clock="system")
    await real.refused(422, "POST", "/simulator/clock/advance", json={"seconds": 1})


async def test_pace_stretches_delays_and_draws_them_from_the_seed(open_api: OpenApi) -> None:
    waits = []
    for seed in (1, 2):
        api = await open_api(pace="real", seed=seed)
        account = (await api.post("/v1/accounts", application()))["id"]
        await api.advance(120)
        await api.post(
            f"/v1/accounts/{account}/ach_relationships",
            {
                "account_owner_name": "F",
                "bank_account_type": "SAVINGS",
                "bank_account_number": "12345",
                "bank_routing_number": "121000358",
            },
        )
        await api.advance(60)
        [bank] = await api.get(f"/v1/accounts/{account}/ach_relationships")
        transfer = await api.transfer(account, bank["id"], "10")
        await api.advance(599)
        assert (await api.account(account))["cash"] == "0"
        await api.advance(1201)
        [transfer] = await api.get(f"/v1/accounts/{account}/transfers")
        assert transfer["status"] == "COMPLETE"
        waits.append(transfer["updated_at"])
    assert waits[0] != waits[1]
