"""The documents that answer a request of the review, as the chooser of documents offers them."""

from dataclasses import replace

from ribbit_tui.session.application.reference.document_types import (
    DOCUMENT_TYPES,
    TYPES_BY_VALUE,
    DocumentType,
)

from .review_requests import AnswerOptions, DocumentWanted

_PROVE_THEMSELVES_ALONE = frozenset({"selfie", "visa"})
"""Sub types that are no government ID, though the API files them with those."""


def offered_document_types(options: AnswerOptions) -> tuple[DocumentType, ...]:
    """What to offer: the types wanted, the first of them first, each with the papers that do."""
    offered = tuple(_offered(wanted) for wanted in options.documents)
    if any(wanted.document_type == "other" for wanted in options.documents):
        # Asked for in words: it may be anything.
        known = {one.value for one in offered}
        return (*offered, *(one for one in DOCUMENT_TYPES if one.value not in known))
    return offered


def _offered(wanted: DocumentWanted) -> DocumentType:
    known = TYPES_BY_VALUE.get(wanted.document_type)
    if known is None:
        return DocumentType(wanted.document_type, "Another document")
    papers = tuple(
        paper
        for paper in known.sub_types
        if (
            paper.value == wanted.sub_type
            if wanted.sub_type
            else paper.value not in _PROVE_THEMSELVES_ALONE
        )
    )
    return replace(known, sub_types=papers)


def sub_type_to_send(
    options: AnswerOptions, document_type: str, sub_type: str | None
) -> str | None:
    """The sub type to send: where only one answers, that one."""
    for wanted in options.documents:
        if wanted.document_type == document_type and wanted.sub_type:
            return wanted.sub_type
    return sub_type
