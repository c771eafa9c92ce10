"""The history of an account's equity and profit, from the ledger and past market prices."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate, compress, groupby
from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp, from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.activities import records as activity_records
from ribbit_tui.simulator.engine.activities import search as activity_search
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.exact import Micros, Nanos, value_of
from ribbit_tui.simulator.ledger.double_entry import USD
from ribbit_tui.simulator.market.calendar import Session
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.positions import PnlReset

from .windows import WHOLE_DAY, HistoryQuery, Window, windows_for

_MICROS_PER_USD = 1_000_000
_ALL, _NONE = "ALL", "NONE"


class _Value(NamedTuple):
    """Equity, and the money paid in less the money taken out until then."""

    equity: Micros
    paid_in: Micros


class _PastEntry(NamedTuple):
    """A ledger entry; `amount` is 1e-6 USD or 1e-9 shares."""

    unit: str
    amount: int
    at: Timestamp
    is_from_outside: bool


class _Span(NamedTuple):
    """Windows that measure profit from one base, and the session whose close is that base."""

    windows: list[Window]
    before: Session


class _Base(NamedTuple):
    """Reference point for profit: equity at `at` on trading day `day`."""

    at: datetime
    day: date


class _Result(NamedTuple):
    """Profit in 1e-6 USD, and as a fraction of the money at stake."""

    profit: int
    fraction: float


def get(simulation: Simulation, account_id: str, query: HistoryQuery) -> dict[str, object]:
    """Return as JSON the equity at the end of every window, and the profit since the close before.

    The base of an account that was empty then is its first equity. Deposits, withdrawals and
    journals change equity but are no profit; the percentage refers to the base plus them.
    """
    account = find_account(simulation, account_id).id
    kinds = _cashflow_kinds(query.cashflow_types)
    timeframe, windows = windows_for(simulation, query)
    resets = query.pnl_reset is PnlReset.PER_DAY and timeframe != WHOLE_DAY
    spans = _spans(simulation, windows, resets)
    times = [span.before.closes for span in spans] + [end.ends for end in windows]
    values = _Past(simulation, account).values(sorted(set(times)))
    bases = [_base(span, values) for span in spans]
    results = [
        result
        for span, base in zip(spans, bases, strict=True)
        for result in _results(span, base, values)
    ]
    first = next((base for base in bases if base is not None), None)
    answer = {
        "timestamp": [int(window.starts.timestamp()) for window in windows],
        "equity": [values[window.ends].equity / _MICROS_PER_USD for window in windows],
        "profit_loss": [result.profit / _MICROS_PER_USD for result in results],
        "profit_loss_pct": [result.fraction for result in results],
        "base_value": values[first.at].equity / _MICROS_PER_USD if first else 0.0,
        "timeframe": timeframe,
    }
    if first is not None:
        answer["base_value_asof"] = first.day.isoformat()
    if kinds is not None:
        since = spans[0].before.closes if spans else simulation.now()
        answer["cashflow"] = _cashflow(simulation, account, kinds, since, windows)
    return answer


def _spans(simulation: Simulation, windows: Sequence[Window], resets: bool) -> list[_Span]:
    groups = (
        [list(group) for _, group in groupby(windows, key=lambda window: window.day)]
        if resets
        else [list(windows)] * bool(windows)
    )
    return [_Span(group, _session_before(simulation, group[0])) for group in groups]


def _session_before(simulation: Simulation, window: Window) -> Session:
    session = simulation.trading_hours.session(window.day)
    assert session is not None
    return simulation.trading_hours.session_before(session)


def _base(span: _Span, values: dict[datetime, _Value]) -> _Base | None:
    """Return the reference point of a span; None if the equity was always zero."""
    candidates = [
        _Base(span.before.closes, span.before.day),
        *(_Base(window.ends, window.day) for window in span.windows),
    ]
    return next((base for base in candidates if values[base.at].equity), None)


def _results(span: _Span, base: _Base | None, values: dict[datetime, _Value]) -> Iterator[_Result]:
    for window in span.windows:
        if base is None or window.ends < base.at:
            yield _Result(0, 0.0)
            continue
        value, basis = values[window.ends], values[base.at]
        stake = basis.equity + value.paid_in - basis.paid_in
        profit = value.equity - stake
        yield _Result(profit, profit / stake if stake > 0 else 0.0)


def _cashflow_kinds(asked: str | None) -> tuple[str, ...] | None:
    """Return the types of activities to report: empty for all, None if none are asked for."""
    if asked in (None, "", _NONE):
        return None
    if asked == _ALL:
        return ()
    kinds = activity_search.kinds_named(asked.split(","), "cashflow_types")
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
    """Return cash flows by type and window; those between two windows count to the later one."""
    ends = [to_timestamp(window.ends) for window in windows]
    sums = {kind: [Decimal(0)] * len(ends) for kind in kinds}
    moves = activity_records.other_than_fills(simulation, account_id, to_timestamp(since))
    for move in moves:
        kind, place = move.activity_type, bisect_right(ends, move.at)
        amount = Decimal(json.loads(move.body)["net_amount"])
        if place < len(ends) and (kind in sums or (not kinds and amount)):
            sums.setdefault(kind, [Decimal(0)] * len(ends))[place] += amount
    return {kind: [float(amount) for amount in amounts] for kind, amounts in sums.items()}


class _Past:
    """The ledger entries of an account, read once."""

    def __init__(self, simulation: Simulation, account_id: str) -> None:
        self._prices = simulation.prices
        self._entries = simulation.database.fetch_all(
            _PastEntry,
            "SELECT unit, amount, at, reference = book OR reference IN (SELECT id FROM transfers)"
            " OR reference IN (SELECT id FROM journals)"
            " FROM ledger_entries WHERE book = ? ORDER BY at, id",
            (account_id,),
        )

    def values(self, times: Sequence[datetime]) -> dict[datetime, _Value]:
        """Return the account's value just before each of `times`, which are in order."""
        by_unit: dict[str, list[tuple[Timestamp, int]]] = {}
        paid_in = []
        for unit, amount, at, is_from_outside in self._entries:
            by_unit.setdefault(unit, []).append((at, amount))
            if is_from_outside:
                paid_in.append((at, self._value(unit, amount, at)))
        timestamps = [to_timestamp(at) for at in times]
        equities = [0] * len(times)
        for unit, entries in by_unit.items():
            values = self._unit_values(unit, _balances(entries, timestamps), times)
            equities = [equity + value for equity, value in zip(equities, values, strict=True)]
        return {
            at: _Value(Micros(equity), Micros(paid))
            for at, equity, paid in zip(
                times, equities, _balances(paid_in, timestamps), strict=True
            )
        }

    def _unit_values(
        self, unit: str, held: Sequence[int], times: Sequence[datetime]
    ) -> Sequence[int]:
        """Return the values in 1e-6 USD of what was held of a unit at each of `times`."""
        if unit == USD:
            return held
        prices = self._prices.micros_before_each(unit, compress(times, held))
        return [value_of(Nanos(amount), next(prices)) if amount else 0 for amount in held]

    def _value(self, unit: str, amount: int, at: Timestamp) -> int:
        if unit == USD:
            return amount
        return value_of(Nanos(amount), self._prices.micros_before(unit, from_timestamp(at)))


def _balances(entries: Sequence[tuple[int, int]], times: Sequence[int]) -> list[int]:
    """Return the sum of all amounts dated before each of `times`; both are in order."""
    sums = [0, *accumulate(amount for _, amount in entries)]
    dates = [at for at, _ in entries]
    return [sums[bisect_left(dates, at)] for at in times]
