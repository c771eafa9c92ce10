"""Documented rules of an application, in the form and in the simulator.

Both refuse a body that breaks a rule, and neither refuses one that the other accepts.
"""

import json
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ribbit_tui.session.account.edits import EDITED_STEPS, AccountEdit
from ribbit_tui.session.application.documents.attachments import MAX_DOCUMENTS
from ribbit_tui.session.application.documents.files import FORMATS, MAX_ENCODED_SIZE
from ribbit_tui.session.application.drafts.details import (
    detail_answers,
    detail_change,
    detail_fields,
)
from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.reference.document_types import DOCUMENT_TYPES
from ribbit_tui.session.application.reference.tax_ids import TAX_ID_TYPES
from ribbit_tui.session.application.steps.agreements import AGREEMENTS
from ribbit_tui.session.application.steps.demo_outcome import DEMO_OUTCOME
from ribbit_tui.session.application.steps.employment import EMPLOYMENT_STATUSES, FUNDING_SOURCES
from ribbit_tui.session.application.steps.identity import VISAS
from ribbit_tui.session.application.values.answer import Answer, Choice
from ribbit_tui.session.unanswered.evidence import contains
from ribbit_tui.simulator.engine.applications import account_changes, submission, tax_ids
from ribbit_tui.simulator.engine.applications import agreements as agreement_rules
from ribbit_tui.simulator.engine.applications import rules as application_rules
from ribbit_tui.simulator.engine.documents import rules as document_rules
from ribbit_tui.simulator.engine.review.paths import FIXTURES
from ribbit_tui.simulator.errors import RefusalError
from ribbit_tui.simulator.settings import SimulatorSettings
from ribbit_tui.simulator.startup import open_simulation
from ribbit_tui.wire.account_changes import AccountChange
from ribbit_tui.wire.accounts import Account, AccountCreation
from ribbit_tui.wire.kyc import KycResultCode
from ribbit_tui.wire.model import loads
from tests.product.applicants import answered, applicants
from tests.session.application.people import NOW, TODAY, accept_all, company, draft_of, lena, maya
from tests.sweeps import examples

Json = dict[str, Any]
Answered = dict[str, Answer]
GONE = object()
"""The value of an absent field."""

FOREIGNER: Answered = {"identity.country_of_citizenship": "FRA"}
VISITOR: Answered = {
    **FOREIGNER,
    "identity.permanent_resident": False,
    "identity.visa_type": "B1",
    "identity.visa_expiration_date": "2026-12-31",
    "identity.date_of_departure_from_usa": "2026-11-01",
}
STUDENT: Answered = {**VISITOR, "identity.visa_type": "F1"}
CONTROLS: Answered = {"disclosures.is_control_person": True, **company("CONTROLLED_FIRM")}
AFFILIATED: Answered = {
    "disclosures.is_affiliated_exchange_or_finra": True,
    **company("AFFILIATE_FIRM"),
}
RELATED: Answered = {
    "disclosures.immediate_family_exposed": True,
    "context.IMMEDIATE_FAMILY_EXPOSED.given_name": "Ada",
    "context.IMMEDIATE_FAMILY_EXPOSED.family_name": "Okafor",
}
AT_HOME: Answered = {
    "trusted_contact.email_address": "",
    "trusted_contact.street_address": "1 Pond St",
    "trusted_contact.city": "Reno",
    "trusted_contact.state": "NV",
    "trusted_contact.postal_code": "89501",
}
CRYPTO: Answered = {"investing.crypto": True}
NO_TAX_ID: Answered = {"identity.tax_id_type": None, "identity.foreign_tax_id": ""}


def at(body: Any, path: str) -> Any:
    """Return the value at a path of a body; GONE if there is none."""
    for part in path.split("."):
        if isinstance(body, list):
            body = body[int(part)] if int(part) < len(body) else GONE
        else:
            body = body.get(part, GONE)
        if body is GONE:
            return GONE
    return body


def put(body: Json, path: str, value: Any) -> None:
    parent, _, last = path.rpartition(".")
    place = at(body, parent) if parent else body
    key: Any = int(last) if isinstance(place, list) else last
    if value is GONE:
        del place[key]
    else:
        place[key] = value


