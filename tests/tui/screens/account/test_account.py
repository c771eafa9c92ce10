"""Account and the customers of the firm: every state of them, in few running apps."""

from collections.abc import Callable

from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from ribbit_tui.session.notices import Notice
from ribbit_tui.session.state import CUSTOMER_PARTS, Change, MissedEvent
from ribbit_tui.tui.screens.account.sections import TITLES
from tests.tui import states
from tests.tui.stage import LARGE, Stage, answer, refusal

Build = Callable[..., Stage]
LENA = "7d9f0a51-52c8-4c43-8f7f-5f2f3c1f9d10"
PATCH = f"PATCH /v1/accounts/{states.MAYA}"

SEEN = {
    "overview": ("Maya Okafor", "880012345", "● Active"),
    "contact": ("20 N San Mateo Dr", "California", "firm can change Country."),
    "identity": ("1990-04-12", "On file; never shown", "Names can be changed once"),
    "employment": ("Lily Pad Labs", "$100,000 to $199,999"),
    "disclosures": ("Pond PLC", "Yes"),
    "trusted_contact": ("ada.okafor@example.com",),
    "agreements": ("Margin agreement", "203.0.113.7", "stand-in.1"),
    "checks": ("● Passed", "Proof of identity", "! To review: address"),
    "crypto": ("Read the agreement…",),
    "trading": ("New orders", "No margin"),
    "closing": ("▸ 1 open order", "Cancel all orders…"),
}


async def show(on: Stage, pilot: Pilot[None], section: str) -> None:
    on.app.screen.query_one("#account-sections", OptionList).highlighted = list(TITLES).index(
        section
    )
    await on.until_seen(pilot, *SEEN[section])


async def test_every_part_and_what_the_server_refuses(stage: Build) -> None:
    on = stage(states.complete())
    async with on.running("account") as pilot:
        for section in TITLES:
            await show(on, pilot, section)
        await show(on, pilot, "contact")
        on.server.next(
            PATCH,
            refusal(409, "an account with this e-mail address already exists"),
            refusal(422, "contact.city is odd", field="contact.city"),
        )
        for words in ("an account with this e-mail address", "contact.city is odd"):
            await pilot.press("e")
            await on.until_seen(pilot, "Change: Contact")
            on.app.screen.query(Input).first().value = "taken@example.com"
            await pilot.press("ctrl+s")
            await on.until_seen(pilot, f"✗ {words}", "request id")
            await pilot.press("escape")
        assert [body for _, body in on.server.writes] == [
            {"contact": {"email_address": "taken@example.com"}}
        ] * 2
        await pilot.press("e")
        await on.until_seen(pilot, "Change: Contact")
        await pilot.press("ctrl+s")
        await on.until(pilot, lambda: not on.app.screen.is_modal)
        assert len(on.server.writes) == 2, "nothing differed, so nothing was sent"


async def test_a_closed_account_can_only_be_read(stage: Build) -> None:
    on = stage(states.complete("ACCOUNT_CLOSED"))
    async with on.running("account") as pilot:
        await pilot.press("x")
        await on.until_seen(pilot, "This account is closed.")
        assert "Cancel all orders" not in on.text
        await pilot.press("home", "down", "e", "enter")
        assert not on.app.screen.is_modal
        await pilot.press("t", "enter")
        assert not on.app.screen.is_modal
    assert on.server.writes == []


async def test_what_was_agreed_to_is_withdrawn_whatever_has_come_in_since(stage: Build) -> None:
    on = stage(states.loaded(cash=states.money("150.00"), banks=[states.bank()]))
    async with on.running("account") as pilot:
        await pilot.press("x")
        await on.until_seen(pilot, "Withdraw $150.00")
        await pilot.press("enter")
        await on.until_seen(pilot, "Withdraw the cash?")
        on.state.trading_account = states.money("190.00")
        await pilot.press("enter")
        await on.until(pilot, lambda: on.server.writes)
    call, sent = on.server.writes[0]
    assert (call, sent["amount"]) == (f"POST /v1/accounts/{states.MAYA}/transfers", "150.00")


async def test_customers_are_searched_and_switched(stage: Build) -> None:
    on = stage(states.complete())
    lena = states.account(id=LENA, identity=states.account().identity)
    lena.identity.given_name = "Lena"  # type: ignore[union-attr]
    found = answer([lena.to_wire(), states.account().to_wire()])
    on.server.next("GET /v1/accounts", refusal(403, "not for you"), answer([]), found)
    async with on.running("home") as pilot:
        await pilot.press("f4")
        await on.until_seen(pilot, "Not loaded: not for you", "F5 retries")
        await pilot.press("f5")
        await on.until_seen(pilot, "No customers yet.")
        await pilot.press(*"oka")
        await on.until_seen(pilot, "2 customers, newest first", "Lena Okafor", "› Maya Okafor")
        await pilot.press("enter", "enter")
        await on.until(pilot, lambda: on.state.customer_id == LENA)
    kept = on.customers.get(LENA)
    assert kept is not None
    assert kept.name == "Lena Okafor"


def test_the_parts_have_names() -> None:
    assert set(SEEN) == set(TITLES)
    assert Change(0) == CUSTOMER_PARTS & Change.DOCUMENTS, "documents are read while shown"


async def test_B5_x_closes_the_account_although_news_is_shown_which_goes_by_escape(
    stage: Build,
) -> None:
    on = stage(states.complete())
    async with on.running("account") as pilot:
        assert on.session is not None
        on.session.events.missed.keep(
            states.MAYA, MissedEvent(states.NOW, Notice("The bank is linked"))
        )
        on.session.store.changed(Change.MISSED)
        await on.until_seen(pilot, "While you were away")
        await pilot.press("x")
        await on.until_seen(pilot, "1 open order")
        assert "While you were away" in on.text
        await pilot.press("escape")
        await on.until(pilot, lambda: "While you were away" not in on.text)


async def test_a_wide_terminal_shows_all_sections_and_marks_the_selected_one(stage: Build) -> None:
    on = stage(states.complete())
    async with on.running("account", LARGE) as pilot:
        await show(on, pilot, "contact")
        assert "20 N San Mateo Dr" in on.text and "Lily Pad Labs" in on.text
        assert "Each e-mail address can have one account only." in on.text
        employment = on.screen.query_one("#glance-employment")
        await pilot.click(employment)
        await on.until(pilot, lambda: employment.has_class("-selected"))
        assert on.text.count("e Change ─") == 1, "the key is named once, where it works"
        bottom = on.text.splitlines()[employment.region.bottom - 1]
        await pilot.click(offset=(bottom.index("Change"), employment.region.bottom - 1))
        await on.until_seen(pilot, "Change: Employment")


async def test_a_section_below_the_others_is_scrolled_to(stage: Build) -> None:
    on = stage(states.complete())
    async with on.running("account", LARGE) as pilot:
        await on.until(pilot, lambda: "stand-in.1" not in on.text)
        await show(on, pilot, "agreements")


async def test_the_settings_stand_below_each_other_where_there_is_room(stage: Build) -> None:
    on = stage(states.complete())
    async with on.running("account", LARGE) as pilot:
        await show(on, pilot, "trading")
        await on.until_seen(pilot, "Day-trade guard", "Read the agreement", "in cash")
        await pilot.resize_terminal(100, 24)
        await on.until(pilot, lambda: "Cancel all orders…" not in on.text)
        await show(on, pilot, "closing")
        await show(on, pilot, "trading")
        await pilot.resize_terminal(80, 24)
        await on.until(pilot, lambda: "Read the agreement" not in on.text)
        await on.until_seen(pilot, "Day-trade guard")
