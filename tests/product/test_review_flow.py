"""The review of an application played out, in the app against the real simulator."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, Select

from ribbit_tui.runtime.composition import create_tour_app
from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.application.steps.agreements import AGREEMENTS
from ribbit_tui.session.application.values.answer import Answer
from ribbit_tui.session.session import Session
from ribbit_tui.tour.player import screen_text
from ribbit_tui.tui.app import RibbitApp
from ribbit_tui.tui.dialogs.document.path_field import PathField
from ribbit_tui.tui.screens.application.screen import ApplicationScreen
from ribbit_tui.tui.screens.status.request_list import RequestList
from ribbit_tui.tui.widgets.form_row import FormRow
from ribbit_tui.wire.accounts import AccountCreation
from tests import waiting

SIZE = (120, 40)


class Play:
    """One app and its simulator, and what a person does in it."""

    def __init__(self, folder: Path) -> None:
        self.app: RibbitApp = create_tour_app(folder)

    @property
    def session(self) -> Session:
        assert self.app.session is not None
        return self.app.session

    async def until(self, pilot: Pilot[None], what: Callable[[], object]) -> None:
        await waiting.until(what, seen=lambda: screen_text(self.app))
        await pilot.pause()

    async def sees(self, pilot: Pilot[None], *words: str) -> None:
        await waiting.until(
            lambda: all(one in screen_text(self.app) for one in words),
            f"on screen: {words}",
            seen=lambda: screen_text(self.app),
        )
        await pilot.pause()

    async def apply(
        self,
        pilot: Pilot[None],
        name: str,
        spoil: Callable[[AccountCreation], None],
        **answers: Answer,
    ) -> None:
        """Send an application of somebody of that family name, and go to its status.

        `spoil` makes of it what our own form would not let through.
        """
        await self.until(pilot, lambda: self.app.session is not None and self.session.is_idle)
        now = self.app.dependencies.clock.now()
        draft = Draft.start(now, name)
        email = f"{name.lower()}@example.com"
        given = {"identity.family_name": name, "contact.email_address": email}
        for field, answer in (HAPPY_PATH | given | answers).items():
            draft.answer(field, answer)
        for text in AGREEMENTS:
            draft.open(text.agreement)
            draft.accept(text.agreement, now, "203.0.113.7")
        creation = draft.to_creation(self.app.today())
        spoil(creation)
        await self.session.customer_actions.submit_application(creation)
        self.app.go_to_screen("status")
        await self.until(pilot, lambda: self.session.state.account)

    @property
    def status(self) -> str:
        account = self.session.state.account
        return "" if account is None else str(account.status)

    async def choose(self, pilot: Pilot[None], code: str) -> None:
        """Answer a request of the list."""
        await self.until(pilot, lambda: not self.app.screen.is_modal)
        requests = self.app.screen.query_one(RequestList)
        requests.focus()
        requests.highlighted = requests.get_option_index(code)
        await pilot.press("enter")

    async def answer(self, pilot: Pilot[None], name: str, *keys: str) -> None:
        """Answer a question of the form on screen."""
        (row,) = (row for row in self.app.screen.query(FormRow) if row.field.name == name)
        row.focus_control()
        await self.until(pilot, lambda: row.has_focus_within)
        await pilot.press(*keys)

    async def fill(self, pilot: Pilot[None], answers: dict[str, str]) -> None:
        """Type into the form on screen."""
        for row in self.app.screen.query(FormRow):
            if row.field.name in answers:
                row.query_one(Input).value = answers[row.field.name]
        await pilot.pause()

    async def hand_in(self, pilot: Pilot[None], file: Path) -> None:
        self.app.screen.query_one(PathField).text = str(file)
        await self.sees(pilot, "✓ PNG")
        await pilot.press("enter")
        await self.until(pilot, lambda: not self.app.screen.is_modal)

    async def pass_time(self, seconds: int = 10) -> None:
        await self.session.simulator_actions.advance_clock(seconds)


def _as_it_is(creation: AccountCreation) -> None:
    pass


def _without_address(creation: AccountCreation) -> None:
    creation.disclosures.employer_address = None


def _without_w8ben(creation: AccountCreation) -> None:
    identity = creation.identity
    identity.country_of_tax_residence = identity.country_of_citizenship = "GBR"


async def test_what_is_asked_is_answered_until_the_account_is_active(tmp_path: Path) -> None:
    play = Play(tmp_path / "data")
    picture = tmp_path / "card.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n a picture of a card")
    async with play.app.run_test(size=SIZE) as pilot:
        exposed: dict[str, Answer] = {
            "disclosures.is_politically_exposed": True,
            "disclosures.exposed_address": "10 Main St",
        }
        await play.apply(pilot, "Everything", _without_address, **exposed)
        await play.pass_time()
        await play.sees(pilot, "! Action required", "To answer: 4 of 4", "! Proof of address")

        await play.choose(pilot, "IDENTITY_VERIFICATION")
        await play.sees(pilot, "Add a document", "Proof of identity")
        await play.hand_in(pilot, picture)
        # An ID proves the address as well; what is left is told by an event.
        await play.sees(pilot, "To answer: 2 of 4", "● Proof of address  answered")

        await play.choose(pilot, "PEP")
        await play.sees(pilot, "Do you hold", "Office address")
        await pilot.press("ctrl+n")
        await play.sees(pilot, "✗ Office address is needed")
        await pilot.press(*"10 Main St", "ctrl+n")
        await play.sees(pilot, "To answer: 1 of 4", "Your answer was received")

        await play.choose(pilot, "TAX_IDENTIFICATION")
        await play.sees(pilot, "Add a document", "Proof of tax ID")
        await play.hand_in(pilot, picture)
        await play.sees(pilot, "◌ Approval pending", "Under review")
        await play.pass_time(60)
        await play.sees(pilot, "● Active", "Link a bank to deposit money.")


@pytest.mark.sweep
async def test_the_identity_check_sends_the_application_in(tmp_path: Path) -> None:
    play = Play(tmp_path)
    async with play.app.run_test(size=SIZE) as pilot:
        await play.apply(pilot, "Onfido", _as_it_is)
        await play.sees(pilot, "! Onboarding", "Start the identity check")
        await pilot.press("enter")
        await play.sees(pilot, "Which document do you want to show?")
        await pilot.press("escape")
        await play.until(pilot, lambda: "Which document" not in screen_text(play.app))
        assert play.status == "ONBOARDING"

        await pilot.press("enter")
        await play.sees(pilot, "Which document do you want to show?")
        await pilot.press("down", "enter")
        await play.sees(pilot, "Hold your driver's license into the frame.")
        await pilot.press("enter")
        await play.sees(pilot, "Look into the camera.")
        await pilot.press("enter", "enter")
        await play.sees(pilot, "◌ Submitted")
        await play.pass_time()
        await play.sees(pilot, "● Active")
    kept = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert not any(b"eyJ" in content for content in kept), "a token is in memory only"


@pytest.mark.sweep
async def test_a_missing_w8ben_is_filled_in_and_signed(tmp_path: Path) -> None:
    play = Play(tmp_path)
    async with play.app.run_test(size=SIZE) as pilot:
        await play.apply(pilot, "Pond", _without_w8ben)
        await play.pass_time()
        await play.sees(pilot, "To answer: 1 of 1", "! A W-8BEN form")
        await pilot.press("enter")
        await play.sees(pilot, "Fill in the form")
        await pilot.press("enter")
        await play.sees(pilot, "1  Name", "Maya Pond", "04-12-1990")
        await play.answer(pilot, "w8ben.ftin_not_required", "y")
        await play.answer(pilot, "w8ben.claims_treaty", "n")
        await play.answer(pilot, "w8ben.certified", "y")
        await play.answer(pilot, "w8ben.signer_full_name", *"Maya Pond")
        await pilot.press("ctrl+n")
        await play.sees(pilot, "◌ Approval pending", "● A W-8BEN form  answered")


@pytest.mark.sweep
async def test_who_is_rejected_applies_again_with_the_same_answers(tmp_path: Path) -> None:
    play = Play(tmp_path)
    async with play.app.run_test(size=SIZE) as pilot:
        await play.apply(pilot, "Watchlist", _as_it_is)
        await play.pass_time()
        await play.sees(pilot, "✗ Rejected", "✗ Watch-list", "Apply again")
        await pilot.press("enter")
        await play.sees(pilot, "How can we reach you", "watchlist@example.com", "San Mateo")
        screen = play.app.screen
        assert isinstance(screen, ApplicationScreen)
        assert not screen.draft.answers.get("identity.tax_id")
        assert screen.draft.accepted == {}

        # What is not kept is given anew, and the name another one; the rest is sent as it was.
        # The address was freed by the rejection: the same one can be applied with again.
        screen.draft.answer("identity.tax_id", HAPPY_PATH["identity.tax_id"])
        screen.draft.answer("identity.family_name", "Okafor")
        for text in AGREEMENTS:
            screen.draft.open(text.agreement)
            screen.draft.accept(text.agreement, play.session.clock.now(), "203.0.113.7")
        await screen.go_to_step("review")
        await play.sees(pilot, "Check your answers", "watchlist@example.com")
        await pilot.press("ctrl+n")
        await play.sees(pilot, "◌ Submitted")
        await play.pass_time()
        await play.sees(pilot, "● Active", "Maya Okafor")
        broker = await play.session.broker()
        both = await broker.accounts.list(query="watchlist@example.com")
        assert sorted(str(one.status) for one in both) == ["ACTIVE", "REJECTED"]


def _without_context(creation: AccountCreation) -> None:
    creation.disclosures.context = None


DISCLOSING: dict[str, Answer] = {
    "disclosures.is_control_person": True,
    "disclosures.is_affiliated_exchange_or_finra": True,
    "disclosures.immediate_family_exposed": True,
    "context.IMMEDIATE_FAMILY_EXPOSED.given_name": "Ada",
    "context.IMMEDIATE_FAMILY_EXPOSED.family_name": "Pond",
    "identity.country_of_citizenship": "FRA",
    "identity.permanent_resident": False,
    "identity.visa_type": "OTHER",
    "identity.visa_expiration_date": "2030-12-31",
}
COMPANY = {
    "company_name": "Pond PLC",
    "company_street_address": "1 Pond Rd",
    "company_city": "Reno",
    "company_state": "Nevada",
    "company_compliance_email": "compliance@example.com",
}


def _of_a_company(context_type: str) -> dict[str, str]:
    return {f"context.{context_type}.{name}": answer for name, answer in COMPANY.items()}


async def test_a_face_and_what_was_disclosed_are_asked_for_and_answered(tmp_path: Path) -> None:
    """Leave, fail and complete the identity check; then answer with every kind of form.

    The forms are contexts, one of them refused first, a disclosure taken back, and a visa.
    """
    play = Play(tmp_path)
    async with play.app.run_test(size=SIZE) as pilot:
        await play.apply(pilot, "Selfie", _as_it_is)
        await play.pass_time()
        await play.sees(pilot, "To answer: 1 of 1", "! A selfie")
        for ending in ("escape", "#fail", ""):
            await play.choose(pilot, "SELFIE_VERIFICATION")
            await play.sees(pilot, "Take the identity check", "Send a document")
            await pilot.press("enter")
            await play.sees(pilot, "Which document do you want to show?")
            if ending == "escape":
                await pilot.press("escape")
            elif ending:
                play.app.screen.query_one(ending, Button).press()
            else:
                await pilot.press("enter", "enter", "enter", "enter")
            await play.until(pilot, lambda: not play.app.screen.is_modal)
            assert ending == "" or play.status == "ACTION_REQUIRED"
        await play.sees(pilot, "◌ Approval pending", "● A selfie  answered")
        await play.pass_time(60)
        await play.sees(pilot, "● Active")

        companies = {**_of_a_company("CONTROLLED_FIRM"), **_of_a_company("AFFILIATE_FIRM")}
        for name, answer in companies.items():
            companies[name] = "NV" if answer == "Nevada" else answer
        await play.apply(pilot, "Pond", _without_context, **DISCLOSING, **companies)
        await play.pass_time()
        await play.sees(pilot, "To answer: 4 of 4")

        await play.choose(pilot, "CONTROL_PERSON")
        await play.sees(pilot, "Do you control a publicly traded company?")
        await pilot.press("ctrl+n")
        await play.sees(pilot, "✗ Company is needed.")
        await play.fill(pilot, _of_a_company("CONTROLLED_FIRM"))
        await pilot.press("ctrl+n")
        await play.sees(pilot, "To answer: 3 of 4")

        await play.choose(pilot, "AFFILIATED")
        await play.sees(pilot, "Answer questions", "Send a document")
        await pilot.press("enter")
        await play.sees(pilot, "Do you work for a stock exchange")
        await play.fill(pilot, _of_a_company("AFFILIATE_FIRM"))
        await pilot.press("ctrl+n")
        await play.sees(pilot, "To answer: 2 of 4")

        await play.choose(pilot, "FAMILY_MEMBER_PEP")
        await play.sees(pilot, "apply to your close family?")
        await play.answer(pilot, "disclosures.immediate_family_exposed", "n")
        await pilot.press("ctrl+n")
        await play.sees(pilot, "To answer: 1 of 4")

        await play.choose(pilot, "VISA_TYPE_OTHER")
        await play.sees(pilot, "Answer questions", "Send a document")
        await pilot.press("enter")
        await play.sees(pilot, "Visa valid until")
        (visa,) = play.app.screen.query(Select)
        visa.value = "H1B"
        await pilot.pause()
        await pilot.press("ctrl+n")
        await play.sees(pilot, "◌ Approval pending")
        await play.pass_time(60)
        await play.sees(pilot, "● Active")
        account = play.session.state.account
        assert account is not None and account.disclosures is not None
        assert {one.context_type for one in account.disclosures.context or []} == {
            "CONTROLLED_FIRM",
            "AFFILIATE_FIRM",
        }
        assert account.disclosures.immediate_family_exposed is False
        assert account.identity is not None and account.identity.visa_type == "H1B"
