"""How an account's worth went, computed from the ledger's dates and the market's prices."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from ribbit_tui.simulator.clock import from_micros
from ribbit_tui.simulator.exact import value_of
from ribbit_tui.simulator.market.calendar import FIRST_DAY, NEW_YORK, Session
from ribbit_tui.simulator.world import World

from . import accounts
from .ledger import USD
from .refusals import Invalid

_PERIOD = re.compile(r"([1-9]\d{0,2})([DWMA])")
_MINUTES = {"1Min": 1, "5Min": 5, "15Min": 15, "1H": 60}
_WHOLE_DAY = "1D"
_LONGEST_BY_MINUTE = timedelta(days=7)
_LONGEST_INTRADAY = timedelta(days=31)
_LONGEST = timedelta(days=366 * 10)
_FINEST_UP_TO = timedelta(days=7)
_FINE_UP_TO = timedelta(days=30)
_MICROS_PER_USD = 1_000_000


@dataclass(frozen=True, kw_only=True)
class HistoryQuery:
    period: str = "1M"
    timeframe: str | None = None
    date_end: date | None = None
    extended_hours: bool = False


class _Window(NamedTuple):
    starts: datetime
    ends: datetime


class _Worth(NamedTuple):
    """In 1e-6 USD; `paid_in` is what came from outside, less what left."""

    equity: int
    paid_in: int


def get(world: World, account_id: str, query: HistoryQuery) -> dict[str, Any]:
    """Equity at the end of every window, and the profit since before the first.

    Deposits, withdrawals and journals change equity but are no profit; while the account was
    empty before, the percentage refers to what was paid in since.
    """
    account = accounts.find(world, account_id)["id"]
    first, last = _days(world, query)
    timeframe = _timeframe(query.timeframe, last - first + timedelta(days=1))
    windows = list(_windows(world, first, last, timeframe, query.extended_hours))
    past = _Past(world, account)
    base = past.worth(windows[0].starts) if windows else _Worth(0, 0)
    worths = [past.worth(window.ends) for window in windows]
    profits = [worth.equity - worth.paid_in - (base.equity - base.paid_in) for worth in worths]
    invested = [base.equity + worth.paid_in - base.paid_in for worth in worths]
    return {
        "timestamp": [int(window.starts.timestamp()) for window in windows],
        "equity": [worth.equity / _MICROS_PER_USD for worth in worths],
        "profit_loss": [profit / _MICROS_PER_USD for profit in profits],
        "profit_loss_pct": [
            profit / stake if stake > 0 else 0.0
            for profit, stake in zip(profits, invested, strict=True)
        ],
        "base_value": base.equity / _MICROS_PER_USD,
        "timeframe": timeframe,
    }


def _days(world: World, query: HistoryQuery) -> tuple[date, date]:
    """First and last day; a period in days counts sessions, all others the calendar."""
    parsed = _PERIOD.fullmatch(query.period)
    if parsed is None:
        raise Invalid("period must be a number and D, W, M or A", "period")
    count, unit = int(parsed[1]), parsed[2]
    now = world.now()
    session = world.calendar.latest_session(now)
    if query.extended_hours:
        session = world.calendar.extended_session_at(now) or session
    last = session.day if query.date_end is None else min(query.date_end, session.day)
    if unit == "D":
        following = datetime.combine(last, datetime.min.time(), NEW_YORK) + timedelta(days=1)
        earliest = world.calendar.latest_session(following - timedelta(microseconds=1))
        for _ in range(count - 1):
            earliest = world.calendar.session_before(earliest)
        return earliest.day, last
    days = {"W": timedelta(weeks=count), "M": timedelta(days=count * 365 // 12)}
    length = days.get(unit, timedelta(days=count * 365))
    if length > _LONGEST:
        raise Invalid("period must be at most ten years", "period")
    return max(FIRST_DAY, last - length + timedelta(days=1)), last


def _timeframe(asked: str | None, length: timedelta) -> str:
    if asked is None:
        if length < _FINEST_UP_TO:
            return "1Min"
        return "15Min" if length < _FINE_UP_TO else _WHOLE_DAY
    if asked == _WHOLE_DAY:
        return asked
    if asked not in _MINUTES:
        allowed = ", ".join((*_MINUTES, _WHOLE_DAY))
        raise Invalid(f"timeframe must be one of {allowed}", "timeframe")
    if length > (_LONGEST_BY_MINUTE if asked == "1Min" else _LONGEST_INTRADAY):
        raise Invalid(f"the period is too long for {asked}", "timeframe")
    return asked


def _windows(
    world: World, first: date, last: date, timeframe: str, extended_hours: bool
) -> Iterator[_Window]:
    """Those that have begun; the one under way ends now, with what happened at this moment."""
    now = world.now() + timedelta(microseconds=1)
    for regular in world.calendar.sessions(first, last):
        if timeframe == _WHOLE_DAY:
            session, length = regular, regular.closes - regular.opens
        else:
            session = _hours(world, regular, extended_hours)
            length = timedelta(minutes=_MINUTES[timeframe])
        starts = session.opens
        while starts < session.closes and starts < now:
            yield _Window(starts, min(starts + length, session.closes, now))
            starts += length


def _hours(world: World, session: Session, extended_hours: bool) -> Session:
    extended = world.calendar.extended_session(session.day) if extended_hours else None
    return extended or session


class _Past:
    """An account's books as they were, read once and asked in the order of time."""

    def __init__(self, world: World, account_id: str) -> None:
        self._world = world
        rows = world.database.rows(
            "SELECT unit, amount, at, reference IN (SELECT id FROM fills) OR"
            " reference IN (SELECT id FROM orders) AS is_trade"
            " FROM ledger_entries WHERE book = ? ORDER BY at, id",
            (account_id,),
        )
        self._rows = rows
        self._moments = [from_micros(row["at"]) for row in rows]
        self._done = 0
        self._balances: dict[str, int] = {}
        self._paid_in = 0

    def worth(self, moment: datetime) -> _Worth:
        """Just before `moment`, which never goes back."""
        upto = bisect_left(self._moments, moment, self._done)
        for row in self._rows[self._done : upto]:
            unit, amount = row["unit"], row["amount"]
            self._balances[unit] = self._balances.get(unit, 0) + amount
            if not row["is_trade"]:
                self._paid_in += self._value(unit, amount, from_micros(row["at"]))
        self._done = upto
        equity = sum(self._value(unit, held, moment) for unit, held in self._balances.items())
        return _Worth(equity, self._paid_in)

    def _value(self, unit: str, amount: int, moment: datetime) -> int:
        if unit == USD:
            return amount
        if amount == 0:
            return 0
        return value_of(amount, self._world.prices.micros_before(unit, moment))
