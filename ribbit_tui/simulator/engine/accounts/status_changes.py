"""Changes of an account's status and of what is blocked for it, and their events."""

import json
from collections.abc import Mapping

from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.events import AccountStatusEvent
from ribbit_tui.wire.model import rfc3339

from . import records
from .records import AccountRecord

TOPIC = "accounts"

_EXPLAINED = frozenset(
    {AccountStatus.ACTION_REQUIRED, AccountStatus.APPROVAL_PENDING, AccountStatus.REJECTED}
)
"""Statuses whose events carry the results of the review."""


def change_status(
    simulation: Simulation, account: AccountRecord, status: AccountStatus, reason: str = ""
) -> None:
    """Store a new status and publish it; crypto trading, where enabled, takes the same one."""
    crypto_status = None if account.crypto_status is None else status
    _change(simulation, account, status, crypto_status, reason)


def change_crypto_status(
    simulation: Simulation, account: AccountRecord, status: AccountStatus
) -> None:
    """Store a new status of crypto trading and publish it; the account's own stays."""
    _change(simulation, account, account.status, status)


def _change(
    simulation: Simulation,
    account: AccountRecord,
    status: AccountStatus,
    crypto_status: AccountStatus | None,
    reason: str = "",
) -> None:
    records.set_statuses(simulation, account.id, status, crypto_status)
    crypto = (account.crypto_status or "", crypto_status or "")
    _append_event(simulation, account, (account.status, status), crypto, reason)


def block(simulation: Simulation, before: AccountRecord, after: AccountRecord) -> None:
    """Store what is blocked for an account, and publish the changes."""
    records.set_blocks(simulation, after)
    changes: dict[str, object] = {
        name: getattr(after, name)
        for name in ("account_blocked", "trading_blocked")
        if getattr(before, name) != getattr(after, name)
    }
    if before.transfers_blocked != after.transfers_blocked:
        changes["admin_configurations"] = transfer_blocks(after)
    if changes:
        at = simulation.now()
        body = {
            "account_id": after.id,
            "account_number": after.account_number,
            "at": rfc3339(at),
            **changes,
        }
        simulation.events.append(TOPIC, at, body, after.id)


def transfer_blocks(account: AccountRecord) -> dict[str, object]:
    """Return the configurations of the broker that block transfers, or no longer do."""
    return {
        "incoming_transfers_blocked": account.transfers_blocked,
        "outgoing_transfers_blocked": account.transfers_blocked,
    }


def append_created(simulation: Simulation, account: AccountRecord) -> None:
    """Publish a new account."""
    _append_event(simulation, account, ("", account.status), ("", account.crypto_status or ""))


def append_interest_changed(
    simulation: Simulation, account: AccountRecord, change: dict[str, str]
) -> None:
    """Publish a change of an account's interest on cash; its statuses stay."""
    crypto = account.crypto_status or ""
    _append_event(
        simulation,
        account,
        (account.status, account.status),
        (crypto, crypto),
        more={"cash_interest": change},
    )


def _append_event(
    simulation: Simulation,
    account: AccountRecord,
    status: tuple[str, str],
    crypto: tuple[str, str],
    reason: str = "",
    more: Mapping[str, object] | None = None,
) -> None:
    """Publish both statuses before and after, with the review's results where they explain it."""
    at = simulation.now()
    results = None
    if status[1] in _EXPLAINED:
        current = records.by_id(simulation, account.id)
        assert current is not None
        results = json.loads(current.kyc_results or "null")
    body = {
        "account_id": account.id,
        "account_number": account.account_number,
        "at": rfc3339(at),
        "crypto_status_from": crypto[0],
        "crypto_status_to": crypto[1],
        "kyc_results": results,
        "reason": reason,
        "status_from": status[0],
        "status_to": status[1],
        **(more or {}),
    }
    simulation.events.append(TOPIC, at, simulation.shaped(AccountStatusEvent, body), account.id)
