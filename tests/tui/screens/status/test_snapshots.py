"""Every status of an account and of crypto, what a review asks, and each way to answer it."""

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

import pytest
from textual.pilot import Pilot

from ribbit_tui.session.notices import Notice, Tone
from ribbit_tui.session.state import Change, MissedEvent, RequestState, SentAnswer, State
from ribbit_tui.tui.screens.status.details_dialog import DetailsDialog
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.kyc import KycResultCode as Code
from tests.tui import states
from tests.tui.snapshots import Snapshots
from tests.tui.stage import LARGE, Stage, answer
from tests.tui.states import MAYA, account, complete_account, loaded

from .test_status import newly_open

Build = Callable[..., Stage]
UNKNOWN = "FROZEN_BY_COURT"
STATUSES = (*(str(status) for status in AccountStatus), UNKNOWN)
FIRST = states.status_event(1, "", "SUBMITTED")


def in_status(status: str) -> State:
    """Return a customer whose account went from the first status to this one."""
    if status == "SUBMITTED":
        return loaded(status, timeline=[FIRST])
    return loaded(status, timeline=[FIRST, states.status_event(4, "SUBMITTED", status)])


async def test_account(stage: Build, snapshots: Snapshots) -> None:
    on = stage(states.nothing_loaded())
    async with on.running("status") as pilot:
        for status in STATUSES:
            await on.show(pilot, in_status(status))
            await snapshots.take_at_sizes(on, pilot, status.lower())
        await on.show(pilot, states.nothing_loaded("the server answered 503"))
        await snapshots.take_at_sizes(on, pilot, "not-read")


def with_crypto(status: str) -> State:
    """Return an active customer whose crypto account went to this status."""
    ways = ["", "SUBMITTED", status][: 2 if status == "SUBMITTED" else 3]
    moves = (
        states.status_event(
            number, "ACTIVE", "ACTIVE", crypto_status_from=before, crypto_status_to=after
        )
        for number, (before, after) in enumerate(pairwise(ways), start=6)
    )
    came = [FIRST, states.status_event(4, "SUBMITTED", "ACTIVE")]
    return loaded(customer=account(crypto_status=status), timeline=[*came, *moves])


@pytest.mark.sizes(LARGE)
@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_newly_open(stage: Build, snapshots: Snapshots, theme: str) -> None:
    on = stage(newly_open(), theme=theme)
    async with on.running("status", LARGE) as pilot:
        await snapshots.take_at_sizes(on, pilot, theme)


async def test_crypto(stage: Build, snapshots: Snapshots) -> None:
    on = stage(states.nothing_loaded())
    async with on.running("status") as pilot:
        for status in STATUSES:
            await on.show(pilot, with_crypto(status))
            await snapshots.take_at_sizes(on, pilot, status.lower())


# What the review asks

SAID = "Send a bank statement that is not older than three months."
RESULTS = {
    "accept": {"DATE_OF_BIRTH": {}},
    "reject": {"ADDRESS_VERIFICATION": {}},
    "indeterminate": {"IDENTITY_VERIFICATION": {}, "PEP": {}, "OTHER": {}, "WATCHLIST_HIT": {}},
    "additional_information": SAID,
    "summary": "fail",
}


def reviewed(status: str, results: object = RESULTS, **more: object) -> State:
    """Return a customer with results of the review."""
    return loaded(
        customer=complete_account(status, kyc_results=results, **more),
        timeline=[FIRST, states.status_event(4, "SUBMITTED", status, kyc_results=results)],
    )


def some_sent() -> State:
    state = reviewed("ACTION_REQUIRED")
    state.sent_answers["PEP"] = SentAnswer(states.NOW, RequestState.OPEN)
    state.sent_answers["ADDRESS_VERIFICATION"] = SentAnswer(states.NOW, RequestState.REJECTED)
    return state


def with_a_reason() -> State:
    reason = "The name on the document does not match the application: please send a new one."
    asked = states.status_event(4, "SUBMITTED", "ACTION_REQUIRED", reason=reason)
    return loaded("ACTION_REQUIRED", timeline=[FIRST, asked])


EVERYTHING = {"indeterminate": {str(code): {} for code in Code}, "additional_information": SAID}
REVIEWS: Mapping[str, Callable[[], State]] = {
    "asked": lambda: reviewed("ACTION_REQUIRED"),
    "asked-crypto-too": lambda: reviewed("ACTION_REQUIRED", crypto_status="ACTION_REQUIRED"),
    "asked-everything": lambda: reviewed("ACTION_REQUIRED", EVERYTHING),
    "asked-something-newer": lambda: reviewed("ACTION_REQUIRED", {"reject": {"MOON_PHASE": {}}}),
    "some-sent": some_sent,
    "with-a-reason": with_a_reason,
    "edited": lambda: reviewed("EDITED"),
    "looked-at": lambda: reviewed("APPROVAL_PENDING"),
    "rejected": lambda: reviewed("REJECTED"),
    "rejected-watchlist": lambda: reviewed("REJECTED", {"reject": {"WATCHLIST_HIT": {}}}),
}


async def test_review(stage: Build, snapshots: Snapshots) -> None:
    await snapshots.take_states(stage(states.nothing_loaded()), "status", REVIEWS)


