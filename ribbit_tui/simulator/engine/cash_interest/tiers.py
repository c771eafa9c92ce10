"""Tiers of interest rates, with the rates of the samples that Alpaca documents."""

from datetime import UTC, datetime, timedelta

from ribbit_tui.simulator.engine.common import trading_days
from ribbit_tui.simulator.errors import check_listed
from ribbit_tui.simulator.exact import Micros, usd
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.simulator.storage.ids import stable_uuid
from ribbit_tui.wire.cash_interest import AprTier, AprTierDetails

from . import records

_CREATED_AT = datetime(2024, 9, 16, 20, 6, 32, 207729, tzinfo=UTC)
_DAY = timedelta(days=1)


def _tier(name: str, account_rate_bps: int) -> AprTier:
    return AprTier(
        id=stable_uuid(f"apr_tier/{name}"),
        name=name,
        currency="USD",
        account_rate_bps=account_rate_bps,
        correspondent_rate_bps=25,
        # No account is enrolled unless it is asked for.
        is_default=False,
        created_at=_CREATED_AT,
        updated_at=_CREATED_AT,
    )


TIERS = {tier.name: tier for tier in (_tier("gold", 450), _tier("silver", 423))}


def check_tier(name: str, field: str) -> None:
    """Check that there is a tier of this name; raises InvalidError."""
    check_listed([name], TIERS, field)


def list_all(simulation: Simulation) -> list[AprTier]:
    """Return every tier with the accounts in it and their cash at the end of yesterday."""
    today = trading_days.today(simulation)
    midnight = trading_days.start_of(today)
    members: dict[str, list[Micros]] = {name: [] for name in TIERS}
    for account in records.enrolled(simulation):
        name = account.tier_on(today)
        if name is not None:
            members[name].append(simulation.ledger.holdings_at(account.id, midnight).cash)
    return [
        tier.model_copy(
            update={
                "details": AprTierDetails(
                    as_of=today - _DAY,
                    total_accounts=len(members[name]),
                    total_balance=usd(Micros(sum(members[name]))),
                )
            }
        )
        for name, tier in TIERS.items()
    ]
