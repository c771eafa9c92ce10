"""Drafts: answers, agreements and signatures of an application."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ribbit_tui.session.application.drafts.draft import (
    AgreementNotOpenedError,
    Draft,
    IncompleteApplicationError,
    InvalidSignatureError,
    UnknownAgreementError,
    UnknownFieldError,
    WrongAnswerError,
)
from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.application.steps.registry import FIELDS, applying_steps, step_of
from tests.session.application.people import NOW, TODAY, accept_all, company, draft_of, lena, maya


def test_a_new_draft_has_everything_still_to_do() -> None:
    draft = Draft.start(NOW, "draft-1")
    todo = [step.id for step in applying_steps(draft.answers)]
    assert [step for step in todo if draft.is_complete(step, TODAY)] == ["documents"]
    assert draft.first_open_step(TODAY) == "contact"
    assert set(draft.errors("disclosures", TODAY)) == {
        "disclosures.is_control_person",
        "disclosures.is_affiliated_exchange_or_finra",
        "disclosures.is_politically_exposed",
        "disclosures.immediate_family_exposed",
    }


def test_two_drafts_never_share_answers() -> None:
    one, other = Draft.start(NOW, "one"), Draft.start(NOW, "other")
    one.answer("contact.city", "Austin")
    assert "contact.city" not in other.answers


def test_the_first_open_step_moves_on_as_steps_are_completed() -> None:
    draft = Draft.start(NOW, "draft-1")
    met = [draft.first_open_step(TODAY)]
    for name, value in HAPPY_PATH.items():
        draft.answer(name, value)
        if draft.first_open_step(TODAY) != met[-1]:
            met.append(draft.first_open_step(TODAY))
    accept_all(draft)
    met.append(draft.first_open_step(TODAY))
    skipped = "documents"  # nobody has to hand in any
    assert met == [step.id for step in applying_steps(draft.answers) if step.id != skipped]
    assert draft.is_complete("review", TODAY)


@pytest.mark.parametrize("name", [name for name in HAPPY_PATH if name != "contact.unit"])
def test_each_answer_of_the_sample_that_is_required_is_missed_by_name(name: str) -> None:
    draft = maya({name: None})
    missed = set(draft.errors(step_of(name), TODAY))
    assert missed == ({name} if FIELDS[name].is_required(draft.answers) else set())


def test_only_questions_that_apply_can_be_wrong() -> None:
    draft = maya({"disclosures.is_control_person": True})
    missed = set(draft.errors("disclosures", TODAY))
    assert missed == {
        name for name in company("CONTROLLED_FIRM") if not name.endswith("company_country")
    }
    draft.answer("disclosures.is_control_person", False)
    assert draft.is_complete("disclosures", TODAY)


def test_a_wrong_answer_that_no_longer_applies_is_no_error() -> None:
    draft = maya({"identity.foreign_tax_id": "?", "identity.visa_expiration_date": "2020-01-01"})
    assert draft.errors("identity", TODAY) == {}
    draft.answer("identity.country_of_tax_residence", "DEU")
    assert set(draft.errors("identity", TODAY)) == {
        "identity.tax_id_type",
        "identity.foreign_tax_id",
    }


def test_age_is_judged_on_the_day_it_is_asked() -> None:
    draft = maya({"identity.date_of_birth": "2008-03-06"})
    assert "identity.date_of_birth" in draft.errors("identity", TODAY)
    assert draft.is_complete("identity", TODAY + timedelta(days=1))


def test_an_answer_needs_a_question_and_the_right_type() -> None:
    draft = Draft.start(NOW, "draft-1")
    with pytest.raises(UnknownFieldError):
        draft.answer("identity.shoe_size", "44")
    with pytest.raises(WrongAnswerError):
        draft.answer("disclosures.is_control_person", "no")
    with pytest.raises(WrongAnswerError):
        draft.answer("identity.funding_source", "savings")


def test_an_agreement_is_accepted_only_after_it_was_opened() -> None:
    draft = draft_of(HAPPY_PATH)
    with pytest.raises(AgreementNotOpenedError):
        draft.accept("margin_agreement", NOW, "203.0.113.7")
    draft.open("customer_agreement")
    with pytest.raises(AgreementNotOpenedError):
        draft.accept("margin_agreement", NOW, "203.0.113.7")
    assert draft.accepted == {}
    draft.open("margin_agreement")
    draft.accept("margin_agreement", NOW, "203.0.113.7")
    assert set(draft.errors("agreements", TODAY)) == {
        "agreements.customer_agreement",
        "agreements.account_agreement",
    }


def test_a_signature_keeps_its_moment_in_utc_and_its_address() -> None:
    draft = Draft.start(NOW, "draft-1")
    draft.open("customer_agreement")
    in_new_york = datetime(2026, 3, 5, 9, 2, tzinfo=timezone(timedelta(hours=-5)))
    draft.accept("customer_agreement", in_new_york, "2001:db8::1")
    one = draft.accepted["customer_agreement"]
    assert (one.signed_at, one.signed_at.tzinfo, one.ip_address) == (NOW, UTC, "2001:db8::1")
    assert one.revision == "stand-in.1"


def test_a_signature_without_zone_or_address_is_refused() -> None:
    draft = Draft.start(NOW, "draft-1")
    draft.open("customer_agreement")
    with pytest.raises(InvalidSignatureError):
        draft.accept("customer_agreement", NOW.replace(tzinfo=None), "203.0.113.7")
    with pytest.raises(InvalidSignatureError):
        draft.accept("customer_agreement", NOW, "localhost")
    with pytest.raises(UnknownAgreementError):
        draft.open("options_agreement")
    assert draft.accepted == {}


def test_a_withdrawn_agreement_has_to_be_accepted_again_but_not_opened_again() -> None:
    draft = maya()
    draft.withdraw("margin_agreement")
    assert draft.first_open_step(TODAY) == "agreements"
    draft.withdraw("margin_agreement")
    draft.accept("margin_agreement", NOW, "203.0.113.7")
    assert draft.first_open_step(TODAY) == "review"


def test_an_incomplete_application_is_not_sent_and_says_why() -> None:
    with pytest.raises(IncompleteApplicationError) as refused:
        maya({"identity.tax_id": "666-12-3456"}).to_creation(TODAY)
    assert refused.value.step == "identity"
    assert set(refused.value.errors) == {"identity.tax_id"}
    assert "666" not in str(refused.value)


def test_a_draft_is_called_by_name_then_e_mail_then_nothing() -> None:
    draft = Draft.start(NOW, "draft-1")
    assert draft.title == "New application"
    draft.answer("contact.email_address", " maya@example.com ")
    assert draft.title == "maya@example.com"
    draft.answer("identity.given_name", "Maya")
    assert draft.title == "Maya"
    draft.answer("identity.family_name", "Oka\x1bfor")
    assert draft.title == "Maya Oka\ufffdfor"
    draft.answer("identity.family_name", "x" * 500)
    assert len(draft.title) == 60


def test_the_review_shows_what_applies_in_words_and_masks_the_tax_id() -> None:
    sections = {section.step: section for section in maya().review(TODAY)}
    assert list(sections) == [step.id for step in applying_steps(maya().answers)][:-1]
    rows = {row.name: row.shown for section in sections.values() for row in section.rows}
    assert rows["identity.tax_id"] == "•••-••-1120"
    assert rows["contact.country"] == "United States"
    assert rows["contact.phone_number"] == "(415) 555-2671"
    assert rows["identity.annual_income"] == "$100,000 to $199,999"
    assert rows["disclosures.is_control_person"] == "No"
    assert rows["agreements.margin_agreement"] == "Accepted 2026-03-05 14:02 UTC"
    assert "identity.middle_name" not in rows  # optional and empty
    assert "contact.region" not in rows  # does not apply
    assert all("05112" not in shown and "05-112" not in shown for shown in rows.values())


def test_the_review_shows_what_is_missing_and_what_is_wrong() -> None:
    draft = maya({"contact.city": "", "contact.postal_code": "9"})
    draft.withdraw("margin_agreement")
    wrong = {
        row.name: row.shown for section in draft.review(TODAY) for row in section.rows if row.error
    }
    assert wrong == {
        "contact.city": "",
        "contact.postal_code": "9",
        "agreements.margin_agreement": "",
    }


def test_nothing_personal_is_in_the_repr_of_a_draft() -> None:
    assert "1120" not in repr(maya()) and "Okafor" not in repr(maya())


def test_someone_abroad_can_complete_every_step() -> None:
    assert lena().errors("review", TODAY) == {}
