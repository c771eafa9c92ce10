"""The disclosures step: four regulatory questions, with details after a Yes."""

from ribbit_tui.session.application.fields.conditions import is_employed, said_yes
from ribbit_tui.session.application.fields.field import Condition, Field, Step, WirePath, never
from ribbit_tui.session.application.reference.countries import USA
from ribbit_tui.session.application.values.answer import Answers, Kind
from ribbit_tui.session.application.values.rules import EMAIL_LENGTH

from .identity import name

CONTROL_PERSON = "disclosures.is_control_person"
AFFILIATED = "disclosures.is_affiliated_exchange_or_finra"
POLITICALLY_EXPOSED = "disclosures.is_politically_exposed"
FAMILY_EXPOSED = "disclosures.immediate_family_exposed"


def _company_form(context_type: str, question: str) -> tuple[Field, ...]:
    """Return the fields about a company. They form one entry of `disclosures.context`."""
    at = f"context.{context_type}"
    asked = said_yes(question)

    def in_usa(answers: Answers) -> bool:
        return asked(answers) and answers.get(f"{at}.company_country") == USA

    def abroad(answers: Answers) -> bool:
        return asked(answers) and answers.get(f"{at}.company_country") not in (None, "", USA)

    return (
        Field(f"{at}.company_name", "Company", Kind.TEXT, when=asked),
        Field(f"{at}.company_country", "Company's country", Kind.COUNTRY, default=USA, when=asked),
        Field(
            f"{at}.company_street_address",
            "Company's street address",
            Kind.TEXT,
            when=asked,
            wire_paths=(WirePath(f"{at}.company_street_address[]"),),
        ),
        Field(f"{at}.company_city", "Company's city", Kind.TEXT, when=asked),
        Field(f"{at}.company_state", "Company's state", Kind.STATE, when=in_usa),
        Field(
            f"{at}.company_region",
            "Company's state or province",
            Kind.TEXT,
            when=abroad,
            required=never,
            wire_paths=(WirePath(f"{at}.company_state"),),
        ),
        Field(
            f"{at}.company_compliance_email",
            "Company's compliance e-mail",
            Kind.EMAIL,
            help="Who at the company answers for such matters.",
            placeholder="compliance@example.com",
            max_length=EMAIL_LENGTH,
            when=asked,
        ),
    )


def _exposed_without(employment_answer: str) -> Condition:
    """Return the condition that a politically exposed person has not given this answer yet."""

    def asked(answers: Answers) -> bool:
        given = is_employed(answers) and str(answers.get(employment_answer) or "").strip()
        return answers.get(POLITICALLY_EXPOSED) is True and not given

    return asked


_office_is_unknown = _exposed_without("disclosures.employment_position")
_workplace_is_unknown = _exposed_without("disclosures.employer_address")

DISCLOSURES = Step(
    id="disclosures",
    title="Disclosures",
    topics="four yes or no",
    intro="Four questions that securities rules require. A Yes does not rule you out.",
    fields=(
        Field(
            CONTROL_PERSON,
            "Do you control a publicly traded company?",
            Kind.YES_NO,
            help="As a director, a policy maker, a senior executive or a 10% shareholder.",
        ),
        *_company_form("CONTROLLED_FIRM", CONTROL_PERSON),
        Field(
            AFFILIATED,
            "Do you work for a stock exchange, FINRA or a brokerage?",
            Kind.YES_NO,
            help="Also Yes if you are affiliated with one in another way.",
        ),
        *_company_form("AFFILIATE_FIRM", AFFILIATED),
        Field(
            POLITICALLY_EXPOSED,
            "Do you hold, or did you hold, a high public office?",
            Kind.YES_NO,
            help="For example in a government, parliament, court, army or state-owned company.",
        ),
        Field(
            "disclosures.exposed_position",
            "Office or job title",
            Kind.TEXT,
            help="The public office, if you hold it now, else what you do today.",
            when=_office_is_unknown,
            wire_paths=(WirePath("disclosures.employment_position"),),
        ),
        Field(
            "disclosures.exposed_address",
            "Its address",
            Kind.TEXT,
            help="Where you work: street, city and country in one line.",
            max_length=200,
            when=_workplace_is_unknown,
            wire_paths=(WirePath("disclosures.employer_address"),),
        ),
        Field(
            FAMILY_EXPOSED,
            "Does that or control of a public company apply to your close family?",
            Kind.YES_NO,
            help="Close family is a parent, a sibling, a child, a husband or a wife.",
        ),
        Field(
            "context.IMMEDIATE_FAMILY_EXPOSED.given_name",
            "Relative's first name",
            Kind.TEXT,
            when=said_yes(FAMILY_EXPOSED),
            rule=name,
        ),
        Field(
            "context.IMMEDIATE_FAMILY_EXPOSED.family_name",
            "Relative's last name",
            Kind.TEXT,
            when=said_yes(FAMILY_EXPOSED),
            rule=name,
        ),
    ),
)
