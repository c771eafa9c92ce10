"""The documents step: choosing files, changing and removing them, reading them to be sent."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on, work

from ribbit_tui.session.application.document_types import APPLICATION_TYPES
from ribbit_tui.session.application.documents import (
    ChosenDocument,
    UnusableDocuments,
    room_left,
    uploads,
)
from ribbit_tui.session.application.draft import Draft
from ribbit_tui.session.application.steps import DOCUMENTS_STEP

from ..widgets.documents import DocumentList, DocumentRow
from .base import RibbitScreen

if TYPE_CHECKING:
    from ribbit_tui.wire.documents import DocumentUpload


class DocumentsStep(RibbitScreen):
    """The part of the application's screen that has to do with files."""

    draft: Draft

    def documents_changed(self) -> None:
        """The list is another: save it, and show what follows."""
        raise NotImplementedError

    async def look_at_documents(self) -> None:
        """See whether the files are still there, and what they were."""
        looked = await asyncio.to_thread(lambda: [one.look_again() for one in self.draft.documents])
        self.draft.documents[:] = looked

    async def read_documents(self) -> "list[DocumentUpload]":
        """Read them to be sent. Raises UnusableDocuments, and notes what is wrong with which."""
        try:
            return await asyncio.to_thread(uploads, self.draft.documents)
        except UnusableDocuments as problem:
            for number, trouble in problem.troubles.items():
                self.draft.documents[number] = replace(
                    self.draft.documents[number], trouble=trouble
                )
            raise

    async def show_documents(
        self, focus: int | None = None, errors: Mapping[str, str] | None = None
    ) -> None:
        """The list, if it is on screen."""
        found = self.draft.errors(DOCUMENTS_STEP.id, self.ribbit.today())
        for shown in self.query(DocumentList):
            await shown.show(self.draft.documents, {**found, **(errors or {})}, focus)

    @on(DocumentList.Add)
    def _add_document(self, event: DocumentList.Add) -> None:
        event.stop()
        self._choose_document(None)

    @on(DocumentRow.Change)
    def _change_document(self, event: DocumentRow.Change) -> None:
        event.stop()
        self._choose_document(event.number)

    @on(DocumentRow.Remove)
    async def _remove_document(self, event: DocumentRow.Remove) -> None:
        event.stop()
        del self.draft.documents[event.number]
        await self.show_documents(min(event.number, len(self.draft.documents) - 1))
        self.documents_changed()

    @work(group="document", exclusive=True, description="choose a document")
    async def _choose_document(self, number: int | None) -> None:
        from ..modals.choose_document import ChooseDocumentDialog

        documents = self.draft.documents
        others = [one for place, one in enumerate(documents) if place != number]
        chosen: ChosenDocument | None = await self.app.push_screen_wait(
            ChooseDocumentDialog(
                APPLICATION_TYPES,
                chosen=None if number is None else documents[number],
                room=room_left(others),
            )
        )
        if chosen is None:
            return
        if number is None:
            documents.append(chosen)
        else:
            documents[number] = chosen
        await self.show_documents(None if number is None else number)
        self.documents_changed()
