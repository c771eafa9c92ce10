"""Issued documents: registered once, and made from the ledger whenever they are downloaded."""

import json
from datetime import date

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts.application import Application
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.documents import Document, DocumentType

from . import records
from .records import Details, DocumentRecord
from .views import as_wire

PDF = "application/pdf"


def issue(
    simulation: Simulation,
    account: AccountRecord,
    kind: DocumentType,
    *,
    name: str,
    day: date,
    details: Details,
    sub_type: str = "",
) -> Document:
    """Register a document of an account."""
    document = DocumentRecord(
        id=simulation.ids.uuid(kind),
        account_id=account.id,
        type=kind,
        sub_type=sub_type,
        mime_type=PDF,
        name=name,
        date=day.isoformat(),
        created_at=to_timestamp(simulation.now()),
        details=json.dumps(details),
    )
    records.insert(simulation, document)
    return as_wire(document)


def addressee(account: AccountRecord) -> list[str]:
    """Return the customer's current name and address, one line each."""
    application = Application.of(account)
    identity, contact = application.identity, application.contact
    if identity is None or contact is None:
        return ["The firm"]
    names = (identity.given_name, identity.middle_name, identity.family_name)
    place = (contact.city, contact.state, contact.postal_code)
    lines = [
        " ".join(filter(None, names)),
        *contact.street_address,
        contact.unit,
        " ".join(filter(None, place)),
        contact.country,
    ]
    return [line for line in lines if line]
