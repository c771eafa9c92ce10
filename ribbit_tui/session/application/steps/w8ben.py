"""The W-8BEN step: the fields that only this form has."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ribbit_tui.session.application.fields.conditions import pays_tax_abroad, said_yes
from ribbit_tui.session.application.fields.field import Field, Rule, Step, WirePath, never
from ribbit_tui.session.application.reference import tax_ids
from ribbit_tui.session.application.reference.countries import USA, country_name
from ribbit_tui.session.application.values import rules
from ribbit_tui.session.application.values.answer import Answers, Kind, WireValue
from ribbit_tui.session.application.values.latin import straight
from ribbit_tui.session.application.values.text import masked_ssn, visible

from .identity import LONGEST_FULL_NAME, full_name, has_foreign_tax_id, is_digit

CERTIFIED = "w8ben.certified"
SIGNER = "w8ben.signer_full_name"
NO_TAX_ID = "w8ben.ftin_not_required"

_RATE = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")
_HIGHEST_RATE = Decimal(30)

_mails_elsewhere = said_yes("w8ben.mail_elsewhere")
claims_treaty = said_yes("w8ben.claims_treaty")


def _needs_reason(answers: Answers) -> bool:
    us_tax_id = str(answers.get("w8ben.tax_id_ssn") or "").strip()
    return not us_tax_id and not has_foreign_tax_id(answers)


def _us_tax_id(text: str, answers: Answers, today: date) -> str | None:
    """Accept a Social Security number or an ITIN, which begins with a 9."""
    return None if rules.is_grouped_ssn(text) else rules.nine_digits(text, "912-70-1234")


def _only_digits(text: str, answers: Answers) -> str:
    return "".join(filter(is_digit, text))


def _country_name(code: WireValue) -> str | None:
    return country_name(str(code))


def _none_required(where: str) -> Rule:
    def rule(text: str, answers: Answers, today: date) -> str | None:
        return None if text == "Yes" else f"Then the form needs it: enter your tax ID {where}."

    return rule


def _rate(text: str, answers: Answers, today: date) -> str | None:
    if _RATE.fullmatch(text) and Decimal(text) <= _HIGHEST_RATE:
        return None
    return "Enter a rate from 0 to 30, such as 15."


def _is_us_person(answers: Answers) -> bool:
    return answers.get("identity.country_of_citizenship") == USA or (
        answers.get("identity.permanent_resident") is True and answers.get("contact.country") == USA
    )


def _certified(remedy: str) -> Rule:
    def rule(text: str, answers: Answers, today: date) -> str | None:
        if _is_us_person(answers):
            return (
                "Citizens and green card holders of the USA are US persons and pay tax there:"
                f" {remedy}."
            )
        return None if text == "Yes" else "The account cannot be opened without this."

    return rule


def _is_own_name(text: str, answers: Answers, today: date) -> str | None:
    typed = straight(text).casefold().split()
    names = (full_name(answers), full_name(answers, middle=False))
    if typed in [name.casefold().split() for name in names]:
        return None
    return f"Sign with your full name as on line 1: {visible(full_name(answers))}."


W8BEN = Step(
    id="w8ben",
    title="W-8BEN",
    topics="tax form to sign",
    intro="Certificate of foreign status (IRS form, revision 10-2021). Without it the USA keeps 30%"
    " of your dividends and interest.",
    when=pays_tax_abroad,
    fields=(
        Field(
            "w8ben.mail_elsewhere",
            "Do you get mail at another address?",
            Kind.YES_NO,
            required=never,
            wire_paths=(),
        ),
        Field("w8ben.mailing_address_street", "Mailing street", Kind.TEXT, when=_mails_elsewhere),
        Field(
            "w8ben.mailing_address_city_state",
            "Mailing city",
            Kind.TEXT,
            help="City, state or province, postal code.",
            when=_mails_elsewhere,
        ),
        Field(
            "w8ben.mailing_address_country",
            "Mailing country",
            Kind.COUNTRY,
            when=_mails_elsewhere,
            wire_paths=(WirePath("w8ben.mailing_address_country", _country_name),),
        ),
        Field(
            "w8ben.tax_id_ssn",
            "US tax ID",
            Kind.TAX_ID,
            help="Line 5: a Social Security number or ITIN, if you have one; it is never saved.",
            sensitive=True,
            mask=masked_ssn,
            groups=tax_ids.SSN_GROUPS,
            has_separators=True,
            required=never,
            rule=_us_tax_id,
            wire_text=_only_digits,
        ),
        Field(
            NO_TAX_ID,
            "You gave no tax ID of your country. Is none legally required of you?",
            Kind.YES_NO,
            help="Line 6b. If you have one, enter it in Identity.",
            when=_needs_reason,
            rule=_none_required("in Identity"),
        ),
        Field(
            "w8ben.claims_treaty",
            "Do you claim the benefits of a tax treaty?",
            Kind.YES_NO,
            help="Lines 9 and 10, as a resident of the country where you pay tax: a treaty with the"
            " USA can lower the tax on dividends.",
            wire_paths=(),
        ),
        Field(
            "w8ben.paragraph_number",
            "Article, paragraph",
            Kind.TEXT,
            help="Of the treaty, where you claim a special rate.",
            placeholder="10(2)(b)",
            max_length=50,
            when=claims_treaty,
            required=never,
        ),
        Field(
            "w8ben.percent_rate_withholding",
            "Rate, percent",
            Kind.TEXT,
            help="The rate of withholding that the article allows.",
            placeholder="15",
            max_length=5,
            when=claims_treaty,
            required=never,
            rule=_rate,
        ),
        Field(
            "w8ben.income_type",
            "Kind of income",
            Kind.TEXT,
            placeholder="dividends",
            when=claims_treaty,
            required=never,
        ),
        Field(
            "w8ben.additional_conditions",
            "Conditions you meet",
            Kind.TEXT,
            help="In the article, to be eligible for the rate.",
            max_length=200,
            when=claims_treaty,
            required=never,
        ),
        Field(
            CERTIFIED,
            "Do you certify all of this?",
            Kind.YES_NO,
            is_signature=True,
            rule=_certified("choose United States as tax residence in Identity"),
            wire_paths=(),
        ),
        Field(
            SIGNER,
            "Signature",
            Kind.TEXT,
            help="Your full name. Continue signs the form, with the time and your address.",
            is_signature=True,
            max_length=LONGEST_FULL_NAME,
            rule=_is_own_name,
        ),
    ),
)


def standalone_fields() -> tuple[Field, ...]:
    """Return the form's fields for use outside the application, below the tax id."""
    return tuple(_standalone(field) for field in W8BEN.fields)


def _standalone(field: Field) -> Field:
    if field.name == NO_TAX_ID:
        help = "Line 6b. If you have one, enter it above."
        return replace(field, help=help, rule=_none_required("above"))
    if field.name == CERTIFIED:
        return replace(field, rule=_certified("ask the firm to correct your tax residence"))
    if field.name == SIGNER:
        help = "Your full name. Send signs the form, with the time and your address."
        return replace(field, help=help)
    return field
