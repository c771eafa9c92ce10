"""Countries as `GET /v1/country-info` returns them, by ISO 3166-1 alpha-3 code."""

from enum import StrEnum

from .model import WireModel


class RiskRating(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    PROHIBITED = "prohibited"


class CountryInfo(WireModel):
    """A country; states are those where crypto may be traded, by their ISO 3166-2 codes."""

    full_name: str
    securities_risk_rating: RiskRating
    crypto_risk_rating: RiskRating
    crypto_supported_states: list[str] | None = None
