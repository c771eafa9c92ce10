"""Every step of an application, as it is come to, as it is filled in, and with its errors."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ribbit_tui.session.application.documents.attachments import Attachment
from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.samples.personas import PERSONAS_BY_ID
from ribbit_tui.session.application.steps.agreements import AGREEMENTS, applying_agreements
from ribbit_tui.session.application.steps.registry import STEPS_BY_ID, default_answers
from ribbit_tui.session.application.values.answer import Answer
from ribbit_tui.tui.dialogs.agreement import AgreementDialog
from ribbit_tui.tui.screens.application.screen import ApplicationScreen
from tests.tui.screens.application.test_form import filled
from tests.tui.snapshots import Snapshots
from tests.tui.stage import Stage, refusal
from tests.tui.states import NOW

Build = Callable[..., Stage]
Answers = Mapping[str, Answer]
NOTHING: Answers = {}
IP_ADDRESS = "203.0.113.7"
CONTINUE = "ctrl+n"


def with_answers(step: str, answers: Answers = NOTHING) -> Draft:
    """Return a complete draft with `answers` instead of its own, at a step."""
    draft = filled(step)
    for name, answer in answers.items():
        draft.answer(name, answer)
    for text in applying_agreements(draft.answers):
        draft.open(text.agreement)
        draft.accept(text.agreement, NOW, IP_ADDRESS)
    return draft


def unanswered(step: str, answers: Answers = NOTHING) -> Draft:
    """Return a draft that has just reached a step."""
    draft = filled(step)
    usual = default_answers()
    for field in STEPS_BY_ID[step].fields:
        draft.answers.pop(field.name, None)
        if field.name in usual:
            draft.answers[field.name] = usual[field.name]
    for name, answer in answers.items():
        draft.answer(name, answer)
    return draft


def of_a_briton(step: str, answers: Answers = NOTHING) -> Draft:
    """Return a complete, signed draft of an applicant in Britain."""
    draft = Draft.start(NOW, "draft")
    draft.fill({**PERSONAS_BY_ID["abroad"].answers_for("simulated", ""), **answers})
    for text in AGREEMENTS:
        draft.open(text.agreement)
        draft.accept(text.agreement, NOW, IP_ADDRESS)
    draft.sign_w8ben(NOW, IP_ADDRESS, NOW.date())
    draft.step = step
    return draft


async def open_draft(on: Stage, pilot: Pilot[None], draft: Draft) -> None:
    on.app.open_application(draft)
    title = STEPS_BY_ID[draft.step].title
    await on.until(pilot, lambda: isinstance(on.app.screen, ApplicationScreen) and on.app.focused)
    await on.until(pilot, lambda: rail_shows(on, title))


def rail_shows(on: Stage, title: str) -> bool:
    """Whether the list of steps names this one as the current one."""
    return any(title in str(step.render()) for step in on.app.screen.query("RailStep.-current"))


async def leave(on: Stage, pilot: Pilot[None]) -> None:
    await pilot.press("escape")
    await on.until_seen(pilot, "Apply for an account")


Keys = Sequence[str]
Case = tuple[Draft, Mapping[str, Keys]]
"""A draft, and what is looked at after which keys."""


def as_it_is(draft: Draft) -> Case:
    return draft, {"": ()}


def wrong(draft: Draft) -> Case:
    """Return a case in which Continue shows the draft's errors."""
    return draft, {"-wrong": (CONTINUE,)}


def before_and_after(draft: Draft) -> Case:
    """Return a case that shows the draft without and with its errors."""
    return draft, {"": (), "-wrong": (CONTINUE,)}


async def take_all(on: Stage, snapshots: Snapshots, cases: Mapping[str, Case]) -> None:
    async with on.running() as pilot:
        for name, (draft, looks) in cases.items():
            await open_draft(on, pilot, draft)
            for look, keys in looks.items():
                await pilot.press(*keys)
                await snapshots.take_at_sizes(on, pilot, f"{name}{look}", kind=look)
            await leave(on, pilot)


@pytest.mark.bounded
async def test_contact(stage: Build, snapshots: Snapshots) -> None:
    mistakes = {
        "contact.email_address": "maya@",
        "contact.phone_number": "12",
        "contact.city": "",
        "contact.postal_code": "1",
    }
    cases = {
        "mistaken": wrong(with_answers("contact", mistakes)),
        "abroad": as_it_is(of_a_briton("contact")),
        "unanswered": before_and_after(unanswered("contact")),
        "answered": as_it_is(with_answers("contact")),
    }
    await take_all(stage(), snapshots, snapshots.some_of(cases, "mistaken", "abroad"))


