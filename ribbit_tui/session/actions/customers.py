"""New applications, and the search for customers of the firm."""

import logging
from collections.abc import Callable

from ribbit_tui.session.clock import Clock
from ribbit_tui.session.notices import Notice, Tone
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.session.stores.customers import Customer, CustomerStore, WelcomeGift
from ribbit_tui.session.unanswered.tracker import UnansweredWrites
from ribbit_tui.session.unanswered.writes import UnansweredWrite, WriteKind
from ribbit_tui.wire.accounts import Account, AccountCreation

from .calls import Calls

log = logging.getLogger(__name__)

MAX_CUSTOMERS = 200


class CustomerActions:
    """Actions that add a customer to the list on this machine."""

    def __init__(
        self,
        store: StateStore,
        calls: Calls,
        customers: CustomerStore,
        clock: Clock,
        unanswered: UnansweredWrites,
        delete_draft: Callable[[str], None],
        *,
        gives_gifts: bool,
    ) -> None:
        """`delete_draft` deletes the draft with an id; it raises OSError, ValueError."""
        self._store = store
        self._calls = calls
        self._customers = customers
        self._clock = clock
        self._first_gift = WelcomeGift.DUE if gives_gifts else WelcomeGift.NONE
        self._delete_draft = delete_draft
        self.arrived: dict[str, str] = {}
        """The account ids of applications found after their response was lost, by draft id."""
        unanswered.on_application = self._on_arrival

    async def submit_application(
        self, creation: AccountCreation, *, draft_id: str = "", again: bool = False
    ) -> Account:
        """Create an account, save its customer and open it.

        Of a draft, no second application is sent while a first one may arrive, whatever has been
        changed in it since.
        """
        name = creation.identity.full_name
        email = creation.contact.email_address
        body = {"email": email, "name": name, "draft_id": draft_id}
        write = self._calls.new_write(WriteKind.APPLICATION, draft_id or email, body, account_id="")
        account = await self._calls.write(
            write, lambda broker, _: broker.accounts.create(creation), again=again
        )
        self._save_applicant(account, name, email)
        self._store.open(account.id)
        return account

    def _on_arrival(self, write: UnansweredWrite, account: object) -> None:
        """Save the customer of an application that has arrived late, and delete its draft."""
        assert isinstance(account, Account)
        self._save_applicant(account, write.body["name"], write.body["email"])
        draft_id = write.body["draft_id"]
        self.arrived[draft_id] = account.id
        try:
            self._delete_draft(draft_id)
        except (OSError, ValueError) as error:
            log.warning("a sent draft could not be deleted: %s", type(error).__name__)

    def _save_applicant(self, account: Account, name: str, email: str) -> None:
        if self._customers.get(account.id) is not None:
            return
        customer = Customer(
            account_id=account.id,
            name=name,
            email=email,
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
                welcome_gift=known.welcome_gift if known else WelcomeGift.NONE,
                last_seen=known.last_seen if known else None,
            )
        )
