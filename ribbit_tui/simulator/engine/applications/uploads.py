"""Uploads of documents to an account."""

from collections.abc import Mapping, Sequence

from ribbit_tui.simulator.engine.accounts.rules import find_open_account
from ribbit_tui.simulator.engine.documents.rules import MOST_AT_ONCE, checked_upload
from ribbit_tui.simulator.engine.documents.uploads import attach
from ribbit_tui.simulator.engine.review import progress as review
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation


def upload(
    simulation: Simulation, account_id: str, documents: Sequence[Mapping[str, object]]
) -> None:
    """Store the documents, all or none, and continue the review.

    Raises InvalidError and TooLargeError.
    """
    account = find_open_account(simulation, account_id).id
    if not 1 <= len(documents) <= MOST_AT_ONCE:
        raise InvalidError(f"there must be 1 to {MOST_AT_ONCE} documents")
    uploads = [checked_upload(document, str(number)) for number, document in enumerate(documents)]
    attach(simulation, account, uploads)
    review.documents_arrived(simulation, account)
