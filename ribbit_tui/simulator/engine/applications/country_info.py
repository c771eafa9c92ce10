"""Countries with their risk ratings, as the country-info endpoint returns them.

Alpaca's ratings are not public. Those here follow the lists that brokers follow: sanctioned by the
USA altogether, called out or watched by the Financial Action Task Force (FATF), and its members.
The USA and South Africa have the ratings of Alpaca's sample.
"""

from functools import cache

from ribbit_tui.wire.countries import CountryInfo, RiskRating

_SANCTIONED = "BLR CUB IRN MMR PRK RUS SYR"
_WATCHED = (
    "AFG AGO BGR BOL CAF CIV CMR COD DZA HTI IRQ KEN LAO LBN LBY MCO MLI NAM NIC NPL SDN SOM SSD"
    " VEN VGB VNM YEM ZAF ZWE"
)
_MEMBERS = (
    "ARG AUS AUT BEL BRA CAN CHE CHN DEU DNK ESP FIN FRA GBR GRC HKG IDN IND IRL ISL ISR ITA JPN"
    " KOR LUX MEX MYS NLD NOR NZL PRT SAU SGP SWE TUR"
)
_CRYPTO_STATES = "CA CT GA IA ID IL IN KS KY MA MD ME MI MS MO MT NC ND NE OH RI SD UT VT WA"
"""States of Alpaca's sample."""
_USA, _USA_NAME = "USA", "United States of America"


@cache
def countries() -> dict[str, CountryInfo]:
    """Return every country by its ISO 3166-1 alpha-3 code."""
    import pycountry  # reads a table from disk

    return {
        country.alpha_3: _info(country.alpha_3, country.name) for country in pycountry.countries
    }


def _info(code: str, name: str) -> CountryInfo:
    rating = _rating(code)
    if code == _USA:
        return CountryInfo(
            full_name=_USA_NAME,
            securities_risk_rating=rating,
            crypto_risk_rating=rating,
            crypto_supported_states=_CRYPTO_STATES.split(),
        )
    return CountryInfo(full_name=name, securities_risk_rating=rating, crypto_risk_rating=rating)


def _rating(code: str) -> RiskRating:
    if code in _SANCTIONED.split():
        return RiskRating.PROHIBITED
    if code in _WATCHED.split():
        return RiskRating.HIGH
    return RiskRating.LOW if code in _MEMBERS.split() else RiskRating.MEDIUM
