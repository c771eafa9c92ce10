"""Documents that a customer uploads to an account."""

from collections.abc import Sequence
from typing import Any

from ribbit_tui.simulator.engine.accounts.rules import find_open_account
from ribbit_tui.simulator.engine.documents import document_rules
from ribbit_tui.simulator.engine.documents.document_rules import MOST_AT_ONCE
from ribbit_tui.simulator.engine.documents.documents import attach
from ribbit_tui.simulator.engine.review import review
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation


def upload(simulation: Simulation, account_id: str, documents: Sequence[dict[str, Any]]) -> None:
    """Store the documents, all or none, and let the review go on.

    Raises InvalidError and TooLargeError.
    """
    account = find_open_account(simulation, account_id).id
    if not 1 <= len(documents) <= MOST_AT_ONCE:
        raise InvalidError(f"there must be 1 to {MOST_AT_ONCE} documents")
    for number, document in enumerate(documents):
        document_rules.check(document, str(number))
    attach(simulation, account, documents)
    review.documents_arrived(simulation, account)
