"""Journals that are pending, in the form of the activities that they may become."""

import json
from typing import Any

from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.common.trading_days import day_of
from ribbit_tui.simulator.exact import shares, usd
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.journals import JournalStatus
from ribbit_tui.wire.model import plain_decimal

from .records import Cash
from .rules import find_journal


def from_event(simulation: Simulation, body: str) -> str | None:
    """Return the event of a pending activity for that of a journal, None for any other status.

    It is that of the customer's side, or of the receiver if both are customers or both the firm's.
    """
    event: dict[str, Any] = json.loads(body)
    if event["status_to"] != JournalStatus.PENDING:
        return None
    journal = find_journal(simulation, event["journal_id"])
    is_taken = not find_account(simulation, journal.to_account).is_firm
    is_taken = is_taken or find_account(simulation, journal.from_account).is_firm
    sign = "" if is_taken else "-"
    moved = journal.moved
    day = day_of(simulation.now()).isoformat()
    if isinstance(moved, Cash):
        size: dict[str, str | None] = {"net_amount": sign + plain_decimal(usd(moved.amount))}
    else:
        size = {"net_amount": "0", "qty": sign + plain_decimal(shares(moved.qty))}
    pending = {
        "account_id": journal.to_account if is_taken else journal.from_account,
        "at": event["at"],
        "activity_type": journal.entry_type,
        "description": journal.description or "",
        "settle_date": day,
        "system_date": day,
        "status": JournalStatus.PENDING,
        "ref_id": journal.id,
        "symbol": journal.symbol,
        "price": None,
        "per_share_amount": None,
        "qty": None,
    }
    return json.dumps(pending | size)
