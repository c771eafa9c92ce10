"""Application of a customer, as stored with the account."""

from pydantic import Field

from ribbit_tui.wire.accounts import Contact, Disclosures, Identity
from ribbit_tui.wire.model import WireModel

from .records import AccountRecord


class ApplicationDocument(WireModel):
    """Entry of an uploaded document; its content is in the table of documents."""

    id: str
    document_type: str
    document_sub_type: str | None = None
    mime_type: str
    created_at: str


class Application(WireModel):
    """Parts of an application that rules depend on. The firm's own accounts have none of them."""

    contact: Contact | None = None
    identity: Identity | None = None
    disclosures: Disclosures | None = None
    documents: list[ApplicationDocument] = Field(default_factory=list)

    @classmethod
    def of(cls, account: AccountRecord) -> "Application":
        """Read the application of an account."""
        return cls.model_validate_json(account.application)

    @property
    def tax_residence(self) -> str | None:
        """Country of tax residence."""
        return None if self.identity is None else self.identity.country_of_tax_residence
