"""Brokerage accounts."""

from datetime import datetime
from typing import Literal

from ribbit_tui.broker.paths import parameters, path
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.account_changes import AccountChange
from ribbit_tui.wire.accounts import Account, AccountCreation
from ribbit_tui.wire.tolerance import Listing
from ribbit_tui.wire.trading_accounts import TradingAccount


class Accounts:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def create(self, creation: AccountCreation) -> Account:
        """Apply for an account.

        Sends no idempotency key: after OutcomeUnknownError, search by e-mail address.
        """
        response = await self._transport.write("POST", "/v1/accounts", creation.to_wire())
        return response.one(Account)

    async def get(self, account_id: str) -> Account:
        response = await self._transport.get(path("/v1/accounts/{}", account_id))
        return response.one(Account)

    async def list(
        self,
        *,
        query: str | None = None,
        created_after: datetime | None = None,
        created_before: datetime | None = None,
        status: str | None = None,
        sort: Literal["asc", "desc"] | None = None,
        entities: tuple[str, ...] | None = None,
    ) -> Listing[Account]:
        """List accounts, newest first, at most 1000.

        Each word of `query` must occur in an account's number, phone number, name or e-mail
        address.
        """
        response = await self._transport.get(
            "/v1/accounts",
            parameters(
                query=query,
                created_after=created_after,
                created_before=created_before,
                status=status,
                sort=sort,
                entities=entities,
            ),
        )
        return response.many(Account)

    async def change(self, account_id: str, change: AccountChange) -> Account:
        """Change fields of an account.

        Sends no idempotency key: after OutcomeUnknownError, read the account.
        """
        response = await self._transport.write(
            "PATCH", path("/v1/accounts/{}", account_id), change.to_wire()
        )
        return response.one(Account)

    async def close(self, account_id: str) -> None:
        """Close an empty account for good. Its records stay."""
        await self._transport.write("POST", path("/v1/accounts/{}/actions/close", account_id))

    async def trading_account(self, account_id: str) -> TradingAccount:
        response = await self._transport.get(path("/v1/trading/accounts/{}/account", account_id))
        return response.one(TradingAccount)
