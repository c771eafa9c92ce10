"""The body of `POST /v1/accounts`, made from answers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ribbit_tui.session.application.fields.field import Field
from ribbit_tui.session.application.steps.agreements import AcceptedAgreement, applying_agreements
from ribbit_tui.session.application.steps.registry import applying_fields, applying_steps
from ribbit_tui.session.application.steps.w8ben import W8BEN
from ribbit_tui.session.application.steps.w8ben_document import W8benSignature, document
from ribbit_tui.session.application.values.answer import Answers, WireValue

if TYPE_CHECKING:
    from ribbit_tui.wire.accounts import AccountCreation
    from ribbit_tui.wire.documents import DocumentUpload

Body = dict[str, object]
"""A JSON object to send."""


def account_creation(
    answers: Answers,
    accepted: Mapping[str, AcceptedAgreement],
    w8ben: W8benSignature | None = None,
    uploads: "Sequence[DocumentUpload]" = (),
) -> "AccountCreation":
    """Return the request for complete answers, without empty ones and those that do not apply."""
    from ribbit_tui.wire.accounts import AccountCreation  # loads pydantic

    steps = applying_steps(answers)
    asked = (field for step in steps for field in applying_fields(step, answers))
    body = wire_body(asked, answers)
    if contexts := pop_contexts(body):
        section(body, "disclosures")["context"] = contexts
    body.pop(W8BEN.id, None)  # sent as the signed document
    documents = [document(w8ben)] if w8ben is not None and W8BEN.applies(answers) else []
    documents += [upload.to_wire() for upload in uploads]
    if documents:
        body["documents"] = documents
    body["agreements"] = [
        {
            "agreement": one.agreement,
            "signed_at": one.signed_at,
            "ip_address": one.ip_address,
            "revision": one.revision,
        }
        for text in applying_agreements(answers)
        if (one := accepted.get(text.agreement)) is not None
    ]
    return AccountCreation.model_validate(body)


def wire_body(fields: Iterable[Field], answers: Answers) -> Body:
    """Return the request body for these fields. `context` has the company forms by type."""
    body: Body = {}
    for field in fields:
        for path, value in field.wire_values(answers.get(field.name), answers):
            _set_path(body, path, value)
    return body


def pop_contexts(body: Body) -> list[Body]:
    """Remove the company forms from a body; return them as entries of `disclosures.context`."""
    forms = section(body, "context")
    del body["context"]
    return [
        {"context_type": context_type, **section(forms, context_type)} for context_type in forms
    ]


def section(body: Body, name: str) -> Body:
    """Return a nested object of a body. It is added if it is missing."""
    found = body.setdefault(name, {})
    assert isinstance(found, dict)
    return found


def _set_path(body: Body, path: str, value: WireValue) -> None:
    *parents, last = path.split(".")
    for parent in parents:
        body = section(body, parent)
    if last.endswith("[]"):
        entries = body.setdefault(last.removesuffix("[]"), [])
        assert isinstance(entries, list)
        entries.append(value)
    else:
        body[last] = value
