"""New activities: stored, published, and followed by a confirmation if they are trades."""

from collections.abc import Mapping

from pydantic_core import to_json

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.common import trading_days
from ribbit_tui.simulator.engine.statements import trade_confirmations
from ribbit_tui.simulator.exact import Micros, Nanos, shares, usd
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.model import plain_decimal, rfc3339

from . import events, records
from .records import ActivityRecord


def record(
    simulation: Simulation, account_id: str, kind: ActivityType, body: Mapping[str, str]
) -> None:
    """Store and publish an activity of now; `body` has everything but id, account and type."""
    at = simulation.now()
    stamp = at.strftime("%Y%m%d%H%M%S") + f"{at.microsecond // 1000:03d}"
    activity_id = f"{stamp}::{simulation.ids.uuid('activity')}"
    activity: dict[str, str] = {
        "id": activity_id,
        "account_id": account_id,
        "activity_type": kind,
        **body,
    }
    text = to_json(activity).decode()
    records.insert(
        simulation, ActivityRecord(activity_id, account_id, kind, to_timestamp(at), text)
    )
    events.append(simulation, activity)
    if kind == ActivityType.FILL:
        trade_confirmations.schedule(simulation, account_id)


def record_cash(
    simulation: Simulation,
    account_id: str,
    kind: ActivityType,
    amount: Micros,
    description: str = "",
    *,
    sub_type: str | None = None,
) -> None:
    """Record that cash has moved; `amount` is negative if it has left the account."""
    body = {
        "date": trading_days.today(simulation).isoformat(),
        "created_at": rfc3339(simulation.now()),
        "net_amount": plain_decimal(usd(amount)),
        "description": description,
        "status": "executed",
    }
    if sub_type is not None:
        body["activity_sub_type"] = sub_type
    record(simulation, account_id, kind, body)


def record_shares(
    simulation: Simulation,
    account_id: str,
    symbol: str,
    qty: Nanos,
    price: Micros,
    description: str,
) -> None:
    """Record that a journal has moved shares; `qty` is negative if they have left the account."""
    body = {
        "date": trading_days.today(simulation).isoformat(),
        "created_at": rfc3339(simulation.now()),
        "net_amount": "0",
        "description": description,
        "symbol": symbol,
        "qty": plain_decimal(shares(qty)),
        "per_share_amount": plain_decimal(usd(price)),
        "status": "executed",
    }
    record(simulation, account_id, ActivityType.JNLS, body)
