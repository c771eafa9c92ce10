"""The review of an application played out, in the app against the real simulator."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from ribbit_tui.composition import create_stage
from ribbit_tui.session.application.agreements import AGREEMENTS
from ribbit_tui.session.application.answer import Answer
from ribbit_tui.session.application.draft import Draft
from ribbit_tui.session.application.sample import HAPPY_PATH
from ribbit_tui.session.session import Session
from ribbit_tui.tour.player import screen_text
from ribbit_tui.tui.app import RibbitApp

SIZE = (120, 40)
POLITICALLY_EXPOSED = "disclosures.is_politically_exposed"


class Play:
    """One app and its simulator, and what a person does in it."""

    def __init__(self, folder: Path) -> None:
        self.app: RibbitApp = create_stage(folder)

    @property
    def session(self) -> Session:
        assert self.app.session is not None
        return self.app.session

    async def until(self, pilot: Pilot[None], what: Callable[[], object]) -> None:
        try:
            async with asyncio.timeout(20):
                while not what():
                    await pilot.pause()
        except TimeoutError:
            raise AssertionError(f"it did not come true:\n{screen_text(self.app)}") from None

    async def sees(self, pilot: Pilot[None], *words: str) -> None:
        await self.until(pilot, lambda: all(one in screen_text(self.app) for one in words))

    async def apply(self, pilot: Pilot[None], name: str, **answers: Answer) -> None:
        """Send an application of somebody of that family name, and go to its status."""
        await self.until(pilot, lambda: self.app.session is not None and self.session.is_at_rest)
        now = self.app.surroundings.clock.now()
        draft = Draft.start(now, name)
        email = f"{name.lower()}@example.com"
        given = {"identity.family_name": name, "contact.email_address": email}
        for field, answer in (HAPPY_PATH | given | answers).items():
            draft.answer(field, answer)
        for text in AGREEMENTS:
            draft.open(text.agreement)
            draft.accept(text.agreement, now, "203.0.113.7")
        await self.session.actions.submit_application(draft.to_creation(self.app.today()))
        self.app.go_to_room("status")
        await self.until(pilot, lambda: self.session.state.account)

    async def pass_time(self, seconds: int = 10) -> None:
        await self.session.actions.pass_time(seconds)


async def test_what_is_asked_is_answered_until_the_account_is_active(tmp_path: Path) -> None:
    play = Play(tmp_path)
    async with play.app.run_test(size=SIZE) as pilot:
        exposed = {POLITICALLY_EXPOSED: True, "disclosures.immediate_family_exposed": False}
        await play.apply(pilot, "Okafor", **exposed)
        await play.pass_time()
        await play.sees(pilot, "! Action required", "To answer: 1 of 1", "Your public office")
        await pilot.press("enter")
        await play.sees(pilot, "Tell us your position", "Office address")
        await pilot.press("ctrl+n")
        await play.sees(pilot, "✗")
        print(screen_text(play.app))
        await pilot.press(*"10 Main St", "ctrl+n")
        await play.sees(pilot, "Approval pending")
        print(screen_text(play.app))
        await play.pass_time(60)
        await play.sees(pilot, "● Active")
        print(screen_text(play.app))
