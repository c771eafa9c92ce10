"""What a customer does about the review of an application: hand in, correct, show the face.

As with all actions, ActionFailed is raised, and nothing else, when it was not done or may not have
been; what comes of it arrives as events.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError, OutcomeUnknown, UnreadableAnswer
from ribbit_tui.wire.accounts import Account, AccountChange
from ribbit_tui.wire.documents import DocumentUpload
from ribbit_tui.wire.onfido import OnfidoOutcome, OnfidoOutcomeUpdate, OnfidoToken

from .lost_answers import not_arrived
from .problems import ActionFailed, problem_of
from .review_requests import Request
from .state import Change, SentAnswer, State

if TYPE_CHECKING:
    from .session import Session


class ReviewActions:
    """The writes that answer a review."""

    def __init__(
        self,
        session: "Session",
        broker: Callable[[], Awaitable[Broker]],
        account_id: Callable[[], str],
    ) -> None:
        self._session = session
        self._broker = broker
        self._account_id = account_id

    async def send_documents(self, request: Request, uploads: Sequence[DocumentUpload]) -> None:
        """Hand in what answers a request."""
        account_id = self._account_id()
        known = self._known_documents()
        try:
            broker = await self._broker()
            await broker.documents.upload(account_id, uploads)
        except (OutcomeUnknown, UnreadableAnswer) as error:
            await self._find_documents(account_id, known, error)
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None
        self._was_sent(account_id, request)

    async def send_details(self, request: Request, change: AccountChange) -> None:
        """Answer a request by what the application should have said."""
        account_id = self._account_id()
        account = await self._session.actions.attempt(
            lambda broker: broker.accounts.change(account_id, change)
        )

        def put(state: State) -> None:
            state.account = account

        self._session.put(account_id, put, Change.ACCOUNT)
        self._was_sent(account_id, request)

    async def begin_identity_check(self) -> "IdentityCheck":
        """A token for Onfido's flow, and who takes its outcome."""
        account_id = self._account_id()
        token = await self._session.actions.attempt(
            lambda broker: broker.kyc.onfido_token(account_id)
        )
        return IdentityCheck(self._session, account_id, token)

    def _was_sent(self, account_id: str, request: Request) -> None:
        sent = SentAnswer(self._session.clock.now(), request.standing)

        def put(state: State) -> None:
            state.sent_answers[request.code] = sent

        self._session.put(account_id, put, Change.ACCOUNT)
        self._session.read_again(Change.ACCOUNT)

    def _known_documents(self) -> frozenset[str]:
        account = self._session.state.account
        return frozenset() if account is None else _document_ids(account)

    async def _find_documents(
        self, account_id: str, known: frozenset[str], lost: BrokerError
    ) -> None:
        """After a lost answer: whether the account has documents that it did not have before."""
        try:
            broker = await self._broker()
            account = await broker.accounts.get(account_id)
        except BrokerError:
            error = OutcomeUnknown(lost.message, request_id=lost.request_id)
            raise ActionFailed(problem_of(error)) from None
        if not _document_ids(account) - known:
            raise ActionFailed(not_arrived(lost))


class IdentityCheck:
    """One run of Onfido's flow. Its token is held here, in memory, and nowhere else."""

    def __init__(self, session: "Session", account_id: str, token: OnfidoToken) -> None:
        self._session = session
        self._account_id = account_id
        self._token = token

    async def end(self, outcome: OnfidoOutcome, reason: str | None = None) -> None:
        """Tell how the flow ended; once it is completed the review goes on."""
        said: dict[str, Any] = {} if reason is None else {"reason": reason}
        update = OnfidoOutcomeUpdate(outcome=outcome, token=self._token.token, **said)
        await self._session.actions.attempt(
            lambda broker: broker.kyc.set_onfido_outcome(self._account_id, update)
        )
        self._session.read_again(Change.ACCOUNT)


def _document_ids(account: Account) -> frozenset[str]:
    return frozenset(str(document.get("id")) for document in account.documents or [])
