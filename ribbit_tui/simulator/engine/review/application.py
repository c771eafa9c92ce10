"""Application as the review reads it: with each document marked that contradicts it."""

import json
from dataclasses import dataclass

from ribbit_tui.simulator.engine.accounts.application import Application
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.documents import records as document_records
from ribbit_tui.simulator.engine.documents.rules import JSON, W8BEN
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import Disclosures, Identity


@dataclass(frozen=True)
class ReviewedDocument:
    """Uploaded document; `is_wrong` if it contradicts the application."""

    id: str
    type: str
    sub_type: str
    is_wrong: bool = False


@dataclass(frozen=True)
class ReviewedApplication:
    """Parts of an application that the review depends on. The firm's own accounts have none."""

    identity: Identity | None
    disclosures: Disclosures | None
    documents: list[ReviewedDocument]

    @property
    def tax_residence(self) -> str | None:
        """Country of tax residence."""
        return None if self.identity is None else self.identity.country_of_tax_residence


def read(simulation: Simulation, account: AccountRecord) -> ReviewedApplication:
    """Read the application of an account."""
    application = Application.of(account)
    documents = [
        ReviewedDocument(
            id=document.id,
            type=document.document_type,
            sub_type=(document.document_sub_type or "").casefold(),
            is_wrong=document.document_type == W8BEN
            and document.mime_type == JSON
            and not _fits(simulation, document.id, application.identity),
        )
        for document in application.documents
    ]
    return ReviewedApplication(application.identity, application.disclosures, documents)


def _fits(simulation: Simulation, document_id: str, identity: Identity | None) -> bool:
    """Whether a W-8BEN has the customer's family name and date of birth."""
    document = document_records.by_id(simulation, document_id)
    if document is None or document.content is None or identity is None:
        return True
    form: dict[str, object] = json.loads(document.content)
    name = str(form.get("full_name", "")).casefold()
    is_born_then = form.get("date_of_birth") == identity.date_of_birth.isoformat()
    return is_born_then and identity.family_name.casefold() in name
