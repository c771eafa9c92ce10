"""Corporate actions: the seed's regular dividends, and those that a director makes."""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ribbit_tui.simulator.clock import LATEST, from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.common import trading_days as dates
from ribbit_tui.simulator.engine.common.request_amounts import usd_amount
from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.exact import Micros, Millionths, TooFineError, scaled
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.corporate_actions import (
    CorporateActionAnnouncement,
    CorporateActionCreation,
    CorporateActionDate,
    CorporateActionType,
    SimulatedAction,
)

from . import dividends, splits
from .actions import RATE_PLACES, Action, cusip

TAKE_STEP = "corporate_action.take"

_LONGEST_SPAN = timedelta(days=90)
_FARTHEST_EX_DATE = timedelta(days=60)
"""How far a regular dividend's ex date lies from its other dates, at most."""
_LARGEST_RATE = 1000
_MOST_CASH = Decimal(1000)
_ONE = 10**RATE_PLACES


@dataclass(frozen=True, kw_only=True)
class AnnouncementQuery:
    """Both days are included; they bound the date that `date_type` names."""

    kinds: tuple[str, ...]
    since: date
    until: date
    symbol: str | None = None
    cusip: str | None = None
    date_type: CorporateActionDate = CorporateActionDate.EX


def create(
    simulation: Simulation, creation: CorporateActionCreation
) -> CorporateActionAnnouncement:
    """Announce an action of today; what follows from it comes with its dates.

    One whose ex date is today counts who holds shares now. Raises InvalidError.
    """
    asset = simulation.assets.find(creation.symbol)
    if asset is None or asset.asset_class != AssetClass.US_EQUITY:
        raise InvalidError("symbol is not a stock", "symbol")
    cash, old_rate, new_rate = _terms(creation)
    today = dates.today(simulation)
    ex_date = creation.ex_date or today
    payable = creation.payable_date or ex_date
    if not today <= ex_date <= payable:
        field = "ex_date" if ex_date < today else "payable_date"
        raise InvalidError(
            f"{field} must not be before {'today' if field == 'ex_date' else 'ex_date'}", field
        )
    if payable >= LATEST.date():
        raise InvalidError(f"the dates must be before {LATEST.year}", "payable_date")
    if creation.type is not SimulatedAction.CASH_DIVIDEND and payable != ex_date:
        raise InvalidError("a split takes effect on its ex_date", "payable_date")
    entitled_at = max(dates.start_of(ex_date), simulation.now())
    action_id = simulation.ids.uuid("corporate_action")
    simulation.database.insert(
        "corporate_actions",
        id=action_id,
        type=creation.type,
        symbol=asset.symbol,
        cash=cash,
        old_rate=old_rate,
        new_rate=new_rate,
        declaration_date=today.isoformat(),
        ex_date=ex_date.isoformat(),
        payable_date=payable.isoformat(),
        entitled_at=to_timestamp(entitled_at),
    )
    due_at = entitled_at
    if payable > today and creation.type is SimulatedAction.CASH_DIVIDEND:
        due_at = max(due_at, dates.documents_due(simulation, payable))
    simulation.schedule.add(due_at, TAKE_STEP, action_id)
    return get(simulation, action_id)


def _terms(creation: CorporateActionCreation) -> tuple[Micros, Millionths, Millionths]:
    """Cash a share and both rates, in 1e-6."""
    if creation.type is SimulatedAction.CASH_DIVIDEND:
        if creation.old_rate is not None or creation.new_rate is not None:
            raise InvalidError("a dividend has no rates", "old_rate")
        if creation.cash is None:
            raise InvalidError("cash is required for a dividend", "cash")
        if creation.cash > _MOST_CASH:
            raise InvalidError(f"cash must be at most {_MOST_CASH}", "cash")
        return usd_amount(creation.cash, "cash"), _ONE, _ONE
    if creation.cash is not None:
        raise InvalidError("a split pays no cash", "cash")
    old_rate = _rate(creation.old_rate, "old_rate")
    new_rate = _rate(creation.new_rate, "new_rate")
    if creation.type is SimulatedAction.FORWARD_SPLIT and new_rate <= old_rate:
        raise InvalidError("a forward split has more new shares than old ones", "new_rate")
    if creation.type is SimulatedAction.REVERSE_SPLIT and new_rate >= old_rate:
        raise InvalidError("a reverse split has fewer new shares than old ones", "new_rate")
    return Micros(0), old_rate, new_rate


