"""An application as the review reads it: with it, which of its forms say something else."""

from typing import Any

from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.documents.document_rules import JSON, W8BEN
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.model import loads

from .review_rules import IS_WRONG


def read(simulation: Simulation, row: AccountRecord) -> dict[str, Any]:
    """The account's application; its W-8BENs that do not fit it are marked as wrong."""
    application = row.application_body()
    for document in application.get("documents", []):
        if document["document_type"] == W8BEN and document["mime_type"] == JSON:
            content = simulation.database.value(
                "SELECT content FROM documents WHERE id = ?", (document["id"],)
            )
            document[IS_WRONG] = content is not None and not _fits(loads(content), application)
    return application


def _fits(form: dict[str, Any], application: dict[str, Any]) -> bool:
    """Whether the form is of the customer, as far as its name and date of birth tell."""
    identity = application["identity"]
    name = str(form.get("full_name", "")).casefold()
    return (
        form.get("date_of_birth") == identity["date_of_birth"]
        and identity["family_name"].casefold() in name
    )
