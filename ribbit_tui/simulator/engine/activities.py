"""The record of what happened in each account."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ribbit_tui.simulator.clock import to_micros
from ribbit_tui.simulator.exact import shares, usd
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.world import World
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.model import plain_decimal, rfc3339

from .refusals import Invalid

Body = dict[str, Any]


def record(world: World, account_id: str, kind: ActivityType, body: Body) -> None:
    """Add an activity of now; `body` is what it has beyond its id, account and type."""
    at = world.now()
    stamp = at.strftime("%Y%m%d%H%M%S") + f"{at.microsecond // 1000:03d}"
    activity_id = f"{stamp}::{world.ids.uuid('activity')}"
    world.database.insert(
        "activities",
        id=activity_id,
        account_id=account_id,
        activity_type=kind,
        at=to_micros(at),
        body=json.dumps(
            {"id": activity_id, "account_id": account_id, "activity_type": kind, **body}
        ),
    )


def record_cash(
    world: World, account_id: str, kind: ActivityType, micros: int, description: str = ""
) -> None:
    """Cash moved by `micros` (1e-6 USD, negative if it left)."""
    body = {
        "date": _local_date(world),
        "created_at": rfc3339(world.now()),
        "net_amount": plain_decimal(usd(micros)),
        "description": description,
        "status": "executed",
    }
    record(world, account_id, kind, body)


def record_shares(
    world: World, account_id: str, symbol: str, nanos: int, price: int, description: str
) -> None:
    """Shares moved by a journal, valued at `price` (1e-6 USD a share)."""
    body = {
        "date": _local_date(world),
        "created_at": rfc3339(world.now()),
        "net_amount": "0",
        "description": description,
        "symbol": symbol,
        "qty": plain_decimal(shares(nanos)),
        "per_share_amount": plain_decimal(usd(price)),
        "status": "executed",
    }
    record(world, account_id, ActivityType.JNLS, body)


def _local_date(world: World) -> str:
    return world.now().astimezone(NEW_YORK).date().isoformat()


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


def find(world: World, query: ActivityQuery) -> list[Body]:
    """One page; raises Invalid for a page token that is no activity's id."""
    conditions = ["1"]
    values: list[int | str] = []

    def where(condition: str, *bound: int | str) -> None:
        conditions.append(condition)
        values.extend(bound)

    if query.account_id is not None:
        where("account_id = ?", query.account_id.lower())
    if query.kinds:
        where(f"activity_type IN ({', '.join('?' * len(query.kinds))})", *query.kinds)
    if query.at_or_after is not None:
        where("at >= ?", to_micros(query.at_or_after))
    if query.before is not None:
        where("at < ?", to_micros(query.before))
    if query.page_token is not None:
        after = _sequence(world, query.page_token)
        where("sequence > ?" if query.ascending else "sequence < ?", after)
    order = "ASC" if query.ascending else "DESC"
    limit = -1 if query.page_size is None else query.page_size
    rows: list[sqlite3.Row] = world.database.rows(
        f"SELECT body FROM activities WHERE {' AND '.join(conditions)}"
        f" ORDER BY sequence {order} LIMIT ?",
        (*values, limit),
    )
    return [json.loads(row["body"]) for row in rows]


def _sequence(world: World, activity_id: str) -> int:
    sequence: int | None = world.database.value(
        "SELECT sequence FROM activities WHERE id = ?", (activity_id,)
    )
    if sequence is None:
        raise Invalid("page_token is not the id of an activity", "page_token")
    return sequence
