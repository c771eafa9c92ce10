"""`/v1/accounts/{account_id}/documents`: handing documents in, listing and downloading them."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse, RedirectResponse, Response

from ribbit_tui.simulator.engine.applications import uploads
from ribbit_tui.simulator.engine.documents import documents
from ribbit_tui.simulator.engine.statements import files
from ribbit_tui.simulator.market.calendar import FIRST_DAY, LAST_DAY
from ribbit_tui.wire.documents import Document, DocumentUpload

from .inputs import CurrentSimulation, JsonList, from_query
from .links import signed_link

router = APIRouter(tags=["documents"])

_DOCUMENTS = "/v1/accounts/{account_id}/documents"
_ACCEPTED = 202
_MOVED = 301

_Day = Annotated[date | None, Query(ge=FIRST_DAY, le=LAST_DAY)]


class DocumentParameters:
    """Both spellings of the dates are documented."""

    def __init__(
        self,
        start: _Day = None,
        end: _Day = None,
        start_date: _Day = None,
        end_date: _Day = None,
        kind: Annotated[str | None, Query(alias="type")] = None,
    ) -> None:
        self.query = documents.DocumentQuery(
            first=start or start_date, last=end or end_date, kind=kind or None
        )


@router.post(f"{_DOCUMENTS}/upload", status_code=_ACCEPTED, response_class=Response)
async def upload_documents(
    simulation: CurrentSimulation,
    account_id: str,
    body: Annotated[list[DocumentUpload], Depends(JsonList(DocumentUpload))],
) -> Response:
    """Hand in up to ten documents for an account; the answer has no body.

    They are listed by `GET /v1/accounts/{account_id}/documents?type=…`, with the `document_type`
    they were handed in as, and among the account's own `documents`.
    """
    with simulation.database.transaction():
        uploads.upload(simulation, account_id, [document.to_wire() for document in body])
    return Response(status_code=_ACCEPTED)


@router.get(_DOCUMENTS, response_model=list[Document])
async def list_documents(
    simulation: CurrentSimulation,
    account_id: str,
    parameters: Annotated[DocumentParameters, from_query(DocumentParameters)],
) -> JSONResponse:
    """List statements and confirmations, or by `type` also what was handed in."""
    found = documents.find(simulation, account_id, parameters.query)
    return JSONResponse([document.to_wire() for document in found])


@router.get(f"{_DOCUMENTS}/{{document_id}}", response_model=Document)
async def get_document(
    simulation: CurrentSimulation, account_id: str, document_id: str
) -> JSONResponse:
    """Describe one document."""
    return JSONResponse(documents.get(simulation, account_id, document_id).to_wire())


@router.get(f"{_DOCUMENTS}/{{document_id}}/download", status_code=_MOVED, response_class=Response)
async def download_document(
    simulation: CurrentSimulation, account_id: str, document_id: str
) -> Response:
    """Redirect to a link that downloads the document without other credentials for a while."""
    return _redirect(
        signed_link(simulation, documents.check_is_of(simulation, account_id, document_id))
    )


@router.get("/v1/documents/{document_id}", status_code=_MOVED, response_class=Response)
async def download_document_by_id(simulation: CurrentSimulation, document_id: str) -> Response:
    """Redirect to a link that downloads the document, whoever's it is."""
    return _redirect(signed_link(simulation, documents.check_exists(simulation, document_id)))


@router.get("/files/{document_id}", include_in_schema=False)
async def get_file(simulation: CurrentSimulation, document_id: str) -> Response:
    """The document itself: where the redirects lead."""
    file = files.file_of(simulation, document_id)
    headers = {
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(file.name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(file.content, media_type=file.mime_type, headers=headers)


def _redirect(link: str) -> Response:
    # The link expires, so that no client may remember where this one led.
    return RedirectResponse(link, _MOVED, headers={"Cache-Control": "no-store"})