def refused_by_the_simulator(body: Json) -> str | None:
    """Return the field that the simulator's refusal names; None if it accepts the body."""
    try:
        application_rules.check(AccountCreation.model_validate(loads(json.dumps(body))), TODAY)
    except ValidationError as error:
        return ".".join(map(str, error.errors(include_url=False)[0]["loc"]))
    except RefusalError as refusal:
        return str(refusal.field)
    return None


def body_of(draft: Draft) -> Json:
    return draft.to_creation(TODAY).to_wire()


@dataclass(frozen=True)
class Case:
    """A rule kept, and what is sent for it."""

    rule: str
    sent: Json
    """A value at a path of the body."""
    answers: Answered = field(default_factory=dict)
    abroad: bool = False


# Of what is optional both are shown: it may be given, and it may be left out.
KEPT = [
    Case("contact.phone_number has its country code", {"contact.phone_number": "+14155552671"}),
    Case(
        "contact.street_address is a list",
        {"contact.street_address": ["20 N San Mateo Dr", "B", "C"]},
        {"contact.street_address_2": "B", "contact.street_address_3": "C"},
    ),
    Case("contact.unit is optional", {"contact.unit": GONE}, {"contact.unit": ""}),
    Case("contact.state is optional abroad", {"contact.state": GONE}, abroad=True),
    Case(
        "contact.state may be given abroad",
        {"contact.state": "Berlin"},
        {"contact.region": "Berlin"},
        abroad=True,
    ),
    Case(
        "contact.postal_code is optional",
        {"contact.postal_code": GONE},
        {"contact.country": "ARE", "contact.postal_code": ""},
        abroad=True,
    ),
    Case("identity.middle_name is optional", {"identity.middle_name": GONE}),
    Case("identity.middle_name", {"identity.middle_name": "Ada"}, {"identity.middle_name": "Ada"}),
    Case(
        "identity.date_of_birth is YYYY-MM-DD",
        {"identity.date_of_birth": "1990-04-12"},
        {"identity.date_of_birth": "04/12/1990"},
    ),
    Case(
        "identity.tax_id goes with its type",
        {"identity.tax_id": "078051120", "identity.tax_id_type": "USA_SSN"},
    ),
    Case(
        "identity.tax_id is optional, and its type with it",
        {"identity.tax_id": GONE, "identity.tax_id_type": GONE},
        {**NO_TAX_ID, "w8ben.ftin_not_required": True},
        abroad=True,
    ),
    Case(
        "identity.country_of_… has three letters",
        {
            "identity.country_of_citizenship": "DEU",
            "identity.country_of_birth": "AUT",
            "identity.country_of_tax_residence": "DEU",
        },
        abroad=True,
    ),
    Case(
        "identity.visa_type is of foreigners in the USA alone",
        {"identity.visa_type": GONE, "identity.permanent_resident": GONE},
        VISITOR,
        abroad=True,
    ),
    Case(
        "identity.visa_type is not of green card holders",
        {"identity.visa_type": GONE, "identity.permanent_resident": True},
        {**VISITOR, "identity.permanent_resident": True},
    ),
    Case(
        "identity.date_of_departure_from_usa is of B1 and B2 alone",
        {
            "identity.visa_type": "F1",
            "identity.visa_expiration_date": "2026-12-31",
            "identity.date_of_departure_from_usa": GONE,
        },
        STUDENT,
    ),
    Case(
        "identity.funding_source takes any of six",
        {
            "identity.funding_source": [
                "employment_income",
                "investments",
                "inheritance",
                "business_income",
                "savings",
                "family",
            ]
        },
        {
            "identity.funding_source": (
                "family",
                "savings",
                "business_income",
                "inheritance",
                "investments",
                "employment_income",
            )
        },
    ),
    Case(
        "identity.annual_income_… and the like are optional",
        {f"identity.{name}_{end}": GONE for name in ("annual_income",) for end in ("min", "max")},
        {"identity.annual_income": None},
    ),
    Case(
        "identity.…_net_worth_max is open above",
        {
            "identity.liquid_net_worth_min": "5000000",
            "identity.liquid_net_worth_max": GONE,
            "identity.total_net_worth_min": "5000000",
            "identity.total_net_worth_max": GONE,
        },
        {"identity.liquid_net_worth": "5000000-", "identity.total_net_worth": "5000000-"},
    ),
    *(
        Case(
            f"disclosures.employment_status: {status}",
            {"disclosures.employment_status": status, "disclosures.employer_name": GONE},
            {"disclosures.employment_status": status},
        )
        for status in ("unemployed", "student", "retired")
    ),
    Case(
        "disclosures.employer_address is optional",
        {"disclosures.employment_status": "employed", "disclosures.employer_address": GONE},
    ),
    Case(
        "disclosures.employer_address",
        {"disclosures.employer_address": "1 Pond St, Reno"},
        {"disclosures.employer_address": "1 Pond St, Reno"},
    ),
    Case("disclosures.context is optional", {"disclosures.context": GONE}),
    Case(
        "disclosures.context has a form for every Yes",
        {
            "disclosures.context.0.context_type": "CONTROLLED_FIRM",
            "disclosures.context.1.context_type": "AFFILIATE_FIRM",
            "disclosures.context.2.context_type": "IMMEDIATE_FAMILY_EXPOSED",
        },
        {**CONTROLS, **AFFILIATED, **RELATED},
    ),
    Case(
        "context.company_state is optional abroad",
        {
            "disclosures.context.0.company_country": "DEU",
            "disclosures.context.0.company_state": GONE,
        },
        {
            "disclosures.is_control_person": True,
            **company("CONTROLLED_FIRM", {"company_country": "DEU"}),
        },
    ),
    Case(
        "agreements are those three",
        {
            "agreements.0.agreement": "customer_agreement",
            "agreements.1.agreement": "account_agreement",
            "agreements.2.agreement": "margin_agreement",
            "agreements.3": GONE,
        },
    ),
    Case(
        "agreements[] are signed when and where",
        {
            "agreements.0.signed_at": "2026-03-05T14:02:00.000000Z",
            "agreements.0.ip_address": "203.0.113.7",
            "agreements.0.revision": "stand-in.1",
        },
    ),
    Case("enabled_assets is optional", {"enabled_assets": GONE}),
    Case(
        "enabled_assets with crypto, and its agreement",
        {
            "enabled_assets": ["us_equity", "crypto"],
            "agreements.3.agreement": "crypto_agreement",
        },
        CRYPTO,
    ),
    Case("additional_information is optional", {"additional_information": GONE}),
    Case(
        "additional_information is a fixture",
        {"additional_information": "/fixtures/status=ACTION_REQUIRED/fixtures/"},
        {"demo.outcome": "ACTION_REQUIRED"},
    ),
    Case("documents is optional", {"documents": GONE}),
    Case(
        "trusted_contact is optional", {"trusted_contact": GONE}, {"trusted_contact.named": False}
    ),
    Case(
        "trusted_contact: a phone number alone will do",
        {
            "trusted_contact.email_address": GONE,
            "trusted_contact.phone_number": "+442079460958",
            "trusted_contact.street_address": GONE,
        },
        {
            "trusted_contact.email_address": "",
            "trusted_contact.phone_number": "+44 20 7946 0958",
        },
    ),
    Case(
        "trusted_contact: an address alone will do, in full",
        {
            "trusted_contact.email_address": GONE,
            "trusted_contact.street_address": ["1 Pond St"],
            "trusted_contact.city": "Reno",
            "trusted_contact.state": "NV",
            "trusted_contact.postal_code": "89501",
            "trusted_contact.country": "USA",
        },
        AT_HOME,
    ),
    Case(
        "w8ben is of taxpayers of other countries",
        {
            "documents.0.document_type": "w8ben",
            "documents.0.mime_type": "application/json",
            "documents.0.content": GONE,
            "documents.0.content_data.revision": "10-2021",
            "documents.0.content_data.capacity_acting": GONE,
        },
        abroad=True,
    ),
    Case(
        "w8ben dates are YYYY-MM-DD",
        {
            "documents.0.content_data.date": "2026-03-05",
            "documents.0.content_data.date_of_birth": "1990-04-12",
        },
        {"identity.date_of_birth": "04/12/1990"},
        abroad=True,
    ),
    Case(
        "w8ben.ftin_not_required is left out beside a tax id",
        {
            "documents.0.content_data.ftin_not_required": GONE,
            "documents.0.content_data.foreign_tax_id": "86095742719",
        },
        {"w8ben.ftin_not_required": True},
        abroad=True,
    ),
    Case(
        "w8ben.percent_rate_withholding is a decimal",
        {"documents.0.content_data.percent_rate_withholding": "7.5"},
        {"w8ben.claims_treaty": True, "w8ben.percent_rate_withholding": "7.5"},
        abroad=True,
    ),
]


