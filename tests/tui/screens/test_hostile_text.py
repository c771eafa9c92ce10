"""Hostile text pasted into fields: shown as text, whole, never a crash."""

from collections.abc import Callable

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.application.steps.registry import REVIEW_STEP, STEPS
from ribbit_tui.session.application.values.answer import Answer
from ribbit_tui.tui.screens.application.screen import ApplicationScreen
from ribbit_tui.tui.widgets.form_row import FormRow
from tests.sweeps import some_of
from tests.tui import states
from tests.tui.plain_text import assert_plain_text
from tests.tui.stage import LARGE, Stage
from tests.tui.states import NOW, loaded

Build = Callable[..., Stage]

HOSTILE = {
    "markup": "[b]markup[/b] [/] [@click=app.quit]x[/] $error [red",
    "controls": "\x1b[2J\x1b]0;title\x07\x9b31mred\x1b[0m a\x00b\x08c\x7fd\x85e\x0bf\r\ntwo\n\ttab"
    " \x1b[200~pasted in a paste\x1b[201~ \ud800 \udfff",
    "letters": "👩\u200d👩\u200d👧 🇺🇸 e\u0301\u0323\u0323"
    + "\u0301" * 40
    + " \u202eabc\u202c שלום \u2067x\u2069",
    "long": "漢x" * 5_000,
    "digits": "9" * 10_000,
    "blank": " \n \t ",
}


COMPANY = {
    "company_name": "Pond PLC",
    "company_country": "United States",
    "company_street_address": "1 Pond Rd",
    "company_city": "Reno",
    "company_state": "Nevada",
    "company_compliance_email": "a@b.co",
}
RIGHT: dict[str, str] = {
    **{name: str(answer) for name, answer in HAPPY_PATH.items() if isinstance(answer, str)},
    **{
        f"context.{kind}.{name}": answer
        for kind in ("CONTROLLED_FIRM", "AFFILIATE_FIRM")
        for name, answer in COMPANY.items()
    },
    "context.IMMEDIATE_FAMILY_EXPOSED.given_name": "Ada",
    "context.IMMEDIATE_FAMILY_EXPOSED.family_name": "Okafor",
    "contact.country": "us",
    "contact.state": "california",
    "identity.country_of_citizenship": "USA",
    "identity.country_of_birth": "USA",
    "identity.country_of_tax_residence": "USA",
    "w8ben.signer_full_name": "Maya Okafor",
}
"""Valid answers typed last; a choice by its name or its code."""
BANK = {
    "account_owner_name": "Maya Okafor",
    "bank_routing_number": "121000358",
    "bank_account_number": "000123456789",
}
ASKING: dict[str, Answer] = {
    "disclosures.is_control_person": True,
    "disclosures.is_affiliated_exchange_or_finra": True,
    "disclosures.immediate_family_exposed": True,
    "w8ben.claims_treaty": True,
    "w8ben.certified": True,
    "w8ben.ftin_not_required": True,
}
ABROAD: dict[str, Answer] = {
    "identity.country_of_citizenship": "GBR",
    "identity.country_of_tax_residence": "GBR",
}


async def paste_everywhere(on: Stage, pilot: Pilot[None], text: str) -> list[Input]:
    """Paste into each field that is asked now, and wait for all of it to be shown."""
    every = on.app.screen.query(Input)
    await on.until(pilot, lambda: any(field.size.width > 0 for field in every))
    fields = [field for field in every if field.size.width > 0]
    for field in fields:
        field.value = ""
        field.post_message(events.Paste(text))
    await pilot.pause()
    assert_plain_text(on.text)
    for field in fields:
        assert "\n" not in field.value
    return fields


@pytest.mark.parametrize(
    "step",
    some_of((step.id for step in STEPS if step.fields and step is not REVIEW_STEP), "contact"),
)
async def test_application(stage: Build, step: str) -> None:
    on = stage()
    draft = Draft.start(NOW, "draft")
    draft.step = step
    answers = {**HAPPY_PATH, **ASKING, **(ABROAD if step == "w8ben" else {})}
    for name, answer in answers.items():
        draft.answer(name, answer)
    async with on.running(size=LARGE) as pilot:
        on.app.open_application(draft)
        await on.until(pilot, lambda: on.app.screen.query("Form"))
        screen = on.app.screen
        assert isinstance(screen, ApplicationScreen)
        await screen.show_step(step)
        for text in HOSTILE.values():
            fields = await paste_everywhere(on, pilot, text)
            assert fields
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert screen.draft.step == step, "a hostile answer was taken for a good one"
        for _ in range(2):  # some questions come with the answers to others
            for row in screen.query(FormRow):
                if row.display and row.query(Input):
                    row.query_one(Input).value = RIGHT.get(row.field.name, "")
            await pilot.pause()
        await pilot.press("ctrl+n")
        assert screen.draft.step != step, on.text
    assert on.server.writes == []


