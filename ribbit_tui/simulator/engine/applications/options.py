"""Rules for what an application asks for beside the person's details, and how it is kept."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ribbit_tui.simulator.engine.cash_interest import enrollment
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.wire.account_options import (
    ApplicationOptions,
    Beneficiary,
    ChangeableOptions,
    MinorIdentity,
    SecuritiesLending,
)
from ribbit_tui.wire.accounts import AccountType

from . import tax_ids
from .form import stored_part
from .values import country, one_of, short

_SUB_TYPES = frozenset({"traditional", "roth"})
_MOST_BENEFICIARIES = 6
_WHOLE = Decimal(100)
_NOT_ENROLLED = "INACTIVE"
_PROFILE: Mapping[str, frozenset[str]] = {
    "investment_objective": frozenset(
        {
            "generate_income",
            "preserve_wealth",
            "market_speculation",
            "growth",
            "balance_preserve_wealth_with_growth",
        }
    ),
    "investment_time_horizon": frozenset(
        {
            "less_than_1_year",
            "1_to_2_years",
            "3_to_5_years",
            "6_to_10_years",
            "more_than_10_years",
        }
    ),
    "liquidity_needs": frozenset(
        {"very_important", "important", "somewhat_important", "does_not_matter"}
    ),
    "risk_tolerance": frozenset({"conservative", "moderate", "significant_risk"}),
}
_KEPT = ("allow_instant_ach", "account_sub_type", *_PROFILE)


def check(options: ApplicationOptions, today: date) -> None:
    """Check the options of an application. Raises InvalidError naming the field.

    Refused is what would change the account's behavior and is not simulated: another currency, the
    lending of shares, and a further account of a holder.
    """
    kind = options.account_type
    if options.currency not in (None, "USD"):
        raise InvalidError("currency must be USD: accounts here are in no other", "currency")
    if options.account_sub_type is not None:
        _only_of(kind, AccountType.IRA, "account_sub_type")
        one_of(options.account_sub_type, _SUB_TYPES, "account_sub_type")
    for name, known in _PROFILE.items():
        if (value := getattr(options, name)) is not None:
            one_of(value, known, name)
    if options.minor_identity is not None:
        _only_of(kind, AccountType.CUSTODIAL, "minor_identity")
        _check_minor(options.minor_identity, today)
    check_changeable(options, kind)


def check_changeable(options: ChangeableOptions, account_type: str | None) -> None:
    """Check options that may be sent later too. Raises InvalidError naming the field."""
    if options.primary_account_holder_id is not None:
        field = "primary_account_holder_id"
        raise InvalidError(f"{field} must be left out: every account has its own holder", field)
    enrollment.check(options.cash_interest)
    _check_not_lending(options.fpsl)
    if options.beneficiaries:
        _only_of(account_type, AccountType.IRA, "beneficiaries")
        _check_beneficiaries(options.beneficiaries)


def _only_of(kind: str | None, wanted: AccountType, field: str) -> None:
    if kind != wanted:
        raise InvalidError(f"{field} is for accounts of account_type {wanted} only", field)


def _check_not_lending(lending: SecuritiesLending | None) -> None:
    """Refuse to enroll an account in lending its shares: the firm has no tiers."""
    program = None if lending is None else lending.us
    if program is None:
        return
    if program.tier_id is not None:
        field = "fpsl.US.tier_id"
        raise InvalidError(f"{field} is not a tier of this firm, which has none", field)
    if program.status not in (None, _NOT_ENROLLED):
        field = "fpsl.US.status"
        raise InvalidError(f"{field} must be {_NOT_ENROLLED}: there are no tiers", field)


def _check_beneficiaries(people: list[Beneficiary]) -> None:
    if len(people) > _MOST_BENEFICIARIES:
        raise InvalidError(f"beneficiaries must be at most {_MOST_BENEFICIARIES}", "beneficiaries")
    for number, person in enumerate(people):
        path = f"beneficiaries.{number}"
        for name in ("given_name", "middle_name", "family_name", "relationship", "type"):
            short(getattr(person, name), f"{path}.{name}")
        tax_ids.check(person.tax_id, person.tax_id_type, path)
        if not 0 < person.share_pct <= _WHOLE:
            field = f"{path}.share_pct"
            raise InvalidError(f"{field} must be more than 0 and at most 100", field)


def _check_minor(minor: MinorIdentity, today: date) -> None:
    for name in ("given_name", "middle_name", "family_name", "email", "state"):
        short(getattr(minor, name), f"minor_identity.{name}")
    for name in ("country_of_citizenship", "country_of_birth", "country_of_tax_residence"):
        country(getattr(minor, name), f"minor_identity.{name}")
    tax_ids.check(minor.tax_id, minor.tax_id_type, "minor_identity")
    if minor.date_of_birth >= today:
        field = "minor_identity.date_of_birth"
        raise InvalidError(f"{field} must be a date in the past", field)


def kept(options: ChangeableOptions) -> dict[str, object]:
    """Return the options that were sent as they are stored and answered, without tax ids."""
    stored: dict[str, object] = {}
    for name in _KEPT:
        if (value := getattr(options, name, None)) is not None:
            stored[name] = value
    if options.beneficiaries is not None:
        stored["beneficiaries"] = [
            stored_part(person, f"beneficiaries.{number}")
            for number, person in enumerate(options.beneficiaries)
        ]
    if isinstance(options, ApplicationOptions) and options.minor_identity is not None:
        stored["minor_identity"] = stored_part(options.minor_identity, "minor_identity")
    return stored