@pytest.mark.parametrize("case", KEPT, ids=lambda case: case.rule)
def test_what_keeps_a_rule_is_sent_and_taken(case: Case) -> None:
    body = body_of((lena if case.abroad else maya)(case.answers))
    assert {path: at(body, path) for path in case.sent} == case.sent
    assert refused_by_the_simulator(body) is None


@dataclass(frozen=True)
class Break:
    """A rule broken: by answers, and by a body."""

    path: str
    """The place on the wire that the rule is about, and that the simulator names."""
    value: Any
    """A value that breaks a rule at a path of the body."""
    name: str | None
    """Our question, which says what is wrong; None where our form cannot break the rule."""
    answer: Answer = None
    first: Answered = field(default_factory=dict)
    """Answers that the rule depends on; they are valid by themselves."""
    abroad: bool = False
    named: str | None = None
    """The field that the simulator names, if it is not the path."""


def _required(path: str, name: str | None = None, **more: Any) -> list[Break]:
    """Missing, and there but empty."""
    return [
        Break(path, GONE, name or path, **more),
        Break(path, [] if path.endswith(("address", "source")) and name else "", None, **more),
    ]


_CONTEXT = "disclosures.context.0"
_FIRM = "context.CONTROLLED_FIRM"
_KIN = "context.IMMEDIATE_FAMILY_EXPOSED"
_W8 = "documents.0.content_data"

