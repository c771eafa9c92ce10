"""The whole flow: amounts are exact, nothing happens twice, nothing is lost."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import psutil
import pytest
from textual.pilot import Pilot

from ribbit_tui.runtime.composition import create_tour_app
from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.application.steps.agreements import AGREEMENTS
from ribbit_tui.session.application.steps.registry import applying_steps
from ribbit_tui.session.session import Session
from ribbit_tui.session.state import Server
from ribbit_tui.tour.player import play, screen_text
from ribbit_tui.tour.scene import Scene
from ribbit_tui.tour.walkthrough import WALKTHROUGH
from ribbit_tui.tui.app import RibbitApp
from ribbit_tui.wire.funding import TransferStatus
from tests import waiting

SIZE = (120, 40)


async def _play(app: RibbitApp, pilot: Pilot[None], *scenes: Scene) -> None:
    async for _ in play(app, pilot, scenes):
        pass


async def _until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    await waiting.until(condition, seen=lambda: screen_text(pilot.app))
    await pilot.pause()


async def _at_rest(app: RibbitApp, pilot: Pilot[None]) -> Session:
    await _until(pilot, lambda: app.session is not None and app.session.is_idle)
    assert app.session is not None
    return app.session


def _complete_draft(app: RibbitApp) -> Draft:
    now = app.dependencies.clock.now()
    draft = Draft.start(now, "maya")
    for name, answer in HAPPY_PATH.items():
        draft.answer(name, answer)
    for text in AGREEMENTS:
        draft.open(text.agreement)
        draft.accept(text.agreement, now, "203.0.113.7")
    return draft


async def _open_account(app: RibbitApp, pilot: Pilot[None]) -> Session:
    """Open an account through the session and wait for ACTIVE and the welcome gift."""
    session = await _at_rest(app, pilot)
    creation = _complete_draft(app).to_creation(app.today())
    account = await session.customer_actions.submit_application(creation)
    app.open_customer(account.id)
    await session.simulator_actions.advance_clock(5)
    await _until(pilot, lambda: bool(session.state.journals))
    await session.simulator_actions.advance_clock(1)
    await _until(pilot, lambda: session.is_idle and "● Active" in screen_text(app))
    return session


def _scenes(first: str, last: str) -> tuple[Scene, ...]:
    names = [scene.name for scene in WALKTHROUGH]
    return WALKTHROUGH[names.index(first) : names.index(last) + 1]


def _simulator_process(data_dir: Path) -> psutil.Process:
    """Return the process that serves this test's data folder."""
    (child,) = (
        child
        for child in psutil.Process().children()
        if any(str(data_dir) in argument for argument in child.cmdline())
    )
    return child


async def test_the_tax_id_is_on_no_disk_and_on_no_screen(tmp_path: Path) -> None:
    app = create_tour_app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _at_rest(app, pilot)
        app.open_application(_complete_draft(app))
        for _ in applying_steps(HAPPY_PATH):
            await pilot.pause()
            text = screen_text(app)
            assert "078-05" not in text
            assert "078051120" not in text
            await pilot.press("ctrl+n")
        await _until(pilot, lambda: "◌ Submitted" in screen_text(app))
    kept = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert any(b"maya.okafor" in content for content in kept.values())
    leaks = [
        file
        for file, content in kept.items()
        if b"078-05-1120" in content or b"078051120" in content
    ]
    assert leaks == []


@pytest.mark.sweep
async def test_quitting_in_the_middle_of_the_form_loses_nothing(tmp_path: Path) -> None:
    app = create_tour_app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _play(app, pilot, *_scenes("welcome", "contact-answered"))
        await pilot.press("ctrl+q")
    again = create_tour_app(tmp_path)
    async with again.run_test(size=SIZE) as pilot:
        await _until(pilot, lambda: "maya.okafor@example.com" in screen_text(again))
        await pilot.press("enter")
        await _until(pilot, lambda: "San Mateo" in screen_text(again))
        assert "20 N San Mateo Dr" in screen_text(again)
        assert "California" in screen_text(again)


async def test_coming_back_finds_the_money_and_what_was_under_way_goes_on(tmp_path: Path) -> None:
    app = create_tour_app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await _open_account(app, pilot)
        await _play(app, pilot, *_scenes("money", "deposit-queued"))
    cursors = json.loads((tmp_path / "simulated" / "cursors.json").read_text())
    assert set(cursors) == {"accounts", "journals", "funding", "activities"}

    again = create_tour_app(tmp_path)
    async with again.run_test(size=SIZE) as pilot:
        session = await _at_rest(again, pilot)
        await pilot.press("enter", "4")
        await _until(pilot, lambda: "$10.00 cash" in screen_text(again))
        await session.simulator_actions.advance_clock(8)
        await _until(pilot, lambda: "$510.00 cash" in screen_text(again))
        assert "● Complete" in screen_text(again)
        assert len(session.state.journals) == 1


