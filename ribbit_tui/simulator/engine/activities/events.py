"""Events of activities, in the shapes of the current and the older streams."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ribbit_tui.simulator.engine.common import trading_days as dates
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.model import plain_decimal, rfc3339
from ribbit_tui.wire.orders import OrderSide

TRADES = "activities.trade"
OTHERS = "activities.other"
"""Topics: fills, and all other activities."""

_CENT = Decimal("0.01")
_OLDER_ONLY = ("activity_id", "description", "per_share_amount", "side", "symbol", "system_date")
"""Fields of a stored event that only the older stream has at the top."""


def append(
    simulation: Simulation, activity: Mapping[str, str | None], details: Mapping[str, object]
) -> None:
    """Publish an activity of now, given as JSON as the API answers it, with its own details."""
    is_fill = activity["activity_type"] == ActivityType.FILL
    at = simulation.now()
    traded = dates.today(simulation)
    settled = dates.settles(simulation, activity["symbol"] or "", traded) if is_fill else traded
    body = {
        "account_id": activity["account_id"],
        "at": rfc3339(at),
        "activity_id": activity["id"],
        "activity_type": activity["activity_type"],
        "activity_subtype": activity.get("activity_sub_type"),
        "currency": "USD",
        "description": activity.get("description", ""),
        "executed_at": rfc3339(at),
        "settle_date": _text(settled),
        "system_date": _text(traded),
        "status": activity.get("status", "executed"),
        "ref_id": (activity["id"] or "").partition("::")[2],
        "net_amount": _fill_amount(activity) if is_fill else activity["net_amount"],
        "symbol": activity.get("symbol"),
        "side": activity.get("side"),
        "qty": activity.get("qty"),
        "price": activity.get("price"),
        "per_share_amount": activity.get("per_share_amount"),
        "details": details,
    }
    simulation.events.append(TRADES if is_fill else OTHERS, at, body, activity["account_id"])


def _text(day: date) -> str:
    return day.isoformat()


def _fill_amount(activity: Mapping[str, str | None]) -> str:
    """Return by how much a fill has changed the cash."""
    qty, price = Decimal(activity["qty"] or 0), Decimal(activity["price"] or 0)
    value = (qty * price).quantize(_CENT, ROUND_HALF_UP)
    return plain_decimal(-value if activity["side"] == OrderSide.BUY else value)


def current(body: str) -> str:
    """Return an event in the current shape, which leaves out what it does not have."""
    event: dict[str, Any] = json.loads(body)
    kept = {
        name: value
        for name, value in event.items()
        if value is not None and name not in _OLDER_ONLY
    }
    return json.dumps(kept, separators=(",", ":"))


def non_trade(body: str) -> str:
    """Return an event in the older shape, which has numbers instead of strings and nulls."""
    event: dict[str, Any] = json.loads(body)
    kept = {
        "account_id": event["account_id"],
        "at": event["at"],
        "description": event["description"],
        "entry_type": event["activity_type"],
        "id": event["ref_id"],
        "price": event["price"] or "0",
        "settle_date": event["settle_date"],
        "status": event["status"],
        "symbol": event["symbol"] or "",
        "system_date": event["system_date"],
    }
    # Put together as text, since a float would not keep every digit.
    numbers = {
        "net_amount": event["net_amount"],
        "per_share_amount": event["per_share_amount"],
        "qty": event["qty"] or "0",
    }
    tail = "".join(f',"{name}":{digits}' for name, digits in numbers.items() if digits)
    return json.dumps(kept, separators=(",", ":"))[:-1] + tail + "}"