async def test_A4_a_paste_is_never_cut(stage: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    on = stage()
    async with on.running() as pilot:
        await pilot.press("a", *"ab", "left")
        field = on.app.screen.focused
        assert isinstance(field, Input)
        field.post_message(events.Paste("x" * 10_000))
        await pilot.pause()
        assert field.value == "a" + "x" * 10_000 + "b"
        monkeypatch.setattr(on.app, "notify", lambda words, **_: said.append(words))
        field.post_message(events.Paste("x" * 100_000))
        await on.until(pilot, lambda: said)
        assert said == ["Not pasted: 100,000 characters are too many for a field."]
        assert field.value == "a" + "x" * 10_000 + "b"


async def test_a_paste_replaces_what_is_selected(stage: Build) -> None:
    on = stage()
    async with on.running() as pilot:
        await pilot.press("a", *"wrong", "home", "shift+end")
        field = on.app.screen.focused
        assert isinstance(field, Input)
        field.post_message(events.Paste("  right\nline\x1b "))
        await pilot.pause()
        assert field.value == "right line"


@pytest.mark.sweep
async def test_bank_form(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("money") as pilot:
        for text in HOSTILE.values():
            assert await paste_everywhere(on, pilot, text)
            on.app.screen.query_one("#link-bank").focus()
            await pilot.press("enter")
            await pilot.pause()
            assert_plain_text(on.text)
        for row in on.app.screen.query(FormRow):
            for field in row.query(Input):
                field.value = BANK.get(row.field.name, "")
        on.app.screen.query_one("#link-bank").focus()
        await pilot.press("enter")
        await on.until(pilot, lambda: on.server.writes)


@pytest.mark.sweep
async def test_amount_of_a_transfer(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money") as pilot:
        await pilot.press("d")
        for text in HOSTILE.values():
            await paste_everywhere(on, pilot, text)
            on.app.screen.query_one("#amount").focus()
            await pilot.press("enter")
            await on.until_seen(pilot, "✗")
        await pilot.press("ctrl+u", *"99.50", "enter")
        await on.until_seen(pilot, "Review your deposit", "$99.50")
        await pilot.press("enter")
        await on.until(pilot, lambda: on.server.writes)
    assert on.server.writes[0][1]["amount"] == "99.50"


@pytest.mark.sweep
async def test_search_and_amount_of_an_order(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("invest") as pilot:
        await pilot.press("slash", *"aapl", "enter")
        await on.until_seen(pilot, "a share")
        for text in HOSTILE.values():
            await paste_everywhere(on, pilot, text)
            on.app.screen.query_one("#order-amount").focus()
            await pilot.press("enter")
            await pilot.pause()
            assert on.app.screen is on.screen, "the review opened"
        await pilot.press("ctrl+u", *"0.42", "enter")
        await on.until_seen(pilot, "Review your order")
    assert on.server.writes == []


async def test_a_pasted_amount_may_have_blanks_and_a_dollar_sign(stage: Build) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money") as pilot:
        await pilot.press("d")
        field = on.app.screen.query_one("#amount", Input)
        field.post_message(events.Paste(" $1,000.50\n"))
        await pilot.pause()
        assert field.value == "$1,000.50"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("bank_account_number", "98765432109876543210", "has 20)"),
        pytest.param("bank_routing_number", "1210003580", "has 10)", marks=pytest.mark.sweep),
        pytest.param(
            "nickname",
            "n" * 41,
            "Keep this to 40 characters (it has 41).",
            marks=pytest.mark.sweep,
        ),
    ],
)
async def test_A4_a_number_that_is_too_long_is_not_linked(
    stage: Build, name: str, text: str, words: str
) -> None:
    on = stage(loaded())
    async with on.running("money", LARGE) as pilot:
        for row in on.app.screen.query(FormRow):
            for field in row.query(Input):
                field.value = BANK.get(row.field.name, "")
                if row.field.name == name:
                    field.value = ""
                    field.post_message(events.Paste(text))
        on.app.screen.query_one("#link-bank").focus()
        await pilot.press("enter")
        await on.until_seen(pilot, words)
    assert on.server.writes == []


async def test_A4_separators_in_the_numbers_of_a_bank_are_taken_out(stage: Build) -> None:
    on = stage(loaded())
    typed = BANK | {"bank_routing_number": "1210-0035 8", "bank_account_number": "0001 2345‑6789"}
    async with on.running("money") as pilot:
        for row in on.app.screen.query(FormRow):
            for field in row.query(Input):
                field.value = typed.get(row.field.name, "")
        on.app.screen.query_one("#link-bank").focus()
        await pilot.press("enter")
        await on.until(pilot, lambda: on.server.writes)
    sent = on.server.writes[0][1]
    assert sent["bank_routing_number"] == BANK["bank_routing_number"]
    assert sent["bank_account_number"] == BANK["bank_account_number"]
