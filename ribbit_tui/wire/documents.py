"""Documents: those that a customer hands in, and those made for one."""

from datetime import date as Date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from .model import WireModel


class DocumentType(StrEnum):
    """What the broker makes for a customer. Documents handed in have types of their own."""

    ACCOUNT_STATEMENT = "account_statement"
    TRADE_CONFIRMATION = "trade_confirmation"
    TAX_STATEMENT = "tax_statement"


AnyDocumentType = Annotated[DocumentType | str, Field(union_mode="left_to_right")]


class Document(WireModel):
    """A document of an account as its list answers it; `date` is the day it is of."""

    id: str
    name: str = ""
    type: AnyDocumentType
    sub_type: str = ""
    date: Date


class DocumentUpload(WireModel):
    """One document handed in: `content` in base64, or for a W-8BEN its fields as `content_data`."""

    document_type: str
    document_sub_type: str | None = None
    content: str | None = Field(default=None, repr=False)
    content_data: dict[str, Any] | None = Field(default=None, repr=False)
    mime_type: str | None = None
