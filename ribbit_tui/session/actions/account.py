"""Changes to the account itself: its data, documents, configurations, and its closure.

Every action raises ActionFailedError, and nothing else, when it failed or its outcome is unknown.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ribbit_tui.session.state import Change, State
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.session.unanswered.writes import WriteKind
from ribbit_tui.wire.account_changes import AccountChange
from ribbit_tui.wire.account_options import TradingConfigurationsChange
from ribbit_tui.wire.accounts import Account, Agreement
from ribbit_tui.wire.documents import DocumentUpload
from ribbit_tui.wire.trading_accounts import TradingConfigurations

from .calls import Calls

if TYPE_CHECKING:
    from ribbit_tui.session.application.steps.agreements import AcceptedAgreement

WITH_CRYPTO = ["us_equity", "crypto"]


class AccountActions:
    """Writes without an idempotency key: an unknown outcome is looked up first."""

    def __init__(self, store: StateStore, calls: Calls) -> None:
        self._store = store
        self._calls = calls

    async def change_account(self, change: AccountChange, *, again: bool = False) -> Account:
        """Change the account's data."""
        account_id = self._calls.account_id()
        body = change.to_wire()
        write = self._calls.new_write(
            WriteKind.ACCOUNT_CHANGE, _text(body), body, account_id=account_id
        )
        account = await self._calls.write(
            write, lambda broker, _: broker.accounts.change(account_id, change), again=again
        )
        self._put_account(account)
        return account

    async def enable_crypto(self, accepted: "AcceptedAgreement", *, again: bool = False) -> Account:
        """Request crypto trading. The account's `crypto_status` shows the progress."""
        agreement = Agreement(
            agreement=accepted.agreement,
            signed_at=accepted.signed_at,
            ip_address=accepted.ip_address,
            revision=accepted.revision,
        )
        return await self.change_account(
            AccountChange(enabled_assets=WITH_CRYPTO, agreements=[agreement]), again=again
        )

    async def upload_documents(
        self, uploads: Sequence[DocumentUpload], *, again: bool = False
    ) -> None:
        """Upload documents, all or none."""
        account_id = self._calls.account_id()
        content = _text([upload.to_wire() for upload in uploads])
        write = self._calls.new_write(
            WriteKind.DOCUMENTS,
            hashlib.sha256(content.encode()).hexdigest(),
            {},
            account_id=account_id,
        )
        await self._calls.write(
            write, lambda broker, _: broker.documents.upload(account_id, uploads), again=again
        )
        self._store.mark_stale(Change.ACCOUNT)

    async def download(self, document_id: str) -> bytes:
        """Return the content of a document, an uploaded one or a statement."""
        account_id = self._calls.account_id()
        return await self._calls.send(
            lambda broker: broker.documents.download(account_id, document_id)
        )

    async def configure(
        self, change: TradingConfigurationsChange, *, again: bool = False
    ) -> TradingConfigurations:
        """Change trading configurations."""
        account_id = self._calls.account_id()
        body = change.to_wire()
        write = self._calls.new_write(
            WriteKind.CONFIGURATION, _text(body), body, account_id=account_id
        )
        configurations = await self._calls.write(
            write, lambda broker, _: broker.configurations.change(account_id, change), again=again
        )

        def put(state: State) -> None:
            state.configurations = configurations

        self._store.apply_response(account_id, put, Change.CONFIGURATIONS)
        self._store.mark_stale(Change.MONEY)
        return configurations

    async def close_account(self, *, again: bool = False) -> None:
        """Close the account permanently. It must be empty."""
        account_id = self._calls.account_id()
        write = self._calls.new_write(WriteKind.CLOSURE, "close", {}, account_id=account_id)
        await self._calls.write(
            write, lambda broker, _: broker.accounts.close(account_id), again=again
        )
        self._store.mark_stale(Change.ACCOUNT | Change.TIMELINE | Change.BANKS)

    def _put_account(self, account: Account) -> None:
        def put(state: State) -> None:
            state.account = account

        self._store.apply_response(account.id, put, Change.ACCOUNT)
        # An event received meanwhile may be newer than this response.
        self._store.mark_stale(Change.ACCOUNT)


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)
