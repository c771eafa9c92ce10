"""The status screen in every state of a review."""

from collections.abc import Callable, Iterable

import pytest
from textual.widgets import Input

from ribbit_tui.session.notices import Notice
from ribbit_tui.session.session import Session
from ribbit_tui.session.state import Change, MissedEvent, RequestState, SentAnswer, State
from ribbit_tui.tui.dialogs.base import MIN_SIZE
from ribbit_tui.tui.drawing.large_text import large_lines
from ribbit_tui.tui.screens.status.request_list import RequestList
from ribbit_tui.wire.funding import AchRelationship
from tests.tui import states
from tests.tui.stage import LARGE, SMALL, Stage
from tests.tui.states import MAYA, NOW, account, loaded

Build = Callable[..., Stage]
RESULTS = {
    "accept": {"DATE_OF_BIRTH": {}},
    "reject": {"ADDRESS_VERIFICATION": {}},
    "indeterminate": {"IDENTITY_VERIFICATION": {}, "PEP": {}, "OTHER": {}, "WATCHLIST_HIT": {}},
    "additional_information": "Send a bank statement that is not older than three months.",
    "summary": "fail",
}


def reviewed(status: str, **more: object) -> State:
    """Return a customer with results of the review."""
    more = {"kyc_results": RESULTS} | more
    return loaded(
        customer=account(status, **more),
        timeline=[
            states.status_event(1, "", "SUBMITTED"),
            states.status_event(4, "SUBMITTED", status, kyc_results=more["kyc_results"]),
        ],
    )


@pytest.mark.parametrize("size", [MIN_SIZE, SMALL])
async def test_the_list_of_requests_is_seen_whole_in_small_terminals(
    stage: Build, size: tuple[int, int]
) -> None:
    on = stage(reviewed("ACTION_REQUIRED", crypto_status="SUBMITTED"))
    async with on.running("status", size):
        requests, page = on.screen.query_one(RequestList), on.screen.query_one("#status-scroll")
        assert page.scroll_offset.y == 0
        assert page.region.contains_region(requests.region)
        assert requests.size.height >= 9


async def test_each_state_says_what_it_is_and_what_is_to_be_done(stage: Build) -> None:
    on = stage(loaded("SUBMITTED"))
    async with on.running("status", LARGE) as pilot:

        async def shows(state: State, *words: str) -> None:
            await on.show(pilot, state)
            await on.until_seen(pilot, *words)

        requests = on.screen.query_one(RequestList)
        await shows(reviewed("ACTION_REQUIRED"), "To answer: 4 of 6", "not accepted")
        assert "“Send a bank statement that is not older" in on.text
        assert "Proof of address and 4 more" in on.text
        assert requests.has_focus
        sent = reviewed("ACTION_REQUIRED")
        sent.sent_answers["PEP"] = SentAnswer(NOW, RequestState.OPEN)
        await shows(sent, "◌ Your public office  sent 10:00:00, under review")
        await shows(reviewed("APPROVAL_PENDING"), "Under review", "◌ Watch-list")
        await shows(reviewed("REJECTED"), "✗ Watch-list", "Apply again")
        nothing = reviewed("ACTION_REQUIRED", kyc_results=None)
        await shows(nothing, "The review lists no request")
        await shows(loaded("ONBOARDING"), "Start the identity check", "○ Submitted")
        await shows(loaded("DISABLED"), "Your account is blocked")
        await shows(loaded("ACCOUNT_CLOSED"), "Go to Welcome")
        await shows(loaded("FROZEN_BY_COURT"), "! Frozen by court")
        crypto = reviewed("ACTIVE", crypto_status="SUBMITTED")
        crypto.timeline.append(
            states.status_event(
                6, "ACTIVE", "ACTIVE", crypto_status_from="", crypto_status_to="SUBMITTED"
            )
        )
        await shows(crypto, "Crypto ◌ Submitted: it is being checked.", "Crypto: submitted")
        assert on.text.count("● Active") == 1, "the status"
        assert not requests.display


def newly_open(cash: str = "10.00", **more: object) -> State:
    """Return a customer whose account was opened 4 s after the application."""
    moves = (("", "SUBMITTED"), ("SUBMITTED", "APPROVED"), ("APPROVED", "ACTIVE"))
    times = zip((1, 3, 5), moves, strict=True)
    return loaded(
        customer=account("ACTIVE", kyc_results={"summary": "pass"}, **more),
        cash=states.money(cash),
        timeline=[states.status_event(number, *move) for number, move in times],
    )


