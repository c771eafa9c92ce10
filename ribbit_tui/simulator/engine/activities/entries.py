"""New activities: stored, published, and followed by a confirmation if they are trades."""

from collections.abc import Mapping

from pydantic_core import to_json

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.common import trading_days
from ribbit_tui.simulator.engine.statements import trade_confirmations
from ribbit_tui.simulator.exact import Micros, Nanos, shares, usd
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import Activity, ActivityType
from ribbit_tui.wire.model import plain_decimal, rfc3339

from . import events, records
from .records import ActivityRecord


def record(
    simulation: Simulation,
    account_id: str,
    kind: ActivityType,
    body: Mapping[str, str | None],
    details: Mapping[str, object],
) -> None:
    """Store and publish an activity of now.

    `body` has everything but id, account and type; `details` are those of the event.
    """
    at = simulation.now()
    stamp = at.strftime("%Y%m%d%H%M%S") + f"{at.microsecond // 1000:03d}"
    activity_id = f"{stamp}::{simulation.ids.uuid('activity')}"
    activity: dict[str, str | None] = {
        "id": activity_id,
        "account_id": account_id,
        "activity_type": kind,
        **body,
    }
    text = to_json(simulation.shaped(Activity, activity)).decode()
    records.insert(
        simulation, ActivityRecord(activity_id, account_id, kind, to_timestamp(at), text)
    )
    events.append(simulation, activity, details)
    if kind == ActivityType.FILL:
        trade_confirmations.schedule(simulation, account_id)


def record_other(
    simulation: Simulation,
    account_id: str,
    kind: ActivityType,
    body: Mapping[str, str | None],
    details: Mapping[str, object],
) -> None:
    """Store and publish an activity of now that is no trade, with what all of these have."""
    today = trading_days.today(simulation).isoformat()
    common = {
        "date": today,
        "created_at": rfc3339(simulation.now()),
        "currency": "USD",
        "status": "executed",
    }
    group = {"group_id": group_id} if (group_id := body.get("group_id")) else {}
    record(
        simulation,
        account_id,
        kind,
        {**common, **body},
        {"system_date": today, **group, **details},
    )


def record_cash(
    simulation: Simulation,
    account_id: str,
    kind: ActivityType,
    amount: Micros,
    description: str = "",
    *,
    sub_type: str | None = None,
    group_id: str | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    """Record that cash has moved; `amount` is negative if it has left the account."""
    body = {
        "net_amount": plain_decimal(usd(amount)),
        "description": description,
        "activity_sub_type": sub_type,
        "group_id": group_id,
    }
    record_other(simulation, account_id, kind, body, details or {})


def record_shares(
    simulation: Simulation,
    account_id: str,
    symbol: str,
    qty: Nanos,
    price: Micros,
    description: str,
    journal_id: str,
) -> None:
    """Record that a journal has moved shares; `qty` is negative if they have left the account."""
    body = {
        "net_amount": "0",
        "description": description,
        "symbol": symbol,
        "qty": plain_decimal(shares(qty)),
        "per_share_amount": plain_decimal(usd(price)),
    }
    details = {"journal_id": journal_id, "symbol": symbol}
    record_other(simulation, account_id, ActivityType.JNLS, body, details)
