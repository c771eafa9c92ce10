"""Dialogs take any text as text too, and what is right after it: no field is ever stuck."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Button, Input

from ribbit_tui.session.account.edits import EDITED_STEPS, AccountEdit
from ribbit_tui.session.application.drafts.details import (
    detail_answers,
    detail_fields,
    w8ben_fields,
)
from ribbit_tui.session.application.fields.field import Step
from ribbit_tui.tour.player import screen_text
from ribbit_tui.tui.dialogs.base import Dialog
from ribbit_tui.tui.screens.account.edit_dialog import EditAccountDialog
from ribbit_tui.tui.screens.account.typed_confirmation import TypedConfirmDialog
from ribbit_tui.tui.screens.customers.dialog import CustomersDialog
from ribbit_tui.tui.screens.documents.save_dialog import SaveFileDialog
from ribbit_tui.tui.screens.status.details_dialog import DetailsDialog
from ribbit_tui.tui.theme import EXTRA_VARIABLES, textual_theme
from ribbit_tui.tui.widgets.form import Form
from ribbit_tui.tui.widgets.form_row import FormRow
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.w8ben_form import W8benForm
from ribbit_tui.wire.accounts import Account
from tests.sweeps import some_of
from tests.tui import states
from tests.tui.plain_text import assert_plain_text
from tests.tui.screens.test_hostile_text import HOSTILE
from tests.waiting import until

TODAY = states.NOW.date()


class Tiny(App[None]):
    """Nothing but dialogs."""

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(textual_theme())
        self.theme = textual_theme().name
        self.sent: list[Any] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return EXTRA_VARIABLES

    async def send(self, what: object) -> None:
        self.sent.append(what)

    async def find(self, query: str, status: str | None) -> list[Account]:
        """Encode the query in a URL, as the broker client does."""
        self.sent.append(query.encode())
        return [states.account()]


def _fields(app: Tiny) -> list[Input]:
    return [one for one in app.screen.query(Input) if one.size.width > 0]


async def _upset(app: Tiny, pilot: Pilot[None], press: str) -> None:
    """Put every text into every field, press on, and put back what was there."""
    before = {one: one.value for one in _fields(app)}
    assert before
    dialog = app.screen
    for text in HOSTILE.values():
        for one in before:
            one.value = ""
            one.post_message(events.Paste(text))
        await pilot.pause()
        assert_plain_text(screen_text(app))
        for one in before:
            assert "\n" not in one.value
            one.value.encode()
    # The last of them is blank: something is missing everywhere.
    await pilot.press(press)
    assert app.screen is dialog, "it was taken for right"
    for one, value in before.items():
        one.value = value
    await pilot.pause()


@dataclass(frozen=True)
class Case:
    dialog: Callable[[Tiny], Dialog[Any]]
    press: str
    """The key that agrees."""
    right: dict[str, str] = field(default_factory=dict)
    """The valid answers that are typed afterwards, by question."""


def _edit(step: Step) -> Callable[[Tiny], Dialog[Any]]:
    def dialog(app: Tiny) -> Dialog[Any]:
        return EditAccountDialog(AccountEdit.of(step, states.complete_account()), app.send, TODAY)

    return dialog


def _details(app: Tiny) -> Dialog[Any]:
    account = states.complete_account()
    answers = detail_answers("AFFILIATED", account)
    return DetailsDialog("Title", "Text", Form(detail_fields("AFFILIATED"), answers, TODAY))


def _w8ben(app: Tiny) -> Dialog[Any]:
    account = states.complete_account()
    assert account.identity is not None
    account.identity.country_of_citizenship = "GBR"
    account.identity.country_of_tax_residence = "GBR"
    answers = detail_answers("W8BEN_CORRECTION", account) | {
        "w8ben.claims_treaty": True,
        "w8ben.mail_elsewhere": True,
        "w8ben.certified": True,
    }
    form = W8benForm(answers, TODAY, fields=w8ben_fields(account))
    return DetailsDialog("Title", "Text", form, from_top=True)


CASES = {
    **{
        step.id: Case(_edit(step), "ctrl+s", right)
        for step, right in zip(
            EDITED_STEPS,
            (
                {"contact.city": "Reno", "contact.state": "Nevada"},
                {"identity.family_name": "Okafor-Li"},
                {"disclosures.employment_position": "Director"},
                {"context.CONTROLLED_FIRM.company_city": "Elko"},
                {"trusted_contact.phone_number": "+44 20 7946 0958"},
            ),
            strict=True,
        )
    },
    "details": Case(
        _details,
        "ctrl+n",
        {
            "context.AFFILIATE_FIRM.company_name": "Pond Exchange",
            "context.AFFILIATE_FIRM.company_street_address": "1 Pond St",
            "context.AFFILIATE_FIRM.company_city": "Reno",
            "context.AFFILIATE_FIRM.company_state": "NV",
            "context.AFFILIATE_FIRM.company_compliance_email": "a@b.co",
        },
    ),
    "w8ben": Case(
        _w8ben,
        "ctrl+n",
        {
            "identity.tax_id_type": "gbr nino",
            "identity.foreign_tax_id": "AB 12 34 56 C",
            "w8ben.mailing_address_street": "1 Pond St",
            "w8ben.mailing_address_city_state": "London",
            "w8ben.mailing_address_country": "gb",
            "w8ben.signer_full_name": "Maya Okafor",
        },
    ),
}


@pytest.mark.parametrize("name", some_of(CASES, "details"))
async def test_a_form_in_a_dialog_takes_what_is_right_after_anything_else(name: str) -> None:
    case, app = CASES[name], Tiny()
    answers: list[Any] = []
    async with app.run_test(size=(100, 60)) as pilot:
        app.push_screen(case.dialog(app), answers.append)
        await until(lambda: app.screen.query(FormRow))
        await pilot.pause()
        await _upset(app, pilot, case.press)
        rows = {row.field.name: row for row in app.screen.query(FormRow)}
        for question, answer in case.right.items():
            rows[question].query_one(Input).value = answer
            await pilot.pause()
        await pilot.press(case.press)
        errors = [
            f"{row.field.name}: {row.error}" for row in rows.values() if row.display and row.error
        ]
        assert not errors
        await until(lambda: answers)
    assert answers[0]
    assert all(map(bool, app.sent))


async def test_words_typed_to_agree_search_and_save(tmp_path: Path) -> None:
    app = Tiny()
    answers: list[Any] = []
    async with app.run_test() as pilot:
        confirm = TypedConfirmDialog("Title", [], "Hint", "880012345", "Close it")
        app.push_screen(confirm, answers.append)
        await until(lambda: _fields(app))
        await _upset(app, pilot, "enter")
        agree = app.screen.query_one("#confirm", Button)
        assert agree.disabled
        _fields(app)[0].post_message(events.Paste(" 880012345\n"))
        await until(lambda: not agree.disabled)
        agree.press()
        await until(lambda: answers == [True])

        app.push_screen(CustomersDialog(app.find, None, None, "F5"), answers.append)
        await until(lambda: app.screen.query(LiveTable) and app.sent)
        query = _fields(app)[0]
        for text in HOSTILE.values():
            query.value = ""
            query.post_message(events.Paste(text))
            await pilot.press("f5")
        query.value = "maya"
        await until(lambda: app.sent[-1] == b"maya")
        await pilot.press("enter", "enter")
        await until(lambda: len(answers) == 2)

        app.push_screen(SaveFileDialog("Statement", tmp_path / "x", b"%PDF-"), answers.append)
        await until(lambda: _fields(app))
        await _upset(app, pilot, "tab")
        path = _fields(app)[0]
        for text in ("\x00", "~nobody/x", f"{tmp_path}/" + "x" * 300, "/dev/null"):
            path.value = text
            app.screen.query_one("#save", Button).press()
            await until(lambda: "✗" in screen_text(app))
        path.value = f"{tmp_path}/[b]é"
        app.screen.query_one("#save", Button).press()
        await until(lambda: len(answers) == 3)
    assert (tmp_path / "[b]é.pdf").read_bytes() == b"%PDF-"
