"""Interest: it accrues at the end of each day in New York, and is credited once a month."""

from datetime import date, timedelta
from typing import NamedTuple

from ribbit_tui.simulator.engine.activities import entries as activities
from ribbit_tui.simulator.engine.common import trading_days
from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from ribbit_tui.simulator.exact import Micros, to_cents
from ribbit_tui.simulator.ledger.double_entry import WORLD_INTEREST, cash_moves
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import ActivityType

from . import records, tiers
from .records import EnrolledAccount

CREDIT = "cash_interest.credit"

_DAY = timedelta(days=1)
_DAYS_A_YEAR = 365
_BPS = 10_000
_SWEEP = "SWP"
_MICROS_OF_ACCRUAL = 100
"""A day's interest is rounded to a hundredth of a cent, as in Alpaca's report of it."""


class _Accrued(NamedTuple):
    """Interest of an account and the firm's fee for it."""

    interest: int
    fee: int


def schedule_next(simulation: Simulation) -> None:
    """Schedule the credit of this month's interest, unless it is scheduled."""
    if not simulation.schedule.has(CREDIT):
        _schedule(simulation, _month_after(trading_days.today(simulation)))


def _schedule(simulation: Simulation, month: date) -> None:
    due_at = trading_days.documents_due(simulation, month)
    simulation.schedule.add(due_at, CREDIT, month.isoformat())


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def current_tier(simulation: Simulation, account_id: str) -> str | None:
    """Return the name of the tier that an account is in, or None."""
    found = [one for one in records.enrolled(simulation) if one.id == account_id]
    return found[0].tier_on(trading_days.today(simulation)) if found else None


def credit_all(simulation: Simulation, begun: str) -> None:
    """Credit the interest of the month before the one that began on `begun` (ISO date)."""
    until = date.fromisoformat(begun)
    first = (until - _DAY).replace(day=1)
    fees = 0
    for account in records.enrolled(simulation):
        accrued = _accrued(simulation, account, first, until)
        _credit(simulation, account.id, to_cents(accrued.interest), f"{first:%B %Y}")
        fees += accrued.fee
    _credit(simulation, SWEEP_ACCOUNT, to_cents(fees), f"fees, {first:%B %Y}")
    _schedule(simulation, _month_after(until))


def _accrued(
    simulation: Simulation, account: EnrolledAccount, first: date, until: date
) -> _Accrued:
    """Return what accrued from `first` up to but not including `until`, in 1e-6 USD."""
    interest = fee = 0
    for number in range((until - first).days):
        day = first + number * _DAY
        name = account.tier_on(day)
        if name is not None:
            cash = simulation.ledger.holdings_at(account.id, trading_days.start_of(day + _DAY)).cash
            interest += of_day(cash, tiers.TIERS[name].account_rate_bps)
            fee += of_day(cash, tiers.TIERS[name].correspondent_rate_bps)
    return _Accrued(interest, fee)


def of_day(cash: Micros, rate_bps: int) -> Micros:
    """Return a day's interest in 1e-6 USD, at a rate a year in basis points."""
    whole = _BPS * _DAYS_A_YEAR * _MICROS_OF_ACCRUAL
    return Micros((2 * cash * rate_bps + whole) // (2 * whole) * _MICROS_OF_ACCRUAL)


def _credit(simulation: Simulation, account_id: str, amount: Micros, period: str) -> None:
    if amount == 0:
        return
    reference = simulation.ids.uuid("interest")
    moves = cash_moves(WORLD_INTEREST, account_id, amount)
    simulation.ledger.post(moves, reference, simulation.now())
    activities.record_cash(
        simulation,
        account_id,
        ActivityType.INT,
        amount,
        f"Interest on cash, {period}",
        sub_type=_SWEEP,
    )
