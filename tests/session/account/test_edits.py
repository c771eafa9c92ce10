"""Edits of an account, the requests for them, and the obstacles to closing it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ribbit_tui.session.account.closure import Obstacle, Remedy, closing_steps, next_closing_step
from ribbit_tui.session.account.edits import EDITED_STEPS, AccountEdit, is_editable
from ribbit_tui.session.application.fields.conditions import WANTS_CRYPTO
from ribbit_tui.session.application.steps.contact import CONTACT
from ribbit_tui.session.application.steps.disclosures import CONTROL_PERSON, DISCLOSURES
from ribbit_tui.session.application.steps.employment import EMPLOYMENT
from ribbit_tui.session.application.steps.identity import IDENTITY
from ribbit_tui.session.application.steps.trusted_contact import TRUSTED_CONTACT
from ribbit_tui.session.errors import ErrorReport
from ribbit_tui.session.state import State
from ribbit_tui.session.stores.downloads import (
    AlreadyThereError,
    CannotSaveError,
    save,
    suggested_path,
)
from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.trading_accounts import TradingAccount
from tests.session.support import position, state_of
from tests.wire.samples import account, bank, journal, order, trading_account, transfer

TODAY = date(2026, 1, 15)
ADDRESS = {
    "email_address": "maya@example.com",
    "phone_number": "+14155552671",
    "street_address": ["20 N San Mateo Dr"],
    "unit": "Apt 1A",
    "city": "San Mateo",
    "state": "CA",
    "postal_code": "94401",
    "country": "USA",
}
NOES = dict.fromkeys(
    (
        "is_control_person",
        "is_affiliated_exchange_or_finra",
        "is_politically_exposed",
        "immediate_family_exposed",
    ),
    False,
)
FIXED = {
    "contact.country",
    "identity.date_of_birth",
    "identity.country_of_citizenship",
    "identity.country_of_birth",
    "identity.country_of_tax_residence",
    "identity.tax_id",
}


def maya(**more: Any) -> Account:
    parts = {"contact": ADDRESS, "disclosures": NOES} | more
    return Account.model_validate(account() | parts)


def test_exactly_what_the_api_lets_change_is_asked() -> None:
    asked = {
        path
        for step in EDITED_STEPS
        for field in step.fields
        if is_editable(field)
        for path in field.paths()
    }
    parts = {
        "contact": "email_address phone_number street_address unit city state postal_code",
        "identity": "given_name middle_name family_name visa_type visa_expiration_date"
        " date_of_departure_from_usa permanent_resident funding_source annual_income_min"
        " annual_income_max liquid_net_worth_min liquid_net_worth_max total_net_worth_min"
        " total_net_worth_max",
        "disclosures": " ".join(NOES)
        + " employment_status employer_name employer_address employment_position",
        "trusted_contact": "given_name family_name email_address phone_number street_address"
        " city state postal_code country",
    }
    wanted = {f"{part}.{name}" for part, names in parts.items() for name in names.split()}
    assert {path for path in asked if not path.startswith("context.")} == wanted


def test_the_rest_is_shown_and_not_asked() -> None:
    assert WANTS_CRYPTO not in {one.name for one in AccountEdit.of(EMPLOYMENT, maya()).fixed}
    for step in (CONTACT, IDENTITY):
        edit = AccountEdit.of(step, maya())
        assert {field.name for field in edit.fixed} <= FIXED
        assert not FIXED.intersection(field.name for field in edit.fields)


@pytest.mark.parametrize(
    ("changed", "sent"),
    [
        ({}, None),
        ({"contact.city": "Reno"}, {"contact": {"city": "Reno"}}),
        ({"contact.unit": ""}, {"contact": {"unit": None}}),
        (
            {"contact.street_address_2": "c/o Ada"},
            {"contact": {"street_address": ["20 N San Mateo Dr", "c/o Ada"]}},
        ),
    ],
)
def test_only_what_differs_is_sent(changed: dict[str, str], sent: object) -> None:
    edit = AccountEdit.of(CONTACT, maya())
    answers = {**edit.answers, **changed}
    assert edit.errors(answers, TODAY) == {}
    change = edit.change(answers)
    assert (change and change.to_wire()) == sent


def test_what_was_there_before_is_not_judged_again() -> None:
    before = maya(contact=ADDRESS | {"postal_code": "94-401"})
    edit = AccountEdit.of(CONTACT, before)
    assert edit.errors({**edit.answers, "contact.city": "Reno"}, TODAY) == {}
    assert "contact.city" in edit.errors({**edit.answers, "contact.city": ""}, TODAY)
    assert "contact.postal_code" in edit.errors({**edit.answers, "contact.postal_code": "9"}, TODAY)


def test_a_yes_brings_its_form_and_a_no_takes_it_away() -> None:
    edit = AccountEdit.of(DISCLOSURES, maya())
    at = "context.CONTROLLED_FIRM."
    answers = {
        **edit.answers,
        CONTROL_PERSON: True,
        f"{at}company_name": "Pond PLC",
        f"{at}company_country": "USA",
        f"{at}company_street_address": "1 Pond Rd",
        f"{at}company_city": "Reno",
        f"{at}company_state": "NV",
        f"{at}company_compliance_email": "c@example.com",
    }
    assert edit.errors(answers, TODAY) == {}
    change = edit.change(answers)
    assert change is not None
    sent = change.to_wire()["disclosures"]
    assert sent["is_control_person"] is True
    assert sent["context"][0]["company_name"] == "Pond PLC"

    with_firm = Account.model_validate(account(contact=ADDRESS, disclosures=NOES | sent))
    again = AccountEdit.of(DISCLOSURES, with_firm)
    taken_back = again.change({**again.answers, CONTROL_PERSON: False})
    assert taken_back is not None
    assert taken_back.to_wire()["disclosures"] == {"is_control_person": False, "context": []}


def test_a_trusted_contact_is_sent_with_its_names() -> None:
    ada = {"given_name": "Ada", "family_name": "Okafor", "email_address": "ada@example.com"}
    edit = AccountEdit.of(TRUSTED_CONTACT, maya(trusted_contact=ada))
    change = edit.change({**edit.answers, "trusted_contact.email_address": "a@example.com"})
    assert change is not None
    assert change.to_wire()["trusted_contact"] == ada | {"email_address": "a@example.com"}


def test_a_refusal_lands_at_its_question() -> None:
    edit = AccountEdit.of(IDENTITY, maya())
    report = ErrorReport("no", "once", field="identity.family_name", status=422)
    assert edit.refused(report, edit.answers) == "identity.family_name"
    assert edit.refused(ErrorReport("gone"), edit.answers) is None


OUT = transfer(direction="OUTGOING", status="QUEUED")


@pytest.mark.parametrize(
    ("state", "obstacle", "remedy"),
    [
        (state_of(orders=(order(),)), Obstacle.ORDERS, Remedy.CANCEL_ORDERS),
        (state_of(positions=(position(),)), Obstacle.POSITIONS, Remedy.SELL_POSITIONS),
        (state_of(transfers=(OUT,), cash="0"), Obstacle.TRANSFERS, None),
        (state_of(journals=(journal(),), cash="0"), Obstacle.JOURNALS, None),
        (state_of(banks=(bank(),)), Obstacle.CASH, Remedy.WITHDRAW),
        (state_of(), Obstacle.CASH, Remedy.LINK_A_BANK),
        (state_of(banks=(bank(status="QUEUED"),)), Obstacle.CASH, None),
        (
            state_of(
                orders=(order(status="filled"),),
                transfers=(transfer(status="COMPLETE"),),
                cash="0",
            ),
            None,
            None,
        ),
    ],
)
def test_what_comes_before_closing(
    state: State, obstacle: Obstacle | None, remedy: Remedy | None
) -> None:
    step = next_closing_step(state)
    assert (step and step.obstacle) == obstacle
    assert (step and step.remedy) == remedy
    assert [one.obstacle for one in closing_steps(state)] == list(Obstacle)


def test_cash_that_has_not_settled_waits() -> None:
    state = state_of(banks=(bank(),))
    figures = trading_account(cash="100") | {"cash_withdrawable": "0"}
    state.trading_account = TradingAccount.model_validate(figures)
    step = next_closing_step(state)
    assert step is not None
    assert (step.remedy, "not settled yet" in step.words) == (None, True)


def test_a_file_is_its_owners_alone_and_replaces_nothing_silently(tmp_path: Path) -> None:
    path = save(str(tmp_path / "statement"), b"%PDF-1")
    assert path == tmp_path / "statement.pdf"
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(AlreadyThereError):
        save(str(path), b"other")
    assert path.read_bytes() == b"%PDF-1"
    save(str(path), b"other", replaces=True)
    assert path.read_bytes() == b"other"
    assert [one.name for one in tmp_path.iterdir()] == ["statement.pdf"], "nothing is left over"


@pytest.mark.parametrize("typed", ["", "  ", "{here}", "{here}/none/x.pdf", "a\0b", "~nobody-x/y"])
def test_where_nothing_can_be_saved_says_why(typed: str, tmp_path: Path) -> None:
    with pytest.raises(CannotSaveError) as why:
        save(typed.format(here=tmp_path), b"x")
    assert str(why.value).endswith(".")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("title", ["../../etc/passwd", "a\nb\x1b[31m", "", "x" * 300])
def test_a_suggested_name_is_a_name(title: str) -> None:
    path = suggested_path(title)
    assert path.parent in (Path.home(), Path.home() / "Downloads")
    assert path.name.isprintable()
    assert 0 < len(path.name) <= 80
