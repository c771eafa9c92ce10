"""Tests of check digits: made-up numbers that cover every check character of a kind."""

from collections.abc import Callable

import pytest

from ribbit_tui.session.application.values import check_digits

DIGITS = "0123456789"

# rule, where its check character stands, all that it may be, right numbers
NUMBERS: list[tuple[Callable[[str], bool], int, str, str]] = [
    (
        check_digits.luhn,
        -1,
        DIGITS,
        "3490163298052 1128081978361 5364503060670 7924997510486 2289161433617"
        " 1695061337453 2441800686754 1597887015158 8954220587919 2631922900485",
    ),
    (
        check_digits.iso_7064_mod_11_10,
        -1,
        DIGITS,
        "34025604100 25107835131 47233110112 90335215793 76698285544 17792672155 96047593046"
        " 14830749017 73746780328 73851086739",
    ),
    (
        check_digits.brazilian_cpf,
        -1,
        DIGITS,
        "29111407450 17221411239 55433379817 46473614460 32099627746 29196685280 45358111050"
        " 69753780702",
    ),
    (
        check_digits.british_utr,
        0,
        DIGITS,
        "3595251434 1361039202 1262649716 4341822784 7882854325 8131306070 9147304603 2715061691"
        " 6945307262 2669156735 5349272778",
    ),
    (
        check_digits.australian_tfn,
        -1,
        DIGITS,
        "693214701 381606196 438113767 109459219 117768954 885482878 307322482 799380085"
        " 235970030 730638773",
    ),
    (
        check_digits.australian_abn,
        -1,
        DIGITS,
        "42399975703 79866791813 78885053118 50871147204 64336188814 44605907881 65116206405"
        " 45846113429",
    ),
    (
        check_digits.french_spi,
        -1,
        DIGITS,
        "3966902314116 3877990990237 3324988106020 0773104430266 1904066392165 3504018824355"
        " 1197432157236 3986012755179",
    ),
    (
        check_digits.argentinian_cuit,
        -1,
        DIGITS,
        "20131535970 20181331241 20813270812 20491043653 20844817674 20771395598 20674786825"
        " 20734923746 20129275627 20419577139 27452783229 23121859989",
    ),
    (
        check_digits.peruvian_ruc,
        -1,
        DIGITS,
        "20427976450 20645386061 20108493772 20921008563 20981288484 20755535746 20764730527"
        " 20578326538 20942398779 20368271625 17179514991",
    ),
    (
        check_digits.chilean_rut,
        -1,
        f"{DIGITS}K",
        "606497970 930448141 487706752 928256294 633849315 203040296 173029187 925555908"
        " 425954229 650776003 47579785K",
    ),
    (
        check_digits.hungarian_tin,
        -1,
        DIGITS,
        "8266700893 8779949665 8449692881 8141564242 8642435054 8419436976 8244807520"
        " 8870666727 8637919278 8776008789",
    ),
    (
        check_digits.japanese_number,
        -1,
        DIGITS,
        "582789017530 692460721481 621488773342 580725758223 340515371414 748485950995"
        " 327882924156 280198987649 985896618748 989378782157",
    ),
    (
        check_digits.dutch_bsn,
        -1,
        DIGITS,
        "674509900 299280445 975443641 980945069 154568454 344907223 798284948 592571312"
        " 679079877 812557906",
    ),
    (
        check_digits.singaporean_nric,
        -1,
        "JZIHGFEDCBA",
        "S6524575B S3910815A S3033261Z S2357081E S4883656I S6528939C S5936579G S7198292J"
        " S8414640D S1371751F S2118944H T7926007F T2056803D T3495571E T9544522A T2614913J"
        " T2088961B T6270559G T4052226Z T4225557I T1742645H T5961465C",
    ),
    (check_digits.swedish_number, -1, DIGITS, "8112289874 198112289874"),
]


@pytest.mark.parametrize(
    ("rule", "place", "characters", "numbers"),
    NUMBERS,
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_only_the_right_check_character_is_accepted(
    rule: Callable[[str], bool], place: int, characters: str, numbers: str
) -> None:
    for number in numbers.split():
        for character in characters:
            changed = [*number]
            changed[place] = character
            assert rule("".join(changed)) is (character == number[place]), (number, character)


def test_a_cpf_of_one_digit_repeated_is_refused_though_it_adds_up() -> None:
    assert not any(check_digits.brazilian_cpf(digit * 11) for digit in DIGITS)


def test_both_check_digits_of_a_cpf_count() -> None:
    body = "291114074"
    pairs = [first + second for first in DIGITS for second in DIGITS]
    assert [pair for pair in pairs if check_digits.brazilian_cpf(body + pair)] == ["50"]