BROKEN = [
    *(Break(part, GONE, None) for part in ("contact", "identity", "disclosures")),
    Break("agreements", GONE, "agreements.customer_agreement"),
    Break("agreements", [], None),
    Break("contact.email_address", GONE, "contact.email_address"),
    Break("contact.email_address", "maya", "contact.email_address", "maya"),
    Break("contact.phone_number", GONE, "contact.phone_number"),
    Break("contact.phone_number", "none", "contact.phone_number", "none"),
    Break("contact.street_address", GONE, "contact.street_address_1"),
    Break("contact.street_address", ["1", "2", "3", "4"], None),
    Break("contact.city", GONE, "contact.city"),
    Break("contact.state", GONE, "contact.state"),
    Break(
        "contact.state",
        GONE,
        "identity.region",
        first={"contact.country": "DEU", "contact.postal_code": "", "identity.region": "Berlin"},
    ),
    Break("contact.country", "US", "contact.country", "US"),
    Break("identity.given_name", GONE, "identity.given_name"),
    Break("identity.family_name", GONE, "identity.family_name"),
    Break("identity.date_of_birth", GONE, "identity.date_of_birth"),
    Break("identity.date_of_birth", "12.04.1990", "identity.date_of_birth", "12.04.1990"),
    Break("identity.date_of_birth", "2026-03-06", "identity.date_of_birth", "2026-03-06"),
    Break("identity.tax_id", GONE, "identity.tax_id"),
    Break("identity.tax_id", GONE, "identity.foreign_tax_id", abroad=True),
    Break("identity.tax_id_type", GONE, "identity.tax_id_type", abroad=True),
    Break("identity.tax_id_type", "USA", "identity.tax_id_type", "USA", abroad=True),
    *(
        Break(f"identity.country_of_{what}", "Utopia", f"identity.country_of_{what}", "Utopia")
        for what in ("citizenship", "birth", "tax_residence")
    ),
    Break("identity.country_of_tax_residence", GONE, "identity.country_of_tax_residence"),
    Break("identity.visa_type", "H1B1", "identity.visa_type", "H1B1", first=VISITOR),
    Break("identity.permanent_resident", True, None, first=VISITOR, named="identity.visa_type"),
    Break("identity.visa_expiration_date", GONE, "identity.visa_expiration_date", first=STUDENT),
    Break(
        "identity.date_of_departure_from_usa",
        GONE,
        "identity.date_of_departure_from_usa",
        first=VISITOR,
    ),
    Break("identity.funding_source", GONE, "identity.funding_source"),
    Break("identity.funding_source", [], "identity.funding_source", ()),
    Break(
        "identity.funding_source",
        ["lottery"],
        "identity.funding_source",
        ("lottery",),
        named="identity.funding_source.0",
    ),
    Break("identity.annual_income_min", "-1", "identity.annual_income", "-1"),
    Break("identity.total_net_worth_max", "much", "identity.total_net_worth", "much"),
    *(
        Break(f"disclosures.{one}", GONE, f"disclosures.{one}")
        for one in (
            "is_control_person",
            "is_affiliated_exchange_or_finra",
            "is_politically_exposed",
            "immediate_family_exposed",
        )
    ),
    Break("disclosures.employment_status", "busy", "disclosures.employment_status", "busy"),
    Break(f"{_CONTEXT}.context_type", GONE, None, first=CONTROLS),
    Break(f"{_CONTEXT}.context_type", "FRIEND", None, first=CONTROLS),
    *(
        Break(f"{_CONTEXT}.{one}", GONE, f"{_FIRM}.{one}", first=CONTROLS)
        for one in (
            "company_name",
            "company_street_address",
            "company_city",
            "company_country",
            "company_compliance_email",
            "company_state",
        )
    ),
    Break(
        f"{_CONTEXT}.company_name", GONE, "context.AFFILIATE_FIRM.company_name", first=AFFILIATED
    ),
    Break(f"{_CONTEXT}.given_name", GONE, f"{_KIN}.given_name", first=RELATED),
    Break(f"{_CONTEXT}.family_name", GONE, f"{_KIN}.family_name", first=RELATED),
    Break("agreements.0.agreement", "friendly_agreement", None),
    Break("agreements.0.signed_at", GONE, None),
    Break("agreements.0.ip_address", GONE, None),
    Break("enabled_assets", ["gold"], None, first=CRYPTO, named="enabled_assets.0"),
    Break("trusted_contact.given_name", GONE, "trusted_contact.given_name"),
    Break("trusted_contact.family_name", GONE, "trusted_contact.family_name"),
    Break("trusted_contact.email_address", GONE, "trusted_contact.email_address"),
    Break("trusted_contact.email_address", "ada", "trusted_contact.email_address", "ada"),
    *(
        Break(f"trusted_contact.{one}", GONE, f"trusted_contact.{one}", first=AT_HOME)
        for one in ("city", "state", "postal_code", "country")
    ),
    *(
        Break(f"{_W8}.{path}", GONE, name, abroad=True)
        for path, name in (
            ("country_citizen", None),
            ("date", None),
            ("date_of_birth", None),
            ("full_name", None),
            ("ip_address", None),
            ("permanent_address_city_state", None),
            ("permanent_address_country", None),
            ("permanent_address_street", None),
            ("revision", None),
            ("signer_full_name", "w8ben.signer_full_name"),
            ("timestamp", None),
        )
    ),
    Break(f"{_W8}.revision", "2-2014", None, abroad=True),
    Break(f"{_W8}.date", "03-05-2026", None, abroad=True),
    Break(
        f"{_W8}.ftin_not_required",
        GONE,
        "w8ben.ftin_not_required",
        first={**NO_TAX_ID, "w8ben.ftin_not_required": True},
        abroad=True,
    ),
    Break("documents.0.document_type", "selfie", None, abroad=True),
    Break("documents.0.document_type", GONE, None, abroad=True),
]


