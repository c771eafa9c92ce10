"""Documents: uploads by a customer, and files made for one."""

from datetime import date as Date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from .model import Exact, Timestamp, WireModel


class DocumentType(StrEnum):
    """Types of documents that the broker makes for a customer. Uploads have other types."""

    ACCOUNT_STATEMENT = "account_statement"
    TRADE_CONFIRMATION = "trade_confirmation"
    TAX_STATEMENT = "tax_statement"


AnyDocumentType = Annotated[DocumentType | str, Field(union_mode="left_to_right")]


class Document(WireModel):
    """A document in an account's list; `date` is the day that it is about."""

    id: str
    name: str = ""
    type: AnyDocumentType = ""
    sub_type: str = ""
    date: Date | None = None


class DocumentUpload(WireModel):
    """One upload: `content` in base64, or the fields of a W-8BEN as `content_data`.

    With the `id` of an earlier upload it replaces that one.
    """

    id: str | None = None
    document_type: str
    document_sub_type: str | None = None
    content: str | None = Field(default=None, repr=False)
    content_data: dict[str, Any] | None = Field(default=None, repr=False)
    mime_type: str | None = None


class W8ben(WireModel):
    """The fields of an IRS form W-8BEN, in the `content_data` of an upload.

    Countries are written out, as on the form.
    """

    revision: str
    full_name: str
    country_citizen: str
    date_of_birth: Date = Field(repr=False)
    permanent_address_street: str = Field(repr=False)
    permanent_address_city_state: str = Field(repr=False)
    permanent_address_country: str
    mailing_address_street: str | None = Field(default=None, repr=False)
    mailing_address_city_state: str | None = Field(default=None, repr=False)
    mailing_address_country: str | None = None
    tax_id_ssn: str | None = Field(default=None, repr=False)
    foreign_tax_id: str | None = Field(default=None, repr=False)
    ftin_not_required: bool | None = None
    residency: str | None = None
    paragraph_number: str | None = None
    percent_rate_withholding: Exact | None = None
    income_type: str | None = None
    additional_conditions: str | None = None
    reference_number: str | None = None
    signer_full_name: str
    date: Date
    timestamp: Timestamp
    ip_address: str