@pytest.mark.bounded
async def test_identity(stage: Build, snapshots: Snapshots) -> None:
    mistakes = {
        "identity.given_name": "M4ya",
        "identity.date_of_birth": "2015-02-30",
        "identity.tax_id": "666-01-0000",
    }
    foreigner: Answers = {
        "identity.country_of_citizenship": "DEU",
        "identity.country_of_birth": "DEU",
    }
    visitor: Answers = {
        **foreigner,
        "identity.permanent_resident": False,
        "identity.visa_type": "B1",
        "identity.visa_expiration_date": "2027-01-15",
        "identity.date_of_departure_from_usa": "2026-06-30",
    }
    expired: Answers = {**visitor, "identity.visa_expiration_date": "2020-01-15"}
    mistaken_briton = of_a_briton("identity")
    mistaken_briton.answer("identity.foreign_tax_id", "12")
    cases = {
        "visitor-too-long": wrong(with_answers("identity", expired)),
        "abroad": as_it_is(of_a_briton("identity")),
        "unanswered": before_and_after(unanswered("identity")),
        "mistaken": wrong(with_answers("identity", mistakes)),
        "answered": as_it_is(with_answers("identity")),
        "visitor": as_it_is(with_answers("identity", visitor)),
        "foreigner": wrong(with_answers("identity", foreigner)),
        "abroad-mistaken": wrong(mistaken_briton),
    }
    await take_all(stage(), snapshots, snapshots.some_of(cases, "visitor-too-long", "abroad"))


@pytest.mark.bounded
async def test_employment(stage: Build, snapshots: Snapshots) -> None:
    def working_as(status: str) -> Draft:
        return with_answers("employment", {"disclosures.employment_status": status})

    cases = {
        **{
            one: as_it_is(working_as(one))
            for one in ("employed", "unemployed", "retired", "student")
        },
        "unanswered": before_and_after(unanswered("employment")),
    }
    await take_all(stage(), snapshots, snapshots.some_of(cases, "employed"))


QUESTIONS = {
    "affiliated": "is_affiliated_exchange_or_finra",
    "control-person": "is_control_person",
    "politically-exposed": "is_politically_exposed",
    "family": "immediate_family_exposed",
}


@pytest.mark.bounded
async def test_disclosures(stage: Build, snapshots: Snapshots) -> None:
    def yes_to(question: str) -> Draft:
        retired: Answers = {"disclosures.employment_status": "retired"}
        return with_answers("disclosures", {**retired, f"disclosures.{question}": True})

    cases = {
        **{name: before_and_after(yes_to(question)) for name, question in QUESTIONS.items()},
        "unanswered": before_and_after(unanswered("disclosures")),
        "all-no": as_it_is(with_answers("disclosures")),
    }
    await take_all(stage(), snapshots, snapshots.some_of(cases, "affiliated"))


@pytest.mark.bounded
async def test_trusted_contact(stage: Build, snapshots: Snapshots) -> None:
    mistakes = {"trusted_contact.given_name": "", "trusted_contact.email_address": "ada@"}
    nobody = {"trusted_contact.named": False}
    cases = {
        "mistaken": wrong(with_answers("trusted_contact", mistakes)),
        "unanswered": before_and_after(unanswered("trusted_contact")),
        "named": as_it_is(with_answers("trusted_contact")),
        "nobody": as_it_is(unanswered("trusted_contact", nobody)),
    }
    await take_all(stage(), snapshots, snapshots.some_of(cases, "mistaken"))


# Documents

