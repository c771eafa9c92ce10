"""Answers to the review of an application: documents, corrections, the identity check.

Every action raises ActionFailedError, and nothing else, when it failed or its outcome is unknown.
The review's response arrives as events.
"""

import asyncio
from dataclasses import replace
from datetime import date

from ribbit_tui.session.account.review_documents import sub_type_to_send
from ribbit_tui.session.account.review_requests import Request
from ribbit_tui.session.application.documents.attachments import Attachment
from ribbit_tui.session.application.documents.files import UnusableFileError
from ribbit_tui.session.application.drafts.details import w8ben_upload
from ribbit_tui.session.application.values.answer import Answers
from ribbit_tui.session.clock import Clock
from ribbit_tui.session.errors import ActionFailedError, ErrorReport
from ribbit_tui.session.state import Change, SentAnswer, State
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.wire.account_changes import AccountChange
from ribbit_tui.wire.onfido import OnfidoOutcome, OnfidoOutcomeUpdate, OnfidoToken

from .account import AccountActions
from .calls import Calls


class ReviewActions:
    """The writes that answer a review."""

    def __init__(
        self, store: StateStore, calls: Calls, account_actions: AccountActions, clock: Clock
    ) -> None:
        self._store = store
        self._calls = calls
        self._account_actions = account_actions
        self._clock = clock

    async def send_document(
        self, request: Request, document: Attachment, *, again: bool = False
    ) -> None:
        """Upload the document that answers a request. Its file is read now and not copied."""
        account_id = self._calls.account_id()
        sub_type = sub_type_to_send(
            request.options, document.document_type, document.document_sub_type
        )
        try:
            upload = await asyncio.to_thread(
                replace(document, document_sub_type=sub_type).to_upload
            )
        except UnusableFileError as reason:
            raise ActionFailedError(
                ErrorReport("The document cannot be sent", str(reason))
            ) from None
        await self._account_actions.upload_documents([upload], again=again)
        self._record_answer(account_id, request)

    async def send_w8ben(
        self,
        request: Request,
        answers: Answers,
        signed_on: date,
        ip_address: str,
        *,
        again: bool = False,
    ) -> None:
        """Upload a W-8BEN that is signed now."""
        account_id = self._calls.account_id()
        upload = w8ben_upload(answers, self._clock.now(), signed_on, ip_address)
        await self._account_actions.upload_documents([upload], again=again)
        self._record_answer(account_id, request)

    async def send_details(
        self, request: Request, change: AccountChange, *, again: bool = False
    ) -> None:
        """Answer a request by correcting the application."""
        account_id = self._calls.account_id()
        await self._account_actions.change_account(change, again=again)
        self._record_answer(account_id, request)

    async def begin_identity_check(self) -> "IdentityCheck":
        """Request a token for Onfido's flow; return the check that reports its outcome."""
        account_id = self._calls.account_id()
        token = await self._calls.send(lambda broker: broker.kyc.onfido_token(account_id))
        return IdentityCheck(self._store, self._calls, account_id, token)

    def _record_answer(self, account_id: str, request: Request) -> None:
        sent = SentAnswer(self._clock.now(), request.state)

        def put(state: State) -> None:
            state.sent_answers[request.code] = sent

        self._store.apply_response(account_id, put, Change.ACCOUNT)


class IdentityCheck:
    """One run of Onfido's flow. Its token is kept in memory only."""

    def __init__(
        self, store: StateStore, calls: Calls, account_id: str, token: OnfidoToken
    ) -> None:
        self._store = store
        self._calls = calls
        self._account_id = account_id
        self._token = token

    async def end(self, outcome: OnfidoOutcome, reason: str | None = None) -> None:
        """Report the outcome of the flow. The review continues once it is completed."""
        update = OnfidoOutcomeUpdate(outcome=outcome, token=self._token.token)
        if reason is not None:
            update.reason = reason
        await self._calls.send(
            lambda broker: broker.kyc.set_onfido_outcome(self._account_id, update)
        )
        self._store.mark_stale(Change.ACCOUNT)
