"""Enrollment of accounts in a tier of interest rates, changes of the tier, and leaving."""

from ribbit_tui.simulator.engine.accounts import status_changes
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.common import trading_days
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.account_options import CashInterest, CashInterestProgram

from . import credit, records, tiers

CHANGE = "cash_interest.change"

_ACTIVE, _INACTIVE, _PENDING = "ACTIVE", "INACTIVE", "PENDING_CHANGE"
_PROGRAM, _CURRENCY = "cash_interest.USD", "USD"


def check(wanted: CashInterest | None) -> None:
    """Check what a client asks for: a tier, or INACTIVE to leave.

    Raises InvalidError naming the field.
    """
    if wanted is None:
        return
    for currency in wanted.model_extra or {}:
        raise InvalidError("interest is paid on USD only", f"cash_interest.{currency}")
    program = wanted.usd or CashInterestProgram()
    if program.status not in (None, _INACTIVE):
        field = f"{_PROGRAM}.status"
        raise InvalidError(f"{field} must be {_INACTIVE}, or left out", field)
    if program.apr_tier_name is None:
        return
    field = f"{_PROGRAM}.apr_tier_name"
    if program.status is not None:
        raise InvalidError(f"{field} must not be sent with a status", field)
    tiers.check_tier(program.apr_tier_name, field)


def begin(simulation: Simulation, account_id: str, wanted: CashInterest | None) -> None:
    """Note a checked change as pending, and schedule it."""
    program = None if wanted is None else wanted.usd
    if program is None:
        return
    tier = program.apr_tier_name
    shown = _program(find_account(simulation, account_id))
    leaves = program.status is not None and shown.status in (_ACTIVE, _PENDING)
    if tier is None and not leaves:
        return
    _store(simulation, account_id, tier or shown.apr_tier_name, _PENDING)
    simulation.later(simulation.delays.account_active, CHANGE, f"{account_id}/{tier or ''}")


def take_effect(simulation: Simulation, subject: str) -> None:
    """Put an account into a tier, or take it out, and publish that; `subject` names both."""
    account_id, _, name = subject.partition("/")
    tier = name or None
    account = find_account(simulation, account_id)
    today = trading_days.today(simulation)
    before = credit.current_tier(simulation, account_id)
    status = _INACTIVE if tier is None else _ACTIVE
    records.add_period(simulation, account_id, {"since": today.isoformat(), "tier": tier})
    _store(simulation, account_id, tier, status)
    status_changes.append_interest_changed(
        simulation,
        account,
        {
            "currency": _CURRENCY,
            "apr_tier_name_from": before or "",
            "apr_tier_name_to": tier or "",
            "status_from": _INACTIVE if before is None else _ACTIVE,
            "status_to": status,
        },
    )
    credit.schedule_next(simulation)


def _program(account: AccountRecord) -> CashInterestProgram:
    stored = CashInterest.model_validate(account.application_body().get("cash_interest") or {})
    return stored.usd or CashInterestProgram()


def _store(simulation: Simulation, account_id: str, tier: str | None, status: str) -> None:
    name = {} if tier is None else {"apr_tier_name": tier}
    program = CashInterestProgram(status=status, **name)
    records.set_program(simulation, account_id, CashInterest(usd=program))
