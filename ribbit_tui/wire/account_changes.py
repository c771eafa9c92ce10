"""Changes of brokerage accounts: the fields that may be sent in a `PATCH`."""

from datetime import date

from pydantic import Field

from .account_options import ChangeableOptions
from .accounts import Agreement, Contexts, Texts, TrustedContact
from .model import Exact, WireModel


class ContactChange(WireModel):
    """The fields of a contact that may change later."""

    email_address: str | None = None
    phone_number: str | None = Field(default=None, repr=False)
    street_address: Texts | None = Field(default=None, repr=False)
    unit: str | None = Field(default=None, repr=False)
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None


class IdentityChange(WireModel):
    """The fields of an identity that may change later, the names only once."""

    given_name: str | None = None
    middle_name: str | None = None
    family_name: str | None = None
    visa_type: str | None = None
    visa_expiration_date: date | None = None
    date_of_departure_from_usa: date | None = None
    permanent_resident: bool | None = None
    funding_source: Texts | None = None
    annual_income_min: Exact | None = None
    annual_income_max: Exact | None = None
    liquid_net_worth_min: Exact | None = None
    liquid_net_worth_max: Exact | None = None
    total_net_worth_min: Exact | None = None
    total_net_worth_max: Exact | None = None


class DisclosuresChange(WireModel):
    """The fields of the disclosures that may change later: all of them."""

    is_control_person: bool | None = None
    is_affiliated_exchange_or_finra: bool | None = None
    is_politically_exposed: bool | None = None
    immediate_family_exposed: bool | None = None
    employment_status: str | None = None
    employer_name: str | None = None
    employer_address: str | None = None
    employment_position: str | None = None
    context: Contexts | None = None


class AccountChange(ChangeableOptions):
    """The body of `PATCH /v1/accounts/{id}`. Fields not sent stay; null removes a value."""

    contact: ContactChange | None = None
    identity: IdentityChange | None = None
    disclosures: DisclosuresChange | None = None
    trusted_contact: TrustedContact | None = None
    enabled_assets: list[str] | None = None
    agreements: list[Agreement] | None = None
