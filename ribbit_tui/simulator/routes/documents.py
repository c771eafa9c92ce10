"""`/v1/accounts/{account_id}/documents`: upload, list and download of documents."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from ribbit_tui.simulator.engine.applications import uploads
from ribbit_tui.simulator.engine.documents import requests as documents
from ribbit_tui.simulator.engine.statements import files
from ribbit_tui.simulator.market.calendar import FIRST_DAY, LAST_DAY
from ribbit_tui.wire.documents import Document, DocumentUpload

from .bodies import JsonList
from .parameters import CurrentSimulation, from_query
from .signed_links import PDF_SUFFIX, signed_link

router = APIRouter(tags=["documents"])

_DOCUMENTS = "/v1/accounts/{account_id}/documents"
_NO_CONTENT = 204
_MOVED = 301

_Day = Annotated[date | None, Query(ge=FIRST_DAY, le=LAST_DAY)]


class DocumentParameters:
    """Query parameters of the list of documents. Both spellings of the dates are documented."""

    def __init__(
        self,
        start: _Day = None,
        end: _Day = None,
        start_date: _Day = None,
        end_date: _Day = None,
        kind: Annotated[str | None, Query(alias="type")] = None,
    ) -> None:
        self.query = documents.DocumentQuery(
            first=start or start_date, last=end or end_date, type=kind or None
        )


@router.post(f"{_DOCUMENTS}/upload", status_code=_NO_CONTENT, response_class=Response)
async def upload_documents(
    simulation: CurrentSimulation,
    account_id: str,
    body: Annotated[list[DocumentUpload], Depends(JsonList(DocumentUpload))],
) -> Response:
    """Upload up to ten documents for an account. The response has no body.

    `GET /v1/accounts/{account_id}/documents?type=…` lists them by the `document_type` that they
    were uploaded with; they are also among the account's own `documents`. A document that has the
    `id` of an earlier one replaces it; without content it changes only what is said of it.
    """
    with simulation.database.transaction():
        uploads.upload(simulation, account_id, [document.to_wire() for document in body])
    return Response(status_code=_NO_CONTENT)


@router.get(_DOCUMENTS, response_model=list[Document])
async def list_documents(
    simulation: CurrentSimulation,
    account_id: str,
    parameters: Annotated[DocumentParameters, from_query(DocumentParameters)],
) -> JSONResponse:
    """List statements and confirmations. With `type`, uploaded documents can be listed too."""
    found = documents.find(simulation, account_id, parameters.query)
    return JSONResponse([simulation.to_wire(document) for document in found])


@router.get(f"{_DOCUMENTS}/{{document_id}}", response_model=Document)
async def get_document(
    simulation: CurrentSimulation, account_id: str, document_id: str
) -> JSONResponse:
    """Return the description of one document."""
    return JSONResponse(simulation.to_wire(documents.get(simulation, account_id, document_id)))


@router.get(f"{_DOCUMENTS}/{{document_id}}/download", status_code=_MOVED, response_class=Response)
async def download_document(
    simulation: CurrentSimulation, request: Request, account_id: str, document_id: str
) -> Response:
    """Redirect to a link that downloads the document without credentials for 15 minutes."""
    found = documents.check_is_of(simulation, account_id, document_id)
    return _redirect(signed_link(request, found))


@router.get(
    f"{_DOCUMENTS}/w8ben/{{document_id}}/download", status_code=_MOVED, response_class=Response
)
async def download_w8ben(
    simulation: CurrentSimulation, request: Request, account_id: str, document_id: str
) -> Response:
    """Redirect to a link that downloads a W-8BEN as PDF, whatever it was uploaded as."""
    found = documents.check_is_w8ben_of(simulation, account_id, document_id)
    return _redirect(signed_link(request, found, PDF_SUFFIX))


@router.get("/v1/documents/{document_id}", status_code=_MOVED, response_class=Response)
async def download_document_by_id(
    simulation: CurrentSimulation, request: Request, document_id: str
) -> Response:
    """Redirect to a link that downloads a document of any account."""
    return _redirect(signed_link(request, documents.check_exists(simulation, document_id)))


@router.get("/files/{document_id}", include_in_schema=False)
async def get_file(simulation: CurrentSimulation, document_id: str) -> Response:
    """Return the document itself, or as PDF with `.pdf`. The redirects lead here."""
    if document_id.endswith(PDF_SUFFIX):
        file = files.pdf_of(simulation, document_id.removesuffix(PDF_SUFFIX))
    else:
        file = files.file_of(simulation, document_id)
    headers = {
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(file.name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(file.content, media_type=file.mime_type, headers=headers)


def _redirect(link: str) -> Response:
    # The link expires, so clients must not cache the redirect.
    return RedirectResponse(link, _MOVED, headers={"Cache-Control": "no-store"})
