"""Each screen and the main dialogs, with the way there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from textual.pilot import Pilot

from ribbit_tui.session.application.steps.agreements import AGREEMENTS
from ribbit_tui.session.errors import ErrorReport
from ribbit_tui.session.state import State
from ribbit_tui.tui.dialogs.agreement import AgreementDialog
from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from ribbit_tui.tui.dialogs.error import ErrorDialog
from ribbit_tui.tui.screens.application.sample_dialog import SampleApplicantDialog

from . import states
from .stage import Stage
from .states import loaded


def idle_customer() -> State:
    """Return a state with nothing pending, so that no stray key can cancel anything."""
    return loaded(
        banks=[states.bank()],
        transfers=[states.transfer(number, "COMPLETE") for number in range(20)],
        orders=[states.order(1, "filled", filled_qty="0.42", filled_avg_price="238.15")],
        positions=[states.position("AAPL", "0.42", "230.00", "238.15")],
        activities=[states.fill(number) for number in range(60)],
    )


async def _to_welcome(on: Stage, pilot: Pilot[None]) -> None:
    on.app.action_welcome()
    await on.until_seen(pilot, "Apply for an account")


async def _to_application(on: Stage, pilot: Pilot[None]) -> None:
    await _to_welcome(on, pilot)
    await pilot.press("a", *"maya@")
    await on.until_seen(pilot, "How can we reach you")


async def _to_ticket(on: Stage, pilot: Pilot[None]) -> None:
    await pilot.press("slash", *"aapl", "enter")
    await on.until_seen(pilot, "Amount")


async def _to_problem(on: Stage, pilot: Pilot[None]) -> None:
    on.app.push_screen(
        ErrorDialog(ErrorReport("It failed", "why " * 90, "Do this.", request_id="r"))
    )
    await on.until_seen(pilot, "Close")


async def _to_question(on: Stage, pilot: Pilot[None]) -> None:
    facts = [(f"Fact {number}", "value") for number in range(9)]
    on.app.push_screen(ConfirmDialog("A question?", facts, "Agree", "A hint."))
    await on.until_seen(pilot, "Agree")


async def _to_agreement(on: Stage, pilot: Pilot[None]) -> None:
    on.app.push_screen(AgreementDialog(AGREEMENTS[0]))
    await on.until_seen(pilot, "STAND-IN TEXT")


async def _to_samples(on: Stage, pilot: Pilot[None]) -> None:
    on.app.push_screen(SampleApplicantDialog(None))
    await on.until_seen(pilot, "Fill in a sample applicant")


async def _to_closing(on: Stage, pilot: Pilot[None]) -> None:
    await pilot.press("x")
    await on.until_seen(pilot, "A closed account cannot be reopened.")


async def _to_nothing(on: Stage, pilot: Pilot[None]) -> None:
    """Stay on the screen."""


@dataclass(frozen=True)
class Place:
    """A screen in a state, and what is done there first."""

    screen: str
    state: Callable[[], State]
    go: Callable[[Stage, Pilot[None]], Awaitable[None]]

    async def arrive(self, on: Stage, pilot: Pilot[None]) -> None:
        """Go from the screen to the place, and wait until all is painted."""
        await self.go(on, pilot)
        await on.rest(pilot)


PLACES = {
    "welcome": Place("home", idle_customer, _to_welcome),
    "application": Place("home", idle_customer, _to_application),
    "home": Place("home", idle_customer, _to_nothing),
    "invest": Place("invest", idle_customer, _to_nothing),
    "ticket": Place("invest", idle_customer, _to_ticket),
    "orders": Place("orders", idle_customer, _to_nothing),
    "money": Place("money", idle_customer, _to_nothing),
    "bank-form": Place("money", loaded, _to_nothing),
    "activity": Place("activity", idle_customer, _to_nothing),
    "documents": Place("documents", states.complete, _to_nothing),
    "account": Place("account", states.complete, _to_nothing),
    "closing": Place("account", states.complete, _to_closing),
    "status": Place("status", idle_customer, _to_nothing),
    "problem": Place("home", idle_customer, _to_problem),
    "question": Place("home", idle_customer, _to_question),
    "agreement": Place("home", idle_customer, _to_agreement),
    "samples": Place("home", idle_customer, _to_samples),
}