ABROAD = {"country_of_tax_residence": "GBR", "country_of_citizenship": "GBR"}
ONE_WAY = (
    Code.IDENTITY_VERIFICATION,
    Code.FAMILY_MEMBER_PEP,
    Code.TAX_IDENTIFICATION,
    Code.ADDRESS_VERIFICATION,
    Code.DATE_OF_BIRTH,
    Code.INVALID_IDENTITY_PASSPORT,
    Code.OTHER,
    Code.PEP,
    Code.CONTROL_PERSON,
)
BY_CHOICE = (
    Code.AFFILIATED,
    Code.SELFIE_VERIFICATION,
    Code.VISA_TYPE_OTHER,
    Code.W8BEN_CORRECTION,
)


async def ask(on: Stage, pilot: Pilot[None], code: str, **more: object) -> None:
    """Open what answers a request."""
    results = {"indeterminate": {str(code): {}}, "additional_information": SAID}
    await on.show(pilot, reviewed("ACTION_REQUIRED", results, **more))
    await pilot.press("enter")
    await on.until(pilot, lambda: on.app.screen.is_modal)
    await pilot.pause()
    await on.until(
        pilot, lambda: all(one.is_finished for one in on.app.workers if one.group == "path")
    )
    await on.rest(pilot)


async def leave(on: Stage, pilot: Pilot[None]) -> None:
    await pilot.press("escape")
    await on.until(pilot, lambda: not on.app.screen.is_modal)


def by_name(codes: Iterable[Code]) -> Mapping[str, Code]:
    return {code.lower(): code for code in codes}


@pytest.mark.bounded
async def test_answer(stage: Build, snapshots: Snapshots) -> None:
    """Snapshot answers by a document and by a form, and the form's errors."""
    on = stage(states.nothing_loaded())
    async with on.running("status") as pilot:
        for name, code in snapshots.some_of(by_name(ONE_WAY), *by_name(ONE_WAY[:2])).items():
            await ask(on, pilot, code)
            await snapshots.take_at_sizes(on, pilot, name)
            if isinstance(on.app.screen, DetailsDialog) and code is not Code.CONTROL_PERSON:
                await _answered_wrongly(on, pilot)
                await snapshots.take_at_sizes(on, pilot, f"{name}-wrong", "wrong")
            await leave(on, pilot)


async def _answered_wrongly(on: Stage, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+n")
    await on.until_seen(pilot, "✗")
    await on.rest(pilot)


@pytest.mark.bounded
async def test_answer_by_choice(stage: Build, snapshots: Snapshots) -> None:
    """Snapshot a request that a form or a document can answer."""
    on = stage(states.nothing_loaded())
    identity = {**complete_account().identity.model_dump(), **ABROAD}  # type: ignore[union-attr]
    async with on.running("status") as pilot:
        for name, code in snapshots.some_of(by_name(BY_CHOICE), *by_name(BY_CHOICE[:2])).items():
            more = {"identity": identity} if code is Code.W8BEN_CORRECTION else {}
            await ask(on, pilot, code, **more)
            await snapshots.take_at_sizes(on, pilot, name)
            if code is not Code.SELFIE_VERIFICATION:
                await pilot.press("enter")
                await on.until(pilot, lambda: isinstance(on.app.screen, DetailsDialog))
                await on.rest(pilot)
                await snapshots.take_at_sizes(on, pilot, f"{name}-form")
                await _answered_wrongly(on, pilot)
                await snapshots.take_at_sizes(on, pilot, f"{name}-wrong", "wrong")
            await leave(on, pilot)


async def test_identity_check(stage: Build, snapshots: Snapshots) -> None:
    on = stage(loaded("ONBOARDING"))
    taken = answer({"token": "e30.e30.x"})
    on.server.next(f"GET /v1/accounts/{MAYA}/onfido/sdk/tokens/", taken)
    scenes = ("Which document", "into the frame", "Look into the camera", "are in the picture")
    async with on.running("status") as pilot:
        for number, words in enumerate(scenes, start=1):
            await pilot.press("enter")
            await on.until_seen(pilot, words)
            await snapshots.take_at_sizes(on, pilot, f"{number}")


def news(count: int) -> Iterable[MissedEvent]:
    titles = ("Deposit complete", "Action required", "Order filled", "Transfer returned")
    tones = (Tone.INFORMATION, Tone.WARNING, Tone.INFORMATION, Tone.ERROR)
    for number in range(count):
        title = titles[number] if number < 4 else f"Journal {number} executed"
        yield MissedEvent(states.ago(900 - 30 * number), Notice(title, "", tones[number % 4]))


@pytest.mark.parametrize("count", [1, 12])
async def test_while_you_were_away(stage: Build, snapshots: Snapshots, count: int) -> None:
    on = stage(states.funded())
    async with on.running("home") as pilot:
        assert on.session is not None
        for one in news(count):
            on.session.events.missed.keep(MAYA, one)
        on.session.store.changed(Change.MISSED)
        await on.until_seen(pilot, "While you were away")
        await snapshots.take_at_sizes(on, pilot, "home")
        await pilot.press("0")
        await on.until_seen(pilot, "Next: ")
        await snapshots.take_at_sizes(on, pilot, "status")
