"""New applications, and the search for customers of the firm."""

from ribbit_tui.session.clock import Clock
from ribbit_tui.session.notices import Notice, Tone
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.session.stores.customers import Customer, CustomerStore, WelcomeGift
from ribbit_tui.wire.accounts import Account, AccountCreation

from .calls import Calls
from .unknown_outcomes import UnknownOutcomes

MAX_CUSTOMERS = 200


class CustomerActions:
    """Actions that add a customer to the list on this machine."""

    def __init__(
        self,
        store: StateStore,
        calls: Calls,
        customers: CustomerStore,
        clock: Clock,
        *,
        gives_gifts: bool,
    ) -> None:
        self._store = store
        self._calls = calls
        self._customers = customers
        self._clock = clock
        self._first_gift = WelcomeGift.DUE if gives_gifts else WelcomeGift.NONE
        self._unknown_outcomes = UnknownOutcomes(calls)

    async def submit_application(self, creation: AccountCreation) -> Account:
        """Create an account, save its customer and open it."""
        account = await self._calls.send(
            lambda broker: broker.accounts.create(creation),
            if_unknown=lambda error: self._unknown_outcomes.find_application(creation, error),
        )
        identity = creation.identity
        customer = Customer(
            account_id=account.id,
            name=f"{identity.given_name} {identity.family_name}",
            email=creation.contact.email_address,
            opened_at=self._clock.now(),
            account_number=account.account_number,
            status=str(account.status),
            welcome_gift=self._first_gift,
        )
        try:
            self._customers.put(customer)
        except OSError as error:
            # The account exists all the same, so the action must not fail.
            self._store.notify(
                Notice(
                    "The customer could not be saved on this machine",
                    f"{error.strerror}. Note the account id: {account.id}",
                    Tone.WARNING,
                )
            )
        self._store.open(account.id)
        return account

    async def find_customers(self, query: str, status: str | None = None) -> list[Account]:
        """Return at most MAX_CUSTOMERS customers of the firm, the newest first."""
        found = await self._calls.send(
            lambda broker: broker.accounts.list(
                query=" ".join(query.split()) or None,
                status=status,
                sort="desc",
                entities=("contact", "identity"),
            )
        )
        return found[:MAX_CUSTOMERS]

    def save_customer(self, account: Account) -> None:
        """Save a customer of the firm to the list on this machine. Raises OSError."""
        known = self._customers.get(account.id)
        identity, contact = account.identity, account.contact
        name = identity.full_name if identity else ""
        self._customers.put(
            Customer(
                account_id=account.id,
                name=name or account.account_number or account.id,
                email=(contact.email_address if contact else None) or "",
                opened_at=known.opened_at if known else self._clock.now(),
                account_number=account.account_number,
                status=str(account.status),
                **({"welcome_gift": known.welcome_gift} if known else {}),
            )
        )
