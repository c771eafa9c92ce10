"""Rules that both kinds of bank links share.

An account has at most one active link of each kind. A link is canceled and never deleted, and not
while a transfer over it is pending. The formats of single fields are in `fields.py`.
"""

from ribbit_tui.simulator.errors import ConflictError, NotFoundError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import PENDING_TRANSFER_STATUSES

from . import records
from .kinds import LinkKind
from .records import BankRecord

_PENDING = sorted(PENDING_TRANSFER_STATUSES)


def find(
    simulation: Simulation, kind: LinkKind[BankRecord], bank_id: str, field: str | None = None
) -> BankRecord:
    """Return a link; raises NotFoundError, naming `field` if the id came in a body."""
    link = records.by_id(simulation, kind.table, kind.record, bank_id.lower())
    if link is None:
        raise NotFoundError(f"{kind.noun} not found", field)
    return link


def find_of_account(
    simulation: Simulation,
    kind: LinkKind[BankRecord],
    account_id: str,
    bank_id: str,
    field: str | None = None,
) -> BankRecord:
    """Return a link as `find`; raises NotFoundError if it is another account's."""
    link = find(simulation, kind, bank_id, field)
    if link.account_id != account_id:
        raise NotFoundError(f"{kind.noun} not found", field)
    return link


def check_none_active(simulation: Simulation, kind: LinkKind[BankRecord], account_id: str) -> None:
    """Raise ConflictError if the account has an active link of this kind."""
    if records.active_of_account(simulation, kind.table, kind.record, account_id):
        raise ConflictError(kind.conflict)


def check_unused(simulation: Simulation, kind: LinkKind[BankRecord], bank_id: str) -> None:
    """Raise ConflictError while a transfer over this link is pending."""
    marks = ", ".join("?" * len(_PENDING))
    if simulation.database.exists(
        f"FROM transfers WHERE {kind.transfer_column} = ? AND status IN ({marks})",
        (bank_id, *_PENDING),
    ):
        raise ConflictError("a transfer over this relationship is still under way")
