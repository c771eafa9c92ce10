"""F1 with all parts: the simulator loses an answer and carries the write out later."""

from decimal import Decimal
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ribbit_tui.runtime.composition import create_tour_app
from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.application.steps.registry import applying_steps
from ribbit_tui.session.notices import Notice
from ribbit_tui.session.session import Session
from ribbit_tui.tour.player import screen_text
from ribbit_tui.tui.app import RibbitApp

from .test_flow import SIZE, _at_rest, _complete_draft, _open_account, _play, _scenes, _until

SECONDS = 20


async def _make_late(session: Session, method: str, path: str) -> None:
    broker = await session.broker()
    late = {"seconds": SECONDS, "method": method, "path": path}
    await broker.transport.write("PUT", "/simulator/faults", {"late": late})


async def _mend(session: Session) -> None:
    broker = await session.broker()
    await broker.transport.write("DELETE", "/simulator/faults")


async def _seen(app: RibbitApp, pilot: Pilot[None], *words: str) -> None:
    await _until(pilot, lambda: all(one in screen_text(app) for one in words))


async def _close(app: RibbitApp, pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    await _until(pilot, lambda: not app.screen.is_modal)


async def test_F1_a_late_deposit_is_made_once_and_shows_up_as_it_should(tmp_path: Path) -> None:
    app = create_tour_app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        session = await _open_account(app, pilot)
        await _play(app, pilot, *_scenes("money", "bank-approved"))
        await _make_late(session, "POST", "/v1/accounts/*/transfers")
        await pilot.press(*"25", "enter")  # linking a bank has led to the amount
        await _seen(app, pilot, "Review your deposit")
        await pilot.press("enter")
        await _seen(app, pilot, "Not there yet", "Do not send it again")
        await _close(app, pilot)
        await pilot.press("enter")
        await _seen(app, pilot, "Review your deposit", "may still arrive as well")
        await pilot.press("enter")
        await _seen(app, pilot, "It was not sent again")
        await _close(app, pilot)
        assert session.state.transfers == {}
        notices: list[Notice] = []
        session.store.subscribe_notices(notices.append)
        await session.simulator_actions.advance_clock(SECONDS)
        await _until(pilot, lambda: bool(notices))
        assert notices[0].title == "The deposit of $25.00 has arrived"
        await session.simulator_actions.advance_clock(60)
        await _until(pilot, lambda: "not there yet" not in screen_text(app))
        broker = await session.broker()
        (made,) = await broker.funding.list_transfers(str(session.state.customer_id))
        assert made.amount == 25


@pytest.mark.sweep
async def test_F1_a_late_order_that_is_sent_again_is_placed_once(tmp_path: Path) -> None:
    app = create_tour_app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        session = await _open_account(app, pilot)
        await _play(app, pilot, *_scenes("money", "deposit-complete"))
        await _make_late(session, "POST", "/v1/trading/accounts/*/orders")
        await pilot.press("escape", "2")
        await _seen(app, pilot, "Assets")
        await pilot.press("slash", *"aapl", "enter")
        await _seen(app, pilot, "Review order")
        await pilot.press(*"0.42", "enter")
        await _seen(app, pilot, "Review your order")
        await pilot.press("enter")
        await _seen(app, pilot, "Not there yet", "The order to buy 0.42 AAPL")
        await _close(app, pilot)
        await _mend(session)
        app.screen.query_one("#order-amount").focus()
        await pilot.press("enter")
        await _seen(app, pilot, "Review your order", "sent again under the same id")
        await pilot.press("enter")
        await _until(pilot, lambda: bool(session.state.orders))
        await session.simulator_actions.advance_clock(SECONDS + 5)
        await _until(pilot, lambda: "AAPL" in session.state.positions)
        broker = await session.broker()
        customer = str(session.state.customer_id)
        assert len(await broker.trading.list_orders(customer, status="all")) == 1
        (position,) = await broker.trading.list_positions(customer)
        assert position.qty == Decimal("0.42")


@pytest.mark.sweep
async def test_F1_a_late_application_opens_one_account_and_shows_it(tmp_path: Path) -> None:
    app = create_tour_app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        session = await _at_rest(app, pilot)
        await _make_late(session, "POST", "/v1/accounts")
        app.open_application(_complete_draft(app))
        for _ in applying_steps(HAPPY_PATH):
            await pilot.pause()
            await pilot.press("ctrl+n")
        await _seen(app, pilot, "Not there yet", "The application of Maya Okafor")
        await _close(app, pilot)
        await pilot.press("ctrl+n")
        await _seen(app, pilot, "It was not sent again")
        await _close(app, pilot)
        await session.simulator_actions.advance_clock(SECONDS)
        await pilot.press("f5")
        await _seen(app, pilot, "◌ Submitted")
        broker = await session.broker()
        assert len(await broker.accounts.list(query="maya.okafor@example.com")) == 1


@pytest.mark.sweep
async def test_F1_a_late_welcome_gift_is_given_once(tmp_path: Path) -> None:
    app = create_tour_app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        session = await _at_rest(app, pilot)
        await _make_late(session, "POST", "/v1/journals")
        creation = _complete_draft(app).to_creation(app.today())
        account = await session.customer_actions.submit_application(creation)
        app.open_customer(account.id)
        await session.simulator_actions.advance_clock(5)
        await _until(pilot, lambda: "● Active" in screen_text(app))
        await _mend(session)
        # Seen again ACTIVE, the gift is asked for again, while the first may still be on its way.
        session.retry_now()
        await session.simulator_actions.advance_clock(SECONDS + 5)
        await _until(pilot, lambda: bool(session.state.journals))
        session.retry_now()
        await session.simulator_actions.advance_clock(60)
        await _until(pilot, lambda: session.is_idle)
        broker = await session.broker()
        (given,) = await broker.journals.list(to_account=account.id)
        assert given.net_amount == 10
