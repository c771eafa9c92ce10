"""Changes to the account itself: its data, documents, configurations, and its closure.

Every action raises ActionFailedError, and nothing else, when it failed or its outcome is unknown.
been. No write here has a key: after a lost answer we look before we say what became of it.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ribbit_tui.broker.errors import BrokerError
from ribbit_tui.session.errors import ActionFailedError
from ribbit_tui.session.state import Change, State
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.wire.account_changes import AccountChange
from ribbit_tui.wire.accounts import Account, AccountStatus, Agreement
from ribbit_tui.wire.documents import DocumentUpload
from ribbit_tui.wire.trading_accounts import TradingConfigurations, TradingConfigurationsChange

from .calls import Calls
from .unknown_outcomes import not_applied, outcome_unknown

if TYPE_CHECKING:
    from ribbit_tui.session.application.steps.agreements import AcceptedAgreement

WITH_CRYPTO = ["us_equity", "crypto"]


class AccountActions:
    """Writes without an idempotency key: an unknown outcome is looked up first."""

    def __init__(self, store: StateStore, calls: Calls) -> None:
        self._store = store
        self._calls = calls

    async def change_account(self, change: AccountChange) -> Account:
        """Change the account's data."""
        account_id = self._calls.account_id()
        before = self._store.state.account

        async def find_outcome(error: BrokerError) -> Account:
            account = await self._load_account(account_id, error)
            if not _contains(account.to_wire(), change.to_wire()):
                # A third version: somebody else has changed the account meanwhile.
                is_as_before = before is not None and account == before
                raise ActionFailedError(
                    not_applied(error) if is_as_before else outcome_unknown(error)
                ) from None
            return account

        account = await self._calls.send(
            lambda broker: broker.accounts.change(account_id, change), if_unknown=find_outcome
        )
        self._put_account(account)
        return account

    async def enable_crypto(self, accepted: "AcceptedAgreement") -> Account:
        """Request crypto trading. The account's `crypto_status` shows the progress."""
        agreement = Agreement(
            agreement=accepted.agreement,
            signed_at=accepted.signed_at,
            ip_address=accepted.ip_address,
            revision=accepted.revision,
        )
        return await self.change_account(
            AccountChange(enabled_assets=WITH_CRYPTO, agreements=[agreement])
        )

    async def upload_documents(self, uploads: Sequence[DocumentUpload]) -> None:
        """Upload documents, all or none."""
        account_id = self._calls.account_id()
        account = self._store.state.account
        known = None if account is None else _document_ids(account)

        async def find_outcome(error: BrokerError) -> None:
            now = _document_ids(await self._load_account(account_id, error))
            if known is None:
                raise ActionFailedError(outcome_unknown(error)) from None
            if now == known:
                raise ActionFailedError(not_applied(error)) from None

        await self._calls.send(
            lambda broker: broker.documents.upload(account_id, uploads), if_unknown=find_outcome
        )
        self._store.mark_stale(Change.ACCOUNT)

    async def download(self, document_id: str) -> bytes:
        """Return the content of a document, an uploaded one or a statement."""
        account_id = self._calls.account_id()
        return await self._calls.send(
            lambda broker: broker.documents.download(account_id, document_id)
        )

    async def configure(self, change: TradingConfigurationsChange) -> TradingConfigurations:
        """Change trading configurations."""
        account_id = self._calls.account_id()

        async def find_outcome(error: BrokerError) -> TradingConfigurations:
            self._store.mark_stale(Change.CONFIGURATIONS)
            raise ActionFailedError(outcome_unknown(error)) from None

        configurations = await self._calls.send(
            lambda broker: broker.configurations.change(account_id, change), if_unknown=find_outcome
        )

        def put(state: State) -> None:
            state.configurations = configurations

        self._store.apply_response(account_id, put, Change.CONFIGURATIONS)
        self._store.mark_stale(Change.MONEY)
        return configurations

    async def close_account(self) -> None:
        """Close the account permanently. It must be empty."""
        account_id = self._calls.account_id()

        async def find_outcome(error: BrokerError) -> None:
            account = await self._load_account(account_id, error)
            if account.status != AccountStatus.ACCOUNT_CLOSED:
                raise ActionFailedError(not_applied(error)) from None

        await self._calls.send(
            lambda broker: broker.accounts.close(account_id), if_unknown=find_outcome
        )
        self._store.mark_stale(Change.ACCOUNT | Change.TIMELINE | Change.BANKS)

    def _put_account(self, account: Account) -> None:
        def put(state: State) -> None:
            state.account = account

        self._store.apply_response(account.id, put, Change.ACCOUNT)
        # An event received meanwhile may be newer than this response.
        self._store.mark_stale(Change.ACCOUNT)

    async def _load_account(self, account_id: str, lost: BrokerError) -> Account:
        broker = await self._calls.broker()
        try:
            return await broker.accounts.get(account_id)
        except BrokerError:
            raise ActionFailedError(outcome_unknown(lost)) from None


def _contains(body: object, wanted: object) -> bool:
    """Whether `body` contains every requested value."""
    if isinstance(wanted, Mapping):
        return isinstance(body, Mapping) and all(
            _contains(body.get(name), value)
            for name, value in wanted.items()
            if name != "agreements"  # sent along with the value it was signed for
        )
    return bool(body == wanted)


def _document_ids(account: Account) -> frozenset[str]:
    return frozenset(str(document.get("id")) for document in account.documents or [])
