"""Journals between accounts of the firm."""

from datetime import date

from ribbit_tui.broker.paths import parameters, path
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.journals import Journal, JournalCreation, JournalEntryType, JournalStatus
from ribbit_tui.wire.tolerance import Listing


class Journals:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def create(
        self, creation: JournalCreation, *, idempotency_key: str, in_background: bool = False
    ) -> Journal:
        """Create a journal.

        Make the key (a UUID) before the call and keep it: the server applies a key only once.
        `in_background` says that no user asked for it.
        """
        response = await self._transport.write(
            "POST",
            "/v1/journals",
            creation.to_wire(),
            idempotency_key=idempotency_key,
            in_background=in_background,
        )
        return response.one(Journal)

    async def get(self, journal_id: str) -> Journal:
        response = await self._transport.get(path("/v1/journals/{}", journal_id))
        return response.one(Journal)

    async def list(
        self,
        *,
        after: date | None = None,
        before: date | None = None,
        status: JournalStatus | None = None,
        entry_type: JournalEntryType | None = None,
        to_account: str | None = None,
        from_account: str | None = None,
    ) -> Listing[Journal]:
        response = await self._transport.get(
            "/v1/journals",
            parameters(
                after=after,
                before=before,
                status=status,
                entry_type=entry_type,
                to_account=to_account,
                from_account=from_account,
            ),
        )
        return response.many(Journal)
