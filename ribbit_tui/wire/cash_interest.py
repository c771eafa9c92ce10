"""Tiers of interest rates on uninvested cash (`GET /v1/cash_interest/apr_tiers`)."""

from datetime import date as Date

from .model import Exact, Timestamp, WireModel


class AprTierDetails(WireModel):
    """The accounts in a tier, and their cash (USD) at the end of the day `as_of`."""

    as_of: Date
    total_accounts: int
    total_balance: Exact


class AprTier(WireModel):
    """A tier: what its accounts and the firm get a year, in basis points of the cash."""

    id: str
    name: str
    currency: str
    account_rate_bps: int
    correspondent_rate_bps: int
    is_default: bool
    created_at: Timestamp
    updated_at: Timestamp
    details: AprTierDetails | None = None


class AprTiers(WireModel):
    apr_tiers: list[AprTier]
