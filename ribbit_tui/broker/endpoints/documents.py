"""Documents: handing them in, and reading what was made for a customer."""

from collections.abc import Sequence
from datetime import date

from ribbit_tui.broker.paths import parameters, path
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.documents import AnyDocumentType, Document, DocumentUpload

LARGEST_DOWNLOAD = 50_000_000
"""Bytes; a statement has thousands, an upload at most 10 MB."""


class Documents:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def upload(self, account_id: str, uploads: Sequence[DocumentUpload]) -> None:
        """Hand in up to ten, all or none. Without a key: after OutcomeUnknownError, look."""
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
    ) -> list[Document]:
        """Both days included. What was handed in is listed only by its `type`."""
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
        """The file. UnreadableResponseError also for one larger than LARGEST_DOWNLOAD."""
        response = await self._transport.download(
            path("/v1/accounts/{}/documents/{}/download", account_id, document_id),
            at_most=LARGEST_DOWNLOAD,
        )
        return response.body
