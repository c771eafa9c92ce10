"""Account, Documents and the list of customers in every state."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from ribbit_tui.session.state import Change, State
from ribbit_tui.tui.screens.account.sections import CLOSING, CRYPTO, OVERVIEW, TITLES
from tests.tui import states
from tests.tui.snapshots import Snapshots
from tests.tui.stage import LARGE, SMALL, WIDEST, Stage, answer, refusal
from tests.tui.states import MAYA, complete, complete_account

Build = Callable[..., Stage]
LENA = "7d9f0a51-52c8-4c43-8f7f-5f2f3c1f9d10"


async def turn_to(on: Stage, pilot: Pilot[None], section: str) -> None:
    """Select a section of Account."""
    parts = on.app.screen.query_one("#account-sections", OptionList)
    parts.focus()
    parts.highlighted = list(TITLES).index(section)
    await on.rest(pilot)


@pytest.mark.sizes(LARGE, SMALL, WIDEST)
async def test_section(stage: Build, snapshots: Snapshots) -> None:
    on = stage(complete())
    async with on.running("account") as pilot:
        for section in TITLES:
            await turn_to(on, pilot, section)
            await snapshots.take_at_sizes(on, pilot, section)


def abroad() -> State:
    """Return a customer abroad, on a visa, without optional answers."""
    identity = {
        "given_name": "Oliver",
        "family_name": "Hughes",
        "date_of_birth": "1990-04-12",
        "tax_id_type": "GBR_NINO",
        "country_of_citizenship": "GBR",
        "country_of_birth": "GBR",
        "country_of_tax_residence": "GBR",
        "visa_type": "H1B",
        "visa_expiration_date": "2028-01-15",
    }
    return complete(identity=identity, trusted_contact=None, agreements=[], documents=[])


def crypto(status: str) -> State:
    state = complete(crypto_status=status)
    state.timeline = [
        states.status_event(
            6, "ACTIVE", "ACTIVE", crypto_status_from="", crypto_status_to="SUBMITTED"
        )
    ]
    return state


def emptied() -> State:
    """Return a customer with a bank and no money."""
    state = complete()
    state.orders, state.positions = {}, {}
    state.trading_account = states.money("0")
    return state


def on_its_way() -> State:
    """Return a customer with a withdrawal in progress."""
    state = emptied()
    moving = states.transfer(1, "QUEUED", direction="OUTGOING", amount="510")
    state.transfers = {moving.id: moving}
    state.journals = {"j": states.journal(1, "pending")}
    return state


def with_cash(*, bank: bool) -> State:
    state = emptied()
    state.trading_account = states.money("510.00")
    if not bank:
        state.ach_relationships = {}
    return state


def not_read() -> State:
    return states.nothing_loaded("the server answered 503 Service Unavailable")


SECTIONS: Mapping[str, tuple[Callable[[], State], str]] = {
    "loading": (states.nothing_loaded, OVERVIEW),
    "not-read": (not_read, OVERVIEW),
    "abroad-identity": (abroad, "identity"),
    "nobody-named": (abroad, "trusted_contact"),
    "nothing-signed": (abroad, "agreements"),
    "blocked": (lambda: complete("DISABLED"), OVERVIEW),
    "crypto-asked-for": (lambda: crypto("SUBMITTED"), CRYPTO),
    "crypto-active": (lambda: crypto("ACTIVE"), CRYPTO),
    "crypto-rejected": (lambda: crypto("REJECTED"), CRYPTO),
    "crypto-not-yet": (lambda: complete("APPROVED"), CRYPTO),
    "closing-on-its-way": (on_its_way, CLOSING),
    "closing-withdraw": (lambda: with_cash(bank=True), CLOSING),
    "closing-no-bank": (lambda: with_cash(bank=False), CLOSING),
    "closing-empty": (emptied, CLOSING),
    "closing-not-active": (lambda: complete("SUBMITTED"), CLOSING),
    "closed": (lambda: complete("ACCOUNT_CLOSED"), CLOSING),
}


async def test_state(stage: Build, snapshots: Snapshots) -> None:
    on = stage(states.nothing_loaded())
    async with on.running("account") as pilot:
        for name, (state, section) in SECTIONS.items():
            await turn_to(on, pilot, section)
            await on.show(pilot, state())
            await snapshots.take_at_sizes(on, pilot, name)


EDITED = {
    section: TITLES[section]
    for section in ("contact", "disclosures", "identity", "employment", "trusted_contact")
}


@pytest.mark.bounded
async def test_change(stage: Build, snapshots: Snapshots) -> None:
    """Snapshot the dialogs for changes: empty, with errors, and refused by the server."""
    on = stage(complete())
    taken = refusal(409, "an account with this e-mail address already exists")
    on.server.next(f"PATCH /v1/accounts/{MAYA}", taken)
    async with on.running("account") as pilot:
        for section, title in snapshots.some_of(EDITED, "contact", "disclosures").items():
            await turn_to(on, pilot, section)
            await pilot.press("e")
            await on.until_seen(pilot, f"Change: {title}")
            await snapshots.take_at_sizes(on, pilot, section)
            if section == "contact":
                await _change_wrongly(on, pilot, snapshots)
            await pilot.press("escape")
            await on.until(pilot, lambda: not on.app.screen.is_modal)


async def _change_wrongly(on: Stage, pilot: Pilot[None], snapshots: Snapshots) -> None:
    email = on.app.screen.query(Input).first()
    for typed, words in (("maya@", "✗ Enter a full"), ("taken@example.com", "req-409")):
        email.value = typed
        await pilot.press("ctrl+s")
        await on.until_seen(pilot, words)
        await snapshots.take_at_sizes(on, pilot, f"contact-{typed.partition('@')[0]}")


async def test_question(stage: Build, snapshots: Snapshots) -> None:
    """Snapshot the confirmations before irreversible actions."""
    on = stage(complete())
    async with on.running("account") as pilot:

        async def look(name: str, *keys: str, sees: str) -> None:
            await pilot.press(*keys)
            await on.until_seen(pilot, sees)
            await snapshots.take_at_sizes(on, pilot, name)
            await pilot.press("escape")
            await on.until(pilot, lambda: not on.app.screen.is_modal)

        await look("crypto-agreement", "c", "enter", sees="STAND-IN TEXT")
        await look("setting", "t", "enter", sees="●")
        await look("cancel-orders", "x", "enter", sees="Cancel all open orders?")
        await on.show(pilot, _without_orders())
        await look("sell", "x", "enter", sees="Sell everything?")
        await on.show(pilot, with_cash(bank=True))
        await look("withdraw", "x", "enter", sees="Withdraw the cash?")
        await on.show(pilot, emptied())
        await look("close", "x", "enter", sees="Close this account for good?")
        await look("close-typed-wrong", "x", "enter", *"88001", sees="88001")
        await look("close-typed-right", "x", "enter", *"880012345", sees="880012345")


def _without_orders() -> State:
    state = complete()
    state.orders = {}
    return state


async def test_documents(
    stage: Build, snapshots: Snapshots, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = stage(states.loaded(customer=complete_account(documents=[])))
    made = f"GET /v1/accounts/{MAYA}/documents"
    on.server.next(made, refusal(403, "documents are not for you"))
    async with on.running("documents") as pilot:
        assert on.session is not None
        await on.until_seen(pilot, "documents are not for you")
        await snapshots.take_at_sizes(on, pilot, "error")
        on.session.store.mark_stale(Change.DOCUMENTS)
        await on.until_seen(pilot, "No documents yet")
        await snapshots.take_at_sizes(on, pilot, "empty")
        await on.show(pilot, complete())
        await snapshots.take_at_sizes(on, pilot, "full")
        await on.show(pilot, states.nothing_loaded())
        await snapshots.take_at_sizes(on, pilot, "loading")


async def test_customers(stage: Build, snapshots: Snapshots) -> None:
    on = stage(complete())
    lena = states.account("ACTION_REQUIRED", id=LENA, account_number="880099999")
    lena.identity.given_name = "Lena"  # type: ignore[union-attr]
    one = states.account()
    found = answer([lena.to_wire(), one.to_wire()])
    on.server.next("GET /v1/accounts", refusal(403, "not for you"), answer([]), found, answer([]))
    async with on.running("home") as pilot:
        await pilot.press("f4")
        for name, again, query, words in (
            ("error", (), "", "F5 retries"),
            ("empty", ("f5",), "", "No customers yet."),
            ("found", (), "oka", "2 customers, newest first"),
            ("nothing-found", (), "okax", "No match"),
        ):
            await pilot.press(*again)
            on.app.screen.query_one("#query", Input).value = query
            await on.until_seen(pilot, words)
            await snapshots.take_at_sizes(on, pilot, name)
