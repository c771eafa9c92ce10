"""The contact step: e-mail, phone and home address."""

from datetime import date

from ribbit_tui.session.application.fields.conditions import lives_abroad, lives_in_usa
from ribbit_tui.session.application.fields.field import Field, Rule, Step, WirePath, never
from ribbit_tui.session.application.reference import postal_codes
from ribbit_tui.session.application.reference.countries import USA
from ribbit_tui.session.application.values import rules
from ribbit_tui.session.application.values.answer import Answers, Kind

from .identity import latin_text, straightened


def postal_code_in(country: str) -> Rule:
    """Return the rule for a postal code of the country that `country` answers."""

    def rule(text: str, answers: Answers, today: date) -> str | None:
        return postal_codes.error(answers.get(country), text)

    return rule


def _has_second_line(answers: Answers) -> bool:
    return any(str(answers.get(f"contact.street_address_{line}") or "").strip() for line in (2, 3))


CONTACT = Step(
    id="contact",
    title="Contact",
    topics="phone, email, home",
    intro="How can we reach you, and where do you live?",
    fields=(
        Field(
            "contact.email_address",
            "E-mail",
            Kind.EMAIL,
            help="One account per e-mail address; notices and statements go there.",
            placeholder="maya@example.com",
            max_length=rules.EMAIL_LENGTH,
        ),
        Field(
            "contact.phone_number",
            "Phone",
            Kind.PHONE,
            help="A US number, or any other that starts with + and its country code.",
            placeholder="415-555-2671",
        ),
        Field(
            "contact.country",
            "Country",
            Kind.COUNTRY,
            help="The country you live in.",
            default=USA,
        ),
        Field(
            "contact.street_address_1",
            "Street address",
            Kind.TEXT,
            help="Where you live: street and house number.",
            placeholder="20 N San Mateo Dr",
            wire_paths=(WirePath("contact.street_address[]"),),
            rule=latin_text,
            wire_text=straightened,
        ),
        Field(
            "contact.street_address_2",
            "Street, line 2",
            Kind.TEXT,
            required=never,
            wire_paths=(WirePath("contact.street_address[]"),),
            rule=latin_text,
            wire_text=straightened,
        ),
        Field(
            "contact.street_address_3",
            "Street, line 3",
            Kind.TEXT,
            when=_has_second_line,
            required=never,
            wire_paths=(WirePath("contact.street_address[]"),),
            rule=latin_text,
            wire_text=straightened,
        ),
        Field(
            "contact.unit",
            "Apartment or unit",
            Kind.TEXT,
            placeholder="Apt 1A",
            max_length=50,
            required=never,
            rule=latin_text,
            wire_text=straightened,
        ),
        Field(
            "contact.city",
            "City",
            Kind.TEXT,
            placeholder="San Mateo",
            rule=latin_text,
            wire_text=straightened,
        ),
        Field("contact.state", "State", Kind.STATE, when=lives_in_usa),
        Field(
            "contact.region",
            "State, province or region",
            Kind.TEXT,
            help="If addresses in your country have one.",
            when=lives_abroad,
            required=never,
            wire_paths=(WirePath("contact.state"),),
            rule=latin_text,
            wire_text=straightened,
        ),
        Field(
            "contact.postal_code",
            "Postal code",
            Kind.POSTAL_CODE,
            help="In the USA, the ZIP code: 5 digits, or 9 with a dash.",
            placeholder="94401",
            required=lives_in_usa,
            rule=postal_code_in("contact.country"),
        ),
    ),
)
