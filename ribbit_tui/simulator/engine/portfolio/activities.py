"""The record of what happened in each account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import to_json

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.common import trading_days as dates
from ribbit_tui.simulator.engine.statements import confirmations
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.exact import Micros, Nanos, shares, usd
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import ActivityCategory, ActivityType
from ribbit_tui.wire.model import plain_decimal, rfc3339

from . import activity_events

Body = dict[str, Any]

# Two names stand for groups of types. The types themselves are those of Alpaca's documentation.
_GROUPS = {"TRANS": ("CSD", "CSW"), "MISC": ("CIL", "JNLC", "JNLS", "SPLIT")}
_NAMES = (
    "ACATC ACATS CFEE CIL CSD CSW DIV DIVCGL DIVCGS DIVFEE DIVFT DIVNRA DIVROC DIVTW DIVTXEX DIVWH"
    " EXTRD FEE FILL FXTRD INT INTNRA INTPNL INTTW JNL JNLC JNLS MA MEM NC OCT OPASN OPCSH OPEXC"
    " OPEXP OPTRD PTC PTR REORG SC SPIN SPLIT SSO SSP SWP VOF WH"
)
_KINDS = frozenset(_NAMES.split())


def record(simulation: Simulation, account_id: str, kind: ActivityType, body: Body) -> None:
    """Add an activity of now and tell the streams; `body` is all but its id, account and type."""
    at = simulation.now()
    stamp = at.strftime("%Y%m%d%H%M%S") + f"{at.microsecond // 1000:03d}"
    activity_id = f"{stamp}::{simulation.ids.uuid('activity')}"
    activity = {"id": activity_id, "account_id": account_id, "activity_type": kind, **body}
    simulation.database.insert(
        "activities",
        id=activity_id,
        account_id=account_id,
        activity_type=kind,
        at=to_timestamp(at),
        body=to_json(activity).decode(),
    )
    activity_events.append(simulation, activity)
    if kind == ActivityType.FILL:
        confirmations.expect(simulation, account_id)


def record_cash(
    simulation: Simulation,
    account_id: str,
    kind: ActivityType,
    amount: Micros,
    description: str = "",
) -> None:
    """Cash moved by `amount`, negative if it left."""
    body = {
        "date": dates.today(simulation).isoformat(),
        "created_at": rfc3339(simulation.now()),
        "net_amount": plain_decimal(usd(amount)),
        "description": description,
        "status": "executed",
    }
    record(simulation, account_id, kind, body)


def record_shares(
    simulation: Simulation,
    account_id: str,
    symbol: str,
    qty: Nanos,
    price: Micros,
    description: str,
) -> None:
    """Shares moved by a journal, valued at `price`."""
    body = {
        "date": dates.today(simulation).isoformat(),
        "created_at": rfc3339(simulation.now()),
        "net_amount": "0",
        "description": description,
        "symbol": symbol,
        "qty": plain_decimal(shares(qty)),
        "per_share_amount": plain_decimal(usd(price)),
        "status": "executed",
    }
    record(simulation, account_id, ActivityType.JNLS, body)


@dataclass(frozen=True, kw_only=True)
class ActivityQuery:
    """`page_size` None means all."""

    account_id: str | None = None
    kinds: tuple[str, ...] = ()
    at_or_after: datetime | None = None
    before: datetime | None = None
    ascending: bool = False
    page_size: int | None = None
    page_token: str | None = None
    category: ActivityCategory | None = None


def kinds_named(names: Iterable[str], field: str) -> tuple[str, ...]:
    """The types that `names` mean; raises InvalidError for one that is none of Alpaca's."""
    kinds: list[str] = []
    for name in names:
        if name not in _KINDS and name not in _GROUPS:
            raise InvalidError(f"{field} must be one of Alpaca's types of activities", field)
        kinds += _GROUPS.get(name, (name,))
    return tuple(kinds)


def find(simulation: Simulation, query: ActivityQuery) -> str:
    """One page as a JSON array: of the bodies as they are stored, for a day may have many.

    Raises InvalidError for a page token that is no activity's id.
    """
    conditions = ["1"]
    values: list[int | str] = []

    def where(condition: str, *bound: int | str) -> None:
        conditions.append(condition)
        values.extend(bound)

    if query.account_id is not None:
        where("account_id = ?", query.account_id.lower())
    if query.kinds:
        where(f"activity_type IN ({', '.join('?' * len(query.kinds))})", *query.kinds)
    if query.category is not None:
        equals = "=" if query.category is ActivityCategory.TRADE else "!="
        where(f"activity_type {equals} ?", ActivityType.FILL)
    if query.at_or_after is not None:
        where("at >= ?", to_timestamp(query.at_or_after))
    if query.before is not None:
        where("at < ?", to_timestamp(query.before))
    if query.page_token is not None:
        after = _sequence(simulation, query.page_token)
        where("sequence > ?" if query.ascending else "sequence < ?", after)
    order = "ASC" if query.ascending else "DESC"
    limit = -1 if query.page_size is None else query.page_size
    # Sorted are the numbers alone: the bodies of a busy day are many megabytes.
    page = (
        f"SELECT sequence FROM activities WHERE {' AND '.join(conditions)}"
        f" ORDER BY sequence {order} LIMIT ?"
    )
    found: str | None = simulation.database.value(
        "SELECT group_concat(body, ',') FROM (SELECT body FROM activities"
        f" WHERE sequence IN ({page}) ORDER BY sequence {order})",
        (*values, limit),
    )
    return f"[{found or ''}]"


def _sequence(simulation: Simulation, activity_id: str) -> int:
    sequence: int | None = simulation.database.value(
        "SELECT sequence FROM activities WHERE id = ?", (activity_id,)
    )
    if sequence is None:
        raise InvalidError("page_token is not the id of an activity", "page_token")
    return sequence