def _id(broken: Break) -> str:
    what = "missing" if broken.value is GONE else str(broken.value)
    return f"{broken.path}-{what}-{broken.name}"


@pytest.mark.parametrize("broken", BROKEN, ids=_id)
def test_what_breaks_a_rule_is_refused_on_both_sides(broken: Break) -> None:
    draft = (lena if broken.abroad else maya)(broken.first)
    body = body_of(draft)
    assert refused_by_the_simulator(body) is None
    spoiled = deepcopy(body)
    put(spoiled, broken.path, broken.value)
    assert refused_by_the_simulator(spoiled) == (broken.named or broken.path)
    if broken.name is None:
        return
    if broken.name.startswith("agreements."):
        draft.withdraw(broken.name.partition(".")[2])
    else:
        draft.answer(broken.name, broken.answer)
    assert broken.name in draft.errors("review", TODAY)


def _values(choices: Iterable[Choice]) -> set[str]:
    return {choice.value for choice in choices}


# Of companies, of an older name, and the ITIN, which the form has no question for.
NOT_OFFERED = {"USA_EIN", "USA_TIN", "USA_ITIN", "CAN_BN", "GBR_CRN", "ARG_AG_CUIT"}


def test_both_know_the_same_values() -> None:
    rules = application_rules
    assert {one.value for one in TAX_ID_TYPES} | NOT_OFFERED == tax_ids.TYPES
    assert _values(VISAS) == rules._VISA_TYPES
    assert _values(FUNDING_SOURCES) == rules._FUNDING_SOURCES
    assert _values(EMPLOYMENT_STATUSES) == rules._EMPLOYMENT_STATUSES
    # Nobody is asked to sign for options or for other types of accounts, which are not offered.
    others = {"options_agreement", "custodial_customer_agreement", "etc_agreement"}
    assert {one.agreement for one in AGREEMENTS} == agreement_rules._AGREEMENTS - others
    assert {one.value for one in DOCUMENT_TYPES} < document_rules.UPLOAD_TYPES
    assert set(FORMATS) == document_rules._MIME_TYPES
    assert MAX_ENCODED_SIZE == document_rules.LARGEST_DOCUMENT
    assert MAX_DOCUMENTS == document_rules.MOST_AT_ONCE
    assert {asked.removeprefix("/fixtures/status=").split("/")[0] for asked in _fixtures()} == set(
        FIXTURES
    )


