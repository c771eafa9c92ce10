"""The document types that answer a request of the review, for the document dialog."""

from dataclasses import replace

from ribbit_tui.session.application.reference.document_types import (
    DOCUMENT_TYPES,
    TYPES_BY_VALUE,
    DocumentType,
)

from .review_requests import AnswerOptions, DocumentWanted

_NOT_GOVERNMENT_IDS = frozenset({"selfie", "visa"})
"""Sub types of `identity_verification` that do not prove a date of birth or an address."""


def offered_document_types(options: AnswerOptions) -> tuple[DocumentType, ...]:
    """Return the document types to offer, the preferred one first, with suitable sub types."""
    offered = tuple(_offered(wanted) for wanted in options.documents)
    if any(wanted.document_type == "other" for wanted in options.documents):
        # The request describes the document in words: offer every type.
        known = {one.value for one in offered}
        return (*offered, *(one for one in DOCUMENT_TYPES if one.value not in known))
    return offered


def _offered(wanted: DocumentWanted) -> DocumentType:
    known = TYPES_BY_VALUE.get(wanted.document_type)
    if known is None:
        return DocumentType(wanted.document_type, "Another document")
    sub_types = tuple(
        sub_type
        for sub_type in known.sub_types
        if (
            sub_type.value == wanted.sub_type
            if wanted.sub_type
            else sub_type.value not in _NOT_GOVERNMENT_IDS
        )
    )
    return replace(known, sub_types=sub_types)


def sub_type_to_send(
    options: AnswerOptions, document_type: str, sub_type: str | None
) -> str | None:
    """Return the sub type to send: the required one if the request requires one."""
    for wanted in options.documents:
        if wanted.document_type == document_type and wanted.sub_type:
            return wanted.sub_type
    return sub_type