PDF, PNG = b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n"
MEGABYTE = 1024 * 1024


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a home folder with documents of every kind."""
    home = tmp_path / "maya"
    (home / "scans").mkdir(parents=True)
    for name, begin, size in (
        ("passport.pdf", PDF, 1_234_567),
        ("scans/bill.png", PNG, 345_678),
        ("scans/w-2.pdf", PDF, 45_678),
        ("film.pdf", PDF, 30 * MEGABYTE),
        ("letter.docx", b"PK\x03\x04", 20_000),
        ("empty.pdf", b"", 0),
    ):
        with (home / name).open("wb") as file:
            file.write(begin)
            file.truncate(size)
    monkeypatch.setenv("HOME", str(home))
    return home


def chosen(home: Path) -> list[Attachment]:
    return [
        Attachment.choose(home / "passport.pdf", "identity_verification", "passport"),
        Attachment.choose(home / "scans/bill.png", "address_verification"),
        Attachment.choose(home / "scans/w-2.pdf", "tax_id_verification"),
    ]


@pytest.mark.bounded
async def test_documents(stage: Build, snapshots: Snapshots, home: Path) -> None:
    several, gone, many = (with_answers("documents") for _ in range(3))
    several.documents = chosen(home)
    gone.documents = chosen(home)
    gone.documents[1] = Attachment(home / "gone.png", "address_verification")
    with (home / "scans/w-2.pdf").open("ab") as file:
        file.write(b"more")
    several.documents[2] = Attachment.choose(home / "scans/w-2.pdf", "tax_id_verification")
    with (home / "large.pdf").open("wb") as file:
        file.write(PDF)
        file.truncate(2 * MEGABYTE)
    large = Attachment.choose(home / "large.pdf", "other")
    many.documents = [large] * 4
    cases = {
        "gone": wrong(gone),
        "several": as_it_is(several),
        "none": as_it_is(with_answers("documents")),
        "too-much": wrong(many),
    }
    await take_all(stage(), snapshots, snapshots.some_of(cases, "gone", "several"))


@pytest.mark.bounded
async def test_choose_document(stage: Build, snapshots: Snapshots, home: Path) -> None:
    on = stage()
    typed = {
        "fine": ("passport.pdf", "✓"),
        "too-large": ("film.pdf", "✗"),
        "wrong-type": ("letter.docx", "✗"),
        "empty": ("empty.pdf", "✗"),
        "missing": ("nothing.pdf", "✗"),
    }
    async with on.running() as pilot:
        await open_draft(on, pilot, with_answers("documents"))
        await pilot.press("a")
        await on.until_seen(pilot, "Document type", "passport.pdf")
        await snapshots.take_at_sizes(on, pilot, "begun")
        for name, (file, words) in snapshots.some_of(typed, "fine", "too-large").items():
            await pilot.press("end", "ctrl+u", "~", "slash", *file)
            if name == "missing":
                await pilot.press("enter")
            await on.until_seen(pilot, words)
            await snapshots.take_at_sizes(on, pilot, name)
        await pilot.press("end", "ctrl+u", "~", "slash", "ctrl+o")
        await on.until_seen(pilot, "scans", "letter.docx")
        await snapshots.take_at_sizes(on, pilot, "by-the-tree")


# What is signed


@pytest.mark.bounded
async def test_w8ben(stage: Build, snapshots: Snapshots) -> None:
    asked = ("paragraph_number", "percent_rate_withholding", "income_type", "signer_full_name")
    untouched = of_a_briton("w8ben")
    untouched.w8ben = None
    for name in (*asked, "certified", "claims_treaty"):
        untouched.answers.pop(f"w8ben.{name}")
    mistaken = of_a_briton("w8ben")
    mistaken.answer("w8ben.percent_rate_withholding", "300")
    mistaken.answer("w8ben.signer_full_name", "O")
    cases = {
        "mistaken": wrong(mistaken),
        "unanswered": before_and_after(untouched),
        "answered": as_it_is(of_a_briton("w8ben")),
    }
    await take_all(stage(), snapshots, snapshots.some_of(cases, "mistaken"))


@pytest.mark.bounded
async def test_agreements(stage: Build, snapshots: Snapshots) -> None:
    none, crypto = filled("agreements"), with_answers("agreements", {"investing.crypto": True})
    none.accepted.clear()
    crypto.withdraw("crypto_agreement")
    cases = {
        "crypto-open": wrong(crypto),
        "none": before_and_after(none),
        "all": as_it_is(with_answers("agreements", {"investing.crypto": True})),
    }
    await take_all(stage(), snapshots, snapshots.some_of(cases, "crypto-open"))


async def test_agreement(stage: Build, snapshots: Snapshots) -> None:
    on = stage()
    async with on.running() as pilot:
        on.app.push_screen(AgreementDialog(AGREEMENTS[0]))
        await on.until_seen(pilot, "STAND-IN TEXT")
        await snapshots.take_at_sizes(on, pilot, "begun")
        await pilot.press("end")
        await snapshots.take_at_sizes(on, pilot, "read")


# The end


async def test_review(stage: Build, snapshots: Snapshots, home: Path) -> None:
    whole = with_answers("review")
    whole.documents = chosen(home)
    cases: dict[str, Case] = {
        "complete": (whole, {"": (), "-end": ("pagedown", "pagedown", "pagedown", "pagedown")}),
        "abroad": as_it_is(of_a_briton("review")),
    }
    await take_all(stage(), snapshots, cases)


async def test_with_holes(stage: Build, snapshots: Snapshots) -> None:
    """The rail counts them, and the review shows them at their answers."""
    on = stage()
    draft = with_answers("review")
    async with on.running() as pilot:
        await open_draft(on, pilot, draft)
        for name, answer in (("contact.city", ""), ("identity.date_of_birth", "1")):
            draft.answer(name, answer)
        draft.withdraw("margin_agreement")
        await pilot.press("ctrl+b")
        await on.until_seen(pilot, "7 Agreements")
        await snapshots.take_at_sizes(on, pilot, "rail")


async def test_refused(stage: Build, snapshots: Snapshots) -> None:
    """Snapshot refusals by the server: at a field, and in a dialog."""
    on = stage()
    taken = refusal(409, "an account with this e-mail address already exists")
    on.server.next("POST /v1/accounts", taken, refusal(500, "something broke"))
    async with on.running() as pilot:
        await open_draft(on, pilot, with_answers("review"))
        await pilot.press(CONTINUE)
        await on.until_seen(pilot, "req-409")
        await snapshots.take_at_sizes(on, pilot, "at-a-field")
        await leave(on, pilot)
        await open_draft(on, pilot, with_answers("review"))
        await pilot.press(CONTINUE)
        await on.until_seen(pilot, "req-500")
        await snapshots.take_at_sizes(on, pilot, "in-a-dialog")


async def test_samples(stage: Build, snapshots: Snapshots) -> None:
    on = stage()
    async with on.running() as pilot:
        await open_draft(on, pilot, with_answers("contact"))
        await pilot.press("f2")
        await on.until_seen(pilot, "Fill in a sample applicant")
        await snapshots.take_at_sizes(on, pilot, "samples")
