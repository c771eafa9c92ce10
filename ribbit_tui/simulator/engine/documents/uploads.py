"""Uploaded documents: stored, and listed in the account's application."""

from collections.abc import Sequence

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts import records as account_records
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.model import rfc3339

from . import records
from .records import DocumentRecord
from .rules import CheckedUpload


def attach(simulation: Simulation, account_id: str, uploads: Sequence[CheckedUpload]) -> None:
    """Store documents, and list them last in the account's application."""
    for upload in uploads:
        document_id = _store(simulation, account_id, upload)
        if upload.replaced is not None:
            account_records.remove_document(simulation, account_id, document_id)
        entry: dict[str, object] = {
            "id": document_id,
            "document_type": upload.type,
            "document_sub_type": upload.sub_type,
            "mime_type": upload.mime_type,
            "created_at": rfc3339(simulation.now()),
        }
        account_records.add_document(simulation, account_id, entry)


def _store(simulation: Simulation, account_id: str, upload: CheckedUpload) -> str:
    now = simulation.now()
    document = DocumentRecord(
        id=upload.replaced or simulation.ids.uuid("document"),
        account_id=account_id,
        type=upload.type,
        sub_type=upload.sub_type or "",
        mime_type=upload.mime_type,
        name="",
        date=now.astimezone(NEW_YORK).date().isoformat(),
        created_at=to_timestamp(now),
        content=upload.content,
    )
    if upload.replaced is None:
        records.insert(simulation, document)
    else:
        records.replace(simulation, document)
    return document.id
