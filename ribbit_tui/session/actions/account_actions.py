"""What a person asks of the account itself: changes, documents, switches, closing it.

As `Actions`: each raises ActionFailed, and nothing else, when it was not done or may not have
been. No write here has a key: after a lost answer we look before we say what became of it.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ribbit_tui.broker.errors import BrokerError, OutcomeUnknown, UnreadableAnswer
from ribbit_tui.wire.accounts import (
    Account,
    AccountChange,
    AccountStatus,
    Agreement,
    TradingConfigurations,
    TradingConfigurationsChange,
)
from ribbit_tui.wire.documents import DocumentUpload

from ..problems import ActionFailed, Problem, problem_of
from ..state import Change, State
from ..stores.customers import Customer
from .lost_answers import answer_lost, not_arrived

if TYPE_CHECKING:
    from ribbit_tui.session.application.agreements import AcceptedAgreement

    from ..session import Session

WITH_CRYPTO = ["us_equity", "crypto"]
CUSTOMERS_SHOWN = 200


class AccountActions:
    def __init__(self, session: "Session") -> None:
        self._session = session

    async def change_account(self, change: AccountChange) -> Account:
        """Change what of an account may be changed."""
        account_id = self._account_id()
        before = self._session.state.account
        try:
            account = await (await self._session.actions.broker()).accounts.change(
                account_id, change
            )
        except (OutcomeUnknown, UnreadableAnswer) as error:
            account = await self._look_at(account_id, error)
            if not _holds(account.to_wire(), change.to_wire()):
                # Neither as asked nor as before: somebody else has changed it meanwhile.
                is_as_before = before is not None and account == before
                raise ActionFailed(
                    not_arrived(error) if is_as_before else answer_lost(error)
                ) from None
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None
        self._put_account(account)
        return account

    async def enable_crypto(self, accepted: "AcceptedAgreement") -> Account:
        """Ask for crypto beside shares; `crypto_status` says how far it is."""
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
        """Hand in documents, all or none."""
        account_id = self._account_id()
        account = self._session.state.account
        known = None if account is None else _document_ids(account)
        try:
            await (await self._session.actions.broker()).documents.upload(account_id, uploads)
        except (OutcomeUnknown, UnreadableAnswer) as error:
            now = _document_ids(await self._look_at(account_id, error))
            if known is None or now == known:
                raise ActionFailed(
                    answer_lost(error) if known is None else not_arrived(error)
                ) from None
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None
        self._session.read_again(Change.ACCOUNT)

    async def download(self, document_id: str) -> bytes:
        """The file of a document of either kind."""
        account_id = self._account_id()
        return await self._session.actions.attempt(
            lambda broker: broker.documents.download(account_id, document_id)
        )

    async def make_statement(self) -> None:
        """Have a simulator make a statement of the month to date."""
        account_id = self._account_id()
        await self._session.actions.attempt(
            lambda broker: broker.simulator.make_statement(account_id)
        )
        self._session.read_again(Change.DOCUMENTS)

    async def configure(self, change: TradingConfigurationsChange) -> TradingConfigurations:
        """Switch something of trading on or off."""
        account_id = self._account_id()
        broker = await self._session.actions.broker()
        try:
            configurations = await broker.configurations.change(account_id, change)
        except (OutcomeUnknown, UnreadableAnswer) as error:
            self._session.read_again(Change.CONFIGURATIONS)
            raise ActionFailed(answer_lost(error)) from None
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None

        def put(state: State) -> None:
            state.configurations = configurations

        self._session.put(account_id, put, Change.CONFIGURATIONS)
        self._session.read_again(Change.MONEY)
        return configurations

    async def cancel_all_orders(self) -> None:
        """Ask for every open order to be canceled; events say when they are."""
        account_id = self._account_id()
        answers = await self._session.actions.attempt(
            lambda broker: broker.trading.cancel_all_orders(account_id)
        )
        self._session.read_again(Change.ORDERS | Change.MONEY)
        failed = [one.id for one in answers if one.status >= 400]
        if failed:
            raise ActionFailed(_in_part("orders could not be canceled", len(failed), len(answers)))

    async def sell_all_positions(self) -> None:
        """Sell all that is held, at the market; events say when it is sold."""
        account_id = self._account_id()
        answers = await self._session.actions.attempt(
            lambda broker: broker.trading.close_all_positions(account_id)
        )
        self._session.read_again(Change.ORDERS | Change.POSITIONS | Change.MONEY)
        failed = [one.symbol for one in answers if one.status >= 400]
        if failed:
            words = f"positions could not be sold ({', '.join(failed[:5])})"
            raise ActionFailed(_in_part(words, len(failed), len(answers)))

    async def close_account(self) -> None:
        """Close the account, which must be empty, for good."""
        account_id = self._account_id()
        try:
            await (await self._session.actions.broker()).accounts.close(account_id)
        except (OutcomeUnknown, UnreadableAnswer) as error:
            account = await self._look_at(account_id, error)
            if account.status != AccountStatus.ACCOUNT_CLOSED:
                raise ActionFailed(not_arrived(error)) from None
        except BrokerError as error:
            raise ActionFailed(problem_of(error)) from None
        self._session.read_again(Change.ACCOUNT | Change.TIMELINE | Change.BANKS)

    async def find_customers(self, query: str, status: str | None = None) -> list[Account]:
        """The firm's customers, the newest first: at most CUSTOMERS_SHOWN."""
        found = await self._session.actions.attempt(
            lambda broker: broker.accounts.list(
                query=" ".join(query.split()) or None,
                status=status,
                sort="desc",
                entities=("contact", "identity"),
            )
        )
        return found[:CUSTOMERS_SHOWN]

    def keep_customer(self, account: Account) -> None:
        """Put a customer that was found on this machine's list. Raises OSError."""
        known = self._session.customers.get(account.id)
        identity, contact = account.identity, account.contact
        name = f"{identity.given_name} {identity.family_name}" if identity else ""
        self._session.customers.put(
            Customer(
                account_id=account.id,
                name=name or account.account_number or account.id,
                email=contact.email_address if contact else "",
                opened_at=known.opened_at if known else self._session.clock.now(),
                account_number=account.account_number,
                status=str(account.status),
                **({"welcome_gift": known.welcome_gift} if known else {}),
            )
        )

    def _put_account(self, account: Account) -> None:
        def put(state: State) -> None:
            state.account = account

        self._session.put(account.id, put, Change.ACCOUNT)
        # What an event has told meanwhile may be newer than this answer.
        self._session.read_again(Change.ACCOUNT)

    async def _look_at(self, account_id: str, lost: BrokerError) -> Account:
        try:
            return await (await self._session.actions.broker()).accounts.get(account_id)
        except BrokerError:
            raise ActionFailed(answer_lost(lost)) from None

    def _account_id(self) -> str:
        return self._session.actions.account_id()


def _holds(body: Any, wanted: Any) -> bool:
    """Whether all that was asked for is there."""
    if isinstance(wanted, Mapping):
        return isinstance(body, Mapping) and all(
            _holds(body.get(name), value)
            for name, value in wanted.items()
            if name != "agreements"  # an agreement comes with what it is signed for
        )
    return bool(body == wanted)


def _document_ids(account: Account) -> frozenset[str]:
    return frozenset(str(document.get("id")) for document in account.documents or [])


def _in_part(words: str, failed: int, asked: int) -> Problem:
    return Problem(
        "Not all of it could be done",
        f"{failed} of {asked} {words}.",
        "The others are under way. Look at what is left, then try again.",
    )
