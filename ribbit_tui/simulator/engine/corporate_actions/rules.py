"""Rules for corporate actions that a director makes."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ribbit_tui.simulator.clock import LATEST
from ribbit_tui.simulator.engine.common.request_amounts import usd_amount
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.exact import Micros, Millionths, TooFineError, scaled
from ribbit_tui.wire.corporate_actions import CorporateActionCreation, SimulatedAction

from .actions import RATE_PLACES, UNCHANGED_RATE

_LARGEST_RATE = 1000
_MOST_CASH = Decimal(1000)


class Terms(NamedTuple):
    """Cash per share, and the old and the new rate of a split."""

    cash: Micros
    old_rate: Millionths
    new_rate: Millionths


def checked_dates(creation: CorporateActionCreation, today: date) -> tuple[date, date]:
    """Return ex date and payable date; both are today unless given. Raises InvalidError."""
    ex_date = creation.ex_date or today
    payable = creation.payable_date or ex_date
    if ex_date < today:
        raise InvalidError("ex_date must not be before today", "ex_date")
    if payable < ex_date:
        raise InvalidError("payable_date must not be before ex_date", "payable_date")
    if payable >= LATEST.date():
        raise InvalidError(f"the dates must be before {LATEST.year}", "payable_date")
    if creation.type is not SimulatedAction.CASH_DIVIDEND and payable != ex_date:
        raise InvalidError("a split takes effect on its ex_date", "payable_date")
    return ex_date, payable


def checked_terms(creation: CorporateActionCreation) -> Terms:
    """Return the terms of a dividend or a split. Raises InvalidError."""
    if creation.type is SimulatedAction.CASH_DIVIDEND:
        if creation.old_rate is not None or creation.new_rate is not None:
            raise InvalidError("a dividend has no rates", "old_rate")
        if creation.cash is None:
            raise InvalidError("cash is required for a dividend", "cash")
        if creation.cash > _MOST_CASH:
            raise InvalidError(f"cash must be at most {_MOST_CASH}", "cash")
        return Terms(usd_amount(creation.cash, "cash"), UNCHANGED_RATE, UNCHANGED_RATE)
    if creation.cash is not None:
        raise InvalidError("a split pays no cash", "cash")
    old_rate = _rate(creation.old_rate, "old_rate")
    new_rate = _rate(creation.new_rate, "new_rate")
    if creation.type is SimulatedAction.FORWARD_SPLIT and new_rate <= old_rate:
        raise InvalidError("a forward split has more new shares than old ones", "new_rate")
    if creation.type is SimulatedAction.REVERSE_SPLIT and new_rate >= old_rate:
        raise InvalidError("a reverse split has fewer new shares than old ones", "new_rate")
    return Terms(Micros(0), old_rate, new_rate)


def _rate(value: Decimal | None, field: str) -> Millionths:
    if value is None:
        raise InvalidError(f"{field} is required for a split", field)
    if not Decimal("0.001") <= value <= _LARGEST_RATE:
        raise InvalidError(f"{field} must be from 0.001 to {_LARGEST_RATE}", field)
    try:
        return Millionths(scaled(value, RATE_PLACES))
    except TooFineError as error:
        raise InvalidError(f"{field} must have at most {RATE_PLACES} places", field) from error