async def test_a_killed_simulator_comes_back_and_nothing_is_lost(tmp_path: Path) -> None:
    app = create_tour_app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        session = await _open_account(app, pilot)
        await _play(app, pilot, *_scenes("money", "deposit-queued"))
        child = _simulator_process(tmp_path)
        child.kill()
        await _until(pilot, lambda: "restarting the simulator" in screen_text(app))
        await pilot.press("escape", "1")
        await _until(pilot, lambda: "Holdings" in screen_text(app))
        await _at_rest(app, pilot)
        assert _simulator_process(tmp_path).pid != child.pid

        await session.simulator_actions.advance_clock(8)
        await pilot.press("4")
        await _until(pilot, lambda: "$510.00 cash" in screen_text(app))
        (transfer,) = session.state.transfers.values()
        assert transfer.status == TransferStatus.COMPLETE
        await _play(app, pilot, *_scenes("invest", "receipt"))
        assert session.state.positions["AAPL"].qty == Decimal("0.42")


@pytest.mark.sweep
async def test_a_simulator_killed_during_the_submission_leaves_one_account(tmp_path: Path) -> None:
    """Whether the POST arrived or not: pressing Submit until it works opens exactly one."""
    app = create_tour_app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        session = await _at_rest(app, pilot)
        app.open_application(_complete_draft(app))
        await pilot.pause()
        await pilot.press(*["ctrl+n"] * (len(applying_steps(HAPPY_PATH)) - 1))
        await _until(pilot, lambda: "Submit" in screen_text(app))
        await pilot.press("ctrl+n")
        _simulator_process(tmp_path).kill()
        await _until(pilot, lambda: session.state.connection.server is not Server.RUNNING)
        for _ in range(6):
            await _until(pilot, lambda: session.state.connection.server is Server.RUNNING)
            await _until(pilot, lambda: "Sending" not in screen_text(app))
            if session.state.customer_id is None:
                await pilot.press("escape", "ctrl+n")
        await _until(pilot, lambda: session.state.account is not None)
        broker = await session.broker()
        assert len(await broker.accounts.list(query="maya.okafor@example.com")) == 1


async def test_statuses_arrive_as_events_not_by_asking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prevent every further load; account and bank link still reach their final status."""
    app = create_tour_app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        session = await _at_rest(app, pilot)
        creation = _complete_draft(app).to_creation(app.today())
        account = await session.customer_actions.submit_application(creation)
        app.open_customer(account.id)
        await _until(pilot, lambda: session.is_idle and "◌ Submitted" in screen_text(app))
        monkeypatch.setattr(session.store, "mark_stale", lambda parts: None)
        await session.simulator_actions.advance_clock(2)
        await _until(pilot, lambda: "◌ Approved" in screen_text(app))
        await session.simulator_actions.advance_clock(2)
        await _until(pilot, lambda: "● Active" in screen_text(app))


@pytest.mark.sweep
async def test_someone_who_pays_tax_abroad_signs_a_w8ben_and_gets_the_account(
    tmp_path: Path,
) -> None:
    app = create_tour_app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        session = await _at_rest(app, pilot)
        await pilot.press("a", "f2")
        await _until(pilot, lambda: "Fill in a sample applicant" in screen_text(app))
        await pilot.press("end", "enter")
        await _until(pilot, lambda: "Certificate of foreign status" in screen_text(app))
        assert "NW1 6XE, United" in screen_text(app)
        await pilot.press("ctrl+n")
        await _until(pilot, lambda: "Not accepted yet" in screen_text(app))
        for _ in range(3):
            await pilot.press("enter")
            await _until(pilot, lambda: "STAND-IN TEXT" in screen_text(app))
            await pilot.press("end", "enter")
            await _until(pilot, lambda: "STAND-IN TEXT" not in screen_text(app))
        await pilot.press("ctrl+n")
        await _until(pilot, lambda: "Check your answers" in screen_text(app))
        await pilot.press("ctrl+n")
        await _until(pilot, lambda: "◌ Submitted" in screen_text(app))
        await session.simulator_actions.advance_clock(5)
        await _until(pilot, lambda: "● Active" in screen_text(app))
        broker = await session.broker()
        account = await broker.accounts.get(str(session.state.customer_id))
        [document] = account.documents or []
        assert document["document_type"] == "w8ben"
        assert account.identity is not None
        assert account.identity.tax_id_type == "GBR_NINO"
    kept = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert not [content for content in kept if b"AB123456C" in content or b"AB 12 34" in content]
