"""How an account's worth went, computed from the ledger's dates and the market's prices."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate, compress, groupby
from typing import Any, NamedTuple

from ribbit_tui.simulator.clock import Timestamp, from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.exact import Nanos, value_of
from ribbit_tui.simulator.ledger.double_entry import USD
from ribbit_tui.simulator.market.calendar import Session
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.positions import PnlReset

from . import activities, history_windows
from .history_windows import WHOLE_DAY, HistoryQuery, Window

_MICROS_PER_USD = 1_000_000
_ALL, _NONE = "ALL", "NONE"


class _Worth(NamedTuple):
    """In 1e-6 USD; `paid_in` is what came from outside, less what left."""

    equity: int
    paid_in: int


class _CashMove(NamedTuple):
    """An activity that is not a fill."""

    activity_type: str
    at: Timestamp
    body: str


class _PastEntry(NamedTuple):
    """A ledger entry; `amount` is 1e-6 USD or 1e-9 shares."""

    unit: str
    amount: int
    at: Timestamp
    is_from_outside: bool


class _Stretch(NamedTuple):
    """Windows whose profits refer to one base, and the session whose close that is by rights."""

    windows: list[Window]
    before: Session


class _Base(NamedTuple):
    """Whose equity at `moment`, on the trading day `day`, profits refer to."""

    moment: datetime
    day: date


class _Result(NamedTuple):
    profit: int
    fraction: float


def get(simulation: Simulation, account_id: str, query: HistoryQuery) -> dict[str, Any]:
    """Equity at the end of every window, and the profit on what there was at the close before.

    An account that was empty then is measured by its first equity. Deposits, withdrawals and
    journals change equity but are no profit; the percentage refers to the base and to them.
    """
    account = find_account(simulation, account_id).id
    kinds = _cashflow_kinds(query.cashflow_types)
    timeframe, windows = history_windows.asked_for(simulation, query)
    resets = query.pnl_reset is PnlReset.PER_DAY and timeframe != WHOLE_DAY
    stretches = _stretches(simulation, windows, resets)
    moments = [stretch.before.closes for stretch in stretches] + [end.ends for end in windows]
    worths = _Past(simulation, account).worths(sorted(set(moments)))
    bases = [_base(stretch, worths) for stretch in stretches]
    results = [
        result
        for stretch, base in zip(stretches, bases, strict=True)
        for result in _results(stretch, base, worths)
    ]
    first = next((base for base in bases if base is not None), None)
    answer = {
        "timestamp": [int(window.starts.timestamp()) for window in windows],
        "equity": [worths[window.ends].equity / _MICROS_PER_USD for window in windows],
        "profit_loss": [result.profit / _MICROS_PER_USD for result in results],
        "profit_loss_pct": [result.fraction for result in results],
        "base_value": worths[first.moment].equity / _MICROS_PER_USD if first else 0.0,
        "timeframe": timeframe,
    }
    if first is not None:
        answer["base_value_asof"] = first.day.isoformat()
    if kinds is not None:
        since = stretches[0].before.closes if stretches else simulation.now()
        answer["cashflow"] = _cashflow(simulation, account, kinds, since, windows)
    return answer


def _stretches(simulation: Simulation, windows: Sequence[Window], resets: bool) -> list[_Stretch]:
    groups = (
        [list(group) for _, group in groupby(windows, key=lambda window: window.day)]
        if resets
        else [list(windows)] * bool(windows)
    )
    return [_Stretch(group, _session_before(simulation, group[0])) for group in groups]


def _session_before(simulation: Simulation, window: Window) -> Session:
    session = simulation.calendar.session(window.day)
    assert session is not None
    return simulation.calendar.session_before(session)


def _base(stretch: _Stretch, worths: dict[datetime, _Worth]) -> _Base | None:
    """None if the account was worth nothing all the time."""
    candidates = [
        _Base(stretch.before.closes, stretch.before.day),
        *(_Base(window.ends, window.day) for window in stretch.windows),
    ]
    return next((base for base in candidates if worths[base.moment].equity), None)


def _results(
    stretch: _Stretch, base: _Base | None, worths: dict[datetime, _Worth]
) -> Iterator[_Result]:
    for window in stretch.windows:
        if base is None or window.ends < base.moment:
            yield _Result(0, 0.0)
            continue
        worth, basis = worths[window.ends], worths[base.moment]
        stake = basis.equity + worth.paid_in - basis.paid_in
        profit = worth.equity - stake
        yield _Result(profit, profit / stake if stake > 0 else 0.0)


def _cashflow_kinds(asked: str | None) -> tuple[str, ...] | None:
    """The types of activities, none at all for every one, None if nobody asked."""
    if asked in (None, "", _NONE):
        return None
    if asked == _ALL:
        return ()
    kinds = activities.kinds_named(asked.split(","), "cashflow_types")
    if ActivityType.FILL in kinds:
        raise InvalidError("a trade is no cash flow", "cashflow_types")
    return kinds


def _cashflow(
    simulation: Simulation,
    account_id: str,
    kinds: tuple[str, ...],
    since: datetime,
    windows: Sequence[Window],
) -> dict[str, list[float]]:
    """Cash by type and window; what moved between two windows is the later one's."""
    ends = [to_timestamp(window.ends) for window in windows]
    sums = {kind: [Decimal(0)] * len(ends) for kind in kinds}
    moves = simulation.database.fetch_all(
        _CashMove,
        "FROM activities WHERE account_id = ? AND at >= ? AND activity_type != ? ORDER BY sequence",
        (account_id, to_timestamp(since), ActivityType.FILL),
    )
    for kind, at, body in moves:
        place = bisect_right(ends, at)
        amount = Decimal(json.loads(body)["net_amount"])
        if place < len(ends) and (kind in sums or (not kinds and amount)):
            sums.setdefault(kind, [Decimal(0)] * len(ends))[place] += amount
    return {kind: [float(amount) for amount in amounts] for kind, amounts in sums.items()}


