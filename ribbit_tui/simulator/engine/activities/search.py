"""The search for activities."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import ActivityCategory, ActivityType

from . import records

# Two names stand for groups of types. The types themselves are those of Alpaca's documentation.
_GROUPS = {"TRANS": ("CSD", "CSW"), "MISC": ("CIL", "JNLC", "JNLS", "SPLIT")}
_NAMES = (
    "ACATC ACATS CFEE CIL CSD CSW DIV DIVCGL DIVCGS DIVFEE DIVFT DIVNRA DIVROC DIVTW DIVTXEX DIVWH"
    " EXTRD FEE FILL FXTRD INT INTNRA INTPNL INTTW JNL JNLC JNLS MA MEM NC OCT OPASN OPCSH OPEXC"
    " OPEXP OPTRD PTC PTR REORG SC SPIN SPLIT SSO SSP SWP VOF WH"
)
_KINDS = frozenset(_NAMES.split())


@dataclass(frozen=True, kw_only=True)
class ActivityQuery:
    """Conditions of a search; no `kinds` means any, `page_size` None means all.

    `order_id` is for the fills of one order.
    """

    account_id: str | None = None
    order_id: str | None = None
    kinds: tuple[str, ...] = ()
    at_or_after: datetime | None = None
    before: datetime | None = None
    ascending: bool = False
    page_size: int | None = None
    page_token: str | None = None
    category: ActivityCategory | None = None


def kinds_named(names: Iterable[str], field: str) -> tuple[str, ...]:
    """Return the types that `names` stand for; raises InvalidError for an unknown name."""
    kinds: list[str] = []
    for name in names:
        if name not in _KINDS and name not in _GROUPS:
            raise InvalidError(f"{field} must be one of Alpaca's types of activities", field)
        kinds += _GROUPS.get(name, (name,))
    return tuple(kinds)


def find(simulation: Simulation, query: ActivityQuery) -> str:
    """Return a page of activities as a JSON array, put together from the stored bodies.

    Raises InvalidError for a page token that is no activity's id.
    """
    sql, values = _conditions(simulation, query)
    direction = "ASC" if query.ascending else "DESC"
    limit = -1 if query.page_size is None else query.page_size
    # Only the numbers are sorted: the bodies of a busy day are many megabytes.
    page = f"SELECT sequence FROM activities WHERE {sql} ORDER BY sequence {direction} LIMIT ?"
    found = simulation.database.scalar(
        str,
        "SELECT group_concat(body, ',') FROM (SELECT body FROM activities"
        f" WHERE sequence IN ({page}) ORDER BY sequence {direction})",
        (*values, limit),
    )
    return f"[{found or ''}]"


def _conditions(simulation: Simulation, query: ActivityQuery) -> tuple[str, list[int | str]]:
    """Return the query as an SQL condition and its values."""
    conditions = ["1"]
    values: list[int | str] = []

    def where(condition: str, *bound: int | str) -> None:
        conditions.append(condition)
        values.extend(bound)

    if query.account_id is not None:
        where("account_id = ?", query.account_id.lower())
    if query.order_id is not None:
        # The orders' account leads to few enough activities to look into.
        order_id = query.order_id.lower()
        where("account_id = (SELECT account_id FROM orders WHERE id = ?)", order_id)
        where("activity_type = ?", ActivityType.FILL)
        where("json_extract(body, '$.order_id') = ?", order_id)
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
        after = records.sequence_of(simulation, query.page_token)
        if after is None:
            raise InvalidError("page_token is not the id of an activity", "page_token")
        where("sequence > ?" if query.ascending else "sequence < ?", after)
    return " AND ".join(conditions), values
