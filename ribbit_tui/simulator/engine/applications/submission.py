"""Submission of applications."""

import json

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts import records as account_records
from ribbit_tui.simulator.engine.accounts import views as account_views
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.accounts.search import search_text
from ribbit_tui.simulator.engine.cash_interest import enrollment
from ribbit_tui.simulator.engine.common.trading_days import today
from ribbit_tui.simulator.engine.documents.rules import largest_document
from ribbit_tui.simulator.engine.documents.uploads import attach
from ribbit_tui.simulator.engine.review import progress as review
from ribbit_tui.simulator.engine.trading_accounts import configurations
from ribbit_tui.simulator.errors import ConflictError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountCreation, AccountStatus

from . import options
from .form import stored_application
from .rules import SAME_EMAIL, check


def submit(simulation: Simulation, creation: AccountCreation) -> dict[str, object]:
    """Submit an application; raises ConflictError if its e-mail address has an account.

    A rejected customer may apply again: the new account takes over the address.
    """
    largest = largest_document(simulation.settings.setup)
    documents = check(creation, today(simulation), largest)
    email = creation.contact.email_address.casefold()
    _claim_email(simulation, email)
    path = review.initial_path(simulation, creation)
    account_id = simulation.ids.uuid("account")
    number = simulation.ids.account_number()
    wants_crypto = "crypto" in (creation.enabled_assets or [])
    account_records.insert(
        simulation,
        AccountRecord(
            id=account_id,
            account_number=number,
            is_firm=False,
            status=path[0],
            crypto_status=path[0] if wants_crypto else None,
            email=email,
            search_text=search_text(creation.contact, creation.identity, account_id, number),
            application=json.dumps({**stored_application(creation), **options.kept(creation)}),
            trading_configurations=configurations.chosen(creation.trading_configurations),
            created_at=to_timestamp(simulation.now()),
        ),
    )
    attach(simulation, account_id, documents)
    enrollment.begin(simulation, account_id, creation.cash_interest)
    review.begin(simulation, account_id, creation, path)
    return account_views.as_wire(simulation, find_account(simulation, account_id))


def _claim_email(simulation: Simulation, email: str) -> None:
    holder = account_records.by_email(simulation, email)
    if holder is None:
        return
    if holder.status != AccountStatus.REJECTED:
        raise ConflictError(SAME_EMAIL, "contact.email_address")
    account_records.release_email(simulation, holder.id)
