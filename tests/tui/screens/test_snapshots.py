"""The trading and money screens, and the status bar above them, in every state."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

import pytest
from textual.pilot import Pilot

from ribbit_tui.broker.streams import STREAMS
from ribbit_tui.session.errors import ErrorReport
from ribbit_tui.session.state import Change, Connection, Server, State
from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from tests.tui import states
from tests.tui.snapshots import Snapshots
from tests.tui.stage import LARGE, SMALL, WIDEST, Stage, live
from tests.tui.states import NOW, loaded

Build = Callable[..., Stage]
States = Mapping[str, Callable[[], State]]


def five_holdings() -> State:
    return loaded(
        cash=states.money("1234567.89", buying_power="2469135.78"),
        banks=[states.bank()],
        transfers=[states.transfer(1, "COMPLETE")],
        orders=[states.order(1, "filled")],
        positions=[
            states.position("NVDA", "125000.123456789", "12.50", "181.46"),
            states.position("MSFT", "1200", "455.10", "432.11"),
            states.position("AAPL", "0.42", "238.15", "238.15"),
            states.position("SPY", "3.000000001", "598.00", "601.77"),
            states.position("KO", "17", "71.20", "70.02"),
        ],
        activities=[states.fill(number, symbol) for number, symbol in enumerate(states.PRICES)],
    )


def mixed_orders() -> State:
    return loaded(
        orders=[
            states.order(1, "filled", filled_qty="0.42", filled_avg_price="238.15"),
            states.order(
                2, "partially_filled", qty="1000", filled_qty="999.123456789", side="sell"
            ),
            states.order(3, "rejected", symbol="BRK.A", qty="1"),
            states.order(4, "canceled", qty=None, notional="1250000.50"),
            states.order(5, "held_for_review", symbol="SPY"),
            states.order(6, "pending_new", symbol="KO"),
            states.order(7, "new", symbol="MSFT"),
        ]
    )


HOMES: States = {
    "loading": states.nothing_loaded,
    "error": partial(states.nothing_loaded, "the server answered 503 Service Unavailable"),
    "empty": loaded,
    "five-holdings": five_holdings,
}
ORDERS: States = {"empty": loaded, "mixed": mixed_orders, "loading": states.nothing_loaded}
ACTIVITIES: States = {"empty": loaded, "some": five_holdings}
TRANSFERS = (
    "QUEUED",
    "COMPLETE",
    "SENT_TO_CLEARING",
    "CANCELED",
    "APPROVAL_PENDING",
    "REJECTED",
    "COMPLETE",
    "APPROVED",
    "COMPLETE",
    "COMPLETE",
    "COMPLETE",
    "ON_HOLD_FOR_REVIEW",
)
MONEY: States = {
    "not-active": lambda: loaded("SUBMITTED", not_loaded=Change.MONEY),
    "no-bank": loaded,
    "bank-rejected": lambda: loaded(banks=[states.bank(status="REJECTED")]),
    "transfer-returned": lambda: loaded(
        banks=[states.bank()],
        transfers=[states.transfer(1, "RETURNED", reason="R01: insufficient funds at the bank")],
        journals=[states.journal()],
    ),
    "many-transfers": lambda: loaded(
        cash=states.money("1234567.89"),
        banks=[states.bank(nickname="A nickname of a bank of quite some length")],
        transfers=[
            states.transfer(
                number,
                status,
                amount=str(25 * 7**number),
                direction="OUTGOING" if number % 3 == 2 else "INCOMING",
            )
            for number, status in enumerate(TRANSFERS)
        ],
        journals=[
            states.journal(1),
            states.journal(2, "pending", net_amount="25000", description="A bonus for referrals"),
            states.journal(3, "refused", entry_type="JNLS", net_amount=None, description=None),
        ],
    ),
}
MAIN_SCREENS = {"home": HOMES, "orders": ORDERS, "money": MONEY, "activity": ACTIVITIES}


@pytest.mark.sizes(SMALL, LARGE, WIDEST)
@pytest.mark.parametrize("screen", MAIN_SCREENS)
async def test_screen(stage: Build, snapshots: Snapshots, screen: str) -> None:
    on = stage(states.nothing_loaded())
    async with on.running(screen) as pilot:
        async for _ in snapshots.sizes(on, pilot):
            for name, state in MAIN_SCREENS[screen].items():
                await on.show(pilot, state())
                snapshots.take(on, name)


async def test_invest(stage: Build, snapshots: Snapshots) -> None:
    on = stage(loaded(cash=states.money("12.34")))
    async with on.running("invest") as pilot:

        async def look(name: str, *keys: str, sees: str) -> None:
            await pilot.press(*keys)
            await on.until_seen(pilot, sees)
            await on.rest(pilot)
            await snapshots.take_at_sizes(on, pilot, name)

        await look("nothing-found", "slash", *"zzz", sees="Nothing found")
        await pilot.press("ctrl+u")
        await look("too-much", *"apple", "enter", *"100", sees="✗ That is more")
        closed = loaded(is_open=False, always_open=False)
        closed.orders["one"] = states.order(1, "accepted", symbol="KO", qty=None, notional="25")
        await pilot.press("escape", "slash", "ctrl+u")
        await on.show(pilot, closed)
        await look("market-closed", *"micro", "enter", *"0.5", sees="The market is closed")


async def test_dialogs(stage: Build, snapshots: Snapshots) -> None:
    on = stage(loaded())
    problem = ErrorReport(
        "The server does not allow this",
        "insufficient buying power: 12.34 is less than the 100.00 that the order needs",
        "Deposit first, or order less.",
        request_id="2f1c3d4e-0000-4000-8000-5a6b7c8d9e0f",
    )
    facts = [("Asset", "AAPL  Apple Inc. Common Stock"), ("Order", "Buy 0.42 shares")]
    hint = "It fills at its moment's price."
    async with on.running("home") as pilot:
        on.app.show_error(problem)
        await on.until_seen(pilot, "Request id")
        await snapshots.take_at_sizes(on, pilot, "problem")
        await pilot.press("escape")
        on.app.push_screen(ConfirmDialog("Review your order", facts, "Buy AAPL", hint))
        await on.until_seen(pilot, "Buy AAPL")
        await snapshots.take_at_sizes(on, pilot, "confirm")


# The line above


LINES: Mapping[str, Callable[[], Connection]] = {
    "starting": lambda: Connection(server=Server.STARTING, streams=dict.fromkeys(STREAMS, False)),
    "restarting": lambda: Connection(
        server=Server.RESTARTING, streams=dict.fromkeys(STREAMS, False), error="it stopped"
    ),
    "reconnecting": lambda: Connection(
        server=Server.RUNNING,
        streams={**dict.fromkeys(STREAMS, True), next(iter(STREAMS)): False},
        error="the stream fell silent",
        last_event_at=NOW,
    ),
    "live": lambda: Connection(
        server=Server.RUNNING, streams=live().streams, last_event_at=NOW - timedelta(minutes=3)
    ),
}


async def test_connection(stage: Build, snapshots: Snapshots) -> None:
    on = stage(states.funded(), connection=live())
    async with on.running("orders") as pilot:
        for name, connection in LINES.items():
            on.state.connection = connection()
            await refreshed(on, pilot)
            snapshots.take(on, name)


async def refreshed(on: Stage, pilot: Pilot[None]) -> None:
    assert on.session is not None
    on.session.store.changed(Change.CONNECTION)
    await on.rest(pilot)
