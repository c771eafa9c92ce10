"""Numbers that exist as specimens or examples of their authorities, and slips of the finger."""

import pytest

from ribbit_tui.session.application.reference.tax_ids import (
    FOREIGN_TYPES,
    NOT_SPECIFIED,
    TAX_ID_TYPES,
    canonical,
    error,
)
from ribbit_tui.session.application.steps.registry import FIELDS, default_answers
from ribbit_tui.session.application.values.answer import Answer

WITHOUT_A_TAX_ID = [
    "NATIONAL_ID",
    "PASSPORT",
    "PERMANENT_RESIDENT",
    "DRIVER_LICENSE",
    "OTHER_GOV_ID",
]

# type, as people write it, as it is sent, and the same with a slip
NUMBERS = [
    ("ARG_AR_CUIT", "20-05536168-2", "20055361682", "20-05536168-3"),
    ("AUS_ABN", "83 914 571 673", "83914571673", "83 914 571 674"),
    ("AUS_TFN", "123 456 782", "123456782", "123 456 783"),
    ("BRA_CPF", "390.533.447-05", "39053344705", "390.533.447-50"),
    ("BRA_CPF", "529.982.247-25", "52998224725", "111.111.111-11"),
    ("CAN_SIN", "046 454 286", "046454286", "046 454 287"),
    ("CHL_RUT", "12.531.909-2", "125319092", "12.531.909-K"),
    ("DEU_TAX_ID", "86 095 742 719", "86095742719", "86 095 742 718"),
    ("DEU_TAX_ID", "36 574 261 809", "36574261809", "06 574 261 809"),
    ("ECU_RUC", "1714307103001", "1714307103001", "171430710300"),
    ("FRA_SPI", "30 23 217 600 053", "3023217600053", "30 23 217 600 054"),
    ("GBR_NINO", "ab 12 34 56 c", "AB123456C", "AB 12 34 56 E"),
    ("GBR_NINO", "AA123456A", "AA123456A", "GB123456A"),
    ("GBR_UTR", "19558 39661", "1955839661", "29558 39661"),
    ("HND_RTN", "0801-1985-123960", "08011985123960", "0801-1985-12396"),
    ("HUN_TIN", "8071592153", "8071592153", "8071592154"),
    ("IDN_KTP", "3171234567890123", "3171234567890123", "317123456789012"),
    ("IND_PAN", "acupa7085r", "ACUPA7085R", "ACUXA7085R"),
    ("ISR_TAX_ID", "12345678-2", "123456782", "12345678-3"),
    ("ITA_TAX_ID", "RCC MNL 83S18 D969H", "RCCMNL83S18D969H", "RCCMNL83Z18D969H"),
    ("JPN_TAX_ID", "1234-5678-9018", "123456789018", "1234-5678-9019"),
    ("MEX_RFC", "GODE561231GR8", "GODE561231GR8", "GODE561331GR8"),
    ("NLD_TIN", "1112.22.333", "111222333", "1112.22.334"),
    ("PER_RUC", "20512333797", "20512333797", "20512333798"),
    ("SGP_FIN", "G1234567X", "G1234567X", "S1234567X"),
    ("SGP_NRIC", "S1234567D", "S1234567D", "S1234567E"),
    ("SLV_NIT", "0614-050707-104-8", "06140507071048", "0614-050707-104"),
    ("SWE_TAX_ID", "811228-9874", "8112289874", "811228-9875"),
    ("SWE_TAX_ID", "19811228-9874", "198112289874", "19811328-9874"),
    ("URY_RUT", "21-100342-001-7", "211003420017", "21-100342-001"),
    ("VEN_RIF", "V-11470283-4", "V114702834", "X-11470283-4"),
]


@pytest.mark.parametrize(("type", "typed", "sent", "slip"), NUMBERS)
def test_a_known_format_is_checked_and_sent_without_separators(
    type: str, typed: str, sent: str, slip: str
) -> None:
    assert error(type, typed) is None
    assert canonical(type, typed) == sent
    message = error(type, slip)
    assert message is not None and message[0].isupper() and message.endswith(".")
    assert slip not in message


@pytest.mark.parametrize("type", ["BOL_NIT", "CRI_NITE", NOT_SPECIFIED, None, "NEW_TYPE"])
def test_a_number_of_another_kind_is_taken_as_it_is_typed(type: str | None) -> None:
    assert error(type, "3-101-12345") is None
    assert canonical(type, "3-101-12345") == "3-101-12345"
    assert error(type, "1") is not None


def test_s10_the_types_are_those_of_the_api() -> None:
    values = [one.value for one in TAX_ID_TYPES]
    assert len(values) == len(set(values)) == 44
    assert {choice.value for choice in FOREIGN_TYPES} == set(values) - {"USA_SSN"}


@pytest.mark.parametrize(
    ("residence", "first"),
    [
        ("GBR", ["GBR_NINO", "GBR_UTR", NOT_SPECIFIED]),
        ("SGP", ["SGP_NRIC", "SGP_FIN", "SGP_ASGD", "SGP_ITR", NOT_SPECIFIED]),
        ("NOR", [NOT_SPECIFIED, *WITHOUT_A_TAX_ID, "ARG_AR_CUIT"]),
        ("CAN", ["CAN_SIN", NOT_SPECIFIED, "NATIONAL_ID"]),
    ],
)
def test_the_types_of_the_tax_residence_are_offered_first(residence: str, first: list[str]) -> None:
    answers: dict[str, Answer] = {
        **default_answers(),
        "identity.country_of_tax_residence": residence,
    }
    offered = [choice.value for choice in FIELDS["identity.tax_id_type"].options(answers)]
    assert offered[: len(first)] == first
    assert len(offered) == 43
