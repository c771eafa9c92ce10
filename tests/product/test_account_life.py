"""The account's rooms in the real app against the real simulator, from application to closing."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from ribbit_tui.runtime.composition import create_tour_app
from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.session import Session
from ribbit_tui.session.state import State
from ribbit_tui.session.trading.ticket import OrderTicket, Unit, review_ticket
from ribbit_tui.tour.player import screen_text
from ribbit_tui.tour.stage import IP_ADDRESS
from ribbit_tui.tui.app import RibbitApp
from ribbit_tui.tui.widgets.form_row import FormRow
from ribbit_tui.wire.funding import AchRelationshipCreation, TransferDirection
from ribbit_tui.wire.orders import OrderCreation
from tests import waiting

A_DAY = 86_400


class Life:
    """The app, and what a person does in it."""

    def __init__(self, app: RibbitApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def session(self) -> Session:
        assert self.app.session is not None
        return self.app.session

    @property
    def state(self) -> State:
        return self.session.state

    async def until(self, condition: Callable[[], object]) -> None:
        await waiting.until(condition, seen=lambda: screen_text(self.app))
        await self.pilot.pause()

    async def sees(self, *words: str) -> None:
        await waiting.until(
            lambda: all(one in screen_text(self.app) for one in words),
            f"on screen: {words}",
            seen=lambda: screen_text(self.app),
        )
        await self.pilot.pause()

    async def presses(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def let_pass(self, seconds: int) -> None:
        await self.session.simulator_actions.advance_clock(seconds)

    async def rest(self) -> None:
        await self.until(lambda: self.session.is_idle)

    async def becomes_a_customer(self) -> None:
        """Apply, link a bank and deposit with the session's actions; other tests use the forms."""
        draft = Draft.start(datetime.now().astimezone(), "draft")
        for name, answer in HAPPY_PATH.items():
            draft.answer(name, answer)
        now = self.session.clock.now()
        for text in ("customer_agreement", "account_agreement", "margin_agreement"):
            draft.open(text)
            draft.accept(text, now, IP_ADDRESS)
        await self.session.customer_actions.submit_application(draft.to_creation(now.date()))
        await self.let_pass(600)
        await self.until(lambda: self.state.account and self.state.account.status == "ACTIVE")

    async def has_money_and_shares(self) -> None:
        link = AchRelationshipCreation(
            account_owner_name="Maya Okafor",
            bank_account_type="CHECKING",
            bank_account_number="000123456789",
            bank_routing_number="121000358",
        )
        bank = await self.session.funding_actions.link_bank(link)
        await self.let_pass(600)
        await self.until(lambda: self.state.ach_relationships[bank.id].status == "APPROVED")
        incoming = TransferDirection.INCOMING
        await self.session.funding_actions.transfer(bank, Decimal(500), incoming)
        await self.let_pass(3600)
        await self.until(lambda: all(t.status == "COMPLETE" for t in self.state.transfers.values()))
        await self.session.load_assets()
        self.session.watch_prices("test", ("AAPL",))
        await self.until(lambda: "AAPL" in self.state.snapshots and self.money > 400)
        ticket = OrderTicket("AAPL", unit=Unit.SHARES, amount="0.5")
        await self.session.trading_actions.place_order(review_ticket(ticket, self.state))
        await self.let_pass(60)
        await self.until(lambda: "AAPL" in self.state.positions)

    async def orders(self, symbol: str, **what: object) -> None:
        """Submit an order of a kind that the ticket does not offer."""
        assert self.state.account is not None
        facts = {"symbol": symbol, "side": "buy", "time_in_force": "gtc"}
        body = {"client_order_id": symbol, **facts, **what}
        broker = await self.session.broker()
        await broker.trading.create_order(self.state.account.id, OrderCreation.model_validate(body))

    @property
    def money(self) -> Decimal:
        money = self.state.trading_account
        assert money is not None
        assert money.cash is not None
        return money.cash

    async def until_trading_is(self, *, suspended: bool) -> None:
        def is_so() -> bool:
            configurations = self.state.configurations
            return configurations is not None and configurations.suspend_trade is suspended

        await self.until(is_so)
        await self.rest()

    def fills(self, question: str, answer: str) -> None:
        row = next(row for row in self.app.screen.query(FormRow) if row.field.name == question)
        row.query_one(Input).value = answer

    def goes_to(self, section: int) -> None:
        self.app.screen.query_one("#account-sections", OptionList).highlighted = section


