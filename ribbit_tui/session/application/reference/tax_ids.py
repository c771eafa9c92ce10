"""The tax id types of the API, with their countries and formats.

A format is checked only where it is certain. Any other number is accepted as typed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ribbit_tui.session.application.values import check_digits, rules
from ribbit_tui.session.application.values.answer import Answers, Choice

NOT_SPECIFIED = "NOT_SPECIFIED"
USA_SSN = "USA_SSN"
SSN_GROUPS = (3, 2, 4)
_SEPARATORS = str.maketrans("", "", " .-/")


@dataclass(frozen=True)
class Format:
    """The format of a number in capitals, without its separators."""

    pattern: re.Pattern[str]
    described: str
    """The description that completes "Enter …"."""
    check: Callable[[str], bool] | None = None

    def error(self, text: str) -> str | None:
        """Return the error message for a number, or None."""
        number = compact(text)
        if not self.pattern.fullmatch(number):
            return f"Enter {self.described}."
        if self.check is not None and not self.check(number):
            return "This number is not valid: check each character."
        return None


@dataclass(frozen=True)
class TaxIdType:
    """A type of tax ids, by the API's name."""

    value: str
    label: str
    format: Format | None = None

    @property
    def country(self) -> str:
        """The alpha-3 code of the issuing country, with which the type begins."""
        return self.value.partition("_")[0]


def compact(text: str) -> str:
    """Return a number in capitals, without separators."""
    return text.translate(_SEPARATORS).upper()


def _digits(
    count: str, described: str, check: Callable[[str], bool] | None = None, first: str = ""
) -> Format:
    return Format(re.compile(f"{first}[0-9]{{{count}}}"), described, check)


_NINO = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]")
_PAN = re.compile(r"[A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z]")
_RFC = re.compile(r"[A-ZÑ&]{4}[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[A-Z0-9]{3}")
# Letters replace digits where two people would have the same code (omocodia).
_FISCALE = re.compile(r"[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]")
_SWEDISH = re.compile(
    r"(19|20)?[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01]|[67][0-9]|8[0-9]|9[01])[0-9]{4}"
)

