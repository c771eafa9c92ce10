"""Check digits of national numbers, without separators."""

from collections.abc import Sequence


def _digits(number: str) -> list[int]:
    return [int(character) for character in number]


def _weighted(number: str, weights: Sequence[int]) -> int:
    return sum(digit * weight for digit, weight in zip(_digits(number), weights, strict=True))


def luhn(number: str) -> bool:
    """Whether the sum of the digits, every second from the right doubled, ends in 0."""
    doubled = [sum(divmod(2 * digit, 10)) for digit in _digits(number)[-2::-2]]
    return (sum(doubled) + sum(_digits(number)[-1::-2])) % 10 == 0


def iso_7064_mod_11_10(number: str) -> bool:
    product = 10
    for digit in _digits(number[:-1]):
        product = ((product + digit) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(number[-1])


def brazilian_cpf(number: str) -> bool:
    if len(set(number)) == 1:
        return False
    for length in (9, 10):
        rest = _weighted(number[:length], range(length + 1, 1, -1)) * 10 % 11 % 10
        if rest != int(number[length]):
            return False
    return True


def british_utr(number: str) -> bool:
    rest = _weighted(number[1:], (6, 7, 8, 9, 10, 5, 4, 3, 2)) % 11
    return "21987654321"[rest] == number[0]


def australian_tfn(number: str) -> bool:
    return _weighted(number, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def australian_abn(number: str) -> bool:
    weights = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
    return (_weighted(number, weights) - weights[0]) % 89 == 0


def french_spi(number: str) -> bool:
    return int(number[:10]) % 511 == int(number[10:])


def argentinian_cuit(number: str) -> bool:
    """Whether the check digit is right. The Peruvian RUC differs for two of its values."""
    rest = 11 - _weighted(number[:10], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return {11: 0, 10: 9}.get(rest, rest) == int(number[10])


def peruvian_ruc(number: str) -> bool:
    rest = 11 - _weighted(number[:10], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return rest % 10 == int(number[10])


def chilean_rut(number: str) -> bool:
    body = number[:-1].zfill(9)
    rest = 11 - _weighted(body, (4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return {11: "0", 10: "K"}.get(rest, str(rest)) == number[-1]


def hungarian_tin(number: str) -> bool:
    return _weighted(number[:9], range(1, 10)) % 11 == int(number[9])


def japanese_number(number: str) -> bool:
    rest = _weighted(number[:11], (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if rest <= 1 else 11 - rest) == int(number[11])


def dutch_bsn(number: str) -> bool:
    return _weighted(number, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def singaporean_nric(number: str) -> bool:
    """Whether the check letter is right. `T` numbers have been issued since 2000."""
    rest = _weighted(number[1:8], (2, 7, 6, 5, 4, 3, 2)) + 4 * (number[0] == "T")
    return "JZIHGFEDCBA"[rest % 11] == number[8]


def swedish_number(number: str) -> bool:
    return luhn(number[-10:])
