"""Cash dividends: the calendar of regular ones, which depends on the seed alone, and payment."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.activities import entries as activities
from ribbit_tui.simulator.engine.common import trading_days as dates
from ribbit_tui.simulator.exact import (
    MICROS_PER_CENT,
    Micros,
    Nanos,
    shares,
    usd,
    value_of,
)
from ribbit_tui.simulator.ledger.double_entry import WORLD_MARKET, cash_moves
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.simulator.storage.ids import stable_uuid
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.corporate_actions import SimulatedAction
from ribbit_tui.wire.model import plain_decimal

from .actions import UNCHANGED_RATE, Action, cusip

PAY = "dividends.pay"

_PAYERS = ("AAPL", "CVX", "IBM", "JNJ", "JPM", "KO", "MCD", "MSFT", "PG", "SPY", "VZ", "WMT", "XOM")
_LEAST_YIELD, _MOST_YIELD = 40, 400
"""Per year, in basis points of the price around the start of 2026."""
_DECLARED_BEFORE = timedelta(days=21)
_WITHHELD = 30
"""Percent withheld from tax residents of other countries."""


class _Holder(NamedTuple):
    account_id: str
    qty: Nanos


def scheduled(
    simulation: Simulation, first: date, last: date, payers: Iterable[str] = _PAYERS
) -> Iterator[Action]:
    """Yield the regular dividends with an ex date from `first` to `last`, both included."""
    for symbol in payers:
        month = first.replace(day=1)
        while month <= last:
            action = _in_month(simulation, symbol, month)
            if action is not None and first <= action.ex_date <= last:
                yield action
            month = (month + timedelta(days=31)).replace(day=1)


def of_symbol(simulation: Simulation, symbol: str, first: date, last: date) -> Iterator[Action]:
    """Yield the regular dividends of one symbol, as `scheduled`."""
    if symbol in _PAYERS:
        yield from scheduled(simulation, first, last, (symbol,))


def _in_month(simulation: Simulation, symbol: str, month: date) -> Action | None:
    """Return the dividend with an ex date in `month`: once a quarter, always in the same month."""
    if month.month % 3 != int(simulation.ids.fraction("dividend", symbol, "month") * 3):
        return None
    day, wait, part = (
        simulation.ids.fraction("dividend", symbol, name) for name in ("day", "wait", "yield")
    )
    ex_date = _working_day(month.replace(day=5 + int(day * 20)))
    basis_points = _LEAST_YIELD + int(part * (_MOST_YIELD - _LEAST_YIELD))
    quarterly_cents = simulation.assets.base_price[symbol] * basis_points / 100 / 4
    return Action(
        id=stable_uuid(f"{simulation.settings.seed}/dividend/{symbol}/{ex_date.isoformat()}"),
        type=SimulatedAction.CASH_DIVIDEND,
        symbol=symbol,
        cash=Micros(max(1, round(quarterly_cents)) * MICROS_PER_CENT),
        old_rate=UNCHANGED_RATE,
        new_rate=UNCHANGED_RATE,
        declaration_date=_working_day(ex_date - _DECLARED_BEFORE),
        ex_date=ex_date,
        payable_date=_working_day(ex_date + timedelta(days=7 + int(wait * 21))),
        entitled_at=dates.start_of(ex_date),
    )


def _working_day(day: date) -> date:
    """Return the day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def _payable_after(simulation: Simulation, day: date) -> date:
    """Return the first day after `day` on which any regular dividend is paid."""
    near = scheduled(simulation, day - timedelta(days=45), day + timedelta(days=95))
    return min(action.payable_date for action in near if action.payable_date > day)


def schedule_next(simulation: Simulation) -> None:
    """Schedule the next payment of regular dividends, unless it is scheduled."""
    if not simulation.schedule.has(PAY):
        _schedule_after(simulation, dates.today(simulation))


def _schedule_after(simulation: Simulation, day: date) -> None:
    payable = _payable_after(simulation, day)
    simulation.schedule.add(dates.documents_due(simulation, payable), PAY, payable.isoformat())


def pay_regular(simulation: Simulation, payable: str) -> None:
    """Pay every regular dividend of the day `payable`, and schedule the next payment."""
    day = date.fromisoformat(payable)
    for action in scheduled(simulation, day - timedelta(days=45), day):
        if action.payable_date == day:
            pay(simulation, action)
    _schedule_after(simulation, day)


def pay(simulation: Simulation, action: Action) -> None:
    """Credit everyone who held shares at `entitled_at`.

    An account that was closed in the meantime is credited too; the firm can journal the money
    away.
    """
    for holder in simulation.database.fetch_all(
        _Holder,
        "SELECT book, sum(amount) FROM ledger_entries"
        " WHERE unit = ? AND at < ? AND book NOT LIKE 'world:%'"
        " GROUP BY book HAVING sum(amount) > 0 ORDER BY book",
        (action.symbol, to_timestamp(action.entitled_at)),
    ):
        _credit(simulation, action, holder.account_id, holder.qty)


def _credit(simulation: Simulation, action: Action, account_id: str, qty: Nanos) -> None:
    amount = value_of(qty, action.cash)
    if amount == 0:
        return
    now = simulation.now()
    simulation.ledger.post(cash_moves(WORLD_MARKET, account_id, amount), action.id, now)
    _record(simulation, action, account_id, ActivityType.DIV, qty, amount)
    withheld = value_of(Nanos(amount * 1000), Micros(_WITHHELD * MICROS_PER_CENT))
    if withheld and _is_foreign(simulation, account_id):
        simulation.ledger.post(cash_moves(account_id, WORLD_MARKET, withheld), action.id, now)
        _record(simulation, action, account_id, ActivityType.DIVNRA, qty, Micros(-withheld))


def _is_foreign(simulation: Simulation, account_id: str) -> bool:
    application = find_account(simulation, account_id).application_body()
    residence = application.get("identity", {}).get("country_of_tax_residence", "USA")
    return bool(residence != "USA")


def _record(
    simulation: Simulation,
    action: Action,
    account_id: str,
    kind: ActivityType,
    qty: Nanos,
    amount: Micros,
) -> None:
    per_share = plain_decimal(usd(action.cash))
    label = "Cash DIV" if kind is ActivityType.DIV else f"DIV tax withholding at {_WITHHELD}%,"
    number = cusip(action.symbol)
    body = {
        "net_amount": plain_decimal(usd(amount)),
        "description": f"{label} @ {per_share}",
        "symbol": action.symbol,
        "qty": plain_decimal(shares(qty)),
        "per_share_amount": per_share,
        "activity_sub_type": "CDIV" if kind is ActivityType.DIV else None,
        "cusip": number,
        "group_id": stable_uuid(f"{action.id}/{account_id}"),
    }
    details = {
        "ca_id": action.id,
        "cusip": number,
        "symbol": action.symbol,
        "position_date": action.ex_date.isoformat(),
        "ex_date": action.ex_date.isoformat(),
        "record_date": action.ex_date.isoformat(),
        "payable_date": action.payable_date.isoformat(),
        "rate": per_share,
        "foreign": False,
        "special": False,
        "cash_payout": body["net_amount"],
        "entitled_qty": body["qty"],
    }
    activities.record_other(simulation, account_id, kind, body, details)
