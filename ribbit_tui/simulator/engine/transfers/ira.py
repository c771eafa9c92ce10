"""Transfers to and from individual retirement accounts (IRA)."""

import re

from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.exact import Micros, usd
from ribbit_tui.wire.funding import IraDetails, TransferDirection, TransferIra

_ACCOUNT_TYPE = "ira"
_YEAR = re.compile(r"(19|20)[0-9]{2}")
_LONGEST_REASON = 128


def check(account: AccountRecord, direction: TransferDirection, asked: TransferIra) -> None:
    """Refuse what an account cannot have. Raises InvalidError naming the field.

    A contribution is for a year, a distribution has a reason. Taxes are withheld by nobody here,
    so only 0 percent can be asked for.
    """
    if account.application_body().get("account_type") != _ACCOUNT_TYPE:
        raise InvalidError("ira is for accounts of account_type ira only", "ira")
    for name in asked.model_extra or {}:
        raise InvalidError(f"ira.{name} is not known here", f"ira.{name}")
    is_contribution = direction == TransferDirection.INCOMING
    if asked.tax_year is not None:
        if not is_contribution:
            raise InvalidError("ira.tax_year is for contributions", "ira.tax_year")
        if not _YEAR.fullmatch(asked.tax_year):
            raise InvalidError("ira.tax_year must be a year such as 2026", "ira.tax_year")
    if asked.distribution_reason is not None:
        field = "ira.distribution_reason"
        if is_contribution:
            raise InvalidError(f"{field} is for distributions", field)
        if len(asked.distribution_reason) > _LONGEST_REASON:
            raise InvalidError(f"{field} must be at most {_LONGEST_REASON} characters", field)
    if asked.tax_withholding is not None:
        _check_nothing_withheld(asked)


def _check_nothing_withheld(asked: TransferIra) -> None:
    withholding = asked.tax_withholding
    assert withholding is not None
    for name in ("fed_pct", "state_pct"):
        if getattr(withholding, name):
            field = f"ira.tax_withholding.{name}"
            raise InvalidError(f"{field} must be 0: no taxes are withheld here", field)


def details(text: str | None) -> IraDetails | None:
    """Return what was stored of a transfer, as it is answered."""
    if text is None:
        return None
    asked = TransferIra.model_validate_json(text)
    given = asked.model_dump(include={"tax_year", "distribution_reason"}, exclude_unset=True)
    if asked.tax_withholding is not None:
        nothing = usd(Micros(0))
        given |= dict.fromkeys(("fed_withholding_amount", "state_withholding_amount"), nothing)
        given["fed_withholding_pct"] = asked.tax_withholding.fed_pct or nothing
        given["state_withholding_pct"] = asked.tax_withholding.state_pct or nothing
    return IraDetails(**given)