async def test_an_open_account_is_told_large_with_a_way_to_the_first_share(stage: Build) -> None:
    on = stage(newly_open())
    async with on.running("status", LARGE) as pilot:
        for row in large_lines("You're approved,"):
            assert row.strip() in on.text
        await on.until_seen(pilot, "is open. From the application to here: 4.00 s", "● Passed")
        await on.until_seen(pilot, "$10.00 buys a piece", "AAPL", "0.041990342")
        on.screen.query_one("#ideas").focus()
        await pilot.press("enter")
        await on.until_seen(pilot, "Buy AAPL")
        assert on.server.writes == [], "the ticket is open, and nothing is ordered"


async def test_a_name_that_has_no_large_letters_is_written_as_it_is(stage: Build) -> None:
    state = newly_open(identity={"given_name": "Zoë", "family_name": "Øker"})
    on = stage(state)
    async with on.running("status", LARGE) as pilot:
        await on.until_seen(pilot, "You're approved, Zoë")


async def test_without_money_it_is_told_what_some_would_buy(stage: Build) -> None:
    on = stage(newly_open("0.99"))
    async with on.running("status", LARGE) as pilot:
        await on.until_seen(pilot, "$10.00 would buy a piece of each", "0.041990342")
        assert "$0.99" not in on.text


@pytest.mark.parametrize(
    ("banks", "label", "above"),
    [([], "Routing number", 0), ([states.bank()], "Amount", 1)],
    ids=["link-a-bank", "deposit"],
)
async def test_the_next_step_goes_to_the_field_to_fill_in(
    stage: Build, banks: list[AchRelationship], label: str, above: int
) -> None:
    state = newly_open()
    state.ach_relationships = loaded(banks=banks).ach_relationships
    on = stage(state)
    async with on.running("status") as pilot:
        await pilot.press("enter")
        await on.until(pilot, lambda: on.screen.SCREEN_NAME == "money")
        await on.until(pilot, lambda: on.screen.focused is not None)
        await pilot.press("7")
        await on.rest(pilot)
        field = on.screen.focused
        assert isinstance(field, Input) and field.value == "7"
        assert label in on.text.splitlines()[field.region.y - above]


async def test_a_step_has_the_tone_of_its_status(stage: Build) -> None:
    state = newly_open("0.00")
    add = loaded(
        banks=[states.bank(1, "QUEUED")],
        transfers=[states.transfer(1, "RETURNED"), states.transfer(2, "QUEUED", amount="25")],
    )
    state.ach_relationships, state.transfers = add.ach_relationships, add.transfers
    on = stage(state)
    async with on.running("status", LARGE) as pilot:
        await on.until_seen(pilot, "◉ Bank linked  Everyday checking · queued")
        assert "◉ First deposit  $25.00 · queued" in on.text, "not the one that came back"


async def test_prices_are_followed_while_they_are_shown(
    stage: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched: dict[str, set[str]] = {}
    watch = Session.watch_prices

    def noted(session: Session, watcher: str, symbols: Iterable[str]) -> None:
        watched[watcher] = set(symbols)
        watch(session, watcher, watched[watcher])

    monkeypatch.setattr(Session, "watch_prices", noted)
    on = stage(states.funded())
    async with on.running("status", LARGE) as pilot:
        assert watched["status"] == set(), "somebody with holdings needs no ideas"
        await on.show(pilot, newly_open("10.00"))
        assert "AAPL" in watched["status"]
        await on.until_seen(pilot, "$10.00 buys a piece")
        await pilot.press("1")
        await on.until(pilot, lambda: watched["status"] == set())


async def test_B11_the_identity_check_is_not_played_against_another_server(stage: Build) -> None:
    on = stage(loaded("ONBOARDING", is_simulated=False))
    async with on.running("status") as pilot:
        await pilot.press("enter")
        await on.until_seen(pilot, "The identity check needs a camera")
    assert on.server.writes == []


async def test_what_happened_meanwhile_is_shown_until_it_is_put_away(stage: Build) -> None:
    on = stage(states.funded())
    async with on.running("home") as pilot:
        for n in range(5):
            news = MissedEvent(states.ago(9 - n), Notice(f"MissedEvent {n}"))
            on.session.events.missed.keep(MAYA, news)  # type: ignore[union-attr]
        on.session.store.changed(Change.MISSED)  # type: ignore[union-attr]
        await on.until_seen(
            pilot, "While you were away", "… and 2 earlier", "09:55  ● MissedEvent 4"
        )
        await pilot.press("0")
        await on.until_seen(pilot, "While you were away", "Next: ")
        await pilot.press("escape")
        await on.until(pilot, lambda: "While you were away" not in on.text)
        await pilot.press("1")
        await on.until_seen(pilot, "Holdings")
        assert "While you were away" not in on.text