@asynccontextmanager
async def customer(folder: Path) -> AsyncIterator[Life]:
    """Run the app and its simulator, with an ACTIVE account open."""
    app = create_tour_app(folder / "data")
    async with app.run_test(size=(120, 40)) as pilot:
        life = Life(app, pilot)
        await life.until(lambda: app.session and app.session.state.connection.is_live)
        await life.becomes_a_customer()
        yield life


async def test_an_account_is_edited_and_its_settings_are_changed(tmp_path: Path) -> None:
    async with customer(tmp_path) as life:
        await _edits(life)
        await _enables_crypto(life)
        await _suspends_trading(life)


@pytest.mark.sweep
async def test_documents_are_sent_made_and_saved(tmp_path: Path) -> None:
    async with customer(tmp_path) as life:
        await _saves_documents(life, tmp_path)


async def test_an_account_is_emptied_and_closed(tmp_path: Path) -> None:
    async with customer(tmp_path) as life:
        await life.has_money_and_shares()
        await life.presses("7")
        await life.sees("Overview", "Maya Okafor")
        await _enables_crypto(life)
        await _sells_a_coin_from_its_row(life)
        await _cancels_a_leg(life)
        await _closes(life)


async def _edits(life: Life) -> None:
    await life.presses("7")
    await life.sees("Overview", "Maya Okafor", "Account number")
    for turn, (section, question, answer) in enumerate(
        (
            (1, "contact.city", "Oakland"),
            (2, "identity.family_name", "Okafor-Lindqvist"),
            (2, "identity.family_name", "Other"),
        )
    ):
        life.goes_to(section)
        await life.presses("e")
        await life.sees("Change: ")
        life.fills(question, answer)
        await life.presses("ctrl+s")
        if turn < 2:
            await life.until(lambda: not life.app.screen.is_modal)
            await life.sees(answer)
    await life.sees("✗ names can only be changed once")
    await life.presses("escape")
    assert life.state.account is not None
    assert life.state.account.contact is not None
    assert life.state.account.contact.city == "Oakland"


async def _enables_crypto(life: Life) -> None:
    await life.presses("c")
    await life.sees("Read the agreement…")
    await life.presses("enter")
    await life.sees("STAND-IN TEXT")
    await life.presses("end")
    await life.until(lambda: not life.app.screen.query_one("#accept").disabled)
    life.app.screen.query_one("#accept").focus()
    await life.presses("enter")
    await life.sees("You have requested crypto")
    await life.let_pass(600)
    await life.until(lambda: life.state.account and life.state.account.crypto_status == "ACTIVE")
    await life.sees("● Submitted", "● Approved", "● Active")


async def _suspends_trading(life: Life) -> None:
    for chosen, now in (("down", "Suspended"), ("up", "Allowed")):
        await life.presses("t")
        await life.sees("New orders")
        await life.presses("enter")
        await life.sees("○ ")
        await life.presses(chosen, "enter")
        if now == "Suspended":
            await life.sees("Suspend trading?")
            await life.presses("tab", "enter")
        await life.until_trading_is(suspended=now == "Suspended")


async def _saves_documents(life: Life, folder: Path) -> None:
    picture = folder / "bill.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    await life.presses("6", "a")
    await life.sees("Add a document")
    life.app.screen.query_one(Input).value = str(picture)
    await life.sees("✓ PNG")
    await life.presses("enter")
    await life.sees("✓ The document is uploaded.")
    await life.presses("m")
    await life.sees("Create a statement now?")
    await life.presses("enter")
    await life.sees("The statement for this month is created.", "Broker")
    await life.rest()
    await life.presses("home", "v")
    await life.sees("Only your user can read the file.")
    place = folder / "statement.pdf"
    life.app.screen.query_one(Input).value = str(place)
    await life.presses("enter")
    await life.sees("✓ Saved as")
    assert place.read_bytes().startswith(b"%PDF")
    assert place.stat().st_mode & 0o777 == 0o600
    await life.presses("v")
    await life.sees("Only your user can read the file.")
    life.app.screen.query_one(Input).value = str(place)
    await life.presses("enter")
    await life.sees("There is a file statement.pdf already")
    await life.presses("escape")


