"""The trusted contact step: the person to ask if the customer cannot be reached."""

from ribbit_tui.session.application.fields.conditions import said_yes
from ribbit_tui.session.application.fields.field import Field, Step, WirePath, never
from ribbit_tui.session.application.reference.countries import USA
from ribbit_tui.session.application.values.answer import Answers, Kind
from ribbit_tui.session.application.values.rules import EMAIL_LENGTH

from .contact import postal_code_in
from .identity import name

_NAMED = said_yes("trusted_contact.named")


def _has(answers: Answers, field: str) -> bool:
    return bool(str(answers.get(f"trusted_contact.{field}") or "").strip())


def _has_no_other_way(answers: Answers) -> bool:
    return not _has(answers, "phone_number") and not _has(answers, "street_address")


def _has_street(answers: Answers) -> bool:
    return _NAMED(answers) and _has(answers, "street_address")


def _street_in_usa(answers: Answers) -> bool:
    return _has_street(answers) and answers.get("trusted_contact.country") == USA


def _street_abroad(answers: Answers) -> bool:
    return _has_street(answers) and answers.get("trusted_contact.country") not in (None, "", USA)


TRUSTED_CONTACT = Step(
    id="trusted_contact",
    title="Trusted contact",
    topics="optional",
    intro="Someone we may ask about you if we cannot reach you or suspect fraud. They get no"
    " access to your account.",
    fields=(
        Field(
            "trusted_contact.named",
            "Do you want to name a trusted contact?",
            Kind.YES_NO,
            help="An adult you trust. You are free to say No.",
            no_hint="You can go on without. But if we cannot reach you or suspect fraud, there is"
            " nobody we may ask: a name and an e-mail address are enough.",
            wire_paths=(),
        ),
        Field("trusted_contact.given_name", "First name", Kind.TEXT, when=_NAMED, rule=name),
        Field("trusted_contact.family_name", "Last name", Kind.TEXT, when=_NAMED, rule=name),
        Field(
            "trusted_contact.email_address",
            "E-mail",
            Kind.EMAIL,
            help="Give at least one way to reach them: e-mail, phone or address.",
            max_length=EMAIL_LENGTH,
            when=_NAMED,
            required=_has_no_other_way,
            missing_message="Give an e-mail address, a phone number or a street address.",
        ),
        Field("trusted_contact.phone_number", "Phone", Kind.PHONE, when=_NAMED, required=never),
        Field(
            "trusted_contact.street_address",
            "Street address",
            Kind.TEXT,
            when=_NAMED,
            required=never,
            wire_paths=(WirePath("trusted_contact.street_address[]"),),
        ),
        Field("trusted_contact.country", "Country", Kind.COUNTRY, default=USA, when=_has_street),
        Field("trusted_contact.city", "City", Kind.TEXT, when=_has_street),
        Field("trusted_contact.state", "State", Kind.STATE, when=_street_in_usa),
        Field(
            "trusted_contact.region",
            "State, province or region",
            Kind.TEXT,
            when=_street_abroad,
            wire_paths=(WirePath("trusted_contact.state"),),
        ),
        Field(
            "trusted_contact.postal_code",
            "Postal code",
            Kind.POSTAL_CODE,
            when=_has_street,
            rule=postal_code_in("trusted_contact.country"),
        ),
    ),
)
