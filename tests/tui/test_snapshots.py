"""Every state of every screen, as a picture: at 80x24 and at 120x40."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import pytest
from textual.pilot import Pilot

from ribbit_tui.broker.streams import STREAMS
from ribbit_tui.session.application.draft import Draft
from ribbit_tui.session.problems import Problem
from ribbit_tui.session.state import Change, Connection, Server, State
from ribbit_tui.tui.modals.confirm import ConfirmDialog
from ribbit_tui.wire.accounts import AccountStatus

from . import states
from .stage import SIZES, SMALL, Stage, live
from .states import NOW, picture

Compare = Callable[..., bool]
Build = Callable[..., Stage]
Size = tuple[int, int]
Before = Callable[[Pilot[None]], Awaitable[None]]

both_sizes = pytest.mark.parametrize("size", SIZES, ids=["small", "large"])


def going_to(stage: Stage, room: str | None, *keys: str, sees: str = "") -> Before:
    """Go to a room, press keys, wait for words."""

    async def before(pilot: Pilot[None]) -> None:
        await stage.arrive(pilot, room)
        await pilot.press(*keys)
        await stage.until_seen(pilot, sees)
        await stage.rest(pilot)

    return before


# Welcome


@both_sizes
def test_welcome_of_a_newcomer(snap_compare: Compare, stage: Build, size: Size) -> None:
    on = stage()
    assert snap_compare(on.app, terminal_size=size, run_before=going_to(on, None))


@both_sizes
def test_welcome_with_drafts_and_customers(snap_compare: Compare, stage: Build, size: Size) -> None:
    on = stage()
    for number, name in enumerate(("Maya", "")):
        draft = Draft.start(NOW, f"draft-{number}")
        draft.answer("identity.given_name", name)
        on.drafts.save(draft, NOW - timedelta(hours=number))
    for number, (name, status) in enumerate(
        (("Ada Okafor", "ACTIVE"), ("Lena Brandt", "ACTION_REQUIRED"), ("Jo Li", "REJECTED"))
    ):
        on.know(
            name,
            account_id=f"account-{number}",
            account_number=f"88000{number}",
            status=status,
            email=f"customer.{number}@example.com",
            opened_at=NOW - timedelta(days=number),
        )
    assert snap_compare(on.app, terminal_size=size, run_before=going_to(on, None))


@both_sizes
def test_welcome_without_a_server(snap_compare: Compare, stage: Build, size: Size) -> None:
    on = stage(no_server="The simulator could not use port 8765: it is taken by another program.")

    async def before(pilot: Pilot[None]) -> None:
        await stage_failed(on, pilot)
        await pilot.press("escape")
        await on.until_seen(pilot, "Press r")

    assert snap_compare(on.app, terminal_size=size, run_before=before)


async def stage_failed(on: Stage, pilot: Pilot[None]) -> None:
    await on.until_seen(pilot, "The server could not be started")


# Status

STATUSES = [*(str(status) for status in AccountStatus), "FROZEN_BY_COURT"]


@pytest.mark.parametrize("status", STATUSES)
def test_status(snap_compare: Compare, stage: Build, status: str) -> None:
    on = stage(
        picture(
            status,
            timeline=[
                states.status_event(1, "", "SUBMITTED"),
                states.status_event(4, "SUBMITTED", status),
            ][: 1 if status == "SUBMITTED" else 2],
        )
    )
    assert snap_compare(on.app, terminal_size=SMALL, run_before=going_to(on, "status"))


@both_sizes
def test_status_with_a_reason(snap_compare: Compare, stage: Build, size: Size) -> None:
    reason = "The name on the document does not match the application: please send a new one."
    on = stage(
        picture(
            "ACTION_REQUIRED",
            timeline=[
                states.status_event(1, "", "SUBMITTED"),
                states.status_event(4, "SUBMITTED", "ACTION_REQUIRED", reason=reason),
            ],
        )
    )
    assert snap_compare(on.app, terminal_size=size, run_before=going_to(on, "status"))


# Home


def five_holdings() -> State:
    return picture(
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


HOMES: dict[str, Callable[[], State]] = {
    "loading": states.nothing_read,
    "error": partial(states.nothing_read, "the server answered 503 Service Unavailable"),
    "empty": picture,
    "five-holdings": five_holdings,
}


@both_sizes
@pytest.mark.parametrize("case", HOMES)
def test_home(snap_compare: Compare, stage: Build, size: Size, case: str) -> None:
    on = stage(HOMES[case]())
    assert snap_compare(on.app, terminal_size=size, run_before=going_to(on, "home"))


# Invest


@both_sizes
def test_invest_finds_nothing(snap_compare: Compare, stage: Build, size: Size) -> None:
    on = stage(picture())
    before = going_to(on, "invest", "slash", *"zzz", sees="Nothing found")
    assert snap_compare(on.app, terminal_size=size, run_before=before)


@both_sizes
def test_invest_refuses_more_than_the_buying_power(
    snap_compare: Compare, stage: Build, size: Size
) -> None:
    on = stage(picture(cash=states.money("12.34")))
    before = going_to(on, "invest", "slash", *"apple", "enter", *"100", sees="✗ That is more")
    assert snap_compare(on.app, terminal_size=size, run_before=before)


@both_sizes
def test_invest_while_the_market_is_closed(snap_compare: Compare, stage: Build, size: Size) -> None:
    orders = [states.order(1, "accepted", symbol="KO", qty=None, notional="25")]
    on = stage(picture(is_open=False, always_open=False, orders=orders))
    before = going_to(on, "invest", "slash", *"micro", "enter", *"0.5", sees="The market is closed")
    assert snap_compare(on.app, terminal_size=size, run_before=before)


# Orders


def mixed_orders() -> State:
    return picture(
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


ORDERS = {"empty": picture, "mixed": mixed_orders, "loading": states.nothing_read}


@both_sizes
@pytest.mark.parametrize("case", ORDERS)
def test_orders(snap_compare: Compare, stage: Build, size: Size, case: str) -> None:
    on = stage(ORDERS[case]())
    assert snap_compare(on.app, terminal_size=size, run_before=going_to(on, "orders"))


# Money

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
MONEY: dict[str, Callable[[], State]] = {
    "not-active": lambda: picture("SUBMITTED", unread=Change.MONEY),
    "no-bank": picture,
    "bank-rejected": lambda: picture(banks=[states.bank(status="REJECTED")]),
    "transfer-returned": lambda: picture(
        banks=[states.bank()],
        transfers=[states.transfer(1, "RETURNED", reason="R01: insufficient funds at the bank")],
        journals=[states.journal()],
    ),
    "many-transfers": lambda: picture(
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


@both_sizes
@pytest.mark.parametrize("case", MONEY)
def test_money(snap_compare: Compare, stage: Build, size: Size, case: str) -> None:
    on = stage(MONEY[case]())
    assert snap_compare(on.app, terminal_size=size, run_before=going_to(on, "money"))


# Activity


ACTIVITIES = {"empty": picture, "some": five_holdings}


@both_sizes
@pytest.mark.parametrize("case", ACTIVITIES)
def test_activity(snap_compare: Compare, stage: Build, size: Size, case: str) -> None:
    on = stage(ACTIVITIES[case]())
    assert snap_compare(on.app, terminal_size=size, run_before=going_to(on, "activity"))


# Application


@both_sizes
def test_application_with_errors(snap_compare: Compare, stage: Build, size: Size) -> None:
    on = stage()
    before = going_to(on, None, "a", *"maya@", "ctrl+n", sees="✗ Phone is needed")
    assert snap_compare(on.app, terminal_size=size, run_before=before)


# Dialogs


@both_sizes
def test_problem_with_a_request_id(snap_compare: Compare, stage: Build, size: Size) -> None:
    on = stage(picture())

    async def before(pilot: Pilot[None]) -> None:
        await on.arrive(pilot, "home")
        on.app.show_problem(
            Problem(
                "The server does not allow this",
                "insufficient buying power: 12.34 is less than the 100.00 that the order needs",
                "Deposit first, or order less.",
                request_id="2f1c3d4e-0000-4000-8000-5a6b7c8d9e0f",
            )
        )
        await on.until_seen(pilot, "Request id")

    assert snap_compare(on.app, terminal_size=size, run_before=before)


@both_sizes
def test_confirmation(snap_compare: Compare, stage: Build, size: Size) -> None:
    on = stage(picture())

    async def before(pilot: Pilot[None]) -> None:
        await on.arrive(pilot, "home")
        facts = [("Asset", "AAPL  Apple Inc. Common Stock"), ("Order", "Buy 0.42 shares")]
        on.app.push_screen(
            ConfirmDialog("Review your order", facts, "Buy AAPL", "It fills at its moment's price.")
        )
        await on.until_seen(pilot, "Buy AAPL")

    assert snap_compare(on.app, terminal_size=size, run_before=before)


# The status line


@pytest.mark.parametrize("environment", ["sandbox", "live"])
def test_environment(snap_compare: Compare, stage: Build, environment: str) -> None:
    on = stage(environment=environment)
    assert snap_compare(on.app, terminal_size=SMALL, run_before=going_to(on, None))


LINES: dict[str, Callable[[], Connection]] = {
    "starting": lambda: Connection(server=Server.STARTING, streams=dict.fromkeys(STREAMS, False)),
    "restarting": lambda: Connection(
        server=Server.RESTARTING, streams=dict.fromkeys(STREAMS, False), trouble="it stopped"
    ),
    "reconnecting": lambda: Connection(
        server=Server.RUNNING,
        streams={**dict.fromkeys(STREAMS, True), next(iter(STREAMS)): False},
        trouble="the stream fell silent",
        last_event_at=NOW,
    ),
    "live": lambda: Connection(
        server=Server.RUNNING, streams=live().streams, last_event_at=NOW - timedelta(minutes=3)
    ),
}


@pytest.mark.parametrize("line", LINES)
def test_connection(snap_compare: Compare, stage: Build, line: str) -> None:
    on = stage(states.funded(), connection=LINES[line]())
    assert snap_compare(on.app, terminal_size=SMALL, run_before=going_to(on, "orders"))