def _fixtures() -> list[str]:
    """Return the fixture that each demo outcome sends."""
    (place,) = DEMO_OUTCOME.wire_paths or ()
    return [str(place.convert(choice.value)) for choice in DEMO_OUTCOME.choices]


@settings(max_examples=examples(30), deadline=None)
@given(answers=applicants())
def test_the_simulator_takes_every_application_that_the_form_lets_through(
    answers: Answered,
) -> None:
    draft = draft_of(answers)
    accept_all(draft)
    if draft.errors("w8ben", TODAY):
        draft.sign_w8ben(NOW, "2001:db8::1", TODAY)
    assert draft.errors("review", TODAY) == {}
    assert refused_by_the_simulator(body_of(draft)) is None


@settings(max_examples=examples(5), deadline=None)
@given(data=st.data(), answers=applicants())
def test_the_simulator_takes_every_change_that_the_forms_let_through(
    data: st.DataObject, answers: Answered
) -> None:
    """Make the changes of the Account screen one by one, then answer the review."""
    draft = draft_of({**answers, "demo.outcome": None})
    accept_all(draft)
    if draft.errors("w8ben", TODAY):
        draft.sign_w8ben(NOW, "2001:db8::1", TODAY)
    with open_simulation(SimulatorSettings(clock="manual")) as world:
        account = Account.model_validate(submission.submit(world, draft.to_creation(TODAY)))

        def send(change: AccountChange) -> Account:
            body = AccountChange.model_validate(loads(json.dumps(change.to_wire())))
            changed = Account.model_validate(account_changes.change(world, account.id, body))
            assert contains(changed.to_wire(), change.to_wire()), "the account says something else"
            return changed

        for step in EDITED_STEPS:
            edit = AccountEdit.of(step, account)
            now = _edited(data, edit)
            assert edit.errors(now, TODAY) == {}, step.id
            if (change := edit.change(now)) is not None:
                account = send(change)
        has_visa = account.identity is not None and account.identity.visa_type is not None
        for code in KycResultCode:
            asks = code != KycResultCode.VISA_TYPE_OTHER or has_visa
            if asks and (fields := detail_fields(code)):
                begun = detail_answers(code, account)
                given = data.draw(_answered(fields, begun), label=code)
                account = send(detail_change(code, given, account))


def _edited(data: st.DataObject, edit: AccountEdit) -> Answered:
    return data.draw(_answered(edit.fields, edit.answers), label=edit.step.id)


@st.composite
def _answered(draw: st.DrawFn, fields: Any, others: Any) -> Answered:
    return answered(draw, fields, others)
