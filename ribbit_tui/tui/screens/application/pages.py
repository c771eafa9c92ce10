"""The pages of an application that are more than questions: each changes the draft by itself.

A page tells the screen of every change, and knows no other page.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from textual import on

from ribbit_tui.session.application.documents.attachments import remaining_size
from ribbit_tui.session.application.drafts.draft import Draft, IncompleteApplicationError
from ribbit_tui.session.application.reference.document_types import APPLICATION_TYPES
from ribbit_tui.session.application.steps.agreements import applying_agreements
from ribbit_tui.session.application.steps.registry import (
    AGREEMENTS_STEP,
    DOCUMENTS_STEP,
    REVIEW_STEP,
    STEPS_BY_ID,
)
from ribbit_tui.session.application.steps.w8ben import W8BEN
from ribbit_tui.tui.widgets.attachment_list import DocumentList, DocumentRow
from ribbit_tui.tui.widgets.form import Form
from ribbit_tui.tui.widgets.page import Page
from ribbit_tui.tui.widgets.w8ben import W8benForm

from .agreements import AgreementList, AgreementRow
from .review import Review

if TYPE_CHECKING:
    from ribbit_tui.tui.dependencies import AppDependencies


def page_of(step: str, draft: Draft, dependencies: "AppDependencies", today: date) -> Page:
    """What a step shows below its title."""
    if step == AGREEMENTS_STEP.id:
        return AgreementsPage(draft, dependencies, today)
    if step == DOCUMENTS_STEP.id:
        return DocumentsPage(draft, today)
    if step == W8BEN.id:
        return W8benPage(draft, dependencies, today)
    if step == REVIEW_STEP.id:
        return Review(draft.review(today))
    return Form(STEPS_BY_ID[step].fields, draft.answers, today)


class AgreementsPage(AgreementList):
    def __init__(self, draft: Draft, dependencies: "AppDependencies", today: date) -> None:
        super().__init__(applying_agreements(draft.answers), dependencies.zone)
        self._draft = draft
        self._surroundings = dependencies
        self._today = today

    async def begin(self, errors: Mapping[str, str]) -> bool:
        self.show(self._draft.accepted, errors)
        self.focus_first_open()
        return True

    @on(AgreementRow.Asked)
    def _asked(self, event: AgreementRow.Asked) -> None:
        event.stop()
        reading = self._read(event)
        self.screen.run_worker(reading, group="agreement", exclusive=True, description="agreement")

    async def _read(self, event: AgreementRow.Asked) -> None:
        from ribbit_tui.tui.dialogs.agreement import AgreementDialog

        agreement, where = event.text.agreement, self._surroundings
        self._draft.open(agreement)
        if await self.app.push_screen_wait(AgreementDialog(event.text)):
            self._draft.accept(agreement, where.clock.now(), where.local_ip())
        self.show(self._draft.accepted, {})
        is_finished = not self._draft.errors(AGREEMENTS_STEP.id, self._today)
        if not is_finished:
            self.focus_first_open()
        self.post_message(self.Changed(is_finished))


class W8benPage(W8benForm):
    def __init__(self, draft: Draft, dependencies: "AppDependencies", today: date) -> None:
        super().__init__(draft.answers, today)
        self._draft = draft
        self._surroundings = dependencies

    def finish(self) -> None:
        """Sign the form if it is ready to be, unless it is signed as it stands."""
        if not self._draft.errors(W8BEN.id, self._today):
            return
        where = self._surroundings
        with suppress(IncompleteApplicationError):
            self._draft.sign_w8ben(where.clock.now(), where.local_ip(), self._today)


class DocumentsPage(DocumentList):
    def __init__(self, draft: Draft, today: date) -> None:
        super().__init__()
        self._draft = draft
        self._today = today

    async def begin(self, errors: Mapping[str, str]) -> bool:
        numbers = (name.partition(".")[2] for name in errors)
        wrong = next((int(number) for number in numbers if number), None)
        await self._show(wrong, errors)
        return True

    async def _show(self, focus: int | None, errors: Mapping[str, str] | None = None) -> None:
        found = self._draft.errors(DOCUMENTS_STEP.id, self._today)
        await self.show(self._draft.documents, {**found, **(errors or {})}, focus)

    @on(DocumentList.Add)
    def _add(self, event: DocumentList.Add) -> None:
        event.stop()
        self._ask(None)

    @on(DocumentRow.Change)
    def _change(self, event: DocumentRow.Change) -> None:
        event.stop()
        self._ask(event.number)

    @on(DocumentRow.Remove)
    async def _remove(self, event: DocumentRow.Remove) -> None:
        event.stop()
        del self._draft.documents[event.number]
        await self._show(min(event.number, len(self._draft.documents) - 1))
        self.post_message(self.Changed())

    def _ask(self, number: int | None) -> None:
        asking = self._choose(number)
        self.screen.run_worker(
            asking, group="document", exclusive=True, description="choose a document"
        )

    async def _choose(self, number: int | None) -> None:
        """Have a document chosen, in place of one of them or beside them."""
        from ribbit_tui.tui.dialogs.choose_document import ChooseDocumentDialog

        documents = self._draft.documents
        others = [one for place, one in enumerate(documents) if place != number]
        chosen = await self.app.push_screen_wait(
            ChooseDocumentDialog(
                APPLICATION_TYPES,
                chosen=None if number is None else documents[number],
                room=remaining_size(others),
            )
        )
        if chosen is None:
            return
        if number is None:
            documents.append(chosen)
        else:
            documents[number] = chosen
        await self._show(number)
        self.post_message(self.Changed())
