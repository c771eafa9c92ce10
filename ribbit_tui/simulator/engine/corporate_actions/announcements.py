"""Announcements of the regular dividends and of actions that a director makes."""

from dataclasses import dataclass
from datetime import date, timedelta

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.common import trading_days as dates
from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.corporate_actions import (
    CorporateActionAnnouncement,
    CorporateActionCreation,
    CorporateActionDate,
    CorporateActionType,
    SimulatedAction,
)

from . import dividends, records, rules
from .actions import Action, cusip
from .records import ActionRecord
from .steps import TAKE_EFFECT
from .views import as_wire

_LONGEST_SPAN = timedelta(days=90)
_FARTHEST_EX_DATE = timedelta(days=60)
"""Largest distance of a regular dividend's ex date from its other dates."""


@dataclass(frozen=True, kw_only=True)
class AnnouncementQuery:
    """Conditions for announcements: `since` and `until` limit the date that `date_type` names.

    Both days are included.
    """

    kinds: tuple[str, ...]
    since: date
    until: date
    symbol: str | None = None
    cusip: str | None = None
    date_type: CorporateActionDate = CorporateActionDate.EX


def create(
    simulation: Simulation, creation: CorporateActionCreation
) -> CorporateActionAnnouncement:
    """Announce an action of today; it takes effect on its dates.

    If the ex date is today, holders of shares now take part. Raises InvalidError.
    """
    asset = simulation.assets.find(creation.symbol)
    if asset is None or asset.asset_class != AssetClass.US_EQUITY:
        raise InvalidError("symbol is not a stock", "symbol")
    terms = rules.checked_terms(creation)
    today = dates.today(simulation)
    ex_date, payable = rules.checked_dates(creation, today)
    entitled_at = max(dates.start_of(ex_date), simulation.now())
    action = ActionRecord(
        id=simulation.ids.uuid("corporate_action"),
        type=creation.type,
        symbol=asset.symbol,
        cash=terms.cash,
        old_rate=terms.old_rate,
        new_rate=terms.new_rate,
        declaration_date=today.isoformat(),
        ex_date=ex_date.isoformat(),
        payable_date=payable.isoformat(),
        entitled_at=to_timestamp(entitled_at),
    )
    records.insert(simulation, action)
    due_at = entitled_at
    if payable > today and creation.type is SimulatedAction.CASH_DIVIDEND:
        due_at = max(due_at, dates.documents_due(simulation, payable))
    simulation.schedule.add(due_at, TAKE_EFFECT, action.id)
    return as_wire(action.action())


def find(simulation: Simulation, query: AnnouncementQuery) -> list[CorporateActionAnnouncement]:
    """Return the announcements made so far, ordered by the date asked for; raises InvalidError."""
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
        if (announcement := as_wire(action)).ca_type in kinds
        and (announcement.declaration_date or today) <= today
        and query.since <= getattr(announcement, query.date_type) <= query.until
        and query.symbol in (None, action.symbol)
        and query.cusip in (None, cusip(action.symbol))
    ]
    return sorted(
        found, key=lambda found: (getattr(found, query.date_type), found.initiating_symbol)
    )


def _all(simulation: Simulation, since: date, until: date) -> list[Action]:
    """Return every action that may have a date within the span."""
    stored = [record.action() for record in records.all_actions(simulation)]
    first = max(since, date(1970, 6, 1)) - _FARTHEST_EX_DATE
    last = min(until, date(2100, 1, 1)) + _FARTHEST_EX_DATE
    return [*dividends.scheduled(simulation, first, last), *stored]


def get(simulation: Simulation, announcement_id: str) -> CorporateActionAnnouncement:
    """Return one announcement; raises NotFoundError, also for one that is not announced yet."""
    wanted = announcement_id.lower()
    record = records.by_id(simulation, wanted)
    if record is not None:
        return as_wire(record.action())
    today = dates.today(simulation)
    first = date(today.year - 2, 1, 1)
    for action in dividends.scheduled(simulation, first, today + _FARTHEST_EX_DATE):
        if action.id == wanted and action.declaration_date <= today:
            return as_wire(action)
    raise NotFoundError("announcement not found")