def _rate(value: Decimal | None, field: str) -> Millionths:
    if value is None:
        raise InvalidError(f"{field} is required for a split", field)
    if not Decimal("0.001") <= value <= _LARGEST_RATE:
        raise InvalidError(f"{field} must be from 0.001 to {_LARGEST_RATE}", field)
    try:
        return Millionths(scaled(value, RATE_PLACES))
    except TooFineError as error:
        raise InvalidError(f"{field} must have at most {RATE_PLACES} places", field) from error


def take(simulation: Simulation, action_id: str) -> None:
    """Let an action take effect."""
    action = _action(_row(simulation, action_id))
    if action.type is SimulatedAction.CASH_DIVIDEND:
        dividends.pay(simulation, action)
    else:
        splits.split(simulation, action)


def find(simulation: Simulation, query: AnnouncementQuery) -> list[CorporateActionAnnouncement]:
    """What is announced by now, by the date asked for; raises InvalidError."""
    if query.since > query.until:
        raise InvalidError("since must not be after until", "since")
    if query.until - query.since > _LONGEST_SPAN:
        raise InvalidError("since and until must be at most 90 days apart", "until")
    kinds = {kind.lower() for kind in query.kinds}
    if not kinds or not kinds <= set(CorporateActionType):
        raise InvalidError(f"ca_types must be of {', '.join(CorporateActionType)}", "ca_types")
    today = dates.today(simulation)
    found = [
        announcement
        for action in _all(simulation, query.since, query.until)
        if (announcement := action.as_wire()).ca_type in kinds
        and announcement.declaration_date <= today
        and query.since <= getattr(announcement, query.date_type) <= query.until
        and query.symbol in (None, action.symbol)
        and query.cusip in (None, cusip(action.symbol))
    ]
    return sorted(
        found, key=lambda found: (getattr(found, query.date_type), found.initiating_symbol)
    )


def _all(simulation: Simulation, since: date, until: date) -> list[Action]:
    """Every action that may have a date between the two."""
    stored = [_action(row) for row in simulation.database.rows("SELECT * FROM corporate_actions")]
    first = max(since, date(1970, 6, 1)) - _FARTHEST_EX_DATE
    last = min(until, date(2100, 1, 1)) + _FARTHEST_EX_DATE
    return [*dividends.scheduled(simulation, first, last), *stored]


def get(simulation: Simulation, announcement_id: str) -> CorporateActionAnnouncement:
    """Raises NotFoundError for what is not announced yet, too."""
    wanted = announcement_id.lower()
    row = simulation.database.row("SELECT * FROM corporate_actions WHERE id = ?", (wanted,))
    if row is not None:
        return _action(row).as_wire()
    today = dates.today(simulation)
    first = date(today.year - 2, 1, 1)
    for action in dividends.scheduled(simulation, first, today + _FARTHEST_EX_DATE):
        if action.id == wanted and action.declaration_date <= today:
            return action.as_wire()
    raise NotFoundError("announcement not found")


def _row(simulation: Simulation, action_id: str) -> sqlite3.Row:
    row = simulation.database.row("SELECT * FROM corporate_actions WHERE id = ?", (action_id,))
    assert row is not None
    return row


def _action(row: sqlite3.Row) -> Action:
    return Action(
        id=row["id"],
        type=SimulatedAction(row["type"]),
        symbol=row["symbol"],
        cash=row["cash"],
        old_rate=row["old_rate"],
        new_rate=row["new_rate"],
        declaration_date=date.fromisoformat(row["declaration_date"]),
        ex_date=date.fromisoformat(row["ex_date"]),
        payable_date=date.fromisoformat(row["payable_date"]),
        entitled_at=from_timestamp(row["entitled_at"]),
    )
