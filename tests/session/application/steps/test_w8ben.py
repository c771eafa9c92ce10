"""The W-8BEN: what it takes over, what a signature holds for, and what is sent."""

from datetime import date, timedelta
from typing import Any

import pytest

from ribbit_tui.session.application.drafts.draft import (
    IncompleteApplicationError,
    InvalidSignatureError,
)
from ribbit_tui.session.application.drafts.file import decode, encode
from ribbit_tui.session.application.steps.w8ben import (
    CERTIFIED,
    NO_TAX_ID,
    SIGNER,
    W8BEN,
    standalone_fields,
)
from ribbit_tui.session.application.steps.w8ben_document import as_on_form, lines, valid_until
from ribbit_tui.session.application.values.answer import Answer
from tests.session.application.people import LENA, NOW, TODAY, draft_of, lena, maya


def sent(changes: dict[str, Answer]) -> dict[str, Any]:
    [document] = lena(changes).to_creation(TODAY).to_wire()["documents"]
    form: dict[str, Any] = document["content_data"]
    return form


def test_outside_of_the_application_nothing_is_said_of_its_steps() -> None:
    """Use the form of the status screen, which asks for the tax id itself."""
    answers = {**LENA, "identity.country_of_citizenship": "USA", CERTIFIED: True, NO_TAX_ID: False}
    words = {
        field.name: f"{field.help} {field.error(answers.get(field.name), answers, TODAY)}"
        for field in standalone_fields()
    }
    assert not [name for name, said in words.items() if "Identity" in said or "Continue" in said]
    assert "enter it above" in words[NO_TAX_ID] and "enter your tax ID above" in words[NO_TAX_ID]
    in_application = {field.name: field for field in W8BEN.fields}
    assert "in Identity" in in_application[NO_TAX_ID].help


def test_a_treaty_claim_names_the_country_and_what_was_answered() -> None:
    form = sent(
        {
            "w8ben.claims_treaty": True,
            "w8ben.paragraph_number": "10(2)(b)",
            "w8ben.percent_rate_withholding": "7.5",
            "w8ben.income_type": "dividends",
        }
    )
    assert form["residency"] == "Germany"
    assert form["paragraph_number"] == "10(2)(b)"
    assert form["percent_rate_withholding"] == "7.5"
    assert form["income_type"] == "dividends"
    assert "additional_conditions" not in form


def test_mail_elsewhere_is_another_address() -> None:
    form = sent(
        {
            "w8ben.mail_elsewhere": True,
            "w8ben.mailing_address_street": "1 Pond St",
            "w8ben.mailing_address_city_state": "London, SW1A 1AA",
            "w8ben.mailing_address_country": "GBR",
        }
    )
    assert form["mailing_address_street"] == "1 Pond St"
    assert form["mailing_address_country"] == "United Kingdom"


def test_who_has_no_tax_id_says_that_none_is_required() -> None:
    none: dict[str, Answer] = {"identity.tax_id_type": None, "identity.foreign_tax_id": ""}
    with pytest.raises(IncompleteApplicationError) as refused:
        sent(none)
    assert set(refused.value.errors) == {"w8ben.ftin_not_required"}
    form = sent({**none, "w8ben.ftin_not_required": True})
    assert form["ftin_not_required"] is True and "foreign_tax_id" not in form
    form = sent({**none, "w8ben.tax_id_ssn": "912-70-1234"})
    assert form["tax_id_ssn"] == "912701234" and "ftin_not_required" not in form


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("identity.family_name", "Fisher"),
        ("identity.foreign_tax_id", "36 574 261 809"),
        ("contact.city", "Hamburg"),
        ("w8ben.claims_treaty", True),
    ],
)
def test_a_signature_holds_only_for_what_was_signed(name: str, answer: Answer) -> None:
    draft = lena()
    assert draft.is_complete("w8ben", TODAY)
    draft.answer(name, answer)
    if name == "identity.family_name":
        draft.answer(SIGNER, "Lena Fisher")
    assert set(draft.errors("w8ben", TODAY)) == {SIGNER}
    with pytest.raises(IncompleteApplicationError):
        draft.to_creation(TODAY)
    draft.sign_w8ben(NOW + timedelta(days=1), "203.0.113.7", TODAY)
    assert draft.is_complete("w8ben", TODAY)


def test_what_is_not_on_the_form_does_not_void_it() -> None:
    draft = lena()
    draft.answer("contact.email_address", "lena@example.com")
    assert draft.is_complete("w8ben", TODAY)


def test_only_a_form_that_is_ready_can_be_signed_and_by_whom_it_names() -> None:
    draft = draft_of({**LENA, SIGNER: "Maya Okafor"})
    with pytest.raises(IncompleteApplicationError) as refused:
        draft.sign_w8ben(NOW, "203.0.113.7", TODAY)
    assert set(refused.value.errors) == {SIGNER}
    draft.answer(SIGNER, "Lena Fischer")
    with pytest.raises(InvalidSignatureError):
        draft.sign_w8ben(NOW.replace(tzinfo=None), "203.0.113.7", TODAY)
    with pytest.raises(InvalidSignatureError):
        draft.sign_w8ben(NOW, "localhost", TODAY)
    assert draft.w8ben is None


def test_no_signature_and_no_tax_id_reaches_the_disk() -> None:
    draft = lena({"w8ben.tax_id_ssn": "912-70-1234"})
    kept = encode(draft)
    for secret in (b"742", b"912-70", b"FISCHER", b"w8ben.certified"):
        assert secret not in kept
    again = decode(kept)
    assert again.w8ben is None
    assert {"w8ben.certified", SIGNER} <= set(again.errors("w8ben", TODAY))


def test_nothing_of_the_form_is_in_a_repr() -> None:
    draft = lena()
    assert "742719" not in repr(draft) and "742719" not in repr(draft.w8ben)


def test_a_taxpayer_of_the_usa_sends_no_form_even_after_signing_one() -> None:
    draft = lena()
    signature = draft.w8ben
    american = maya()
    american.w8ben = signature
    assert "documents" not in american.to_creation(TODAY).to_wire()


def test_the_review_says_until_when_the_form_is_valid() -> None:
    rows = {row.label: row.shown for part in lena().review(TODAY) for row in part.rows}
    assert rows["Signed"] == "03-05-2026, valid until 12-31-2029"
    assert rows["Signature"] == "lena  FISCHER"


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31)])
def test_a_form_is_valid_until_the_end_of_the_third_year_after(day: date) -> None:
    assert valid_until(day) == date(2029, 12, 31)


def test_the_lines_are_written_as_on_the_form_and_hide_the_tax_id() -> None:
    assert as_on_form(date(1990, 4, 12)) == "04-12-1990"
    assert dict(lines(lena().answers)) == {
        "1  Name": "Lena Fischer",
        "2  Citizenship": "Germany",
        "3  Residence": "Torstrasse 1, Apt 1A, Berlin, 10119, Germany",
        "6a Foreign tax ID": "•• ••• ••2 719",
        "8  Date of birth": "04-12-1990",
    }
    assert lines({})  # a form can be looked at before anything is answered