TAX_ID_TYPES: tuple[TaxIdType, ...] = (
    TaxIdType(USA_SSN, "Social Security number (USA)"),
    TaxIdType(
        "ARG_AR_CUIT",
        "CUIT (Argentina)",
        _digits("11", "the 11 digits of the CUIT", check_digits.argentinian_cuit),
    ),
    TaxIdType(
        "AUS_TFN",
        "Tax File Number (Australia)",
        _digits("9", "the 9 digits of the Tax File Number", check_digits.australian_tfn),
    ),
    TaxIdType(
        "AUS_ABN",
        "Business Number (Australia)",
        _digits("11", "the 11 digits of the Business Number", check_digits.australian_abn),
    ),
    TaxIdType("BOL_NIT", "NIT (Bolivia)"),
    TaxIdType(
        "BRA_CPF",
        "CPF (Brazil)",
        _digits("11", "the 11 digits of the CPF", check_digits.brazilian_cpf),
    ),
    TaxIdType(
        "CAN_SIN",
        "Social Insurance number (Canada)",
        _digits("9", "the 9 digits of the Social Insurance number", check_digits.luhn),
    ),
    TaxIdType(
        "CHL_RUT",
        "RUT (Chile)",
        Format(
            re.compile(r"[0-9]{7,8}[0-9K]"),
            "the 7 or 8 digits of the RUT and its check digit, such as 12.531.909-2",
            check_digits.chilean_rut,
        ),
    ),
    TaxIdType("COL_NIT", "NIT (Colombia)"),
    TaxIdType("CRI_NITE", "NITE (Costa Rica)"),
    TaxIdType(
        "DEU_TAX_ID",
        "Identifikationsnummer (Germany)",
        _digits(
            "10",
            "the 11 digits of the Identifikationsnummer, the first no zero",
            check_digits.iso_7064_mod_11_10,
            first="[1-9]",
        ),
    ),
    TaxIdType("DOM_RNC", "RNC (Dominican Republic)"),
    TaxIdType("ECU_RUC", "RUC (Ecuador)", _digits("13", "the 13 digits of the RUC")),
    TaxIdType(
        "FRA_SPI",
        "Numéro fiscal (France)",
        _digits(
            "12",
            "the 13 digits of the numéro fiscal, the first from 0 to 3",
            check_digits.french_spi,
            first="[0-3]",
        ),
    ),
    TaxIdType(
        "GBR_NINO",
        "National Insurance number (UK)",
        Format(_NINO, "two letters, six digits and a letter from A to D, such as AB 12 34 56 C"),
    ),
    TaxIdType(
        "GBR_UTR",
        "Unique Taxpayer Reference (UK)",
        _digits("10", "the 10 digits of the UTR", check_digits.british_utr),
    ),
    TaxIdType("GTM_NIT", "NIT (Guatemala)"),
    TaxIdType("HND_RTN", "RTN (Honduras)", _digits("14", "the 14 digits of the RTN")),
    TaxIdType(
        "HUN_TIN",
        "Adóazonosító jel (Hungary)",
        _digits(
            "9",
            "the 10 digits of the adóazonosító jel, the first an 8",
            check_digits.hungarian_tin,
            first="8",
        ),
    ),
    TaxIdType("IDN_KTP", "KTP (Indonesia)", _digits("16", "the 16 digits of the KTP")),
    TaxIdType(
        "IND_PAN",
        "PAN (India)",
        Format(_PAN, "five letters, four digits and a letter, such as ABCPE1234F"),
    ),
    TaxIdType(
        "ISR_TAX_ID",
        "Teudat Zehut (Israel)",
        _digits("9", "all 9 digits of the Teudat Zehut", check_digits.luhn),
    ),
    TaxIdType(
        "ITA_TAX_ID",
        "Codice fiscale (Italy)",
        Format(_FISCALE, "the 16 characters of the codice fiscale, such as RCCMNL83S18D969H"),
    ),
    TaxIdType(
        "JPN_TAX_ID",
        "Kojin bangō (Japan)",
        _digits("12", "the 12 digits of the kojin bangō", check_digits.japanese_number),
    ),
    TaxIdType(
        "MEX_RFC",
        "RFC (Mexico)",
        Format(_RFC, "the 13 characters of your RFC, such as GODE561231GR8"),
    ),
    TaxIdType("NIC_RUC", "RUC (Nicaragua)"),
    TaxIdType(
        "NLD_TIN",
        "BSN (Netherlands)",
        _digits("9", "all 9 digits of the BSN", check_digits.dutch_bsn),
    ),
    TaxIdType("PAN_RUC", "RUC (Panama)"),
    TaxIdType(
        "PER_RUC",
        "RUC (Peru)",
        _digits(
            "9", "the 11 digits of the RUC", check_digits.peruvian_ruc, first="(10|15|16|17|20)"
        ),
    ),
    TaxIdType("PRY_RUC", "RUC (Paraguay)"),
    TaxIdType(
        "SGP_NRIC",
        "NRIC (Singapore)",
        Format(
            re.compile(r"[ST][0-9]{7}[A-Z]"),
            "S or T, seven digits and a letter, such as S1234567D",
            check_digits.singaporean_nric,
        ),
    ),
    TaxIdType(
        "SGP_FIN",
        "FIN (Singapore)",
        Format(re.compile(r"[FGM][0-9]{7}[A-Z]"), "F, G or M, seven digits and a letter"),
    ),
    TaxIdType("SGP_ASGD", "ASGD (Singapore)"),
    TaxIdType("SGP_ITR", "ITR (Singapore)"),
    TaxIdType("SLV_NIT", "NIT (El Salvador)", _digits("14", "the 14 digits of the NIT")),
    TaxIdType(
        "SWE_TAX_ID",
        "Personnummer (Sweden)",
        Format(
            _SWEDISH,
            "the 10 or 12 digits of the personnummer, such as 811228-9874",
            check_digits.swedish_number,
        ),
    ),
    TaxIdType("URY_RUT", "RUT (Uruguay)", _digits("12", "the 12 digits of the RUT")),
    TaxIdType(
        "VEN_RIF",
        "RIF (Venezuela)",
        Format(re.compile(r"[VEJPG][0-9]{9}"), "V, E, J, P or G and nine digits"),
    ),
    TaxIdType(NOT_SPECIFIED, "Another tax ID"),
    TaxIdType("NATIONAL_ID", "National identity number"),
    TaxIdType("PASSPORT", "Passport number"),
    TaxIdType("PERMANENT_RESIDENT", "Permanent resident number"),
    TaxIdType("DRIVER_LICENSE", "Driver's license number"),
    TaxIdType("OTHER_GOV_ID", "Another number from a government"),
)

_OF_ANY_COUNTRY = frozenset(
    {
        "NATIONAL_ID",
        "PASSPORT",
        "PERMANENT_RESIDENT",
        "DRIVER_LICENSE",
        "OTHER_GOV_ID",
        NOT_SPECIFIED,
    }
)

_BY_VALUE = {one.value: one for one in TAX_ID_TYPES}

FOREIGN_TYPES: tuple[Choice, ...] = tuple(
    Choice(one.value, one.label) for one in TAX_ID_TYPES if one.value != USA_SSN
)
"""The types offered to taxpayers of other countries."""


def is_of_residence(choice: Choice, answers: Answers) -> bool:
    """Whether a type belongs to the country of tax residence. Some belong to each."""
    residence = answers.get("identity.country_of_tax_residence")
    return choice.value in _OF_ANY_COUNTRY or _BY_VALUE[choice.value].country == residence


def error(type: object, text: str) -> str | None:
    """Return the error message for a tax id of this type. The type may be missing."""
    found = _BY_VALUE.get(type) if isinstance(type, str) else None
    if found is None or found.format is None:
        return rules.foreign_tax_id(text)
    return found.format.error(text)


def canonical(type: object, text: str) -> str:
    """Return the number to send: without separators if the format is known."""
    found = _BY_VALUE.get(type) if isinstance(type, str) else None
    return text if found is None or found.format is None else compact(text)
