"""Rules for tax ids and their types."""

import re

from ribbit_tui.simulator.errors import InvalidError

TYPES = frozenset(
    [
        "ARG_AG_CUIT",
        "ARG_AR_CUIT",
        "AUS_ABN",
        "AUS_TFN",
        "BOL_NIT",
        "BRA_CPF",
        "CAN_BN",
        "CAN_SIN",
        "CHL_RUT",
        "COL_NIT",
        "CRI_NITE",
        "DEU_TAX_ID",
        "DOM_RNC",
        "DRIVER_LICENSE",
        "ECU_RUC",
        "FRA_SPI",
        "GBR_CRN",
        "GBR_NINO",
        "GBR_UTR",
        "GTM_NIT",
        "HND_RTN",
        "HUN_TIN",
        "IDN_KTP",
        "IND_PAN",
        "ISR_TAX_ID",
        "ITA_TAX_ID",
        "JPN_TAX_ID",
        "MEX_RFC",
        "NATIONAL_ID",
        "NIC_RUC",
        "NLD_TIN",
        "NOT_SPECIFIED",
        "OTHER_GOV_ID",
        "PAN_RUC",
        "PASSPORT",
        "PERMANENT_RESIDENT",
        "PER_RUC",
        "PRY_RUC",
        "SGP_ASGD",
        "SGP_FIN",
        "SGP_ITR",
        "SGP_NRIC",
        "SLV_NIT",
        "SWE_TAX_ID",
        "URY_RUT",
        "USA_EIN",
        "USA_ITIN",
        "USA_SSN",
        "USA_TIN",
        "VEN_RIF",
    ]
)
"""Types by their names in Alpaca's descriptions and changelog."""

# The changelog of November 2026 adds 191 types and names a few. All are of a country and its word
# for the number, so that form is taken for any other country too.
_OF_A_COUNTRY = re.compile(r"[A-Z]{3}_[A-Z][A-Z0-9_]{1,20}")
_SSN = "USA_SSN"
_SEPARATORS = str.maketrans("", "", " -")
# The ranges of the IRS: an ITIN begins with a 9, and its fourth and fifth digits are one of these.
_ITIN = re.compile(r"9[0-9]{2}(5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])[0-9]{4}")


def check(tax_id: str | None, kind: str | None, path: str) -> None:
    """Check a tax id and its type, which come together, at `path`. Raises InvalidError.

    An ITIN has a type of its own, so it is refused as a Social Security number.
    """
    if kind is not None:
        check_type(kind, f"{path}.tax_id_type")
        if not (tax_id or "").strip():
            raise InvalidError(f"{path}.tax_id is required with tax_id_type", f"{path}.tax_id")
    if tax_id is not None and kind is None:
        field = f"{path}.tax_id_type"
        raise InvalidError(f"{field} is required with tax_id", field)
    if kind == _SSN and _ITIN.fullmatch((tax_id or "").translate(_SEPARATORS)):
        raise InvalidError(
            f"{path}.tax_id is an ITIN: its tax_id_type is USA_ITIN", f"{path}.tax_id_type"
        )


def check_type(kind: str, field: str) -> None:
    """Check the type of a tax id. Raises InvalidError."""
    if kind not in TYPES and not _OF_A_COUNTRY.fullmatch(kind):
        raise InvalidError(
            f"{field} must be a type of tax ids such as USA_SSN, USA_ITIN or PASSPORT", field
        )
