"""Uploads of documents to an account."""

from collections.abc import Mapping, Sequence

from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_open_account
from ribbit_tui.simulator.engine.documents import records
from ribbit_tui.simulator.engine.documents.records import DocumentRecord
from ribbit_tui.simulator.engine.documents.rules import (
    MOST_AT_ONCE,
    checked_upload,
    largest_document,
)
from ribbit_tui.simulator.engine.documents.uploads import attach
from ribbit_tui.simulator.engine.review import progress as review
from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.simulation import Simulation


def upload(
    simulation: Simulation, account_id: str, documents: Sequence[Mapping[str, object]]
) -> None:
    """Store the documents, all or none, and continue the review.

    One that has the id of an earlier upload replaces that. Raises InvalidError, TooLargeError, and
    NotFoundError for an unknown id.
    """
    account = find_open_account(simulation, account_id)
    if not 1 <= len(documents) <= MOST_AT_ONCE:
        raise InvalidError(f"there must be 1 to {MOST_AT_ONCE} documents")
    largest = largest_document(simulation.settings.setup)
    uploads = [
        checked_upload(
            document, str(number), largest, _replaced(simulation, account, document, str(number))
        )
        for number, document in enumerate(documents)
    ]
    for one in uploads:
        if one.replaced is not None:
            review.document_replaced(simulation, account.id, one.replaced)
        attach(simulation, account.id, [one])
    review.documents_arrived(simulation, account.id)


def _replaced(
    simulation: Simulation, account: AccountRecord, document: Mapping[str, object], path: str
) -> DocumentRecord | None:
    """Return the account's upload that has the document's id. Raises NotFoundError."""
    replaced = document.get("id")
    if replaced is None:
        return None
    field = f"{path}.id"
    if not isinstance(replaced, str):
        raise InvalidError(f"{field} must be text", field)
    earlier = records.by_id(simulation, replaced.lower())
    if earlier is None or earlier.account_id != account.id or earlier.content is None:
        raise NotFoundError(f"{field} is not the id of an uploaded document", field)
    return earlier
