"""Documents: uploads by a customer, and files made for one."""

from collections.abc import Sequence
from datetime import date

from ribbit_tui.broker.paths import parameters, path
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.documents import AnyDocumentType, Document, DocumentUpload
from ribbit_tui.wire.tolerance import Listing

LARGEST_DOWNLOAD = 50_000_000
"""Bytes. A statement has thousands; an upload has at most 10 MB."""


class Documents:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def upload(self, account_id: str, uploads: Sequence[DocumentUpload]) -> None:
        """Upload up to ten documents, all or none.

        Sends no idempotency key: after OutcomeUnknownError, list the documents.
        """
        await self._transport.write(
            "POST",
            path("/v1/accounts/{}/documents/upload", account_id),
            [upload.to_wire() for upload in uploads],
        )

    async def list(
        self,
        account_id: str,
        *,
        start: date | None = None,
        end: date | None = None,
        type: AnyDocumentType | None = None,
    ) -> Listing[Document]:
        """List documents of the days from `start` to `end`.

        Uploads are listed only if `type` is their type.
        """
        response = await self._transport.get(
            path("/v1/accounts/{}/documents", account_id),
            parameters(start=start, end=end, type=type),
        )
        return response.many(Document)

    async def get(self, account_id: str, document_id: str) -> Document:
        response = await self._transport.get(
            path("/v1/accounts/{}/documents/{}", account_id, document_id)
        )
        return response.one(Document)

    async def download(self, account_id: str, document_id: str) -> bytes:
        """Return the file. Raises UnreadableResponseError if it has more than LARGEST_DOWNLOAD."""
        response = await self._transport.download(
            path("/v1/accounts/{}/documents/{}/download", account_id, document_id),
            at_most=LARGEST_DOWNLOAD,
        )
        return response.body
