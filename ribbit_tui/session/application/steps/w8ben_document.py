"""The document that is signed and sent: the IRS form W-8BEN (revision 10-2021).

The form is filled in from the answers to other steps and from those of `w8ben.py`.

A signature is valid for the signed content only. It is not saved to disk, since the form contains
the tax id.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from ribbit_tui.session.application.reference.countries import USA, country_name
from ribbit_tui.session.application.values.answer import Answers, WireValue
from ribbit_tui.session.application.values.dates import parse_date
from ribbit_tui.session.application.values.text import masked, tidy, visible

from .identity import FOREIGN_TAX_ID, full_name, has_foreign_tax_id, sent_foreign_tax_id
from .w8ben import W8BEN, claims_treaty

REVISION = "10-2021"
DOCUMENT_TYPE = "w8ben"

CERTIFICATION = """\
Under penalties of perjury, I declare that I have examined the information on this form and to \
the best of my knowledge and belief it is true, correct, and complete. I further certify under \
penalties of perjury that:
• I am the individual that is the beneficial owner of all the income or proceeds to which this \
form relates;
• the person named on line 1 of this form is not a U.S. person;
• this form relates to income not effectively connected with the conduct of a trade or business \
in the United States;
• the person named on line 1 is a resident of the treaty country listed on line 9 (if any) within \
the meaning of the income tax treaty between the United States and that country; and
• for broker transactions or barter exchanges, the beneficial owner is an exempt foreign person.
I authorize this form to be provided to any withholding agent that has control, receipt, or \
custody of the income of which I am the beneficial owner. I agree that I will submit a new form \
within 30 days if any certification made on this form becomes false."""

SOURCE_FIELDS = {
    "full_name": "identity.given_name",
    "country_citizen": "identity.country_of_citizenship",
    "date_of_birth": "identity.date_of_birth",
    "permanent_address_street": "contact.street_address_1",
    "permanent_address_city_state": "contact.city",
    "permanent_address_country": "contact.country",
    "foreign_tax_id": FOREIGN_TAX_ID,
    "residency": "identity.country_of_tax_residence",
}
"""The fields that fill in the form, by its names on the wire."""


@dataclass(frozen=True)
class W8benSignature:
    """A signature of the form."""

    signed_at: datetime
    signed_on: date
    """The date of the signature in the signer's time zone."""
    ip_address: str
    form: dict[str, WireValue | None] = field(repr=False)
    """The signed content. The signature is void for any other."""

    @property
    def valid_until(self) -> date:
        """The last day on which the form is valid."""
        return valid_until(self.signed_on)


def valid_until(signed_on: date) -> date:
    """Return the last day of the third year after the year of the signature."""
    return date(signed_on.year + 3, 12, 31)


def as_on_form(day: date) -> str:
    """Return a date as the form has it: MM-DD-YYYY."""
    return f"{day:%m-%d-}{day.year:04}"


def form(answers: Answers) -> dict[str, WireValue | None]:
    """Return the content of the form, by its names on the wire, without the signature."""
    prefilled: dict[str, WireValue | None] = {
        "full_name": full_name(answers),
        "country_citizen": _country(answers, "identity.country_of_citizenship"),
        "date_of_birth": parse_date(_text(answers, "identity.date_of_birth")),
        "permanent_address_street": _street(answers),
        "permanent_address_city_state": _city(answers),
        "permanent_address_country": _country(answers, "contact.country"),
    }
    if has_foreign_tax_id(answers):
        prefilled["foreign_tax_id"] = sent_foreign_tax_id(_text(answers, FOREIGN_TAX_ID), answers)
    if claims_treaty(answers):
        prefilled["residency"] = _country(answers, "identity.country_of_tax_residence")
    answered: dict[str, WireValue | None] = {
        path.removeprefix("w8ben."): value
        for asked in W8BEN.fields
        if asked.applies(answers)
        for path, value in asked.wire_values(answers.get(asked.name), answers)
    }
    return {"revision": REVISION, **prefilled, **answered}


def document(signature: W8benSignature) -> dict[str, object]:
    """Return the signed form as a document to upload."""
    from ribbit_tui.wire.documents import DocumentUpload, W8ben  # loads pydantic

    signed = W8ben.model_validate(
        {
            **signature.form,
            "date": signature.signed_on,
            "timestamp": signature.signed_at,
            "ip_address": signature.ip_address,
        }
    )
    return DocumentUpload(
        document_type=DOCUMENT_TYPE, mime_type="application/json", content_data=signed.to_wire()
    ).to_wire()


def lines(answers: Answers) -> tuple[tuple[str, str], ...]:
    """Return the prefilled lines of the form with their numbers, for display."""
    born = parse_date(_text(answers, "identity.date_of_birth"))
    address = (_street(answers), _city(answers), _country(answers, "contact.country"))
    found = [
        ("1  Name", full_name(answers)),
        ("2  Citizenship", _country(answers, "identity.country_of_citizenship")),
        ("3  Residence", ", ".join(filter(None, address))),
        ("8  Date of birth", as_on_form(born) if born else ""),
    ]
    if has_foreign_tax_id(answers):
        found.insert(3, ("6a Foreign tax ID", masked(_text(answers, FOREIGN_TAX_ID))))
    return tuple((label, visible(value)) for label, value in found)


def _text(answers: Answers, name: str) -> str:
    return tidy(str(answers.get(name) or ""))


def _country(answers: Answers, name: str) -> str:
    return country_name(_text(answers, name)) or ""


def _street(answers: Answers) -> str:
    names = ("street_address_1", "street_address_2", "street_address_3", "unit")
    return ", ".join(filter(None, (_text(answers, f"contact.{name}") for name in names)))


def _city(answers: Answers) -> str:
    region = "state" if answers.get("contact.country") == USA else "region"
    city, area, code = (
        _text(answers, f"contact.{name}") for name in ("city", region, "postal_code")
    )
    return ", ".join(filter(None, (city, f"{area} {code}".strip())))