class _Past:
    """An account's books as they were, read once."""

    def __init__(self, simulation: Simulation, account_id: str) -> None:
        self._prices = simulation.prices
        self._entries = simulation.database.fetch_all(
            _PastEntry,
            "SELECT unit, amount, at, reference = book OR reference IN (SELECT id FROM transfers)"
            " OR reference IN (SELECT id FROM journals)"
            " FROM ledger_entries WHERE book = ? ORDER BY at, id",
            (account_id,),
        )

    def worths(self, moments: Sequence[datetime]) -> dict[datetime, _Worth]:
        """Just before every moment; they are in order."""
        by_unit: dict[str, list[tuple[Timestamp, int]]] = {}
        paid_in = []
        for unit, amount, at, is_from_outside in self._entries:
            by_unit.setdefault(unit, []).append((at, amount))
            if is_from_outside:
                paid_in.append((at, self._value(unit, amount, at)))
        micros = [to_timestamp(moment) for moment in moments]
        equities = [0] * len(moments)
        for unit, entries in by_unit.items():
            values = self._values(unit, _balances(entries, micros), moments)
            equities = [equity + value for equity, value in zip(equities, values, strict=True)]
        worths = map(_Worth, equities, _balances(paid_in, micros))
        return dict(zip(moments, worths, strict=True))

    def _values(self, unit: str, held: list[int], moments: Sequence[datetime]) -> Sequence[int]:
        if unit == USD:
            return held
        prices = self._prices.micros_before_each(unit, compress(moments, held))
        return [value_of(Nanos(amount), next(prices)) if amount else 0 for amount in held]

    def _value(self, unit: str, amount: int, at: Timestamp) -> int:
        if unit == USD:
            return amount
        return value_of(Nanos(amount), self._prices.micros_before(unit, from_timestamp(at)))


def _balances(entries: Sequence[tuple[int, int]], moments: Sequence[int]) -> list[int]:
    """The sum of all amounts dated before each moment; both are in order."""
    sums = [0, *accumulate(amount for _, amount in entries)]
    dates = [at for at, _ in entries]
    return [sums[bisect_left(dates, moment)] for moment in moments]