async def _sells_a_coin_from_its_row(life: Life) -> None:
    await life.orders(symbol="BTC/USD", notional="20", type="market")
    await life.let_pass(60)
    await life.until(lambda: len(life.state.positions) == 2 and life.session.is_idle)
    held = life.state.positions["BTCUSD"].qty
    await life.presses("1", "end", "enter")
    await life.sees("BTC/USD  Bitcoin", "for 1 BTC")
    life.app.screen.query_one("#side").focus()
    await life.presses("right", "enter")
    life.app.screen.query_one("#order-amount", Input).value = f"{held:f}"
    life.app.screen.query_one("#order-amount").focus()
    await life.presses("enter")
    await life.sees("good until canceled")
    await life.presses("enter")
    await life.let_pass(60)
    await life.until(lambda: "BTCUSD" not in life.state.positions)


async def _cancels_a_leg(life: Life) -> None:
    await life.orders(
        symbol="KO",
        qty="1",
        type="market",
        order_class="bracket",
        take_profit={"limit_price": "200"},
        stop_loss={"stop_price": "10"},
    )
    await life.let_pass(60)
    await life.until(lambda: "KO" in life.state.positions and life.session.is_idle)
    await life.presses("escape", "3")
    await life.sees("├ Limit $200.00", "╰ Stop $10.00", "◌ On hold")
    await life.presses("down", "down")
    await life.sees("Stop order at $10.00")
    await life.presses("c")
    await life.sees("Cancel this order?")
    await life.presses("tab", "enter")
    await life.until(lambda: sum(one.status == "canceled" for one in life.state.orders.values()))
    await life.rest()
    first = next(order for order in life.state.newest_orders if order.symbol == "KO")
    assert [str(leg.status) for leg in life.state.legs_of(first)] == ["canceled", "canceled"]


async def _closes(life: Life) -> None:
    await life.orders(symbol="AAPL", qty="1", type="limit", limit_price="1")
    await life.let_pass(5)
    await life.rest()
    await life.presses("7", "x")
    await life.sees("▸ 1 open order", "○ 2 positions", "Cancel all orders…")
    await life.presses("enter")
    await life.sees("Cancel all open orders?")
    await life.presses("tab", "enter")
    await life.sees("▸ 2 positions", "Sell everything…")
    life.app.screen.query_one("#closing-button").focus()
    await life.presses("enter")
    await life.sees("Sell everything?")
    await life.presses("tab", "enter")
    await life.let_pass(60)
    await life.until(lambda: not life.state.positions)
    await life.rest()
    await life.sees("of it not settled yet")
    await life.let_pass(A_DAY)
    life.session.store.mark_stale(life.session.store.tracked_parts)
    await life.sees("Withdraw $5")
    life.app.screen.query_one("#closing-button").focus()
    await life.presses("enter")
    await life.sees("Withdraw the cash?")
    await life.presses("enter")
    await life.until(lambda: len(life.state.transfers) == 2)
    await life.let_pass(3600)
    await life.sees("The account is empty")
    life.app.screen.query_one("#closing-button").focus()
    await life.presses("enter")
    await life.sees("Close this account for good?")
    assert life.state.account is not None
    number = life.state.account.account_number
    await life.presses(*number[:-1], "tab", "tab", "enter")
    assert life.app.screen.is_modal, "half a number closes nothing"
    life.app.screen.query_one(Input).value = number
    await life.pilot.pause()
    life.app.screen.query_one("#confirm").focus()
    await life.presses("enter")
    await life.until(lambda: life.state.account and life.state.account.status == "ACCOUNT_CLOSED")
    await life.sees("This account is closed.")
